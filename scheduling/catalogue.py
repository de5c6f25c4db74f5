"""Searching the catalogue, and the public page of one course."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from courses.document import codec
from courses.document.types import CourseDocument, Task
from courses.models import Course, Revision
from courses.models.content import TaskKind
from mooc_portal.people.models import Department, Faculty, User
from mooc_portal.text import fold
from scheduling.forms import PHASES_WHEN, When
from scheduling.models import CatalogueEntry
from scheduling.readers import TimedRun, catalogue_entries, courses_in_catalogue, next_runs, runs_of


def entries_found(wanted: dict, *, at: datetime) -> QuerySet[CatalogueEntry]:
    """Entries of the catalogue that meet all of the filters (``scheduling.forms.CatalogueFilter``)."""
    entries = catalogue_entries()
    for word in fold(wanted.get("q", "")).split():
        entries = entries.filter(search_text__contains=word)
    for field in ("language", "kind", "faculty"):
        if field in wanted:
            entries = entries.filter(**{field: wanted[field]})
    when = wanted.get("when")
    if when is None:
        return entries
    timed = next_runs(at=at)
    if when == When.NONE:
        return entries.exclude(course__in=timed)
    return entries.filter(course__in=[pk for pk, run in timed.items() if run.phase in PHASES_WHEN[when]])


@dataclass(frozen=True)
class PublicCourse:
    """A course as the public reads it: its published revision and its runs, never the working copy."""

    course: Course
    revision: Revision
    document: CourseDocument
    authors: list[str]
    faculty: Faculty | None
    department: Department | None
    runs: list[TimedRun]

    @property
    def lecture_count(self) -> int:
        return sum(len(part.lectures) for section in self.document.sections for part in section.parts)

    @property
    def graded_tasks(self) -> list[tuple[str, str, str]]:
        """Kind, title and share of each task that counts, in the order of the course."""
        kinds = dict(TaskKind.choices)
        return [(kinds[task.kind], task.title, task.weight) for task in self._tasks() if float(task.weight) > 0]

    def _tasks(self) -> list[Task]:
        parts = [part for section in self.document.sections for part in section.parts]
        return [task for part in parts for task in part.tasks] + list(self.document.final_tasks)


def public_course(code: str, *, at: datetime) -> PublicCourse:
    """The course of that code as the public reads it.

    Raises:
        Http404: when there is none in the catalogue.
    """
    course = courses_in_catalogue().select_related("published_revision__regulation").filter(code=code).first()
    if course is None:
        raise Http404(_("Page not found."))
    document = codec.decode_stored(course.published_revision.document)
    return PublicCourse(
        course=course,
        revision=course.published_revision,
        document=document,
        authors=author_names(document.authors),
        faculty=Faculty.objects.filter(code=document.faculty).first(),
        department=Department.objects.filter(code=document.department).first(),
        runs=runs_of(course, at=at),
    )


def author_names(emails: tuple[str, ...]) -> list[str]:
    """Names of the authors in the order of the title page. Addresses of people are not public."""
    names = dict(User.objects.filter(email__in=[email.lower() for email in emails]).values_list("email", "name"))
    return [name for email in emails if (name := names.get(email.lower()))]
