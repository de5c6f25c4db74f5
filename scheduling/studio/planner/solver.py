"""The planner: first which day (``days``), then each day by hours (``hours``), again with what did not fit.

The bound is proved for the days, in the first round; no schedule costs less.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from scheduling.studio.planner.days import DayModel
from scheduling.studio.planner.greedy import first_fit
from scheduling.studio.planner.hours import place_day
from scheduling.studio.planner.problem import Placement, Problem, Session, cost

# Shares of the time limit: for the first plan of days, and after which no further round is begun.
FOR_DAYS, LAST_ROUND, MOST_ROUNDS, PER_DAY_SECONDS = 0.5, 0.8, 6, 5.0


@dataclass(frozen=True)
class Solution:
    """What is proposed. ``bound`` is proved: no schedule costs less. ``by`` names the planner."""

    placements: list[Placement]
    cost: int
    bound: int
    by: str

    @property
    def is_best(self) -> bool:
        return self.cost <= self.bound

    @property
    def gap(self) -> float:
        """How far above the bound at most, as a share of the cost."""
        return 0.0 if self.is_best else (self.cost - self.bound) / self.cost


Progress = Callable[[int, int], None]


def solve(problem: Problem, *, seconds: float, workers: int = 2, progress: Progress | None = None) -> Solution:
    """The best schedule found in about ``seconds``; ``progress`` is told cost and bound of each better one."""
    began, start = time.monotonic(), first_fit(problem)
    best = Solution(start, cost(problem, start), 0, "first fit")
    model, fitting = DayModel(problem), {}
    for round_number in range(MOST_ROUNDS):
        left = seconds - (time.monotonic() - began)
        if round_number and left < seconds * (1 - LAST_ROUND):
            break
        plan = model.solve(seconds=max(1.0, left * FOR_DAYS), workers=workers)
        if plan is None:
            break
        if not round_number:
            best = replace(best, bound=plan.bound)
        placements, crowded = _hours(problem, plan.by_day, fitting, until=began + seconds, workers=workers)
        placements = _with_the_rest(problem, placements)
        found = cost(problem, placements)
        if found <= best.cost:
            best = Solution(placements, found, best.bound, "CP-SAT")
        if progress:
            progress(best.cost, best.bound)
        if best.is_best or not crowded:
            break
        for day, (keys, most) in crowded.items():
            model.hold_back(day, keys, most)
        model.hint(plan.by_day)
    return best


def _hours(
    problem: Problem, by_day: dict[int, list[int]], fitting: dict, *, until: float, workers: int
) -> tuple[list[Placement], dict[int, tuple[list[int], int]]]:
    """The hours of every day, and the days on which not everything fitted, with how much did.

    ``fitting`` keeps the days that were solved in an earlier round.
    """
    sessions = {session.key: session for session in problem.sessions}
    placements, crowded, days = [], {}, sorted(day for day, keys in by_day.items() if keys)
    for number, day in enumerate(days):
        keys = by_day[day]
        known = (day, tuple(sorted(keys)))
        if known not in fitting:
            share = (until - time.monotonic()) / (len(days) - number) * 3
            limit = max(0.2, min(PER_DAY_SECONDS, share))
            fitting[known] = place_day(problem, day, [sessions[key] for key in keys], seconds=limit, workers=workers)
        placements += fitting[known]
        if len(fitting[known]) < len(keys):
            crowded[day] = (keys, len(fitting[known]))
    return placements, crowded


def _with_the_rest(problem: Problem, placements: list[Placement]) -> list[Placement]:
    """What fitted on no day of the plan goes where there is a place left, first fit."""
    placed = {one.session: one for one in placements}
    taken = {name: list(spans) for name, spans in problem.taken.items()}
    for session in problem.sessions:
        if session.key in placed:
            for name, first, last in _uses(problem, session, placed[session.key]):
                taken.setdefault(name, []).append((first, last))
    rest = tuple(session for session in problem.sessions if session.key not in placed)
    frozen = {name: tuple(spans) for name, spans in taken.items()}
    return [*placements, *first_fit(replace(problem, sessions=rest, taken=frozen))]


def _uses(problem: Problem, session: Session, placed: Placement) -> list[tuple[str, int, int]]:
    first, last = placed.start, placed.start + session.length
    others = [(name, first, last) for name in (*session.people, *session.aids, placed.operator)]
    return [(placed.studio, first, last + problem.buffer), *others]
