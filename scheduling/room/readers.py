"""What may this person read of a run, at this moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from courses.document.types import CourseDocument, Task
from courses.models import Authorship
from scheduling.calendar import Calendar
from scheduling.content import document_of_run
from scheduling.models import Registration, Run, Standing
from scheduling.readers import calendar_of
from scheduling.room.release import Missed, Window, missed, windows


@dataclass(frozen=True)
class Room:
    """A run as one person meets it at one moment. ``registration`` is None for an author who looks in."""

    run: Run
    registration: Registration | None
    document: CourseDocument
    calendar: Calendar
    windows: list[Window]
    is_author: bool
    late: Missed | None

    @property
    def readable(self) -> frozenset[int]:
        """Numbers of the sections that may be read; an author who looks in may read them all."""
        if self.is_author:
            return frozenset(window.number for window in self.windows)
        return frozenset(window.number for window in self.windows if window.is_readable)

    def window(self, number: int) -> Window:
        """Raises Http404 for a section that does not exist or cannot be read now."""
        if number not in self.readable:
            raise Http404(_("Page not found."))
        return self.windows[number - 1]

    @property
    def final_tasks(self) -> tuple[Task, ...]:
        return self.document.final_tasks


def runs_authored_by(user) -> QuerySet[Run]:
    own = Authorship.objects.filter(course=OuterRef("course"), user_id=user.pk)
    return Run.objects.filter(Exists(own))


def registrations_of(user) -> QuerySet[Registration]:
    """Where somebody learns or waits, the latest run first."""
    rows = Registration.objects.filter(user=user.pk).exclude(standing=Standing.LEFT)
    rows = rows.select_related("run__course", "run__regulation", "run__revision").defer("run__revision__document")
    return rows.order_by("-run__starts_on", "run")


def sections_readable(run: Run, user, *, at: datetime) -> frozenset[int]:
    """Numbers of the sections that ``user`` may read at ``at``; none for who is not registered.

    The one answer for every path that gives content: pages, pictures, downloads, search and feeds (5.2.2, 4.5).
    """
    try:
        return room_of(run.pk, user, at=at).readable
    except Http404:
        return frozenset()


def room_of(pk: int, user, *, at: datetime, as_learner: bool = False) -> Room:
    """The run as ``user`` meets it at ``at``. Authors see everything; ``as_learner`` shows them what learners see.

    Raises:
        Http404: for who neither learns in the run nor wrote the course.
    """
    runs = Run.objects.select_related("course", "regulation", "revision").defer("revision__document")
    run = runs.filter(pk=pk).first()
    registration = None
    if run is not None and user.is_authenticated:
        rows = Registration.objects.filter(run=run, user=user, standing=Standing.REGISTERED)
        registration = rows.select_related("consent").first()
    is_author = run is not None and runs_authored_by(user).filter(pk=pk).exists()
    if run is None or (registration is None and not is_author):
        raise Http404(_("Page not found."))
    document, calendar = document_of_run(run), calendar_of(run)
    came = registration.registered_at if registration else calendar.starts_at
    return Room(
        run=run,
        registration=registration,
        document=document,
        calendar=calendar,
        windows=windows(calendar, stays_readable=run.stays_readable, final_week=bool(document.final_tasks), at=at),
        is_author=is_author and not as_learner,
        late=missed(document, calendar, stays_readable=run.stays_readable, at=came),
    )
