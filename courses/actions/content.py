"""Adding and changing what a course is made of."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import Max, Model
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.actions.editing import count_edit, count_own_edit
from courses.actions.writing import ContentRefused, check_row, writing
from courses.document import types
from courses.models import Course, GlossaryEntry, Item, Lecture, Outcome, Part, Section, Task
from courses.rows import write_items


class Kind(NamedTuple):
    """A kind of node: its model, the field that leads to its parent and the parent's kind (None: the course)."""

    model: type[Model]
    parent_field: str
    parent_kind: str | None
    label: object
    add_label: object


KINDS: dict[str, Kind] = {
    "outcome": Kind(Outcome, "course", None, _("Learning outcome"), _("Add a learning outcome")),
    "entry": Kind(GlossaryEntry, "course", None, _("Glossary entry"), _("Add a glossary entry")),
    "annotation": Kind(Lecture, "course", None, _("Annotation video"), _("Add the annotation video")),
    "section": Kind(Section, "course", None, _("Section"), _("Add a section")),
    "part": Kind(Part, "section", "section", _("Part of a section"), _("Add a part")),
    "lecture": Kind(Lecture, "part", "part", _("Video lecture"), _("Add a video lecture")),
    "task": Kind(Task, "part", "part", _("Task"), _("Add a task")),
    "final": Kind(Task, "course", None, _("Task of the extra week"), _("Add a task of the extra week")),
    "item": Kind(Item, "task", "task", _("Test item"), _("Add a test item")),
}
# How a node of each model is held by its course.
COURSE_PATH = {Part: "section__course", Item: "task__course"}


class EditConflict(Exception):
    """Somebody else changed the same thing; ``stored`` is what it holds now."""

    def __init__(self, stored: Model) -> None:
        super().__init__(stored)
        self.stored = stored


class NodeGone(ContentRefused):
    """Somebody deleted the node, or what it was to stand in."""

    def __init__(self) -> None:
        super().__init__(gettext("Somebody has deleted this meanwhile. Copy what you have written."))


def node_of(course: Course, kind: str, pk: int) -> Model | None:
    """The node of that kind and key, if it is part of ``course``."""
    model = KINDS[kind].model
    return model.objects.filter(**{COURSE_PATH.get(model, "course"): course, "pk": pk}).first()


def node_to_save(user, code: str, kind: str, pk: int, *, at: datetime) -> Model | None:
    """A node of a course where ``user`` is an author and nothing forbids to edit; the edit is counted already.

    The UPDATE that counts it locks the course. Call it in a transaction, and ``save_locked`` after it; roll back
    where nothing is stored. None says no more than that the long way has to be gone, which knows the reason.
    """
    if kind not in KINDS or user.pk is None or (course_id := count_own_edit(code, by=user, at=at)) is None:
        return None
    model = KINDS[kind].model
    own = model.objects.filter(pk=pk, **{COURSE_PATH.get(model, "course"): course_id})
    return next(iter(own.order_by()), None)


def save_locked(node: Model, values: dict, *, seen: str) -> str:
    """``change_node`` for a node of ``node_to_save``, which was asked who may and holds the course.

    Called every few seconds while somebody writes: only the row itself is written.

    Raises:
        EditConflict: when somebody else changed the same fields.
        ContentRefused: when the values are none of the format.
    """
    _set(node, values, seen=seen)
    return digest_of(node, values)


def is_to_store(row: Model, values: dict, *, seen: str) -> bool:
    """Whether ``values`` are still to be stored: not where the row holds them, as after a save whose answer was lost.

    Raises:
        EditConflict: when somebody else changed the same fields.
    """
    held = digest_of(row, values)
    if held == _mark(values):
        return False
    if held != seen:
        raise EditConflict(row)
    return True


def _set(node: Model, values: dict, *, seen: str) -> None:
    if not is_to_store(node, values, seen=seen):
        return
    for name, value in values.items():
        setattr(node, name, value)
    check_row(node)
    type(node).objects.filter(pk=node.pk).update(**values)


def course_of(node: Model) -> Course:
    """The course that a node is part of."""
    return node.course if hasattr(node, "course_id") else (node.section if isinstance(node, Part) else node.task).course


def digest_of(node: Model, fields: Iterable[str]) -> str:
    """A mark of what ``fields`` hold, carried by a form to notice a second editor."""
    return _mark({name: getattr(node, name) for name in fields})


def _mark(values: dict) -> str:
    return hashlib.sha256(json.dumps(values, sort_keys=True, default=str).encode()).hexdigest()[:24]


def add_node(course: Course, kind: str, parent: Model | None, values: dict, *, by, at: datetime) -> Model:
    """Add a node at the end of its siblings; ``parent`` is None for children of the course itself.

    Raises:
        NotEditable: when the course is locked or not the person's to edit.
        ContentRefused: when the parent is gone, or there is an annotation video already.
    """
    spec = KINDS[kind]
    with writing(course, by=by, at=at) as locked:
        if parent is not None and not type(parent).objects.filter(pk=parent.pk).exists():
            raise NodeGone
        if kind == "annotation" and locked.lectures.filter(part=None).exists():
            raise ContentRefused(gettext("The course has an annotation video already."))
        place = {spec.parent_field: parent or locked}
        if spec.model in (Lecture, Task):
            place["course"] = locked
        last = siblings(spec.model(**place)).aggregate(last=Max("position"))["last"]
        return spec.model.objects.create(**place, **values, position=0 if last is None else last + 1)


def add_items(course: Course, task: Task, items: Iterable[types.Item], *, by, at: datetime) -> list[Item]:
    """Add test items behind those of a task.

    Raises:
        NotEditable: when the course is locked or not the person's to edit.
        ContentRefused: when the task is gone, or the course would no longer be a document.
    """
    with writing(course, by=by, at=at):
        if not Task.objects.filter(pk=task.pk).exists():
            raise NodeGone
        last = task.items.aggregate(last=Max("position"))["last"]
        return write_items([(task, i, item) for i, item in enumerate(items, 0 if last is None else last + 1)])


def change_node(course: Course, node: Model, values: dict, *, seen: str, by, at: datetime) -> str:
    """Store ``values`` if the fields still hold what the person saw (``seen``: their ``digest_of``).

    Returns the mark of what is stored now. Only the row itself is looked at, whatever the size of the course.

    Raises:
        NotEditable: when the course is locked or not the person's to edit.
        EditConflict: when somebody else changed the same fields.
        ContentRefused: when somebody else deleted the node, or the values are none of the format.
    """
    with transaction.atomic():
        count_edit(course, by=by, at=at)
        fresh = type(node).objects.filter(pk=node.pk).first()
        if fresh is None:
            raise NodeGone
        _set(fresh, values, seen=seen)
    return digest_of(fresh, values)


def siblings(node: Model):
    """All nodes with the same parent, in order."""
    model = type(node)
    fields = ["part_id", "course_id"] if model in (Lecture, Task) else []
    fields = fields or [f"{next(k.parent_field for k in KINDS.values() if k.model is model)}_id"]
    return model.objects.filter(**{name: getattr(node, name) for name in fields}).order_by("position", "pk")
