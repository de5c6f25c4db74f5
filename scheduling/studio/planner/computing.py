"""Computing a proposed schedule in the worker."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from scheduling.models import ProposalState, ProposedSession, ScheduleProposal, WorkPlan
from scheduling.studio.pipeline_actions import follow_courses
from scheduling.studio.planner.checker import faults
from scheduling.studio.planner.greedy import first_fit, works_then
from scheduling.studio.planner.loading import Loaded, load_problem
from scheduling.studio.planner.problem import Placement, Session, figures_of, starts_of
from scheduling.studio.planner.solver import Solution, solve


def compute_proposal(pk: int, *, at: datetime) -> ScheduleProposal | None:
    """Compute a proposal that waits; None where another worker has it or it is done. A failure is kept on the row."""
    waiting = ScheduleProposal.objects.filter(pk=pk, standing=ProposalState.QUEUED)
    if not waiting.update(standing=ProposalState.RUNNING, began_at=at):
        return None
    proposal = ScheduleProposal.objects.select_related("asked_by").get(pk=pk)
    try:
        with override(proposal.asked_by.language):
            _compute(proposal, at=at)
    except Exception as error:
        ScheduleProposal.objects.filter(pk=pk).update(
            standing=ProposalState.FAILED, error=f"{type(error).__name__}: {error}"[:2000], ended_at=timezone.now()
        )
        raise
    proposal.refresh_from_db()
    return proposal


def _compute(proposal: ScheduleProposal, *, at: datetime) -> None:
    follow_courses(WorkPlan.objects.all(), at=at)
    loaded = load_problem(proposal.first, proposal.last)
    own = ScheduleProposal.objects.filter(pk=proposal.pk)
    simple = figures_of(loaded.problem, first_fit(loaded.problem))
    own.update(first_fit=asdict(simple) | {"cost": simple.cost})
    solution = solve(
        loaded.problem,
        seconds=proposal.seconds,
        progress=lambda value, bound: own.update(cost=value, bound=bound),
    )
    wrong = faults(loaded.problem, solution.placements)
    if wrong:
        raise AssertionError(f"The schedule breaks a rule: {wrong[0]}")
    with transaction.atomic():
        _write(proposal, loaded, solution)


def _write(proposal: ScheduleProposal, loaded: Loaded, solution: Solution) -> None:
    placed = {one.session: one for one in solution.placements}
    for session in loaded.problem.sessions:
        row = _row(proposal, loaded, session, placed.get(session.key))
        row.save()
        row.lectures.set(loaded.lectures[session.key])
        row.aids.set(loaded.aids[session.key])
    ScheduleProposal.objects.filter(pk=proposal.pk).update(
        standing=ProposalState.DONE,
        ended_at=timezone.now(),
        cost=solution.cost,
        bound=solution.bound,
        planner=solution.by,
        figures=asdict(figures_of(loaded.problem, solution.placements)),
    )


def _row(proposal: ScheduleProposal, loaded: Loaded, session: Session, one: Placement | None) -> ProposedSession:
    key = session.key
    row = ProposedSession(proposal=proposal, course=loaded.courses[key], lecturer=loaded.lecturers[key])
    if one is None:
        row.reason = _why_not(loaded, session)
        return row
    row.studio_id, row.operator_id = _number(one.studio), _number(one.operator)
    row.starts_at, row.ends_at = loaded.moment(one.start), loaded.moment(one.start + session.length)
    return row


def _number(name: str) -> int:
    return int(name.partition(":")[2])


def _why_not(loaded: Loaded, session: Session) -> str:
    problem = loaded.problem
    if not problem.open or not problem.operators:
        return _("There is no open studio or no operator.")
    starts = [at for studio in problem.open for at in starts_of(problem, session, studio)]
    days = {
        "first": date_format(loaded.day(session.earliest), "SHORT_DATE_FORMAT"),
        "last": date_format(loaded.day(min(session.due, problem.days - 1)), "SHORT_DATE_FORMAT"),
        "hours": f"{session.length / 4:g}",
    }
    if not starts:
        text = _("From %(first)s to %(last)s no studio is free for %(hours)s hours while lecturer and aids are.")
    elif not any(works_then(hours, at, at + session.length) for hours in problem.operators.values() for at in starts):
        text = _("From %(first)s to %(last)s no operator works for %(hours)s hours while a studio is free.")
    else:
        text = _("From %(first)s to %(last)s other filmings take all places for %(hours)s hours.")
    return text % days
