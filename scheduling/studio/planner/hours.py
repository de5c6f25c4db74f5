"""Studio, operator and hour of each session of one day, as many of them as fit: exact, by OR-Tools CP-SAT."""

from __future__ import annotations

from collections import defaultdict

from ortools.sat.python import cp_model

from scheduling.studio.planner.problem import QUARTERS, Placement, Problem, Session, starts_of


def place_day(problem: Problem, day: int, sessions: list[Session], *, seconds: float, workers: int) -> list[Placement]:
    """Where the sessions go on that day; those that fit nowhere are left out."""
    model = _DayOfHours(problem, day)
    for session in sessions:
        model.add(session)
    return model.solve(seconds=seconds, workers=workers)


class _DayOfHours:
    """One optional interval for each session and studio; people, things and operators do not overlap."""

    def __init__(self, problem: Problem, day: int) -> None:
        self.problem, self.model = problem, cp_model.CpModel()
        self.begin, self.end = day * QUARTERS, (day + 1) * QUARTERS
        self.starts: dict[int, cp_model.IntVar] = {}
        self.rooms: dict[int, dict[str, cp_model.IntVar]] = {}
        self.crew: dict[int, dict[str, cp_model.IntVar]] = {}
        self.intervals: dict[str, list] = defaultdict(list)

    def add(self, session: Session) -> None:
        """Where the session may go, and who may film it."""
        places = {studio: self._today(starts_of(self.problem, session, studio)) for studio in self.problem.open}
        domain = sorted({at for starts in places.values() for at in starts})
        if not domain:
            return
        model, key = self.model, session.key
        start = self.starts[key] = model.new_int_var_from_domain(cp_model.Domain.from_values(domain), f"s{key}")
        placed = model.new_bool_var(f"p{key}")
        self.rooms[key] = {name: self._at(session, start, name, starts) for name, starts in places.items() if starts}
        self.crew[key] = {name: self._with(session, start, name) for name in self.problem.operators}
        model.add(sum(self.rooms[key].values()) == placed)
        model.add(sum(self.crew[key].values()) == placed)
        whole = model.new_optional_fixed_size_interval_var(start, session.length, placed, f"i{key}")
        for name in (*session.people, *session.aids):
            self.intervals[name].append(whole)

    def _today(self, starts: list[int]) -> list[int]:
        return [at for at in starts if self.begin <= at < self.end]

    def _at(self, session: Session, start, studio: str, starts: list[int]):
        here = self.model.new_bool_var(f"r{session.key}-{studio}")
        self.model.add_linear_expression_in_domain(start, cp_model.Domain.from_values(starts)).only_enforce_if(here)
        size = session.length + self.problem.buffer
        name = f"ri{session.key}-{studio}"
        self.intervals[studio].append(self.model.new_optional_fixed_size_interval_var(start, size, here, name))
        return here

    def _with(self, session: Session, start, operator: str):
        films = self.model.new_bool_var(f"o{session.key}-{operator}")
        works = [[first, last - session.length] for first, last in self.problem.operators[operator]]
        works = [span for span in works if span[0] <= span[1]]
        if not works:
            self.model.add(films == 0)
            return films
        domain = cp_model.Domain.from_intervals(works)
        self.model.add_linear_expression_in_domain(start, domain).only_enforce_if(films)
        name = f"oi{session.key}-{operator}"
        interval = self.model.new_optional_fixed_size_interval_var(start, session.length, films, name)
        self.intervals[operator].append(interval)
        return films

    def solve(self, *, seconds: float, workers: int) -> list[Placement]:
        for name, intervals in self.intervals.items():
            for first, last in self.problem.taken.get(name, ()):
                if first < self.end and last > self.begin and last > first:
                    intervals.append(self.model.new_fixed_size_interval_var(first, last - first, f"t{name}{first}"))
            self.model.add_no_overlap(intervals)
        self.model.maximize(sum(here for rooms in self.rooms.values() for here in rooms.values()))
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = seconds
        solver.parameters.num_workers = workers
        if solver.solve(self.model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return []
        return [
            Placement(key, _chosen(solver, rooms), _chosen(solver, self.crew[key]), solver.value(self.starts[key]))
            for key, rooms in self.rooms.items()
            if any(solver.boolean_value(here) for here in rooms.values())
        ]


def _chosen(solver: cp_model.CpSolver, names: dict[str, cp_model.IntVar]) -> str:
    return next(name for name, here in names.items() if solver.boolean_value(here))
