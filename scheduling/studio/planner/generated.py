"""Problems of a given size for tests and the benchmark, the same for the same seed."""

from __future__ import annotations

import random

from scheduling.studio.planner.problem import QUARTERS, Problem, Session


def generated_problem(
    *, courses: int, lectures: int, studios: int, weeks: int, operators: int = 4, per_session: int = 6, seed: int = 1
) -> Problem:
    """Sessions of ``per_session`` lectures of 10 to 15 minutes each (4.4), filmed in twice that time.

    Studios are open from nine to six from Monday to Friday, apart from two holidays. A lecturer for each
    course, of whom some are away for a week, some wish for certain days, and some need one of two teleprompters.
    Deadlines are spread over the second half of the weeks.
    """
    dice = random.Random(seed)  # noqa: S311
    days = 7 * weeks
    holidays = {dice.randrange(days) for _number in range(2)}
    working = [day for day in range(days) if day % 7 < 5 and day not in holidays]
    hours = tuple((day * QUARTERS + 36, day * QUARTERS + 72) for day in working)
    sessions, taken = [], {}
    for course in range(courses):
        lecturer = f"person:{course}"
        if dice.random() < 0.3:
            away = dice.randrange(weeks) * 7
            taken[lecturer] = ((away * QUARTERS, (away + 5) * QUARTERS),)
        wish = frozenset(dice.sample(range(5), 3)) if dice.random() < 0.5 else frozenset()
        aids = frozenset({f"aid:{dice.randrange(2)}"}) if dice.random() < 0.3 else frozenset()
        earliest, due = dice.randrange(days // 3), dice.randrange(days // 2, days)
        for number in range(-(-lectures // per_session)):
            size = min(per_session, lectures - number * per_session)
            minutes = sum(2 * dice.randint(10, 15) for _lecture in range(size))
            length = -(-minutes // 15)
            people = frozenset({lecturer})
            sessions.append(Session(len(sessions), course, length, people, aids, earliest, due, wish))
    return Problem(
        days=days,
        monday=0,
        sessions=tuple(sessions),
        open={f"studio:{number}": hours for number in range(studios)},
        operators={f"operator:{number}": hours for number in range(operators)},
        taken=taken,
    )
