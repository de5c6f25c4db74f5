"""A document without the words that no rule reads: quicker to decode where thousands are checked.

What a lecture says, what a task asks and what the options are takes most of a
document's bytes and none of the rules' attention. The types are those of the
format with some fields left out; decoding passes over these.
"""

from __future__ import annotations

from typing import get_type_hints

import msgspec

from courses.document import types

UNREAD = {
    types.Lecture: {"title", "video", "script"},
    types.Option: {"text", "feedback"},
    types.Item: {"points", "outcome", "level", "feedback"},
    types.Task: {"instructions", "graded_by"},
    types.Part: set(),
    types.Section: set(),
    types.CourseDocument: {"format", "code", "title", "language", "summary"},
}


def _skeletons() -> dict[type, type]:
    made: dict[type, type] = {}
    for whole in UNREAD:
        hints = get_type_hints(whole, include_extras=True)
        fields = [
            (field.name, _with(hints[field.name], made), *_default(field))
            for field in msgspec.structs.fields(whole)
            if field.name not in UNREAD[whole]
        ]
        made[whole] = msgspec.defstruct(whole.__name__, fields, module=__name__, frozen=True, gc=False, kw_only=True)
    return made


def _default(field) -> tuple:
    if field.default is not msgspec.NODEFAULT:
        return (field.default,)
    if field.default_factory is not msgspec.NODEFAULT:
        return (msgspec.field(default_factory=field.default_factory),)
    return ()


def _with(hint, made: dict[type, type]):
    """The type with the skeletons made so far in the place of whole structs."""
    if hint in made:
        return made[hint]
    if getattr(hint, "__origin__", None) is tuple and hint.__args__[0] in made:
        return tuple[made[hint.__args__[0]], ...]
    if made_of := [one for one in getattr(hint, "__args__", ()) if one in made]:
        return made[made_of[0]] | None
    return hint


_decoder = msgspec.json.Decoder(_skeletons()[types.CourseDocument])


def decode_skeleton(data: bytes | str):
    """Decode what ``codec.encode`` wrote, without the words; rules measure it as they measure the document."""
    return _decoder.decode(data)
