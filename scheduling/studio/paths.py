"""Where each lecture stands in its course."""

from __future__ import annotations

from collections import defaultdict

from courses.document.pointer import pointer
from courses.models import Course, Lecture, Part


def lectures_in_order(course: Course) -> list[Lecture]:
    """The lectures as the course has them, the annotation video last: it is recorded after them (7.4.7)."""
    rows = Lecture.objects.filter(course=course).select_related("part__section")
    return sorted(rows, key=_place)


def _place(row: Lecture) -> tuple:
    if row.part is None:
        return (1, 0, 0, 0, 0, 0, row.pk)
    section, part = row.part.section, row.part
    return (0, section.position, section.pk, part.position, part.pk, row.position, row.pk)


def paths_of(course: Course) -> dict[int, str]:
    """JSON Pointers into the course's document, by primary key of the lecture."""
    paths: dict[int, str] = {}
    sections = {pk: i for i, pk in enumerate(course.sections.order_by("position", "pk").values_list("pk", flat=True))}
    parts: dict[int, dict[int, int]] = defaultdict(dict)
    for pk, section in (
        Part.objects.filter(section__course=course).order_by("position", "pk").values_list("pk", "section")
    ):
        parts[section][pk] = len(parts[section])
    counts: dict[int, int] = defaultdict(int)
    for row in lectures_in_order(course):
        if row.part is None:
            paths[row.pk] = pointer("annotation_video")
            continue
        section = row.part.section_id
        where = ("sections", sections[section], "parts", parts[section][row.part_id], "lectures", counts[row.part_id])
        paths[row.pk] = pointer(*where)
        counts[row.part_id] += 1
    return paths
