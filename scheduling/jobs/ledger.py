"""The ledger as people read it: what is planned, done, late, skipped and failed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from scheduling.jobs.facts import contents_of, runs_with_parts
from scheduling.jobs.plan import Job, RunFacts, jobs_of
from scheduling.jobs.sweep import SILENCE, ledger_of
from scheduling.models import LOOK_AT_ONCE, Milestone, Outcome, Run, Sweep

LATE = Q(outcome=Outcome.DONE, late=True)
PLANNED = pgettext_lazy("outcome of a job", "planned")
DUE = pgettext_lazy("outcome of a job", "due now")
WAITING = pgettext_lazy("outcome of a job", "waits")
LATE_LABEL = pgettext_lazy("outcome of a job", "done late")
REASONS = {
    "too late": _("too late"),
    "no text": _("no text"),
    "held": _("held back"),
    "not approved": _("not approved"),
}


@dataclass(frozen=True)
class Entry:
    """One line of the ledger. ``sign`` is one of block, warn, ok and nothing."""

    kind: str
    section: int
    due_at: datetime
    label: str
    sign: str = ""
    done_at: datetime | None = None
    reason: str = ""
    recipients: int = 0
    run: Run | None = None


def entry_of(row: Milestone) -> Entry:
    """A line for what was done or given up."""
    label, sign = row.get_outcome_display(), {"done": "ok", "skipped": "warn", "failed": "block"}[row.outcome]
    if row.outcome == Outcome.DONE and row.late:
        label, sign = LATE_LABEL, "warn"
    reason = REASONS.get(row.reason, row.reason)
    return Entry(
        row.get_kind_display(), row.section, row.due_at, label, sign, row.done_at, reason, row.recipients, row.run
    )


def entries_of(run: Run, *, at: datetime) -> list[Entry]:
    """The whole ledger of a run, by the moment each thing is due."""
    rows = ledger_of(run)
    facts = contents_of(run).facts()
    planned = [_planned(job, run, at, facts) for job in jobs_of(facts) if job.key not in rows]
    return sorted([*map(entry_of, rows.values()), *planned], key=lambda entry: entry.due_at)


def _planned(job: Job, run: Run, at: datetime, facts: RunFacts) -> Entry:
    label = PLANNED if job.due_at > at else DUE
    reason = ""
    if job.blocked:
        label, reason = WAITING, REASONS[facts.reason_of_waiting(job)]
    return Entry(job.kind.label, job.section, job.due_at, label, "warn" if job.blocked else "", reason=reason, run=run)


def next_entries(*, at: datetime, count: int = 10) -> list[Entry]:
    """The next thing of each of the runs that come up first."""
    runs = runs_with_parts().filter(next_due_at__isnull=False).order_by("next_due_at", "pk")
    runs = runs.prefetch_related("milestones", "section_letters", "published_links")
    entries = []
    for run in runs[:count]:
        entries += [entry for entry in entries_of(run, at=at) if entry.done_at is None][:1]
    return sorted(entries, key=lambda entry: entry.due_at)


def milestones_found(outcome: str = "") -> QuerySet[Milestone]:
    """The ledger over all runs, the latest first; ``outcome`` is an outcome or ``late``."""
    rows = Milestone.objects.select_related("run__course").order_by("-done_at", "-pk")
    if outcome == "late":
        return rows.filter(LATE)
    return rows.filter(outcome=outcome) if outcome in Outcome.values else rows


def counts_by_outcome() -> dict[str, int]:
    """How many of each outcome, and how many were late; one query."""
    counted = {outcome.value: Count("pk", filter=Q(outcome=outcome)) for outcome in Outcome}
    return Milestone.objects.aggregate(**counted, late=Count("pk", filter=LATE))


def runs_with_something_planned() -> int:
    """In how many runs something is still to come."""
    return Run.objects.filter(next_due_at__isnull=False).count()


@dataclass(frozen=True)
class Pulse:
    """Whether somebody looks what is due. ``oldest_due_at`` is of what should have been looked at by now."""

    last: Sweep | None
    oldest_due_at: datetime | None
    stands_still: bool


def pulse(*, at: datetime) -> Pulse:
    """Two queries."""
    last = Sweep.objects.filter(pk=1).first()
    overdue = Run.objects.filter(next_due_at__lte=at, next_due_at__gt=LOOK_AT_ONCE)
    oldest = overdue.order_by("next_due_at").values_list("next_due_at", flat=True)
    return Pulse(last, oldest.first(), last is None or at - last.at > SILENCE)
