"""When things are due, to the second, in the university's zone and in one whose clocks change."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from courses.actions.regulation import activate_regulation
from courses.regulation.limits import FIRST_LIMITS
from mooc_portal.outbox.models import Letter
from scheduling.calendar import Calendar
from scheduling.jobs.letters import queue_current_section_letter
from scheduling.jobs.plan import RunFacts, jobs_of
from scheduling.jobs.sweep import run_due
from scheduling.models import JobKind
from tests.courses.test_regulation_versions import draft
from tests.factories import NOW, make_user
from tests.scheduling.jobs.runs import day, make_run, register

SECOND = timedelta(seconds=1)
AQTOBE, BERLIN = ZoneInfo("Asia/Aqtobe"), ZoneInfo("Europe/Berlin")


def due(starts_on: date, *, zone=AQTOBE, sections: int = 6, weeks: int = 7, planned=None) -> dict[tuple, datetime]:
    calendar = Calendar(starts_on=starts_on, sections=sections, weeks=weeks, limits=FIRST_LIMITS, zone=zone)
    planned_at = planned or calendar.moment(calendar.day(-90))
    facts = RunFacts(calendar=calendar, planned_at=planned_at, approved=True, published=True)
    return {(job.kind, job.section): job.due_at for job in jobs_of(facts)}


def local(text: str, zone) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


@pytest.mark.parametrize("zone", [AQTOBE, BERLIN])
def test_everything_is_due_at_midnight_of_the_zone_on_both_sides_of_a_change_of_clocks(zone):
    spring, autumn = due(date(2027, 3, 22), zone=zone), due(date(2027, 10, 18), zone=zone)
    assert spring[JobKind.SECTION_LETTER, 2] == local("2027-03-29 00:00", zone)
    assert spring[JobKind.REGISTRATION_CLOSED, 0] == local("2027-04-12 00:00", zone)
    assert spring[JobKind.ANNOUNCEMENT, 0] == local("2027-02-08 00:00", zone)
    assert autumn[JobKind.SECTION_LETTER, 3] == local("2027-11-01 00:00", zone)
    assert autumn[JobKind.RUN_ENDED, 0] == local("2027-12-06 00:00", zone)


def test_a_week_with_a_change_of_clocks_has_an_hour_more_or_less():
    spring, autumn = due(date(2027, 3, 22), zone=BERLIN), due(date(2027, 10, 25), zone=BERLIN)
    assert spring[JobKind.SECTION_LETTER, 2] - spring[JobKind.SECTION_LETTER, 1] == timedelta(days=7, hours=-1)
    assert autumn[JobKind.SECTION_LETTER, 2] - autumn[JobKind.SECTION_LETTER, 1] == timedelta(days=7, hours=1)


def test_leap_day_and_year_end():
    leap, year = due(date(2028, 2, 22)), due(date(2026, 12, 28))
    assert leap[JobKind.SECTION_LETTER, 2] == local("2028-02-29 00:00", AQTOBE)
    assert leap[JobKind.SECTION_LETTER, 3] == local("2028-03-07 00:00", AQTOBE)
    assert year[JobKind.SECTION_LETTER, 2] == local("2027-01-04 00:00", AQTOBE)
    assert year[JobKind.REGISTRATION_CLOSED, 0] == local("2027-01-18 00:00", AQTOBE)


def test_registration_of_a_two_week_course_closes_with_the_course():
    short = due(date(2027, 4, 5), sections=2, weeks=2)
    assert short[JobKind.REGISTRATION_CLOSED, 0] == short[JobKind.RUN_ENDED, 0] == local("2027-04-19 00:00", AQTOBE)


def test_what_was_over_when_the_run_was_planned_was_never_due():
    start = date(2027, 4, 5)
    assert (JobKind.ANNOUNCEMENT, 0) in due(start, planned=local("2027-04-04 23:59:59", AQTOBE))
    assert (JobKind.ANNOUNCEMENT, 0) not in due(start, planned=local("2027-04-05 00:00:00", AQTOBE))


@pytest.mark.django_db
@pytest.mark.parametrize("zone", ["Asia/Aqtobe", "Europe/Berlin"])
def test_letters_leave_at_midnight_of_the_zone_that_is_set(settings, zone):
    settings.TIME_ZONE = zone
    run = make_run(starts_on=date(2027, 3, 22), announced=True)
    registration = register(run)
    run_due(at=day(run, 0))
    opens = datetime(2027, 3, 29, tzinfo=ZoneInfo(zone))  # in Berlin the day after the clocks went forward
    assert run_due(at=opens.astimezone(UTC) - SECOND) == []
    assert queue_current_section_letter(registration, opens - SECOND) == 1
    assert [action.section for action in run_due(at=opens.astimezone(UTC))] == [2]
    assert Letter.objects.filter(kind="section_letter").count() == 2


@pytest.mark.django_db
def test_a_version_activated_during_a_run_moves_nothing_of_it():
    administrator = make_user(is_staff=True, is_superuser=True)
    activate_regulation(draft("2"), by=administrator, at=NOW)
    run = make_run()
    register(run)
    run_due(at=day(run, 5))
    stricter = FIRST_LIMITS.to_json() | {"section_days": 3, "registration_close_days": 2}
    activate_regulation(draft("3", limits=stricter), by=administrator, at=day(run, 5))
    assert run_due(at=day(run, 6)) == []
    assert [action.section for action in run_due(at=day(run, 7) - SECOND)] == []
    assert [action.section for action in run_due(at=day(run, 7))] == [2]
    assert "registration_closed" in [action.action for action in run_due(at=day(run, 21))]
