"""The rows of a course as a tree, in a constant number of queries: outline, places of findings, neighbours."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from courses.document.pointer import pointer, steps_of
from courses.models import Course
from courses.rows import Rows

# Which node a root of the document leads to, and which field of the facts it is.
ROOTS = {"outcomes": "outcome", "glossary": "entry", "final_tasks": "final", "sections": "section"}
FACTS = {
    **{name: name for name in ("title", "summary", "language", "kind", "credits", "weeks", "weekly_hours")},
    **{name: name for name in ("extra_week", "department", "programme", "goals")},
    "faculty": "department",
}
# Below a node of a kind: the list in the document → the kind of its nodes and the attribute that holds them.
CHILDREN = {
    "section": {"parts": ("part", "tree_parts")},
    "part": {"lectures": ("lecture", "tree_lectures"), "tasks": ("task", "tree_tasks")},
    "task": {"items": ("item", "tree_items")},
    "final": {"items": ("item", "tree_items")},
}
FIELDS = {
    "section": {"title", "announcement"},
    "part": {"title", "text"},
    "lecture": {"title", "seconds", "video", "script"},
    "outcome": {"code", "text", "level"},
    "entry": {"term", "definition"},
}


class Tree:
    """Sections with ``.tree_parts``, parts with ``.tree_lectures`` and ``.tree_tasks``, tasks with ``.tree_items``."""

    def __init__(self, course: Course, rows: Rows | None = None) -> None:
        rows = rows or Rows([course])
        self.course, self.rows = course, rows
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

    def path_of(self, node) -> str | None:
        """The JSON Pointer of a row in the document of the working copy."""
        if self.annotation is not None and node is self.annotation:
            return pointer("annotation_video")
        return next((path for row, path in self._walk() if row is node), None)

    def row_at(self, path: str):
        """The row at a JSON Pointer; None where there is none."""
        return next((row for row, place in self._walk() if place == path), None)

    def _walk(self) -> Iterator[tuple[object, str]]:
        for root, rows in self._roots().items():
            yield from _below(ROOTS[root], rows, pointer(root))

    def _roots(self) -> dict[str, list]:
        return {
            "outcomes": self.outcomes,
            "glossary": self.glossary,
            "final_tasks": self.final_tasks,
            "sections": self.sections,
        }

    def place_url(self, path: str) -> str:
        """Where the thing at a JSON Pointer is written: its field, its page, or where it is added."""
        steps = steps_of(path)
        root = steps[0] if steps else ""
        if root in FACTS:
            return f"{self._url('edit')}#id_{FACTS[root]}"
        if root == "authors":
            return self._url("authors")
        if root == "annotation_video":
            return self._node_url("annotation", self.annotation, steps[1:])
        rows = self._roots().get(root)
        if rows is None:
            return f"{self.course.get_absolute_url()}#outline"
        return self._below_root(ROOTS[root], rows, steps[1:])

    def _below_root(self, kind: str, rows: list, steps: list[str]) -> str:
        """Go down as far as there are rows."""
        found, parent = None, 0
        while steps and steps[0].isdigit() and int(steps[0]) < len(rows):
            found, steps = rows[int(steps[0])], steps[1:]
            if not steps or steps[0] not in CHILDREN.get(kind, {}):
                return self._node_url(kind, found, steps)
            if found.pk is None:
                return ""
            parent, (kind, attribute) = found.pk, CHILDREN[kind][steps[0]]
            rows, steps = getattr(found, attribute), steps[1:]
        if not rows or parent:
            return self._url("add", kind, parent)
        return f"{self.course.get_absolute_url()}#outline"

    def _node_url(self, kind: str, row, steps: list[str]) -> str:
        if row is None:
            return self._url("add", kind, 0)
        if row.pk is None:  # typed, and not stored yet: it is on the page already
            return ""
        known = FIELDS.get("lecture" if kind == "annotation" else kind, set())
        anchor = f"#id_{steps[0]}" if steps and steps[0] in known else ""
        return self._url("node", kind, row.pk) + anchor

    def _url(self, name: str, *args) -> str:
        return reverse(f"courses:{name}", args=[self.course.code, *args])


def _below(kind: str, rows: list, path: str) -> Iterator[tuple[object, str]]:
    for i, row in enumerate(rows):
        here = path + pointer(i)
        yield row, here
        for name, (child, attribute) in CHILDREN.get(kind, {}).items():
            yield from _below(child, getattr(row, attribute), here + pointer(name))
