"""Arranging what a course is made of: moving, copying, deleting, and bringing back what was deleted."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

import msgspec
from django.db.models import Model
from django.utils.translation import gettext

from courses.actions.content import KINDS, NodeGone, siblings
from courses.actions.writing import ContentRefused, writing
from courses.document import types
from courses.models import Course, DeletedNode, Item, Lecture, Part, Section, Task
from courses.rows import Rows, node_of_row, write_node

NODE_TYPES = {
    "outcome": types.Outcome,
    "entry": types.GlossaryEntry,
    "annotation": types.Lecture,
    "section": types.Section,
    "part": types.Part,
    "lecture": types.Lecture,
    "task": types.Task,
    "final": types.Task,
    "item": types.Item,
}
# The field of a model that leads to what a node may be moved out of; other nodes stay in the course itself.
HELD_BY = {Part: "section", Lecture: "part", Task: "part", Item: "task"}


def move_node(course: Course, node: Model, *, up: bool, by, at: datetime) -> None:
    """Swap places with the neighbour above or below; at the end nothing happens.

    Raises:
        NotEditable: when the course is locked or not the person's to edit.
        ContentRefused: when somebody else deleted the node.
    """
    with writing(course, by=by, at=at):
        rows = list(siblings(node))
        if node not in rows:
            raise NodeGone
        here = rows.index(node)
        there = here - 1 if up else here + 1
        if 0 <= there < len(rows):
            rows[here], rows[there] = rows[there], rows[here]
            _number(rows)


def place_node(
    course: Course, node: Model, parent: Model | None, *, index: int | None = None, by, at: datetime
) -> None:
    """Move a node below ``parent`` (None: the course itself), before the sibling number ``index`` or to the end.

    Raises:
        NotEditable: when the course is locked or not the person's to edit.
        ContentRefused: when either was deleted, or the one cannot stand in the other.
    """
    with writing(course, by=by, at=at):
        for row in filter(None, (node, parent)):
            if not type(row).objects.filter(pk=row.pk).exists():
                raise NodeGone
        _check_holds(node, parent)
        field = HELD_BY.get(type(node))
        if field is not None:
            setattr(node, field, parent)
            node.save(update_fields=[field])
        rows = [row for row in siblings(node) if row.pk != node.pk]
        rows.insert(len(rows) if index is None else index, node)
        _number(rows)


def _check_holds(node: Model, parent: Model | None) -> None:
    field = HELD_BY.get(type(node))
    allowed = {None}
    if field is not None:
        allowed = {type(node)._meta.get_field(field).related_model} | ({None} if isinstance(node, Task) else set())
    stays_annotation = isinstance(node, Lecture) and node.part_id is None
    if (None if parent is None else type(parent)) not in allowed or stays_annotation:
        raise ContentRefused(gettext("It cannot stand there."))


def copy_node(course: Course, node: Model, *, by, at: datetime) -> Model:
    """Put a copy of a node with all that it holds right behind it, and return the copy.

    Raises:
        NotEditable: when the course is locked or not the person's to edit.
        ContentRefused: when somebody else deleted it, or there can be only one (the annotation video).
    """
    with writing(course, by=by, at=at) as locked:
        rows = list(siblings(node))
        if node not in rows:
            raise NodeGone
        if isinstance(node, Lecture) and node.part_id is None:
            raise ContentRefused(gettext("The course has an annotation video already."))
        content = node_of_row(rows[rows.index(node)], Rows([locked]))
        copy = write_node(locked, _parent(node), 0, content)
        rows.insert(rows.index(node) + 1, copy)
        _number(rows)
    return copy


def delete_node(course: Course, node: Model, *, by, at: datetime) -> DeletedNode:
    """Delete a node with all that it holds; ``restore_node`` brings it back.

    Raises:
        NotEditable: when the course is locked or not the person's to edit.
        ContentRefused: when somebody else deleted it already.
    """
    with writing(course, by=by, at=at) as locked:
        rows = list(siblings(node))
        if node not in rows:
            raise NodeGone
        parent, loaded = _parent(node), Rows([locked])
        deleted = DeletedNode.objects.create(
            course=locked,
            kind=kind_of(node),
            parent=parent and parent.pk,
            keys={kind: [row.pk for row in rows] for kind, rows in _by_kind(within(node, loaded)).items()},
            position=rows.index(node),
            name=str(node),
            document=msgspec.json.encode(node_of_row(rows[rows.index(node)], loaded)).decode(),
            deleted_at=at,
            deleted_by=by,
        )
        node.delete()
    return deleted


def restore_node(course: Course, deleted: DeletedNode, *, by, at: datetime) -> Model:
    """Put back what was deleted, where it stood.

    Raises:
        NotEditable: when the course is locked or not the person's to edit.
        ContentRefused: when it is back already, or what it stood in is gone.
    """
    with writing(course, by=by, at=at) as locked:
        if not DeletedNode.objects.filter(pk=deleted.pk).exists():
            raise ContentRefused(gettext("It has been brought back already."))
        parent = _old_parent(locked, deleted)
        content = msgspec.json.decode(deleted.document, type=NODE_TYPES[deleted.kind])
        node = write_node(locked, parent, 0, content)
        _follow(locked, deleted.keys, within(node, Rows([locked])))
        rows = [row for row in siblings(node) if row.pk != node.pk]
        rows.insert(deleted.position, node)
        _number(rows)
        deleted.delete()
    return node


def _old_parent(course: Course, deleted: DeletedNode) -> Model | None:
    if deleted.kind == "annotation" and course.lectures.filter(part=None).exists():
        raise ContentRefused(gettext("The course has an annotation video already."))
    if deleted.parent is None:
        return None
    parent = KINDS[KINDS[deleted.kind].parent_kind].model.objects.filter(pk=deleted.parent).first()
    if parent is None:
        raise ContentRefused(gettext("What it stood in is deleted too. Bring that back first."))
    return parent


def _follow(course: Course, keys: dict[str, list[int]], rows: list[Model]) -> None:
    """What was deleted out of the rows that had ``keys``, and what authors said of them, belongs to ``rows`` now."""
    now = {}
    for kind, back in _by_kind(rows).items():
        now |= {(KINDS[kind].model, key): row.pk for key, row in zip(keys.get(kind, ()), back, strict=False)}
    deleted = list(course.deleted.filter(kind__in=[kind for kind, spec in KINDS.items() if spec.parent_kind]))
    for one in deleted:
        one.parent = now.get((KINDS[KINDS[one.kind].parent_kind].model, one.parent), one.parent)
    course.deleted.bulk_update(deleted, ["parent"])
    comments = list(course.comments.filter(kind__in=KINDS))
    for one in comments:
        one.node = now.get((KINDS[one.kind].model, one.node), one.node)
    course.comments.bulk_update(comments, ["node"])


def _by_kind(rows: list[Model]) -> dict[str, list[Model]]:
    groups = defaultdict(list)
    for row in rows:
        groups[kind_of(row)].append(row)
    return groups


def within(node: Model, loaded: Rows) -> list[Model]:
    """The node and all below it, in order."""
    below = []
    if isinstance(node, Section):
        below = loaded.parts["section_id", node.pk]
    elif isinstance(node, Part):
        below = [*loaded.lectures["part_id", node.pk], *loaded.tasks["part_id", node.pk]]
    elif isinstance(node, Task):
        below = loaded.items["task_id", node.pk]
    return [node, *(row for one in below for row in within(one, loaded))]


def kind_of(node: Model) -> str:
    """The kind of a row: a lecture or task without a part is the annotation video or a final task."""
    if isinstance(node, Lecture | Task) and node.part_id is None:
        return "annotation" if isinstance(node, Lecture) else "final"
    return next(
        kind for kind, spec in KINDS.items() if spec.model is type(node) and kind not in ("annotation", "final")
    )


def _parent(node: Model) -> Model | None:
    field = HELD_BY.get(type(node))
    return getattr(node, field) if field else None


def _number(rows: list[Model]) -> None:
    for position, row in enumerate(rows):
        row.position = position
    type(rows[0]).objects.bulk_update(rows, ["position"])
