"""A quarter of filming, planned by OR-Tools and by first fit, both looked at by the checker.

python -m bench.planner [COURSES LECTURES STUDIOS WEEKS SECONDS]

Courses of as many lectures each, filmed six at a time; lecturers with wishes and absences, two teleprompters,
holidays, deadlines, four operators. Fails where a hard rule is broken.
"""

from __future__ import annotations

import sys
import time

from scheduling.studio.planner.checker import faults
from scheduling.studio.planner.generated import generated_problem
from scheduling.studio.planner.greedy import first_fit
from scheduling.studio.planner.problem import Placement, Problem, figures_of
from scheduling.studio.planner.solver import solve


def main(courses: int = 60, lectures: int = 48, studios: int = 3, weeks: int = 12, seconds: int = 60) -> int:
    problem = generated_problem(courses=courses, lectures=lectures, studios=studios, weeks=weeks)
    print(
        f"{courses} courses × {lectures} lectures, {len(problem.sessions)} filmings, {studios} studios, {weeks} weeks"
    )
    began = time.perf_counter()
    simple = first_fit(problem)
    broken = say("first fit", problem, simple, time.perf_counter() - began)
    began = time.perf_counter()
    solution = solve(problem, seconds=seconds)
    broken += say(solution.by, problem, solution.placements, time.perf_counter() - began)
    print(f"bound   {solution.bound:>8}  gap {solution.gap:.2%}  {'proved to be the best' if solution.is_best else ''}")
    return 1 if broken else 0


def say(name: str, problem: Problem, placements: list[Placement], seconds: float) -> int:
    """Print a line; return how many hard rules the checker found broken."""
    found, broken = figures_of(problem, placements), faults(problem, placements)
    print(
        f"{name:<10} cost {found.cost:>8}  placed {len(placements)}/{len(problem.sessions)}"
        f"  against wishes {found.against_wish}  days waited {found.days_waited}"
        f"  rules broken {len(broken)}  {seconds:.1f} s"
    )
    return len(broken)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
