"""The dates of a run, at their boundaries."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from courses.regulation.limits import FIRST_LIMITS, Limits
from scheduling.calendar import Calendar, Phase, Work

AQTOBE = ZoneInfo("Asia/Aqtobe")
BERLIN = ZoneInfo("Europe/Berlin")


def calendar(starts_on=dt.date(2027, 2, 1), *, sections=8, weeks=9, limits=FIRST_LIMITS, zone=AQTOBE):
    return Calendar(starts_on=starts_on, sections=sections, weeks=weeks, limits=limits, zone=zone)


def local(text: str, zone=AQTOBE) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=zone)


def test_the_launch_message_is_due_six_weeks_before_the_start():
    assert calendar().announcement_on == dt.date(2026, 12, 21)
    assert calendar(dt.date(2027, 9, 1)).announcement_on == dt.date(2027, 7, 21)


def test_filming_begins_ten_weeks_before_the_start():
    spans = calendar().production()
    assert [(span.work, span.starts_on, span.ends_on) for span in spans] == [
        (Work.FILMING, dt.date(2026, 11, 23), dt.date(2026, 11, 30)),
        (Work.EDITING, dt.date(2026, 11, 30), dt.date(2026, 12, 14)),
        (Work.UPLOAD, dt.date(2026, 12, 14), dt.date(2026, 12, 21)),
    ]
    assert calendar(dt.date(2027, 9, 1)).production()[0].starts_on == dt.date(2027, 6, 23)


def test_the_last_day_of_a_piece_of_work_is_the_one_before_the_next_begins():
    assert calendar().production()[0].last_day == dt.date(2026, 11, 29)


def test_registration_closes_at_midnight_three_weeks_after_the_start():
    assert calendar().registration_closes_at == dt.datetime(2027, 2, 21, 19, 0, tzinfo=dt.UTC)
    assert calendar().registration_is_open(local("2027-02-21 23:59:59")) is True
    assert calendar().registration_is_open(local("2027-02-22 00:00:00")) is False


@pytest.mark.parametrize(("weeks", "closes"), [(2, "2027-02-15"), (3, "2027-02-22"), (9, "2027-02-22")])
def test_registration_of_a_short_course_closes_at_its_end(weeks, closes):
    short = calendar(sections=2, weeks=weeks)
    assert short.registration_closes_on == dt.date.fromisoformat(closes)


def test_registration_opens_by_the_universitys_own_setting():
    later = calendar(limits=Limits(soon_days=30))
    assert later.registration_opens_on == dt.date(2027, 1, 2)
    assert later.announcement_on == dt.date(2026, 12, 21)


def test_sections_open_one_week_apart_and_close_after_two():
    run = calendar()
    assert [run.section_opens_on(k) for k in (1, 2, 8)] == [
        dt.date(2027, 2, 1),
        dt.date(2027, 2, 8),
        dt.date(2027, 3, 22),
    ]
    assert run.section_closes_at(1) - run.section_opens_at(1) == dt.timedelta(days=14)
    assert run.section_closes_on(8) == run.ends_on == dt.date(2027, 4, 5)


def test_no_section_outlives_the_course():
    run = calendar(sections=6, weeks=6)
    assert run.section_closes_on(6) == run.ends_on
    assert run.section_closes_at(6) - run.section_opens_at(6) == dt.timedelta(days=7)


@pytest.mark.parametrize("number", [0, 9, -1])
def test_a_section_that_does_not_exist_has_no_date(number):
    with pytest.raises(ValueError, match="sections 1 to 8"):
        calendar().section_opens_on(number)


@pytest.mark.parametrize(
    ("moment", "phase"),
    [
        ("2026-12-20 23:59:59", Phase.EXPECTED),
        ("2026-12-21 00:00:00", Phase.OPEN),
        ("2027-01-31 23:59:59", Phase.OPEN),
        ("2027-02-01 00:00:00", Phase.STARTED),
        ("2027-02-21 23:59:59", Phase.STARTED),
        ("2027-02-22 00:00:00", Phase.RUNNING),
        ("2027-04-04 23:59:59", Phase.RUNNING),
        ("2027-04-05 00:00:00", Phase.FINISHED),
    ],
)
def test_the_phase_changes_at_midnight_of_the_university(moment, phase):
    assert calendar().phase(local(moment)) == phase


def test_a_run_is_announced_while_registration_has_not_opened():
    later = calendar(limits=Limits(soon_days=30))
    assert later.phase(local("2026-12-21 00:00")) == Phase.ANNOUNCED
    assert later.phase(local("2027-01-01 23:59")) == Phase.ANNOUNCED
    assert later.phase(local("2027-01-02 00:00")) == Phase.OPEN


def test_a_short_course_goes_from_started_to_finished():
    short = calendar(sections=2, weeks=2)
    assert short.phase(local("2027-02-14 23:59:59")) == Phase.STARTED
    assert short.phase(local("2027-02-15 00:00:00")) == Phase.FINISHED


def test_days_stay_days_where_the_clocks_change():
    spring = calendar(dt.date(2027, 3, 22), zone=BERLIN)  # the clocks go forward on 2027-03-28
    assert spring.section_opens_at(1) == dt.datetime(2027, 3, 21, 23, 0, tzinfo=dt.UTC)
    assert spring.section_opens_at(2) == dt.datetime(2027, 3, 28, 22, 0, tzinfo=dt.UTC)
    assert spring.section_opens_at(2) - spring.section_opens_at(1) == dt.timedelta(days=7, hours=-1)


def test_registration_closes_at_local_midnight_after_the_clocks_went_back():
    autumn = calendar(dt.date(2027, 10, 18), zone=BERLIN)  # back on 2027-10-31
    assert autumn.registration_closes_at == dt.datetime(2027, 11, 7, 23, 0, tzinfo=dt.UTC)
    assert autumn.registration_is_open(local("2027-11-07 23:59:59", BERLIN)) is True
    assert autumn.registration_is_open(local("2027-11-08 00:00:00", BERLIN)) is False


def test_moments_are_compared_rightly_in_the_hour_that_comes_twice():
    run = calendar(dt.date(2027, 10, 31), sections=1, weeks=1, zone=BERLIN)
    first, second = (dt.datetime(2027, 10, 31, 2, 30, fold=fold, tzinfo=BERLIN).astimezone(dt.UTC) for fold in (0, 1))
    assert second - first == dt.timedelta(hours=1)
    assert run.ends_at - run.starts_at == dt.timedelta(days=7, hours=1)
