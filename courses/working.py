"""The working copies as documents: kept in rows so that lists and reports need not build them again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from courses.document import codec
from courses.models import Course, WorkingDocument
from courses.regulation.findings import findings
from courses.regulation.limits import Limits
from courses.rows import documents_of
from courses.waived import with_waivers


class Standing(NamedTuple):
    """How far a course is from conforming: its findings that block and that warn."""

    blocking: int
    warnings: int

    @property
    def conforms(self) -> bool:
        return self.blocking == 0


def current_documents(courses: Iterable[Course]) -> dict[int, str]:
    """The canonical document of each working copy, by primary key; constant queries.

    Rows that are behind their course are built anew and stored.
    """
    courses = list(courses)
    stored = {
        row.course_id: row for row in WorkingDocument.objects.filter(course__in=[course.pk for course in courses])
    }
    stale = [
        course for course in courses if course.pk not in stored or stored[course.pk].course_version != course.version
    ]
    if stale:
        for row in _rebuilt(stale):
            stored[row.course_id] = row
    return {course.pk: stored[course.pk].document for course in courses}


def _rebuilt(courses: list[Course]) -> list[WorkingDocument]:
    documents = documents_of(courses)
    rows = []
    for course in courses:
        data = codec.encode(documents[course.pk])
        rows.append(
            WorkingDocument(
                course=course,
                course_version=course.version,
                document=data.decode(),
                sha256=codec.sha256_of(data),
            )
        )
    return WorkingDocument.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["course"],
        update_fields=["course_version", "document", "sha256"],
    )


def standings(courses: Iterable[Course], limits: Limits, *, at: datetime) -> dict[int, Standing]:
    """How each working copy would stand with the department, by primary key; constant queries."""
    result, courses = {}, {course.pk: course for course in courses}
    for pk, document in current_documents(courses.values()).items():
        found = findings(codec.decode_stored(document), limits, "dept")
        severities = [finding.severity for finding in with_waivers(found, courses[pk], at=at)]
        result[pk] = Standing(severities.count("block"), severities.count("warn"))
    return result
