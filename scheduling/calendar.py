"""When what happens in a run: computed from its first day and the regulation's limits, never stored.

Nothing here asks the clock or the database. Days are days of the university's
zone and begin at 00:00 there; moments are returned in UTC, so that comparing
them is right across a change of the clocks.
"""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.regulation.limits import Limits

DAYS_IN_A_WEEK = 7


class Phase(TextChoices):
    """Where a run stands at a moment. Registration is open in two of them (5.2.3)."""

    EXPECTED = "expected", pgettext_lazy("phase of a run", "expected")
    ANNOUNCED = "announced", pgettext_lazy("phase of a run", "announced")
    OPEN = "open", _("soon to start, registration is open")
    STARTED = "started", _("running, registration is open")
    RUNNING = "running", _("running, registration is closed")
    FINISHED = "finished", pgettext_lazy("phase of a run", "finished")


REGISTRATION_PHASES = frozenset({Phase.OPEN, Phase.STARTED})


class Work(TextChoices):
    """What precedes a run, in the order of clause 3.7."""

    FILMING = "filming", _("filming")
    EDITING = "editing", _("editing")
    UPLOAD = "upload", _("upload")


@dataclass(frozen=True)
class Span:
    """A piece of work from ``starts_on`` until the morning of ``ends_on`` (which is not part of it)."""

    work: Work
    starts_on: dt.date
    ends_on: dt.date

    @property
    def last_day(self) -> dt.date:
        return self.ends_on - dt.timedelta(days=1)


@dataclass(frozen=True)
class Calendar:
    """The dates of one run.

    ``sections`` counts the sections, ``weeks`` the weeks of the course with an
    extra week (one without sections) if it has one.
    """

    starts_on: dt.date
    sections: int
    weeks: int
    limits: Limits
    zone: ZoneInfo

    def day(self, days: int) -> dt.date:
        return self.starts_on + dt.timedelta(days=days)

    def moment(self, day: dt.date) -> dt.datetime:
        """00:00 of a day in the university's zone, in UTC."""
        return dt.datetime.combine(day, dt.time(), tzinfo=self.zone).astimezone(dt.UTC)

    @property
    def announcement_on(self) -> dt.date:
        """The day the launch message is due (5.2.4)."""
        return self.day(-self.limits.launch_notice_days)

    @property
    def registration_opens_on(self) -> dt.date:
        """No clause says it: a university setting."""
        return self.day(-self.limits.soon_days)

    @property
    def registration_closes_on(self) -> dt.date:
        """The first day without registration: three weeks after the start, or the end of a shorter course."""
        return min(self.day(self.limits.registration_close_days), self.ends_on)

    @property
    def registration_last_day(self) -> dt.date:
        return self.registration_closes_on - dt.timedelta(days=1)

    @property
    def ends_on(self) -> dt.date:
        """The day after the last one."""
        return self.day(DAYS_IN_A_WEEK * self.weeks)

    @property
    def last_day(self) -> dt.date:
        return self.ends_on - dt.timedelta(days=1)

    @property
    def starts_at(self) -> dt.datetime:
        return self.moment(self.starts_on)

    @property
    def ends_at(self) -> dt.datetime:
        return self.moment(self.ends_on)

    @property
    def announced_at(self) -> dt.datetime:
        return self.moment(self.announcement_on)

    @property
    def registration_opens_at(self) -> dt.datetime:
        return self.moment(self.registration_opens_on)

    @property
    def registration_closes_at(self) -> dt.datetime:
        """The first moment at which registration is refused (5.2.3)."""
        return self.moment(self.registration_closes_on)

    def section_opens_on(self, number: int) -> dt.date:
        """The first day of section ``number``, counted from 1: one section a week (4.2, 4.5)."""
        if not 1 <= number <= self.sections:
            raise ValueError(f"The run has sections 1 to {self.sections}, not {number}.")
        return self.day(self.limits.section_days * (number - 1))

    def section_closes_on(self, number: int) -> dt.date:
        """The day on whose morning the section closes: within two weeks (4.5), and not after the course."""
        opens = self.section_opens_on(number)
        return min(opens + dt.timedelta(days=self.limits.window_days_max), self.ends_on)

    def section_opens_at(self, number: int) -> dt.datetime:
        return self.moment(self.section_opens_on(number))

    def section_closes_at(self, number: int) -> dt.datetime:
        return self.moment(self.section_closes_on(number))

    def production(self) -> tuple[Span, Span, Span]:
        """The latest days of filming, editing and upload, backwards from the announcement (3.7)."""
        upload_ends = self.announcement_on
        upload = upload_ends - dt.timedelta(days=self.limits.upload_days)
        editing = upload - dt.timedelta(days=self.limits.editing_days)
        filming = editing - dt.timedelta(days=self.limits.filming_days)
        return (
            Span(Work.FILMING, filming, editing),
            Span(Work.EDITING, editing, upload),
            Span(Work.UPLOAD, upload, upload_ends),
        )

    def registration_is_open(self, at: dt.datetime) -> bool:
        return self.registration_opens_at <= at < self.registration_closes_at

    def phase(self, at: dt.datetime) -> Phase:
        if at >= self.ends_at:
            return Phase.FINISHED
        if at >= self.starts_at:
            return Phase.STARTED if self.registration_is_open(at) else Phase.RUNNING
        if self.registration_is_open(at):
            return Phase.OPEN
        return Phase.ANNOUNCED if at >= self.announced_at else Phase.EXPECTED
