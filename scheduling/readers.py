"""Which courses the public sees, and when their runs are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.document import codec
from courses.models import Course, Regulation, Revision
from courses.regulation.limits import Limits
from courses.states import State
from mooc_portal.people.models import Faculty
from mooc_portal.text import fold, sort_key
from scheduling.calendar import Calendar, Phase
from scheduling.models import CatalogueEntry, Run

BATCH = 100


def university_zone() -> ZoneInfo:
    """The zone in which the university's days begin."""
    return ZoneInfo(settings.TIME_ZONE)


def calendar_of(run: Run, limits: Limits | None = None) -> Calendar:
    """The dates of a run, under the regulation it was planned under."""
    return Calendar(
        starts_on=run.starts_on,
        sections=run.sections,
        weeks=run.weeks,
        limits=limits or Limits.from_json(run.regulation.limits),
        zone=university_zone(),
    )


@dataclass(frozen=True)
class TimedRun:
    """A run with its dates and where it stands at the moment asked about."""

    run: Run
    calendar: Calendar
    phase: Phase


def timed_runs(runs: Iterable[Run], *, at: datetime) -> list[TimedRun]:
    """Runs with their calendars and phases; one query for the limits of all of them."""
    runs = list(runs)
    versions = {run.regulation_id for run in runs}
    limits = {
        pk: Limits.from_json(stored)
        for pk, stored in Regulation.objects.filter(pk__in=versions).values_list("pk", "limits")
    }
    timed = []
    for run in runs:
        calendar = calendar_of(run, limits[run.regulation_id])
        timed.append(TimedRun(run, calendar, calendar.phase(at)))
    return timed


def courses_in_catalogue() -> QuerySet[Course]:
    """Courses with a published revision that are not archived; it stays in force while the next is prepared."""
    return Course.objects.filter(published_revision__isnull=False).exclude(state=State.ARCHIVED)


def is_in_catalogue(course: Course) -> bool:
    """The same of a course that is loaded already."""
    return course.published_revision_id is not None and course.state != State.ARCHIVED


def catalogue_entries() -> QuerySet[CatalogueEntry]:
    """What the catalogue lists, by the Kazakh alphabet; made from the published revisions alone."""
    refresh_entries()
    return CatalogueEntry.objects.filter(course__in=courses_in_catalogue()).select_related("course", "faculty")


def refresh_entries() -> None:
    """Make again the entries that are not of the revision published now; one query when there are none."""
    stale = courses_in_catalogue().filter(
        Q(catalogue_entry=None) | ~Q(catalogue_entry__revision=F("published_revision"))
    )
    revisions = list(stale.order_by("pk").values_list("published_revision", flat=True))
    for start in range(0, len(revisions), BATCH):
        _make_entries(Revision.objects.filter(pk__in=revisions[start : start + BATCH]))


def _make_entries(revisions: QuerySet[Revision]) -> None:
    faculties = dict(Faculty.objects.values_list("code", "pk"))
    CatalogueEntry.objects.bulk_create(
        [_entry(revision, faculties) for revision in revisions.select_related("course")],
        update_conflicts=True,
        unique_fields=["course"],
        update_fields=[field.name for field in CatalogueEntry._meta.concrete_fields if not field.primary_key],
    )


def _entry(revision: Revision, faculties: dict[str, int]) -> CatalogueEntry:
    document = codec.decode_stored(revision.document)
    return CatalogueEntry(
        course_id=revision.course_id,
        revision=revision,
        title=document.title,
        summary=document.summary,
        language=document.language,
        kind=document.kind,
        weeks=document.weeks,
        faculty_id=faculties.get(document.faculty),
        search_text=fold(f"{document.title} {revision.course.code} {document.summary}"),
        sort_text=sort_key(document.title, "kk"),
    )


def runs_of(course: Course, *, at: datetime) -> list[TimedRun]:
    """All runs of a course, the latest first."""
    return timed_runs(Run.objects.filter(course=course).order_by("-starts_on"), at=at)


def unfinished_runs(at: datetime) -> QuerySet[Run]:
    """Runs whose last day is today or later, the earliest first."""
    return Run.objects.filter(ends_on__gt=timezone.localdate(at, university_zone())).order_by("starts_on", "pk")


def next_runs(*, at: datetime, courses: Iterable[int] | None = None) -> dict[int, TimedRun]:
    """The run of each course that matters most to somebody who looks now, by the course's primary key.

    One whose registration is open comes before one that is running, that before an expected one.
    """
    runs = unfinished_runs(at)
    if courses is not None:
        runs = runs.filter(course__in=courses)
    by_course = defaultdict(list)
    for timed in timed_runs(runs, at=at):
        by_course[timed.run.course_id].append(timed)
    return {
        course: min(timed, key=lambda one: (URGENCY[one.phase], one.run.starts_on))
        for course, timed in by_course.items()
    }


URGENCY = {
    Phase.OPEN: 0,
    Phase.STARTED: 1,
    Phase.ANNOUNCED: 2,
    Phase.RUNNING: 3,
    Phase.EXPECTED: 4,
    Phase.FINISHED: 5,
}


def open_run_objections(course: Course, at: datetime) -> list[str]:
    """Why the course cannot be archived now: its runs that are not over."""
    return [
        _("A run is open: it starts on %(first)s and ends on %(last)s.")
        % {"first": date_format(run.starts_on), "last": date_format(calendar_of(run).last_day)}
        for run in unfinished_runs(at).filter(course=course).select_related("regulation")
    ]
