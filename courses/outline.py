"""The outline of a course as authors arrange it: where a node may be moved to, and where it stands."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from courses.actions.content import KINDS
from courses.models import Course, Item, Lecture, Part, Section, Task
from courses.regulation.finding import BLOCK, WARN
from courses.regulation.findings import findings
from courses.regulation.limits import Limits
from courses.regulation.measures import measures
from courses.rows import Rows
from courses.tree import Tree
from courses.waived import with_waivers


class Outline(NamedTuple):
    """The tree with the measures of its sections, and how many findings the whole course has."""

    tree: Tree
    blocking: int
    warnings: int
    extra_week: str


def outline(course: Course, rows: Rows, limits: Limits, *, at: datetime) -> Outline:
    """The working copy as the outline shows it, without a query."""
    tree, document = Tree(course, rows), rows.document(course)
    for section, measured in zip(tree.sections, measures(document, limits).sections, strict=True):
        section.measures = measured
    found = with_waivers(findings(document, limits, "dept"), course, at=at)
    severities = [finding.severity for finding in found]
    return Outline(tree, severities.count(BLOCK), severities.count(WARN), extra_week(course))


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


def holders_of(tree: Tree, node) -> list[tuple[str, object]]:
    """What holds ``node``, from the outside in, as kinds and rows, without a query."""
    above = {}
    for section in tree.sections:
        for part in section.tree_parts:
            above[part] = ("section", section)
            above |= dict.fromkeys((*part.tree_lectures, *part.tree_tasks), ("part", part))
            above |= {item: ("task", task) for task in part.tree_tasks for item in task.tree_items}
    above |= {item: ("final", task) for task in tree.final_tasks for item in task.tree_items}
    held: list[tuple[str, object]] = []
    while node in above:
        held.insert(0, above[node])
        node = held[0][1]
    return held


def trail(course: Course, held: list[tuple[str, object]]) -> list[tuple[str, str, str]]:
    """Names and addresses of what ``holders_of`` found, and the language of a name that authors gave."""
    return [
        (
            str(row) or str(KINDS[kind].label),
            reverse("courses:node", args=[course.code, kind, row.pk]),
            course.language if str(row) else "",
        )
        for kind, row in held
    ]


def current_of(place, held: list[tuple[str, object]]) -> str:
    """The row of the outline that stands for a place: items are found at their task, new nodes where they are added."""
    if not place.kind:
        return "facts"
    if place.node is not None and place.kind != "item":
        return f"{place.kind}-{place.node.pk}"
    return f"{held[-1][0]}-{held[-1][1].pk}" if held else ""


def unfolded_at(place, held: list[tuple[str, object]]) -> set[int | str]:
    """What of the outline stands open around a place: keys of sections, and kinds of the course's own lists."""
    sections = [place.node, *(row for _kind, row in held)]
    return {row.pk for row in sections if isinstance(row, Section)} | {place.kind, *(kind for kind, _row in held)}
