"""JSON Pointers (RFC 6901) into a document."""

import msgspec


def pointer(*steps: str | int) -> str:
    """The pointer that goes down these steps; no step is the whole document."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)


def steps_of(path: str) -> list[str]:
    """The steps of a pointer, unescaped."""
    return [step.replace("~1", "/").replace("~0", "~") for step in path.split("/")[1:]]


def resolve(document, path: str):
    """What stands at ``path`` of a typed document.

    Raises:
        LookupError: when nothing stands there.
    """
    node = document
    for step in steps_of(path):
        if isinstance(node, msgspec.Struct):
            if step not in node.__struct_fields__:
                raise LookupError(path)
            node = getattr(node, step)
        elif isinstance(node, dict):
            node = node[step]
        elif isinstance(node, tuple) and step.isascii() and step.isdigit() and int(step) < len(node):
            node = node[int(step)]
        else:
            raise LookupError(path)
    return node
