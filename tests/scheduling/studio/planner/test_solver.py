"""The planner without a database: every hard rule kept, the bound true, the checker blind to nothing."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.studio.planner.checker import faults
from scheduling.studio.planner.generated import generated_problem
from scheduling.studio.planner.greedy import first_fit
from scheduling.studio.planner.problem import (
    AGAINST_WISH,
    QUARTERS,
    UNPLACED,
    Placement,
    Problem,
    Session,
    cost,
    figures_of,
    starts_of,
)
from scheduling.studio.planner.solver import solve

MORNING = tuple((day * QUARTERS + 36, day * QUARTERS + 48) for day in range(3))  # nine to twelve
ALICE = frozenset({"person:1"})


def problem(*sessions: Session, studios=1, **others) -> Problem:
    values = {
        "days": 3,
        "monday": 0,
        "open": {f"studio:{number}": MORNING for number in range(studios)},
        "operators": {"person:9": MORNING},
    }
    return Problem(sessions=sessions, **values | others)


def session(key=0, length=8, *, course=0, due=2, **others) -> Session:
    return Session(key, course, length, others.pop("people", frozenset({f"person:{key + 1}"})), due=due, **others)


def at(hour: float, day: int = 0) -> int:
    return day * QUARTERS + round(hour * 4)


def placed(key=0, start=36, studio="studio:0", operator="person:9") -> Placement:
    return Placement(key, studio, operator, start)


@settings(max_examples=15, deadline=None)
@given(st.integers(1, 6), st.integers(1, 20), st.integers(1, 3), st.integers(1, 3), st.integers(0, 10**6))
def test_whatever_is_asked_every_rule_is_kept_and_no_schedule_is_below_the_bound(courses, lectures, studios, ops, seed):
    asked = generated_problem(
        courses=courses, lectures=lectures, studios=studios, weeks=2, operators=ops, per_session=4, seed=seed
    )
    simple, solution = first_fit(asked), solve(asked, seconds=5)
    assert faults(asked, simple) == []
    assert faults(asked, solution.placements) == []
    assert solution.bound <= solution.cost <= cost(asked, simple)
    assert solution.cost == cost(asked, solution.placements)


def cheapest(asked: Problem) -> int:
    """The least cost there is, by trying everything."""
    choices = []
    for one in asked.sessions:
        places = [(at, studio) for studio in asked.open for at in starts_of(asked, one, studio)]
        found = [Placement(one.key, studio, name, at) for at, studio in places for name in asked.operators]
        choices.append([None, *found])
    plans = ([one for one in plan if one] for plan in product(*choices))
    return min(cost(asked, plan) for plan in plans if not faults(asked, plan))


@pytest.mark.parametrize(
    "asked",
    [
        problem(session(0), session(1)),
        problem(session(0, people=ALICE), session(1, people=ALICE), studios=2),
        problem(session(0, due=0), session(1, due=0)),
        problem(session(0, wish=frozenset({2})), session(1, wish=frozenset({0}))),
        problem(session(0, 5, due=0), session(1, 6, due=0), session(2, 4, due=1)),
        problem(session(0, aids=frozenset({"aid:1"}), due=0), session(1, aids=frozenset({"aid:1"}), due=0), studios=2),
        problem(session(0), session(1), taken={"studio:0": ((at(9), at(12)),), "person:1": ((at(9, 1), at(12, 1)),)}),
    ],
)
def test_small_problems_are_solved_as_well_as_by_trying_everything(asked):
    solution = solve(asked, seconds=5)
    assert solution.cost == cheapest(asked)
    assert solution.bound <= solution.cost


def test_what_first_fit_leaves_out_the_planner_places():
    """The one that is due first takes the only place of the other; on another day there is room for it."""
    first = session(0, 12, due=1)
    second = session(1, 12, due=2, people=frozenset({"person:2"}), aids=frozenset({"aid:1"}))
    asked = problem(first, second, taken={"aid:1": ((at(0, 1), at(0, 3)),)})
    assert len(first_fit(asked)) == 1
    assert len(solve(asked, seconds=5).placements) == 2


def test_a_session_without_a_place_costs_what_no_waiting_outweighs():
    asked = problem(session(0, 20), session(1))
    solution = solve(asked, seconds=5)
    assert [one.session for one in solution.placements] == [1]
    assert solution.cost == solution.bound == 2 * UNPLACED  # once for itself, once for its course


def test_a_wish_is_worth_waiting_for_and_counted_where_it_cannot_be_met():
    asked = problem(session(0, wish=frozenset({1})))
    assert solve(asked, seconds=5).cost == 1
    asked = problem(session(0, wish=frozenset({5})))
    assert figures_of(asked, solve(asked, seconds=5).placements).against_wish == 1
    assert solve(asked, seconds=5).cost == AGAINST_WISH


@pytest.mark.parametrize(
    ("placements", "words"),
    [
        ([placed(7)], "unknown"),
        ([placed(), placed()], "placed twice"),
        ([placed(start=at(9, 3))], "allowed 0 to 2"),
        ([placed(start=at(23))], "midnight"),
        ([placed(start=at(8.75))], "hours of studio:0"),
        ([placed(start=at(10.25))], "hours of studio:0"),
        ([placed(start=at(9, 1), operator="person:8")], "hours of person:8"),
        ([placed(0), placed(1, at(9, 0))], "studio:0: "),
        ([placed(2), placed(3, studio="studio:1")], "person:7: "),
        ([placed(0), placed(1, studio="studio:1")], "person:9: "),
        ([placed(4), placed(5, studio="studio:1", operator="person:8")], "aid:1: "),
        ([placed(0, start=at(9, 2))], "studio:0: session 0 and a booking"),
    ],
)
def test_the_checker_sees_each_broken_rule(placements, words):
    asked = problem(
        *(session(0), session(1)),
        *(session(2, people=frozenset({"person:7"})), session(3, people=frozenset({"person:7"}))),
        *(session(4, aids=frozenset({"aid:1"})), session(5, aids=frozenset({"aid:1"}))),
        studios=2,
        operators={"person:9": MORNING, "person:8": MORNING[:1]},
        taken={"studio:0": ((at(11, 2), at(12, 2)),)},
    )
    assert any(words in fault for fault in faults(asked, placements)), faults(asked, placements)


def test_the_buffer_of_a_studio_is_kept_to_the_quarter():
    asked = problem(session(0, 5), session(1, 5), buffer=2)
    fits = [placed(0), placed(1, start=at(9) + 7)]
    assert faults(asked, fits) == []
    assert faults(asked, [fits[0], replace(fits[1], start=at(9) + 6)]) != []


def test_progress_is_told_as_cost_and_bound():
    told = []
    solve(
        generated_problem(courses=3, lectures=8, studios=1, weeks=2), seconds=5, progress=lambda *one: told.append(one)
    )
    assert told
    assert all(bound <= value for value, bound in told)


def test_there_may_be_nothing_to_plan_and_nowhere_to_go():
    assert solve(problem(), seconds=5).cost == 0
    assert solve(problem(session(0), studios=0), seconds=5).placements == []
    assert solve(problem(session(0), operators={}), seconds=5).placements == []
