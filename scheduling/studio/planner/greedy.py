"""First fit: the session that is due first takes the first place that is free. The measure for the other planner."""

from __future__ import annotations

from collections import defaultdict

from scheduling.studio.planner.problem import Placement, Problem, Session, starts_of


class _Calendar:
    """What is taken so far."""

    def __init__(self, problem: Problem) -> None:
        self.spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for name, spans in problem.taken.items():
            self.spans[name] += spans

    def is_free(self, name: str, first: int, last: int) -> bool:
        return all(last <= begin or end <= first for begin, end in self.spans[name])

    def take(self, name: str, first: int, last: int) -> None:
        self.spans[name].append((first, last))


def first_fit(problem: Problem) -> list[Placement]:
    """Place what can be placed, in the order of the last days; never moves what it has placed."""
    calendar, placements = _Calendar(problem), []
    for session in sorted(problem.sessions, key=lambda one: (one.due, one.earliest, one.key)):
        found = _first_place(problem, session, calendar)
        if found is not None:
            placements.append(found)
            end = found.start + session.length
            for name in (*session.people, *session.aids, found.operator):
                calendar.take(name, found.start, end)
            calendar.take(found.studio, found.start, end + problem.buffer)
    return placements


def _first_place(problem: Problem, session: Session, calendar: _Calendar) -> Placement | None:
    places = sorted((at, studio) for studio in problem.open for at in starts_of(problem, session, studio))
    for at, studio in places:
        end = at + session.length
        if not calendar.is_free(studio, at, end + problem.buffer):
            continue
        if not all(calendar.is_free(name, at, end) for name in (*session.people, *session.aids)):
            continue
        for operator, works in problem.operators.items():
            if works_then(works, at, end) and calendar.is_free(operator, at, end):
                return Placement(session.key, studio, operator, at)
    return None


def works_then(works: tuple[tuple[int, int], ...], first: int, last: int) -> bool:
    """Whether one of the times holds the whole of another."""
    return any(begin <= first and last <= end for begin, end in works)
