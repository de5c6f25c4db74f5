"""Bytes to document and back.

``decode`` is for files that people bring and trusts nothing; ``decode_stored``
is for what ``encode`` wrote. ``encode`` is canonical: two documents that mean
the same have the same bytes, and so the same hash.
"""

from __future__ import annotations

import hashlib
import json
import math
import re

import msgspec
from django.utils.translation import gettext_lazy as _

from courses.document.errors import DocumentError, translated
from courses.document.pointer import pointer
from courses.document.types import CourseDocument, Item, Node, Parameter

LARGEST_FILE = 16 * 1024 * 1024
DEEPEST = 40  # the format itself is 16 deep
EXACT = 2**53  # below it every whole number is exact as a JSON number

NULLABLE = frozenset(
    (
        *("credits", "weeks", "weekly_hours", "extra_week", "faculty", "department", "programme"),
        *("annotation_video", "seconds", "video", "minutes", "group"),
    )
)
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
STEP = re.compile(r"\.([^.\[]+)|\[(\d+|\.\.\.)\]")

_stored = msgspec.json.Decoder(CourseDocument)
_encoder = msgspec.json.Encoder(order="deterministic")


class _Duplicate(dict):
    """An object in which a key stood twice."""

    key = ""


def encode(document: CourseDocument) -> bytes:
    """The canonical UTF-8 bytes: fields in the order of the format, defaults left out, 10.0 written as 10."""
    data = _encoder.encode(document)
    raw = json.loads(data, parse_float=_plain_float)
    return _encoder.encode(msgspec.convert(raw, CourseDocument))


def sha256_of(data: bytes) -> str:
    """The hash by which a revision is known, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def decode_stored(data: bytes | str) -> CourseDocument:
    """Decode what ``encode`` wrote; quick, and no more careful than that allows."""
    return _stored.decode(data)


def decode(data: bytes) -> CourseDocument:
    """Decode a file of the format mooc-course/1 that somebody brought.

    Raises:
        DocumentError: when it is not one, with the reason and the place.
    """
    if len(data) > LARGEST_FILE:
        raise DocumentError(
            _("File size, MB: %(size)s. Required: at most %(limit)s."),
            size=math.ceil(len(data) / 2**20),
            limit=LARGEST_FILE // 2**20,
        )
    raw = _parsed(_text_of(data))
    _examine(raw)
    try:
        document = msgspec.convert(raw, CourseDocument)
    except msgspec.ValidationError as error:
        raise _explained(error, raw) from None
    _examine_parameters(raw)
    return document


def check_node(node: Node) -> None:
    """Look at one node of a document as ``decode`` would look at it there.

    Raises:
        DocumentError: when no document can hold it.
    """
    try:
        raw = _parsed(msgspec.json.encode(node).decode())
        _examine(raw)
        msgspec.convert(raw, type(node))
    except msgspec.ValidationError as error:
        raise _explained(error, raw) from None
    if isinstance(node, Item):
        _examine_item(raw, ())


def _text_of(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DocumentError(
            _("The file is not UTF-8 text. First wrong byte: %(byte)s (line %(line)s)."),
            byte=error.start,
            line=line,
        ) from None


def _parsed(text: str):
    try:
        return json.loads(
            text,
            object_pairs_hook=_object,
            parse_float=_plain_float,
            parse_int=_bounded_int,
            parse_constant=_no_constant,
        )
    except json.JSONDecodeError as error:
        raise DocumentError(
            _("The file is not JSON: line %(line)s, column %(column)s."),
            line=error.lineno,
            column=error.colno,
        ) from None
    except RecursionError:
        raise DocumentError(_("The file is nested too deeply. Required: at most %(n)s levels."), n=DEEPEST) from None


def _object(pairs: list[tuple[str, object]]) -> dict:
    result = dict(pairs)
    if len(result) < len(pairs):
        seen = set()
        result = _Duplicate(result)
        result.key = next(key for key, _value in pairs if key in seen or seen.add(key))
    return result


def _plain_float(digits: str) -> float | int:
    number = float(digits)
    return int(number) if abs(number) < EXACT and number.is_integer() else number


def _bounded_int(digits: str) -> int | float:
    return int(digits) if len(digits) <= 20 else float(digits[:400])


def _no_constant(name: str):
    return math.nan  # NaN and Infinity are not JSON; refused with their place below


def _examine(raw) -> None:
    """Refuse what a database could not keep or a reader could not agree on, with its place."""
    stack = [(raw, (), 0)]
    while stack:
        value, trail, depth = stack.pop()
        if isinstance(value, dict):
            _examine_object(value, trail)
            children = value.items()
        elif isinstance(value, list):
            children = enumerate(value)
        else:
            _examine_scalar(value, trail)
            continue
        if depth >= DEEPEST:
            raise DocumentError(
                _("The file is nested too deeply. Required: at most %(n)s levels."), _path(trail), n=DEEPEST
            )
        stack.extend((child, (trail, step), depth + 1) for step, child in children)


def _examine_object(value: dict, trail) -> None:
    if isinstance(value, _Duplicate):
        raise DocumentError(_("The field “%(field)s” stands twice."), _path((trail, value.key)), field=value.key)
    for key in value:
        if UNSTORABLE.search(key):
            raise DocumentError(_("A name holds a character that cannot be stored."), _path(trail))


def _examine_scalar(value, trail) -> None:
    if isinstance(value, str):
        if UNSTORABLE.search(value):
            raise DocumentError(_("The text holds a character that cannot be stored."), _path(trail))
    elif isinstance(value, float):
        if not math.isfinite(value):
            raise DocumentError(_("The number is too large or not a number."), _path(trail))
    elif value is None and (not trail or trail[1] not in NULLABLE):
        raise DocumentError(_("A value is required here, not null."), _path(trail))


def _path(trail) -> str:
    steps = []
    while trail:
        trail, step = trail
        steps.append(step)
    return pointer(*reversed(steps))


def _explained(error: msgspec.ValidationError, raw) -> DocumentError:
    said, _at, place = str(error).rpartition(" - at `$")
    if not said:
        return translated(str(error), "")
    steps, node = [], raw
    for name, index in STEP.findall(place.removesuffix("`")):
        step = name or (_broken_key(node) if index == "..." else int(index))
        node = node[step] if isinstance(node, list) else node.get(step)
        steps.append(step)
    return translated(said, pointer(*steps))


def _broken_key(parameters: dict) -> str:
    """The first parameter that does not fit; msgspec names the place but not the key."""
    for name, value in parameters.items():
        try:
            msgspec.convert(value, Parameter)
        except msgspec.ValidationError:
            return name
    return next(iter(parameters))


def _examine_parameters(raw: dict) -> None:
    """A parameter is a range or a list of values; the types alone would allow a mixture."""
    for trail, item in _items(raw):
        _examine_item(item, trail)


def _examine_item(item: dict, trail: tuple) -> None:
    for name, form in item.get("parameters", {}).items():
        if "values" in form:
            if len(form) > 1:
                raise DocumentError(
                    _("A parameter has either a range or a list of values."),
                    pointer(*trail, "parameters", name),
                )
            continue
        for field in ("min", "max"):
            if field not in form:
                raise DocumentError(
                    _("The field “%(field)s” is missing."),
                    pointer(*trail, "parameters", name, field),
                    field=field,
                )


def _items(raw: dict):
    tasks = [(("final_tasks", k), task) for k, task in enumerate(raw.get("final_tasks", []))]
    for i, section in enumerate(raw["sections"]):
        for j, part in enumerate(section["parts"]):
            where = ("sections", i, "parts", j, "tasks")
            tasks += [((*where, k), task) for k, task in enumerate(part.get("tasks", []))]
    for where, task in tasks:
        for n, item in enumerate(task.get("items", [])):
            yield (*where, "items", n), item
