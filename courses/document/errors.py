"""A file that is not a document of the format: what is wrong, and where."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from courses.document.pointer import pointer


class DocumentError(ValueError):
    """``str()`` gives the sentence in the reader's language; ``path`` is a JSON Pointer to the place."""

    def __init__(self, sentence, path: str = "", **values) -> None:
        super().__init__(sentence, path, values)
        self.sentence = sentence
        self.path = path
        self.values = values

    def __str__(self) -> str:
        return str(self.sentence) % self.values if self.values else str(self.sentence)


TYPES = {
    "str": _("text"),
    "int": _("a whole number"),
    "float": _("a number"),
    "bool": _("true or false"),
    "array": _("a list"),
    "object": _("an object"),
    "null": _("null"),
}

Maker = Callable[[re.Match], tuple[object, dict]]


class Listed:
    """Names of types, put into the reader's language when the sentence is read."""

    def __init__(self, names: str) -> None:
        self.names = names.split(" | ")

    def __str__(self) -> str:
        return ", ".join(str(TYPES.get(name, name)) for name in self.names)


# What msgspec says, and what we say for it. The last entry of a sentence's path
# is added where the fault is a field of the object at the path.
SENTENCES: list[tuple[re.Pattern, object, bool]] = [
    (
        re.compile(r"Object missing required field `(?P<field>.*)`$"),
        _("The field “%(field)s” is missing."),
        True,
    ),
    (
        re.compile(r"Object contains unknown field `(?P<field>.*)`$"),
        _("The field “%(field)s” is not part of the format."),
        True,
    ),
    (
        re.compile(r"Expected `(?P<expected>[^`]*)`, got `(?P<got>[^`]*)`$"),
        _("Found: %(got)s. Required: %(expected)s."),
        False,
    ),
    (
        re.compile(r"Invalid enum value (?P<got>.*)$", re.DOTALL),
        _("Not one of the allowed values: %(got)s."),
        False,
    ),
    (
        re.compile(r"Expected `(?P<expected>[^`]*)` of length (?P<bound>.*)$"),
        _("Wrong length. Required: %(bound)s."),
        False,
    ),
    (
        re.compile(r"Expected `(?P<expected>[^`]*)` matching regex (?P<bound>.*)$", re.DOTALL),
        _("The text has the wrong form. Required pattern: %(bound)s."),
        False,
    ),
    (
        re.compile(r"Expected `(?P<expected>[^`]*)` (?P<bound>(?:[<>]=?|==) .*)$"),
        _("The number is out of range. Required: %(bound)s."),
        False,
    ),
]


def translated(said: str, path: str) -> DocumentError:
    """Put what msgspec said about the place ``path`` into our own words."""
    for pattern, sentence, names_field in SENTENCES:
        match = pattern.match(said)
        if match is None:
            continue
        values = match.groupdict()
        if names_field:
            path += pointer(values["field"])
        for name in ("expected", "got"):
            if name in values and values[name].replace(" | ", "").isalpha():
                values[name] = Listed(values[name])
        return DocumentError(sentence, path, **values)
    return DocumentError(_("The value does not fit the format."), path)
