"""The way through a course: what can be read, in its order, with a step back and a step forward. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from courses.document.types import CourseDocument


@dataclass(frozen=True)
class Step:
    """A part of a section; both are counted from 1. The final week is one step."""

    section: int
    part: int
    title: str

    @property
    def place(self) -> tuple[int, int]:
        return self.section, self.part


def steps(document: CourseDocument, readable: Collection[int]) -> list[Step]:
    """Every part of the sections ``readable``, in the order of the course."""
    found = []
    for number, section in enumerate(document.sections, start=1):
        if number in readable:
            found += [Step(number, part, content.title) for part, content in enumerate(section.parts, start=1)]
    final = len(document.sections) + 1
    if document.final_tasks and final in readable:
        found.append(Step(final, 1, document.extra_week or ""))
    return found


def neighbours(way: list[Step], here: tuple[int, int]) -> tuple[Step | None, Step | None]:
    """The step before and the step after ``here``, which is on the way."""
    index = [step.place for step in way].index(here)
    return way[index - 1] if index else None, way[index + 1] if index + 1 < len(way) else None


def next_unread(way: list[Step], read: Collection[tuple[int, int]]) -> Step | None:
    """Where to go on: the first step that is not read; None where everything is."""
    return next((step for step in way if step.place not in read), None)
