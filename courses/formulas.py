"""Mathematics in the texts of a course: TeX between dollar signs, shown as MathML, which browsers know."""

from __future__ import annotations

import re
from functools import lru_cache

from latex2mathml.converter import convert

# A formula longer or deeper than any that can be read is left as it was written.
LONGEST, DEEPEST = 2_000, 40
DEFINITIONS = re.compile(r"\\(?:(?:re|provide)?(?:new)?command|[egx]?def|let|DeclareMathOperator)")

# Environments that the package lays out; of any other it keeps the words and drops the rows.
ENVIRONMENT = re.compile(r"\\(begin|end)\s*\{([^{}]*)\}")
MATRICES = {f"{kind}matrix{star}" for kind in ("", "p", "b", "B", "v", "V") for star in ("", "*")}
LAID_OUT = MATRICES | {"smallmatrix", "array", "cases", "align", "align*", "split", "equation"}
# And others that look like one of those.
LOOKS_LIKE = dict.fromkeys(("gathered", "gather", "gather*"), "matrix")
LOOKS_LIKE |= {"aligned": "align*", "equation*": "equation"}

TAGS = {
    *("math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "ms", "mfrac", "msqrt", "mroot", "mstyle", "merror"),
    *("mpadded", "mphantom", "msub", "msup", "msubsup", "munder", "mover", "munderover", "mmultiscripts"),
    *("mtable", "mtr", "mtd"),
}
ATTRIBUTES = {
    "math": {"display"},
    "mo": {"stretchy", "fence", "form", "accent", "movablelimits", "lspace", "rspace", "minsize", "maxsize"},
    "mi": {"mathvariant"},
    "mspace": {"width", "linebreak"},
    "mfrac": {"linethickness"},
    "mover": {"accent"},
    "munder": {"accentunder"},
    "mstyle": {"displaystyle", "scriptlevel"},
    "mtd": {"columnalign"},
    "mtable": {"columnalign"},
}


class UnreadableFormula(ValueError):
    """What stands between the dollar signs is no mathematics."""


@lru_cache(maxsize=512)
def mathml(tex: str, *, block: bool) -> str:
    """The formula as MathML, to be sanitised with what surrounds it.

    Nothing is executed: TeX is parsed. Macros cannot be defined, for a few of them grow without end.

    Raises:
        UnreadableFormula: for what is broken, too long or too deep.
    """
    if len(tex) > LONGEST or _depth(tex) > DEEPEST or DEFINITIONS.search(tex):
        raise UnreadableFormula
    try:
        return convert(ENVIRONMENT.sub(_laid_out, tex.strip()), display="block" if block else "inline")
    # Beside its own faults the package lets through what broken TeX causes in it: StopIteration, IndexError …
    except Exception as fault:
        raise UnreadableFormula from fault


def _laid_out(tag: re.Match) -> str:
    """The tag of an environment, by a name that the package lays out."""
    end, name = tag.groups()
    name = LOOKS_LIKE.get(name, name)
    if name not in LAID_OUT:
        raise UnreadableFormula
    return f"\\{end}{{{name}}}"


def _depth(tex: str) -> int:
    deepest = depth = 0
    for sign in tex:
        depth += {"{": 1, "}": -1}.get(sign, 0)
        deepest = max(deepest, depth)
    return deepest
