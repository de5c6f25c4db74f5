"""Which jobs a run has, when each is due and how late it may still be done. Pure: no clock, no database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from scheduling.calendar import Calendar
from scheduling.models import JobKind

# Days before a text is needed, and who hears that it is missing.
ESCALATION = ((JobKind.TEXT_AUTHOR, 7), (JobKind.TEXT_DEPARTMENT, 3), (JobKind.TEXT_QUALITY, 1))
NOTICE_KEPT = timedelta(days=30)
# Done this much later than due is called late; the launch message has a tolerance of its own.
GRACE = timedelta(hours=1)


@dataclass(frozen=True)
class RunFacts:
    """What decides about the jobs of a run beside its dates.

    ``silent`` holds the sections without a text, ``held`` those whose letter somebody holds back. The launch
    message is ``approved`` by an author, ``announced`` once it left, ``published`` where a link to it is recorded.
    """

    calendar: Calendar
    planned_at: datetime
    approved: bool = False
    announced: bool = False
    published: bool = False
    silent: frozenset[int] = field(default_factory=frozenset)
    held: frozenset[int] = field(default_factory=frozenset)

    def reason_of_waiting(self, job: Job) -> str:
        """Why a blocked job waits, as the ledger keeps it."""
        if job.kind == JobKind.ANNOUNCEMENT:
            return "not approved"
        return "no text" if job.section in self.silent else "held"


@dataclass(frozen=True)
class Job:
    """Something due at ``due_at`` and worth doing until ``until``.

    A ``blocked`` job waits: it is not done while it is blocked, and given up at ``until``.
    """

    kind: JobKind
    section: int
    due_at: datetime
    until: datetime
    blocked: bool = False
    grace: timedelta = GRACE

    @property
    def key(self) -> tuple[str, int, datetime]:
        """What makes it happen once within its run."""
        return str(self.kind), self.section, self.due_at

    def is_too_late(self, at: datetime) -> bool:
        return at >= self.until

    def is_late(self, at: datetime) -> bool:
        return at > self.due_at + self.grace

    def wakes_at(self, at: datetime) -> datetime:
        """The next moment at which there is something to do about it."""
        return self.until if self.blocked and self.due_at <= at else self.due_at


def jobs_of(facts: RunFacts) -> list[Job]:
    """Everything of a run by the moment it is due; the order of the kinds decides between equals.

    What was over before the run was planned was never its job.
    """
    order = list(JobKind)
    jobs = [*_announcement_jobs(facts), *_section_jobs(facts), *_run_jobs(facts.calendar)]
    jobs = [job for job in jobs if job.until > facts.planned_at]
    return sorted(jobs, key=lambda job: (job.due_at, order.index(job.kind), job.section))


def _announcement_jobs(facts: RunFacts) -> Iterator[Job]:
    """The launch message is on time within the tolerance, late after it, and of no use once the run has begun.

    It leaves once, whether or not the first day is moved afterwards.
    """
    calendar = facts.calendar
    grace = timedelta(days=calendar.limits.launch_notice_grace)
    due_at, until = calendar.announced_at, calendar.starts_at
    if not facts.announced:
        yield Job(JobKind.ANNOUNCEMENT, 0, due_at, until, blocked=not facts.approved, grace=grace)
    if not facts.approved:
        yield from _escalation(calendar, 0, calendar.announcement_on)
    if not (facts.approved and facts.published):
        yield Job(JobKind.ANNOUNCEMENT_OVERDUE, 0, due_at + grace, until)


def _section_jobs(facts: RunFacts) -> Iterator[Job]:
    calendar = facts.calendar
    for number in range(1, calendar.sections + 1):
        opens, closes = calendar.section_opens_at(number), calendar.section_closes_at(number)
        silent = number in facts.silent
        yield Job(JobKind.SECTION_LETTER, number, opens, closes, blocked=silent or number in facts.held)
        if silent:
            yield from _escalation(calendar, number, calendar.section_opens_on(number))


def _escalation(calendar: Calendar, section: int, needed_on) -> Iterator[Job]:
    until = calendar.moment(needed_on)
    for kind, days in ESCALATION:
        yield Job(kind, section, calendar.moment(needed_on - timedelta(days=days)), until)


def _run_jobs(calendar: Calendar) -> Iterator[Job]:
    for kind, due_at in (
        (JobKind.REGISTRATION_CLOSED, calendar.registration_closes_at),
        (JobKind.RUN_ENDED, calendar.ends_at),
    ):
        yield Job(kind, 0, due_at, due_at + NOTICE_KEPT)
