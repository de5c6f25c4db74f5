"""Doing what is due: every minute by beat, or by ``manage.py run_due``; any number of sweeps at once.

1. One query finds the runs in which something may be due (``Run.next_due_at``).
2. Each run is locked in a transaction of its own; who finds it locked leaves it to the other sweep.
3. Each due job claims its milestone by inserting it and acts, in a savepoint.
4. What fails is rolled back to its savepoint, written into the ledger, and tried again later.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mooc_portal.dates import date_time
from mooc_portal.outbox.actions import alert_quality
from mooc_portal.outbox.rendering import sentence
from scheduling.jobs.effects import carry_out
from scheduling.jobs.facts import RunContents, contents_of, runs_with_parts
from scheduling.jobs.letters import link
from scheduling.jobs.plan import Job, RunFacts, jobs_of
from scheduling.models import JobKind, Milestone, Outcome, Run, Sweep

log = structlog.get_logger()
RETRY, RETRY_AT_MOST = timedelta(minutes=5), timedelta(hours=6)
# Longer than this without a sweep is an alarm.
SILENCE = timedelta(minutes=10)
GIVEN_UP = _("Some actions of runs were left undone because it was too late for them. The ledger says which: %(link)s")
FAILED = _("An action of a run failed and is tried again. The ledger says which: %(link)s")
STOOD_STILL = _("Nobody looked what is due from %(since)s until %(until)s. What could still be done is done now.")


@dataclass(frozen=True)
class Action:
    """One job met by a sweep, as ``run_due`` prints it."""

    at: datetime
    due_at: datetime
    action: str
    run: int
    section: int
    recipients: int
    result: str


def run_due(*, at: datetime, seconds: float | None = None) -> list[Action]:
    """Do all that is due at ``at`` and say what was done.

    After ``seconds`` no further run is begun; the next sweep goes on where this one ended.
    """
    actions = do_due(at=at, seconds=seconds)
    _write_down(actions, at=at)
    return actions


def do_due(*, at: datetime, seconds: float | None = None) -> list[Action]:
    """The same without keeping that somebody looked: for living through days that have passed."""
    began, actions = time.monotonic(), []
    for pk in runs_to_look_at(at):
        if seconds is not None and time.monotonic() - began > seconds:
            break
        actions.extend(_attend(pk, at=at))
    return actions


def what_is_due(*, at: datetime) -> Iterator[Action]:
    """What ``run_due`` would meet at ``at``; nothing is changed."""
    for pk in runs_to_look_at(at):
        try:
            yield from _look(runs_with_parts().get(pk=pk), at=at)
        except Exception as error:
            # A rehearsal shows a broken run as the sweep itself would, and goes on.
            yield Action(at, at, str(JobKind.SWEEP), pk, 0, 0, f"would fail: {type(error).__name__}: {error}")


def _look(run: Run, *, at: datetime) -> list[Action]:
    return [
        _action(job, run, at, 0, "would be skipped" if job.is_too_late(at) else "would be done")
        for job in _due(contents_of(run).facts(), ledger_of(run), at)
    ]


def runs_to_look_at(at: datetime) -> list[int]:
    """Keys of the runs in which something may be due, the longest due first; one query."""
    return list(Run.objects.filter(next_due_at__lte=at).order_by("next_due_at", "pk").values_list("pk", flat=True))


def ledger_of(run: Run) -> dict[tuple, Milestone]:
    """What was done in a run, by the key of the job."""
    return {(row.kind, row.section, row.due_at): row for row in run.milestones.all()}


def _attend(pk: int, *, at: datetime) -> list[Action]:
    """Everything due of one run. A failure of one run, whatever it is, is no other run's business."""
    try:
        with transaction.atomic():
            run = _locked(pk)
            return _attend_locked(run, at=at) if run else []
    except Exception as error:
        log.exception("run", run=pk)
        return [_record_broken_run(pk, error, at=at)]


def _locked(pk: int) -> Run | None:
    """The run, locked, or None where another sweep has it. Registrations may go on meanwhile."""
    runs = runs_with_parts()
    if connection.features.has_select_for_update_skip_locked:
        runs = runs.select_for_update(of=("self",), skip_locked=True, no_key=True)
    return runs.filter(pk=pk).first()


def _attend_locked(run: Run, *, at: datetime) -> list[Action]:
    contents, done = contents_of(run), ledger_of(run)
    facts = contents.facts()
    actions = [_do(job, contents, facts, done.get(job.key), at=at) for job in _due(facts, done, at)]
    _set_next(run, facts, at=at)
    return actions


def _due(facts: RunFacts, done: dict, at: datetime) -> Iterator[Job]:
    for job in jobs_of(facts):
        row = done.get(job.key)
        waits = job.blocked and not job.is_too_late(at)
        if job.due_at <= at and not waits and (row is None or _is_tried_again(row, at)):
            yield job


def _is_tried_again(row: Milestone, at: datetime) -> bool:
    return row.outcome == Outcome.FAILED and at >= _retry_at(row)


def _retry_at(row: Milestone) -> datetime:
    return row.done_at + min(RETRY * 2 ** min(row.attempts - 1, 10), RETRY_AT_MOST)


def _do(job: Job, contents: RunContents, facts: RunFacts, failed: Milestone | None, *, at: datetime) -> Action:
    """Claim and act, or say why not; the row in the ledger and the letters come together or not at all."""
    try:
        with transaction.atomic():
            if job.is_too_late(at):
                return _give_up(job, contents.run, facts, failed, at)
            row = _claim(job, contents.run, failed, at)
            recipients = carry_out(job, contents, facts.calendar, at=at)
            Milestone.objects.filter(pk=row.pk).update(recipients=recipients)
            return _action(job, contents.run, at, recipients, "done")
    except Exception as error:
        log.exception("job", run=contents.run.pk, kind=str(job.kind), section=job.section)
        return _record_failure(job, contents.run, failed, error, at)


def _claim(job: Job, run: Run, failed: Milestone | None, at: datetime, **fields) -> Milestone:
    """The row that makes it happen once; of a failed job the same row as before."""
    values = {"outcome": Outcome.DONE, "reason": "", "done_at": at, "late": job.is_late(at)} | fields
    if failed is None:
        return Milestone.objects.create(run=run, kind=job.kind, section=job.section, due_at=job.due_at, **values)
    Milestone.objects.filter(pk=failed.pk).update(attempts=failed.attempts + 1, **values)
    return failed


def _give_up(job: Job, run: Run, facts: RunFacts, failed: Milestone | None, at: datetime) -> Action:
    reason = facts.reason_of_waiting(job) if job.blocked else "too late"
    _claim(job, run, failed, at, outcome=Outcome.SKIPPED, reason=reason)
    alert_quality(f"late:{timezone.localdate(at)}", sentence(GIVEN_UP, link=link("runs:ledger")), at=at)
    return _action(job, run, at, 0, f"skipped: {reason}")


def _record_failure(job: Job, run: Run, failed: Milestone | None, error: Exception, at: datetime) -> Action:
    reason = f"{type(error).__name__}: {error}"[:2000]
    _claim(job, run, failed, at, outcome=Outcome.FAILED, reason=reason)
    alert_quality(f"failed:{timezone.localdate(at)}", sentence(FAILED, link=link("runs:ledger")), at=at)
    return _action(job, run, at, 0, f"failed: {reason}")


def _record_broken_run(pk: int, error: Exception, *, at: datetime) -> Action:
    """Not even what is due could be told: keep the reason, look again later."""
    reason = f"{type(error).__name__}: {error}"[:2000]
    run = Run.objects.get(pk=pk)
    with transaction.atomic():
        Milestone.objects.update_or_create(
            run=run,
            kind=JobKind.SWEEP,
            section=0,
            due_at=run.planned_at,
            defaults={"done_at": at, "outcome": Outcome.FAILED, "reason": reason},
        )
        Run.objects.filter(pk=pk).update(next_due_at=at + RETRY)
        alert_quality(f"failed:{timezone.localdate(at)}", sentence(FAILED, link=link("runs:ledger")), at=at)
    return Action(at, run.planned_at, str(JobKind.SWEEP), pk, 0, 0, f"failed: {reason}")


def _set_next(run: Run, facts: RunFacts, *, at: datetime) -> None:
    """Where the next sweep finds something to do in this run; None where nothing is left."""
    done, moments = ledger_of(run), []
    for job in jobs_of(facts):
        row = done.get(job.key)
        if row is None:
            moments.append(job.wakes_at(at))
        elif row.outcome == Outcome.FAILED:
            moments.append(_retry_at(row))
    run.milestones.filter(kind=JobKind.SWEEP).update(outcome=Outcome.DONE)
    Run.objects.filter(pk=run.pk).update(next_due_at=min(moments, default=None))


def _action(job: Job, run: Run, at: datetime, recipients: int, result: str) -> Action:
    return Action(at, job.due_at, str(job.kind), run.pk, job.section, recipients, result)


def _write_down(actions: list[Action], *, at: datetime) -> None:
    """Keep that somebody looked; tell the quality department where nobody had for a while."""
    failures = sum(action.result.startswith("failed") for action in actions)
    last = Sweep.objects.filter(pk=1).first()
    Sweep.objects.update_or_create(pk=1, defaults={"at": at, "actions": len(actions), "failures": failures})
    if last and at - last.at > SILENCE:
        gap = sentence(STOOD_STILL, since=date_time(last.at), until=date_time(at))
        alert_quality(f"still:{last.at.isoformat()}", gap, at=at)
