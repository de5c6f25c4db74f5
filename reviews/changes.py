"""What changed since an earlier revision, as the reviewer's page shows it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.document.codec import decode_stored
from courses.document.difference import Change, FieldChange, counts, difference
from courses.document.places import CHILDREN, Place, nearest, place_name
from courses.document.pointer import steps_of
from courses.models import Course, GlossaryEntry, Item, Lecture, Outcome, Part, Revision, Section, Task
from reviews.models import Decision

MODELS = {
    "course": Course,
    "section": Section,
    "part": Part,
    "lecture": Lecture,
    "annotation": Lecture,
    "task": Task,
    "item": Item,
    "outcome": Outcome,
    "entry": GlossaryEntry,
}
# Fields of the format that are no columns of their own.
LABELS = {
    "options": gettext_lazy("answer options"),
    "pairs": gettext_lazy("matching pairs"),
    "sequence": gettext_lazy("putting in order"),
    "answer": gettext_lazy("answer"),
    "accepted": gettext_lazy("accepted answers"),
    "tolerance": gettext_lazy("tolerance"),
    "parameters": gettext_lazy("parameters"),
    "format": gettext_lazy("format"),
    "grading": gettext_lazy("how it is graded"),
    "points": gettext_lazy("points"),
    "outcome": gettext_lazy("learning outcome"),
    "level": gettext_lazy("level"),
    "feedback": gettext_lazy("feedback"),
}
COUNTED = {
    "section": gettext_lazy("sections"),
    "part": gettext_lazy("parts of sections"),
    "lecture": gettext_lazy("video lectures"),
    "minutes": gettext_lazy("minutes of video"),
    "task": gettext_lazy("tasks"),
    "item": gettext_lazy("test items"),
    "outcome": gettext_lazy("learning outcomes"),
    "entry": gettext_lazy("glossary entries"),
}
HOW = {
    "added": gettext_lazy("Added"),
    "removed": gettext_lazy("Removed"),
    "moved": gettext_lazy("Moved"),
    "changed": gettext_lazy("Changed"),
}


@dataclass
class Base:
    """A revision to compare with: what it is to the reader."""

    revision: Revision
    label: str
    own: bool = False


@dataclass
class ShownField:
    label: Any
    before: str
    after: str
    marks: tuple | None


@dataclass
class ShownChange:
    """One change with the name of its place, now and before where it moved."""

    how: str
    label: Any
    name: str
    came_from: str = ""
    fields: list[ShownField] = field(default_factory=list)


@dataclass
class Comparison:
    """What the page of changes shows: the numbers that differ, and every change."""

    numbers: list[tuple[Any, Any, Any]]
    changes: list[ShownChange]


def bases_for(course: Course, user, latest: Revision) -> list[Base]:
    """Earlier revisions to compare ``latest`` with, the best first: the one of one's own last decision, then
    the published one, then the others from the newest.
    """
    own = (
        Decision.objects.filter(course=course, by=user, revision__number__lt=latest.number)
        .order_by("-number")
        .values_list("revision_id", "at")
        .first()
    )
    earlier = course.revisions.filter(number__lt=latest.number).defer("document", "findings").order_by("-number")
    bases = [Base(revision, *_label(course, revision, own)) for revision in earlier]
    return sorted(bases, key=lambda base: (not base.own, base.revision.pk != course.published_revision_id))


def _label(course: Course, revision: Revision, own: tuple[int, datetime] | None) -> tuple[str, bool]:
    name = _("revision %(n)s") % {"n": revision.number}
    if own is not None and revision.pk == own[0]:
        return _("%(revision)s, your last decision") % {"revision": name}, True
    if revision.pk == course.published_revision_id:
        return _("%(revision)s, published") % {"revision": name}, False
    return name, False


def comparison(before: Revision, after: Revision) -> Comparison:
    """All that changed from one revision to the other, ready to be shown."""
    old, new = decode_stored(before.document), decode_stored(after.document)
    found = difference(old, new)
    was, now = counts(old), counts(new)
    numbers = [(label, was[kind], now[kind]) for kind, label in COUNTED.items() if was[kind] != now[kind]]
    return Comparison(numbers, [_shown(change, found) for change in found.changes])


def _shown(change: Change, found) -> ShownChange:
    name = place_name(change.place.path, found.after if change.after else found.before)
    came_from = place_name(change.before.path, found.before) if change.how == "moved" else ""
    fields = [_shown_field(change.place.kind, one) for one in change.fields]
    return ShownChange(change.how, HOW[change.how], name, came_from, fields)


def _shown_field(kind: str, change: FieldChange) -> ShownField:
    column, label = _column(kind, change.name), field_label(kind, change.name)
    if column is not None and column.choices:
        names = dict(column.flatchoices)
        before, after = (names.get(value, value) for value in (change.before, change.after))
        return ShownField(label, _plain(before), _plain(after), None)
    return ShownField(label, _plain(change.before), _plain(change.after), change.marks)


def field_label(kind: str, name: str) -> str:
    """What a field of the format is called on a node of a kind; a list is called by what it holds."""
    if held := dict(CHILDREN.get(kind, ())).get(name):
        return str(COUNTED[held])
    column = _column(kind, name)
    return str(LABELS.get(name, name) if column is None else column.verbose_name)


def changed_name(path: str, places: dict[str, Place]) -> str:
    """A field that changed, with its place: Section 2 “Charts” · Lecture 3 “Colour”: length."""
    place = nearest(path, places)
    inside = steps_of(path[len(place.path) :])
    name = place_name(path, places)
    return f"{name}: {field_label(place.kind, inside[0])}" if inside else name


def _column(kind: str, name: str):
    try:
        return MODELS[kind]._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def _plain(value) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)
