"""The calendar of a person, at an address that nobody guesses."""

from datetime import date

import pytest
import time_machine
from icalendar import Calendar

from mooc_portal.people.models import Role
from scheduling.ical import address_of, calendar_file
from scheduling.models import CalendarAddress, Standing
from tests.factories import NOW, make_person, make_user
from tests.scheduling.jobs.runs import make_run, register

pytestmark = pytest.mark.django_db


def events(user, at=NOW) -> dict[str, tuple]:
    calendar = Calendar.from_ical(calendar_file(user, at=at))
    return {
        str(event["uid"]).partition("@")[0].split("-", 2)[2]: (str(event["summary"]), event["dtstart"].dt)
        for event in calendar.walk("VEVENT")
    }


SECTIONS = {f"section-{number}" for number in range(1, 7)}


def test_a_learner_sees_the_sections_of_the_runs_registered_for_and_no_others():
    run = make_run(title="Деректер")
    make_run(code="other")
    learner = register(run).user
    found = events(learner)
    assert set(found) == SECTIONS
    assert found["section-2"] == ("Section 2 opens: Бөлім (Деректер)", date(2027, 4, 12))


@pytest.mark.parametrize("standing", [Standing.WAITING, Standing.LEFT])
def test_who_waits_or_left_sees_nothing(standing):
    assert events(register(make_run(), standing=standing).user) == {}


def test_author_and_quality_see_what_is_due_as_well():
    run = make_run()
    for person in (run.course.authorships.get().user, run.planned_by):
        found = events(person)
        assert set(found) == SECTIONS | {"announcement", "registration", "end"}
        assert found["announcement"][1] == date(2027, 2, 22)
        assert found["registration"][1] == date(2027, 4, 25)
        assert found["end"][1] == date(2027, 5, 23)
    assert events(make_person(Role.INSTRUCTOR)) == {}


def test_a_moved_run_moves_its_events_under_the_same_names(settings):
    run = make_run()
    settings.SITE_URL = "https://mooc.example.kz"
    before = Calendar.from_ical(calendar_file(run.planned_by, at=NOW)).walk("VEVENT")
    type(run).objects.update(starts_on=date(2027, 4, 12))
    after = Calendar.from_ical(calendar_file(run.planned_by, at=NOW)).walk("VEVENT")
    assert [str(event["uid"]) for event in before] == [str(event["uid"]) for event in after]
    assert str(before[0]["uid"]).endswith("@mooc.example.kz")
    assert before[0]["dtstart"].dt != after[0]["dtstart"].dt


def test_the_address_is_the_permission_and_can_be_made_worthless(client):
    run = make_run()
    learner = register(run).user
    client.force_login(learner)
    page = client.get("/calendar/").content.decode()
    old = CalendarAddress.objects.get().secret
    assert f"/calendar/{old}.ics" in page
    client.logout()
    with time_machine.travel(NOW, tick=False):
        response = client.get(f"/calendar/{old}.ics")
    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert response.content.count(b"BEGIN:VEVENT") == 6
    client.force_login(learner)
    client.post("/calendar/")
    client.logout()
    assert client.get(f"/calendar/{old}.ics").status_code == 404
    assert client.get(f"/calendar/{CalendarAddress.objects.get().secret}.ics").status_code == 200
    type(learner).objects.update(is_active=False)
    assert client.get(f"/calendar/{CalendarAddress.objects.get().secret}.ics").status_code == 404


def test_asking_again_keeps_the_address():
    user = make_user()
    assert address_of(user, at=NOW).secret == address_of(user, at=NOW).secret
    assert len(address_of(user, at=NOW).secret) >= 40


def test_visitors_have_no_calendar(client):
    assert client.get("/calendar/").status_code == 302
