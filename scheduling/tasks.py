"""What the worker does with runs."""

from dataclasses import asdict

import structlog
from celery import shared_task
from django.utils import timezone

from mooc_portal.people.models import User
from scheduling.announcement.telegram import post_due
from scheduling.cleaning import clean_files as clean_files_now
from scheduling.jobs.sweep import run_due as run_due_now
from scheduling.models import ScheduleProposal
from scheduling.studio.due import sweep_studio
from scheduling.studio.planner.actions import accept_sessions

log = structlog.get_logger()
# Well within the time limit of a task; the next sweep goes on.
SECONDS = 200


@shared_task(name="scheduling.run_due")
def run_due() -> None:
    """Do what the calendar asks for now."""
    for action in run_due_now(at=timezone.now(), seconds=SECONDS):
        log.info(
            action.action,
            run=action.run,
            section=action.section,
            due_at=action.due_at.isoformat(),
            recipients=action.recipients,
            result=action.result,
        )


@shared_task(name="scheduling.post_to_channel")
def post_to_channel() -> None:
    """Post the launch messages that wait to the university's channel."""
    result = post_due(at=timezone.now())
    if result.sent or result.failed or result.later:
        log.info("channel", sent=result.sent, failed=result.failed, later=result.later)


@shared_task(name="scheduling.remind_of_studio")
def remind_of_studio() -> None:
    """Remind of the filmings of tomorrow, and tell who has overdue work or lectures that stand still."""
    swept = asdict(sweep_studio(at=timezone.now()))
    if any(swept.values()):
        log.info("studio", **swept)


@shared_task(name="scheduling.propose_schedule")
def propose_schedule(pk: int) -> None:
    """Compute a schedule that somebody asked for."""
    from scheduling.studio.planner.computing import compute_proposal  # OR-Tools: only the worker pays for it

    proposal = compute_proposal(pk, at=timezone.now())
    if proposal is not None:
        log.info("schedule", proposal=pk, cost=proposal.cost, bound=proposal.bound)


@shared_task(name="scheduling.accept_schedule")
def accept_schedule(pk: int, by: int) -> None:
    """Book all that a proposed schedule has a place for."""
    proposal, person = ScheduleProposal.objects.get(pk=pk), User.objects.get(pk=by)
    waiting = proposal.sessions.filter(booking=None, studio__isnull=False)
    booked, refused = accept_sessions(proposal, waiting, by=person, at=timezone.now())
    log.info("schedule accepted", proposal=pk, booked=booked, refused=refused)


@shared_task(name="scheduling.clean_files")
def clean_files() -> None:
    """Take away the files that nothing refers to."""
    cleaned = asdict(clean_files_now(at=timezone.now()))
    if any(cleaned.values()):
        log.info("files", **cleaned)
