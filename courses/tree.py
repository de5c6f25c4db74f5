"""The rows of a course as a tree, in a constant number of queries: outline, edit places, neighbours."""

from __future__ import annotations

from collections import defaultdict

from django.urls import reverse

from courses.document.pointer import steps_of
from courses.models import Course, Item, Lecture, Part, Section, Task


class Tree:
    """Sections with ``.tree_parts``, parts with ``.tree_lectures`` and ``.tree_tasks``, tasks with ``.tree_items``."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.sections = list(Section.objects.filter(course=course))
        parts = _by(Part.objects.filter(section__course=course), "section_id")
        lectures = _by(Lecture.objects.filter(course=course), "part_id")
        tasks = _by(Task.objects.filter(course=course), "part_id")
        items = _by(Item.objects.filter(task__course=course), "task_id")
        self.annotation = next(iter(lectures[None]), None)
        self.final_tasks = tasks[None]
        self.outcomes = list(course.outcomes.all())
        self.glossary = list(course.glossary.all())
        for section in self.sections:
            section.tree_parts = parts[section.pk]
        for rows in parts.values():
            for part in rows:
                part.tree_lectures = lectures[part.pk]
                part.tree_tasks = tasks[part.pk]
        for rows in tasks.values():
            for task in rows:
                task.tree_items = items[task.pk]

    def place_url(self, path: str) -> str:
        """Where the thing at a JSON Pointer of the working copy is edited; else the course's facts."""
        steps = steps_of(path)
        found = self._row(steps)
        if found is None:
            return reverse("courses:edit", args=[self.course.code])
        kind, row = found
        return reverse("courses:node", args=[self.course.code, kind, row.pk])

    def _row(self, steps: list[str]):
        """The nearest row above the place, with its kind."""
        roots = {
            "outcomes": ("outcome", self.outcomes),
            "glossary": ("entry", self.glossary),
            "final_tasks": ("task", self.final_tasks),
            "sections": ("section", self.sections),
        }
        if not steps or steps[0] not in roots or len(steps) < 2:
            return None
        children = {
            "section": {"parts": ("part", "tree_parts")},
            "part": {"lectures": ("lecture", "tree_lectures"), "tasks": ("task", "tree_tasks")},
            "task": {"items": ("item", "tree_items")},
        }
        kind, rows = roots[steps[0]]
        found, rest = None, steps[1:]
        while rest and rest[0].isdigit() and int(rest[0]) < len(rows):
            found = (kind, rows[int(rest[0])])
            if len(rest) < 3 or rest[1] not in children.get(kind, {}):
                break
            kind, attribute = children[kind][rest[1]]
            rows, rest = getattr(found[1], attribute), rest[2:]
        return found


def _by(queryset, parent: str) -> defaultdict:
    groups = defaultdict(list)
    for row in queryset.order_by("position", "pk"):
        groups[getattr(row, parent)].append(row)
    return groups
