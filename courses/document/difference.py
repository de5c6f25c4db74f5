"""What differs between two documents, for people who read: places added, removed, moved, and changed in place.

Pure: two documents in, a list of changes out, in the reading order of the later
one. A place that moved and was also rewritten is one change that says both.
"""

from __future__ import annotations

import difflib
import re
from bisect import bisect_left
from collections import defaultdict
from typing import Any, NamedTuple

import msgspec

from courses.document.places import CHILDREN, Place, matched, places_of
from courses.document.types import CourseDocument

ADDED, REMOVED, MOVED, CHANGED = "added", "removed", "moved", "changed"
SAME, GONE, NEW, SKIPPED = "same", "gone", "new", "skipped"
WORD = re.compile(r"\s+|\w+|[^\w\s]")
CONTEXT = 14  # words and signs kept around a difference in a long text
LONGEST = 20_000  # words and signs beyond which texts are compared by lines

Mark = tuple[str, str]


class FieldChange(NamedTuple):
    """One field before and after; ``marks`` tell a text apart word by word, None where values are compared whole."""

    name: str
    before: Any
    after: Any
    marks: tuple[Mark, ...] | None = None


class Change(NamedTuple):
    """What happened to one place: ``before`` is None for what was added, ``after`` for what was removed."""

    how: str
    before: Place | None
    after: Place | None
    fields: tuple[FieldChange, ...] = ()

    @property
    def place(self) -> Place:
        """The place as it stands now; as it stood, where it is gone."""
        return self.after or self.before


class Difference(NamedTuple):
    """All changes, with both sides' places for naming them."""

    changes: list[Change]
    before: dict[str, Place]
    after: dict[str, Place]


def difference(before: CourseDocument, after: CourseDocument) -> Difference:
    """Compare two documents; no change at all is an empty list."""
    ours, theirs = places_of(before), places_of(after)
    found = matched(ours, theirs)
    back = {there: here for here, there in found.items()}
    moved = _moved(ours, theirs, found)
    changes = []
    for path, place in theirs.items():
        if path not in back:
            if place.parent in back:  # what came with its parent is told by the parent
                changes.append(Change(ADDED, None, place))
            continue
        old = ours[back[path]]
        fields = _fields(old, place)
        if path in moved or fields:
            changes.append(Change(MOVED if path in moved else CHANGED, old, place, fields))
    removed = [place for path, place in ours.items() if path not in found and place.parent in found]
    changes += [Change(REMOVED, place, None) for place in removed]
    return Difference(changes, ours, theirs)


def _moved(ours: dict[str, Place], theirs: dict[str, Place], found: dict[str, str]) -> set[str]:
    """Paths of what stands under another parent now, or in another order among those that stayed."""
    moved, families = set(), defaultdict(list)
    for path, old in ours.items():
        if path == "" or path not in found:
            continue
        new = theirs[found[path]]
        if found.get(old.parent) == new.parent:
            families[new.parent, new.kind].append(new)
        else:
            moved.add(new.path)
    for family in families.values():  # in the order in which they stood before
        stayed = _longest_rising([place.index for place in family])
        moved |= {place.path for place in family if place.index not in stayed}
    return moved


def _longest_rising(numbers: list[int]) -> set[int]:
    """The longest run of numbers that rise: those that kept their order."""
    tails: list[int] = []
    ends: list[int] = []
    links: list[int | None] = []
    for i, number in enumerate(numbers):
        at = bisect_left(tails, number)
        links.append(ends[at - 1] if at else None)
        if at == len(tails):
            tails.append(number)
            ends.append(i)
        else:
            tails[at], ends[at] = number, i
    rising, last = set(), ends[-1] if ends else None
    while last is not None:
        rising.add(numbers[last])
        last = links[last]
    return rising


def _fields(old: Place, new: Place) -> tuple[FieldChange, ...]:
    """The fields of a node that differ; what it holds in lists of nodes is told apart from it."""
    lists = {field for field, _kind in CHILDREN.get(new.kind, ())} | {"annotation_video"}
    changes = []
    for field in msgspec.structs.fields(new.node):
        if field.name in lists:
            continue
        before, after = getattr(old.node, field.name), getattr(new.node, field.name)
        if before != after and not (before in (None, "") and after in (None, "")):
            changes.append(_field(field.name, before, after))
    return tuple(changes)


def _field(name: str, before, after) -> FieldChange:
    is_text = isinstance(before or after, str) and name not in ("video", "weight")
    if is_text or isinstance(before or after, tuple | dict | msgspec.Struct):
        was, now = as_text(before), as_text(after)
        return FieldChange(name, was, now, word_marks(was, now))
    return FieldChange(name, before, after)


def as_text(value) -> str:
    """A value of the format in lines that can be read: one for an option, a pair, a goal, a parameter."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "\n".join(_line(one) for one in value)
    if isinstance(value, dict):
        return "\n".join(f"{name}: {_line(one)}" for name, one in value.items())
    return _line(value)


def _line(value) -> str:
    if isinstance(value, tuple):
        return " – ".join(map(_line, value))
    if isinstance(value, msgspec.Struct):
        if hasattr(value, "correct"):
            return f"{'✓' if value.correct else '·'} {value.text}" + (f" ({value.feedback})" if value.feedback else "")
        told = {name: one for name, one in msgspec.structs.asdict(value).items() if one not in (None, (), "")}
        return ", ".join(f"{name} {_line(one)}" for name, one in told.items())
    return str(value)


def word_marks(before: str, after: str) -> tuple[Mark, ...]:
    """Both texts in one, each stretch marked same, gone or new; long stretches that are the same are skipped."""
    ours, theirs = _tokens(before, after)
    marks: list[Mark] = []
    matcher = difflib.SequenceMatcher(None, ours, theirs, autojunk=False)
    for what, i, j, k, m in matcher.get_opcodes():
        if what == "equal":
            marks += _shortened(ours[i:j], first=i == 0, last=j == len(ours))
            continue
        if i < j:
            marks.append((GONE, "".join(ours[i:j])))
        if k < m:
            marks.append((NEW, "".join(theirs[k:m])))
    return tuple(marks)


def _tokens(before: str, after: str) -> tuple[list[str], list[str]]:
    ours, theirs = WORD.findall(before), WORD.findall(after)
    if len(ours) > LONGEST or len(theirs) > LONGEST:
        return before.splitlines(keepends=True), after.splitlines(keepends=True)
    return ours, theirs


def _shortened(tokens: list[str], *, first: bool, last: bool) -> list[Mark]:
    head, tail = 0 if first else CONTEXT, 0 if last else CONTEXT
    if len(tokens) <= head + tail + CONTEXT:
        return [(SAME, "".join(tokens))]
    marks = [(SAME, "".join(tokens[:head])), (SKIPPED, " … "), (SAME, "".join(tokens[len(tokens) - tail :]))]
    return [mark for mark in marks if mark[1]]


def counts(document: CourseDocument) -> dict[str, int | str]:
    """The numbers of a course by which two revisions are compared at a glance."""
    places = places_of(document)
    kinds = [place.kind for place in places.values()]
    lectures = [place.node for place in places.values() if place.kind == "lecture"]
    return {
        **{kind: kinds.count(kind) for kind in ("section", "part", "lecture", "task", "item", "outcome", "entry")},
        "minutes": round(sum(lecture.seconds or 0 for lecture in lectures) / 60),
    }
