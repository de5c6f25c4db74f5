"""The rows of a course as a tree, in a constant number of queries: outline, edit places, neighbours."""

from __future__ import annotations

from django.urls import reverse

from courses.document.pointer import steps_of
from courses.models import Course
from courses.rows import Rows


class Tree:
    """Sections with ``.tree_parts``, parts with ``.tree_lectures`` and ``.tree_tasks``, tasks with ``.tree_items``."""

    def __init__(self, course: Course, rows: Rows | None = None) -> None:
        rows = rows or Rows([course])
        self.course = course
        self.sections = rows.sections["course_id", course.pk]
        self.annotation = next(iter(rows.lectures["course_id", course.pk]), None)
        self.final_tasks = rows.tasks["course_id", course.pk]
        self.outcomes = rows.outcomes["course_id", course.pk]
        self.glossary = rows.glossary["course_id", course.pk]
        for section in self.sections:
            section.tree_parts = rows.parts["section_id", section.pk]
            for part in section.tree_parts:
                part.tree_lectures = rows.lectures["part_id", part.pk]
                part.tree_tasks = rows.tasks["part_id", part.pk]
                for task in part.tree_tasks:
                    task.tree_items = rows.items["task_id", task.pk]
        for task in self.final_tasks:
            task.tree_items = rows.items["task_id", task.pk]

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
