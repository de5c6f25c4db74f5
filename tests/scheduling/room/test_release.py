"""When a section can be read: to the second, in zones with and without changing clocks."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from courses.regulation.limits import FIRST_LIMITS
from scheduling.calendar import Calendar
from scheduling.room.path import Step, neighbours, next_unread, steps
from scheduling.room.release import Access, missed, windows
from tests.documents import conforming, typed
from tests.scheduling.runs import local

AQTOBE, BERLIN = ZoneInfo("Asia/Aqtobe"), ZoneInfo("Europe/Berlin")
SECOND = dt.timedelta(seconds=1)


def calendar(starts_on=dt.date(2027, 3, 15), *, sections=6, weeks=7, zone=AQTOBE) -> Calendar:
    return Calendar(starts_on=starts_on, sections=sections, weeks=weeks, limits=FIRST_LIMITS, zone=zone)


def access(number: int, at: dt.datetime, *, stays=True, final=False, run=None) -> str:
    return windows(run or calendar(), stays_readable=stays, final_week=final, at=at)[number - 1].access


@pytest.mark.parametrize(
    ("number", "opens", "closes"),
    [
        (1, "2027-03-15 00:00", "2027-03-29 00:00"),
        (2, "2027-03-22 00:00", "2027-04-05 00:00"),
        (6, "2027-04-19 00:00", "2027-05-03 00:00"),
    ],
)
def test_a_section_opens_and_closes_at_the_second(number, opens, closes):
    opens, closes = local(opens), local(closes)
    assert access(number, opens - SECOND) == Access.AHEAD
    assert access(number, opens) == Access.OPEN
    assert access(number, opens + SECOND) == Access.OPEN
    assert access(number, closes - SECOND) == Access.OPEN
    assert access(number, closes) != Access.OPEN


def test_after_its_two_weeks_a_section_is_read_on_until_the_run_ends():
    closes, ends = local("2027-03-29 00:00"), local("2027-05-03 00:00")
    assert [access(1, at) for at in (closes - SECOND, closes, ends - SECOND, ends)] == [
        "open",
        "readable",
        "readable",
        "over",
    ]


def test_where_the_run_says_so_it_closes_altogether():
    closes = local("2027-03-29 00:00")
    assert [access(1, at, stays=False) for at in (closes - SECOND, closes)] == ["open", "over"]


def test_the_last_section_of_a_course_without_an_extra_week_closes_with_it():
    short = calendar(sections=2, weeks=2)
    ends = local("2027-03-29 00:00")
    assert [access(2, at, run=short) for at in (ends - SECOND, ends)] == ["open", "over"]


def test_the_final_week_follows_the_last_section():
    opens, ends = local("2027-04-26 00:00"), local("2027-05-03 00:00")
    assert [access(7, at, final=True) for at in (opens - SECOND, opens, ends - SECOND, ends)] == [
        "ahead",
        "open",
        "open",
        "over",
    ]
    assert len(windows(calendar(), stays_readable=True, final_week=False, at=opens)) == 6


def test_midnight_is_the_universitys_where_the_clocks_change():
    spring = calendar(dt.date(2027, 3, 22), zone=BERLIN)  # forward on 2027-03-28: section 2 opens at 22:00 UTC
    opens = local("2027-03-29 00:00", "Europe/Berlin")
    assert [access(2, at, run=spring) for at in (opens - SECOND, opens)] == ["ahead", "open"]
    autumn = calendar(dt.date(2027, 10, 25), zone=BERLIN)  # back on 2027-10-31
    closes = local("2027-11-08 00:00", "Europe/Berlin")
    assert [access(1, at, run=autumn) for at in (closes - SECOND, closes)] == ["open", "readable"]


@pytest.mark.parametrize("starts_on", [dt.date(2028, 2, 21), dt.date(2027, 12, 27)])
def test_weeks_are_seven_days_over_a_leap_day_and_the_end_of_a_year(starts_on):
    run = calendar(starts_on)
    opens = local(f"{starts_on + dt.timedelta(days=14)} 00:00")
    assert [access(3, at, run=run) for at in (opens - SECOND, opens)] == ["ahead", "open"]


def test_what_a_latecomer_has_missed():
    document = typed(conforming())
    at = local("2027-04-05 00:00")  # sections 1 and 2 are closed: 10 % each
    assert missed(document, calendar(), stays_readable=True, at=local("2027-03-29 00:00") - SECOND) is None
    late = missed(document, calendar(), stays_readable=True, at=at)
    assert (late.sections, late.readable, late.best_grade) == ([1, 2], True, 80)
    assert missed(document, calendar(), stays_readable=False, at=at).readable is False


def test_the_way_leads_through_what_is_readable_and_nothing_else():
    document = typed(conforming())
    way = steps(document, {1, 3})
    assert [step.place for step in way] == [(1, 1), (1, 2), (3, 1), (3, 2)]
    assert neighbours(way, (1, 2)) == (way[0], way[2])
    assert neighbours(way, (1, 1))[0] is None
    assert neighbours(way, (3, 2))[1] is None
    assert next_unread(way, {(1, 1)}) == way[1]
    assert next_unread(way, {step.place for step in way}) is None
    assert steps(document, {7}) == [Step(7, 1, "Қорытынды апта")]
