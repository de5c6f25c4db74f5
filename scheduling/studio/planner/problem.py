"""What is to be placed, and where it may go. Time is counted in quarters of an hour from midnight of ``first``."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

QUARTERS = 96


@dataclass(frozen=True)
class Session:
    """Lectures of one course that are filmed in one go.

    ``earliest`` is the first day it may be filmed, ``due`` the last one, both counted from the first day of the
    problem. ``people`` are whoever must be there, ``aids`` the things it takes; ``wish`` holds the days of the
    week the lecturer prefers, empty for any.
    """

    key: int
    course: int
    length: int
    people: frozenset[str]
    aids: frozenset[str] = frozenset()
    earliest: int = 0
    due: int = 10**6
    wish: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Problem:
    """``open`` holds, by studio, the half-open times in which it can be booked; holidays and closures are left out.

    ``operators`` holds when each of them works, ``taken`` what people and things have booked already or are away
    for, by the same names as in the sessions. A studio is kept free for ``buffer`` after each session.
    """

    days: int
    monday: int
    sessions: tuple[Session, ...]
    open: dict[str, tuple[tuple[int, int], ...]]
    operators: dict[str, tuple[tuple[int, int], ...]]
    taken: dict[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    buffer: int = 1

    def weekday(self, day: int) -> int:
        return (self.monday + day) % 7


@dataclass(frozen=True)
class Placement:
    """Where a session goes."""

    session: int
    studio: str
    operator: str
    start: int


UNPLACED, AGAINST_WISH, PER_DAY = 10_000, 40, 1


@dataclass(frozen=True)
class Figures:
    """What a schedule is judged by: filmings without a place, of the course with most of them, against a lecturer's
    wish, and days after the first possible one.
    """

    unplaced: int
    unplaced_of_one: int
    against_wish: int
    days_waited: int

    @property
    def cost(self) -> int:
        """What the planners keep small: first what is not placed, then wishes not met, then days of waiting.

        The course with most unplaced counts once more, so that no course pays for all the others (fairness).
        """
        unplaced = UNPLACED * (self.unplaced + self.unplaced_of_one)
        return unplaced + AGAINST_WISH * self.against_wish + PER_DAY * self.days_waited


def figures_of(problem: Problem, placements: list[Placement]) -> Figures:
    placed = {one.session: one.start // QUARTERS for one in placements}
    unplaced: Counter[int] = Counter()
    against = waited = 0
    for session in problem.sessions:
        day = placed.get(session.key)
        if day is None:
            unplaced[session.course] += 1
            continue
        waited += day - session.earliest
        against += bool(session.wish) and problem.weekday(day) not in session.wish
    return Figures(unplaced.total(), max(unplaced.values(), default=0), against, waited)


def cost(problem: Problem, placements: list[Placement]) -> int:
    return figures_of(problem, placements).cost


def starts_of(problem: Problem, session: Session, studio: str, step: int = 2) -> list[int]:
    """Every start at which the studio is open for the whole session, within its days; free of other bookings.

    Counted every ``step`` quarters from the opening.
    """
    starts = []
    for begin, end in problem.open[studio]:
        day = begin // QUARTERS
        if session.earliest <= day <= session.due:
            starts += range(begin, end - session.length + 1, step)
    names = [*session.people, *session.aids]
    blocked = [span for name in names for span in problem.taken.get(name, ())]
    blocked += [(first - problem.buffer, last) for first, last in problem.taken.get(studio, ())]
    return [at for at in starts if all(at + session.length <= first or last <= at for first, last in blocked)]
