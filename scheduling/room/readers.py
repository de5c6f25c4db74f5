"""What may this person read of a run, at this moment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import QuerySet
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from courses.document.types import CourseDocument, Lecture
from courses.models import Course, Video
from courses.permissions import is_author
from mooc_portal.text import fold, sort_key
from scheduling.calendar import Calendar
from scheduling.content import document_of_run
from scheduling.models import PartRead, Registration, Run, SectionLetter, Standing
from scheduling.permissions import PERMISSIONS
from scheduling.readers import calendar_of
from scheduling.room.path import Step, next_unread, steps
from scheduling.room.release import Missed, Window, missed, windows

Places = frozenset[tuple[int, int]]


@dataclass
class Room:
    """A run as one person meets it at one moment.

    ``looks_in`` is true of authors and of those who judge the course: they see every section. ``on`` is the day
    on which somebody who looks in wants to be shown what a learner sees.
    """

    run: Run
    registration: Registration | None
    at: datetime
    looks_in: bool = False
    on: date | None = None
    read: Places = field(default=frozenset())

    @cached_property
    def document(self) -> CourseDocument:
        return document_of_run(self.run)

    @cached_property
    def calendar(self) -> Calendar:
        return calendar_of(self.run)

    @cached_property
    def windows(self) -> list[Window]:
        final = bool(self.document.final_tasks)
        return windows(self.calendar, stays_readable=self.run.stays_readable, final_week=final, at=self.at)

    @cached_property
    def readable(self) -> frozenset[int]:
        """Numbers of the sections that may be read. The one answer for every page of the room."""
        if self.looks_in and self.on is None:
            return frozenset(window.number for window in self.windows)
        if not self.looks_in and (self.registration is None or self.registration.consent_id is None):
            return frozenset()
        return frozenset(window.number for window in self.windows if window.is_readable)

    def window(self, number: int) -> Window:
        """The window of a section that may be read now.

        Raises:
            Http404: for every other section.
        """
        if number not in self.readable:
            raise Http404(_("Page not found."))
        return self.windows[number - 1]

    def title_of(self, number: int) -> str:
        """Titles of sections are public: the outline of the course shows them."""
        if number <= len(self.document.sections):
            return self.document.sections[number - 1].title
        return self.document.extra_week or _("Final week")

    @cached_property
    def way(self) -> list[Step]:
        return steps(self.document, self.readable)

    @property
    def next_step(self) -> Step | None:
        return next_unread(self.way, self.read)

    @property
    def opens_next(self) -> Window | None:
        """The section that opens next."""
        return next((window for window in self.windows if self.at < window.opens_at), None)

    @property
    def late(self) -> Missed | None:
        """What was closed when the learner registered (reading A3)."""
        if self.registration is None:
            return None
        came = self.registration.registered_at
        return missed(self.document, self.calendar, stays_readable=self.run.stays_readable, at=came)

    @property
    def sections(self) -> list[dict]:
        """Each section as the list shows it: its window, title, whether it can be read, parts and parts read."""
        rows = []
        for window in self.windows:
            places = [step.place for step in self.way if step.section == window.number]
            rows.append(
                {
                    "window": window,
                    "title": self.title_of(window.number),
                    "readable": window.number in self.readable,
                    "parts": len(places),
                    "read": sum(place in self.read for place in places),
                }
            )
        return rows

    def found(self, words: str) -> list[Step]:
        """Parts whose text or titles hold every word; only of sections that may be read now."""
        wanted = fold(words).split()
        return [step for step in self.way if wanted and all(word in self._text_of(step) for word in wanted)]

    def _text_of(self, step: Step) -> str:
        if step.section > len(self.document.sections):
            tasks = self.document.final_tasks
            return fold(" ".join(f"{task.title} {task.instructions}" for task in tasks))
        part = self.document.sections[step.section - 1].parts[step.part - 1]
        lectures = " ".join(lecture.title for lecture in part.lectures)
        tasks = " ".join(f"{task.title} {task.instructions}" for task in part.tasks)
        return fold(f"{part.title} {lectures} {part.text} {tasks}")

    @property
    def glossary(self) -> list:
        """By the Kazakh alphabet; open with the first section."""
        return sorted(self.document.glossary, key=lambda entry: sort_key(entry.term)) if self.readable else []


def registrations_of(user) -> QuerySet[Registration]:
    """Where somebody learns or waits, the latest run first."""
    rows = Registration.objects.filter(user=user.pk).exclude(standing=Standing.LEFT)
    rows = rows.select_related("run__course", "run__regulation", "run__revision").defer("run__revision__document")
    return rows.order_by("-run__starts_on", "run")


def rooms_of(user, *, at: datetime) -> list[Room]:
    """The rooms of somebody's courses, those waited for included, the latest first; two queries."""
    rows = list(registrations_of(user))
    read: dict[int, set] = {row.pk: set() for row in rows}
    for registration, *place in PartRead.objects.filter(registration__in=rows).values_list(
        "registration", "section", "part"
    ):
        read[registration].add(tuple(place))
    return [
        Room(row.run, row if row.standing == Standing.REGISTERED else None, at, read=frozenset(read[row.pk]))
        for row in rows
    ]


def announcement_of(run: Run, document: CourseDocument, number: int) -> str:
    """The announcement of a section: that of the frozen revision, else the one written for this run (4.5)."""
    frozen = document.sections[number - 1].announcement
    written = SectionLetter.objects.filter(run=run, section=number).values_list("text", flat=True)
    return frozen if frozen.strip() else written.first() or ""


def sections_readable(run: Run, user, *, at: datetime) -> frozenset[int]:
    """Numbers of the sections that ``user`` may read at ``at``; none for who is not registered (5.2.2, 4.5).

    What every path that gives content asks: pages, pictures, downloads, search and feeds.
    """
    try:
        return room_of(run.pk, user, at=at).readable
    except Http404:
        return frozenset()


class ShownLecture(NamedTuple):
    """A lecture, and the media type of its video where the file was uploaded here; empty otherwise."""

    lecture: Lecture
    uploaded: str


def shown_lectures(course: Course, lectures: Iterable[Lecture]) -> list[ShownLecture]:
    """The lectures of a part with what of their videos is here."""
    named = [lecture.video for lecture in lectures if lecture.video and ":" not in lecture.video]
    videos = Video.objects.filter(course=course, sha256__in=named)
    here = dict(videos.values_list("sha256", "media_type")) if named else {}
    return [ShownLecture(lecture, here.get(lecture.video or "", "")) for lecture in lectures]


def room_of(pk: int, user, *, at: datetime, on: date | None = None) -> Room:
    """The run as ``user`` meets it at ``at``. Who looks in sees everything, or what a learner sees ``on`` a day.

    Raises:
        Http404: for who neither learns in the run nor may look in.
    """
    runs = Run.objects.select_related("course", "regulation", "revision").defer("revision__document")
    run = runs.prefetch_related("course__authorships").filter(pk=pk).first()
    if run is None or not user.is_authenticated:
        raise Http404(_("Page not found."))
    registration = Registration.objects.filter(run=run, user=user, standing=Standing.REGISTERED).first()
    looks_in = is_author.allows(user, run.course, at) or (
        registration is None and PERMISSIONS["run.view"].allows(user, run.course, at)
    )
    if registration is None and not looks_in:
        raise Http404(_("Page not found."))
    read = frozenset()
    if registration is not None:
        read = frozenset(registration.parts_read.values_list("section", "part"))
    if not looks_in or on is None:
        return Room(run, registration, at, looks_in=looks_in, read=read)
    return Room(run, registration, calendar_of(run).moment(on), looks_in=True, on=on, read=read)
