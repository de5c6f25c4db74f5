"""Which sessions go on which day: the whole problem with the hours of a day left out.

Every schedule of hours is also one of days at the same cost, so no schedule costs less than the cheapest one of days.
That is the bound the planner proves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ortools.sat.python import cp_model

from scheduling.studio.planner.problem import (
    AGAINST_WISH,
    PER_DAY,
    QUARTERS,
    UNPLACED,
    Problem,
    Session,
    starts_of,
)


@dataclass(frozen=True)
class Group:
    """Sessions that are alike, so that it does not matter which of them goes where."""

    like: Session
    keys: tuple[int, ...]
    days: tuple[int, ...]

    def price(self, problem: Problem, day: int) -> int:
        against = self.like.wish and problem.weekday(day) not in self.like.wish
        return PER_DAY * (day - self.like.earliest) + (AGAINST_WISH if against else 0)


def groups_of(problem: Problem) -> list[Group]:
    alike: dict[tuple, list[Session]] = defaultdict(list)
    for one in problem.sessions:
        alike[one.course, one.length, one.people, one.aids, one.earliest, one.due, one.wish].append(one)
    groups = []
    for sessions in alike.values():
        like = sessions[0]
        days = {at // QUARTERS for studio in problem.open for at in starts_of(problem, like, studio)}
        groups.append(Group(like, tuple(one.key for one in sessions), tuple(sorted(days))))
    return groups


@dataclass(frozen=True)
class DayPlan:
    """The sessions of each day; ``bound`` is proved, ``is_best`` says that no plan of days costs less."""

    by_day: dict[int, list[int]]
    bound: int
    is_best: bool


class DayModel:
    """How many of each group go on each day, within what studios, operators, people and aids have time for."""

    def __init__(self, problem: Problem) -> None:
        self.problem, self.model, self.groups = problem, cp_model.CpModel(), groups_of(problem)
        self.counts: dict[tuple[int, int], cp_model.IntVar] = {}
        self.by_day: dict[int, list[int]] = defaultdict(list)
        for number, group in enumerate(self.groups):
            for day in group.days:
                self.counts[number, day] = self.model.new_int_var(0, len(group.keys), f"n{number}-{day}")
                self.by_day[day].append(number)
        for day, numbers in self.by_day.items():
            self._limit(day, numbers)
        self._minimise()

    def _limit(self, day: int, numbers: list[int]) -> None:
        """Nothing is used for longer than it is free on the day, nor by more sessions than fit one after another."""
        buffer, names = self.problem.buffer, defaultdict(list)
        studios = [span for name in self.problem.open for span in self._free(name, self.problem.open[name], day)]
        self._fit(day, numbers, studios, buffer)
        crews = self.problem.operators.items()
        self._fit(day, numbers, [span for name, works in crews for span in self._free(name, works, day)], 0)
        for number in numbers:
            like = self.groups[number].like
            for name in like.people | like.aids:
                names[name].append(number)
        hours = tuple(span for spans in self.problem.open.values() for span in spans)
        for name, users in names.items():
            self._fit(day, users, self._free(name, hours, day), 0)

    def _free(self, name: str, hours: Iterable[tuple[int, int]], day: int) -> list[tuple[int, int]]:
        """The times of a day between the first opening and the last closing that are not taken."""
        spans = [span for span in hours if span[0] // QUARTERS == day]
        if not spans:
            return []
        first, last = min(begin for begin, _end in spans), max(end for _begin, end in spans)
        free = []
        for begin, end in sorted(self.problem.taken.get(name, ())):
            if begin < last and end > first:
                if begin > first:
                    free.append((first, begin))
                first = max(first, end)
        return [*free, (first, last)] if first < last else free

    def _fit(self, day: int, numbers: list[int], free: list[tuple[int, int]], buffer: int) -> None:
        """After the last session of a time no buffer is needed: each time counts as longer by one."""
        sizes = {number: self.groups[number].like.length + buffer for number in numbers}
        spans = [last - first + buffer for first, last in free]
        used = sum(sizes[number] * self.counts[number, day] for number in numbers)
        self.model.add(used <= sum(spans))
        for size in set(sizes.values()):
            longer = [self.counts[number, day] for number in numbers if sizes[number] >= size]
            self.model.add(sum(longer) <= sum(span // size for span in spans))

    def _minimise(self) -> None:
        terms, missing_of = [], defaultdict(list)
        for number, group in enumerate(self.groups):
            placed = [self.counts[number, day] for day in group.days]
            missing = self.model.new_int_var(0, len(group.keys), f"m{number}")
            self.model.add(sum(placed) + missing == len(group.keys))
            missing_of[group.like.course].append(missing)
            terms.append(UNPLACED * missing)
            terms += [group.price(self.problem, day) * self.counts[number, day] for day in group.days]
        most = self.model.new_int_var(0, len(self.problem.sessions), "most")
        for missing in missing_of.values():
            self.model.add(most >= sum(missing))
        self.model.minimize(UNPLACED * most + sum(terms))

    def hold_back(self, day: int, keys: list[int], most: int) -> None:
        """Put no more than ``most`` of these on that day: more did not fit. The bound is worthless afterwards."""
        chosen = [n for n in self.by_day[day] if set(self.groups[n].keys) & set(keys)]
        self.model.add(sum(self.counts[number, day] for number in chosen) <= most)

    def hint(self, by_day: dict[int, list[int]]) -> None:
        """Begin with a plan that is known."""
        self.model.clear_hints()
        for (number, day), count in self.counts.items():
            self.model.add_hint(count, len(set(self.groups[number].keys) & set(by_day.get(day, ()))))

    def solve(
        self, *, seconds: float, workers: int, progress: Callable[[int, int], None] | None = None
    ) -> DayPlan | None:
        """The cheapest plan of days found in ``seconds``; None where there was no time to find one."""
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = seconds
        solver.parameters.num_workers = workers
        status = solver.solve(self.model, _Told(progress) if progress else None)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        by_day, left = defaultdict(list), {number: list(group.keys) for number, group in enumerate(self.groups)}
        for (number, day), count in self.counts.items():
            by_day[day] += [left[number].pop(0) for _one in range(solver.value(count))]
        # The solver's bound is a whole number with noise of floating point on it.
        bound = max(0, int(solver.best_objective_bound + 0.999))
        return DayPlan(dict(by_day), bound, is_best=status == cp_model.OPTIMAL)


class _Told(cp_model.CpSolverSolutionCallback):
    def __init__(self, progress: Callable[[int, int], None]) -> None:
        super().__init__()
        self.progress = progress

    def on_solution_callback(self) -> None:
        self.progress(int(self.objective_value), max(0, int(self.best_objective_bound)))
