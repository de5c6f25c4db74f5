"""The outline of a course as authors arrange it: where a node may be moved to, and where it stands."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext as _

from courses.actions.content import KINDS
from courses.models import Course, Item, Lecture, Part, Section, Task
from courses.tree import Tree


class Destination(NamedTuple):
    """A place to move a node to; ``value`` is the kind and key of what would hold it."""

    value: str
    label: str


def destinations(tree: Tree, node) -> list[Destination]:
    """Everything else in the course that could hold ``node``, in the order of the outline."""
    if not isinstance(node, Part | Lecture | Task | Item) or (isinstance(node, Lecture) and node.part_id is None):
        return []
    sections = [(f"{n}. {section.title}", section) for n, section in enumerate(tree.sections, start=1)]
    if isinstance(node, Part):
        return [Destination(f"section-{row.pk}", label) for label, row in sections if row.pk != node.section_id]
    parts = [(f"{label} › {part.title}", part) for label, section in sections for part in section.tree_parts]
    if isinstance(node, Item):
        tasks = [(f"{label} › {task.title}", task) for label, part in parts for task in part.tree_tasks]
        tasks += [(f"{extra_week(tree.course)} › {task.title}", task) for task in tree.final_tasks]
        return [Destination(f"task-{row.pk}", label) for label, row in tasks if row.pk != node.task_id]
    found = [Destination(f"part-{row.pk}", label) for label, row in parts if row.pk != node.part_id]
    if isinstance(node, Task) and node.part_id is not None:
        found.append(Destination("course-0", extra_week(tree.course)))
    return found


def extra_week(course: Course) -> str:
    """What the week beyond the sections is called."""
    return course.extra_week or _("Extra week")


def parent_of(node) -> tuple[str, object] | None:
    """The kind and row of what holds ``node``; None for what the course itself holds."""
    if isinstance(node, Section) or (getattr(node, "course_id", None) and not getattr(node, "part_id", None)):
        return None
    name = {Part: "section", Lecture: "part", Task: "part", Item: "task"}[type(node)]
    row = getattr(node, name)
    return ("final" if name == "task" and row.part_id is None else name), row


def holder_of(course: Course, value: str):
    """The row that a ``Destination.value`` names; None for the course itself.

    Raises:
        LookupError: when the course has no such row.
    """
    kind, _dash, key = value.partition("-")
    if value == "course-0":
        return None
    if kind not in ("section", "part", "task") or not key.isdigit():
        raise LookupError(value)
    from_course = {"section": "course", "part": "section__course", "task": "course"}[kind]
    row = KINDS[kind].model.objects.filter(**{from_course: course, "pk": int(key)}).first()
    if row is None:
        raise LookupError(value)
    return row
