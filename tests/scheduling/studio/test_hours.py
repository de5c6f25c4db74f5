"""The calendar by hours: a week of one thing, a day of all, and moving in it."""

from datetime import datetime

import pytest

from mooc_portal.people.models import Role
from scheduling.models import Aid, BookingState, FreePeriod
from scheduling.studio.actions import acknowledge, book, confirm
from tests.factories import NOW, TODAY, make_person
from tests.scheduling.filming import moment, slot

pytestmark = pytest.mark.django_db
WEEK = "date=2027-02-08"


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def booking(course, studio, author, quality, operator):
    return book(course, slot(studio, author, operator=operator), by=quality, at=NOW)


def page(client, user, query: str) -> str:
    client.force_login(user)
    response = client.get(f"/studio/hours/?{query}")
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", True),
        ("&show=studio:{studio}", True),
        ("&show=person:{operator}", True),
        ("&show=aid:{aid}", False),
        ("&by=studio", True),
        ("&by=person", True),
        ("&by=aid", False),
        ("&show=x&by=y", True),
    ],
)
def test_a_week_of_one_thing_or_a_day_of_all(client, booking, quality, query, shown):
    aid = Aid.objects.create(name_kk="Суфлёр", name_ru="Суфлёр", name_en="Teleprompter")
    query = query.format(studio=booking.studio_id, operator=booking.operator_id, aid=aid.pk)
    assert (f'href="/studio/{booking.pk}/"' in page(client, quality, WEEK + query)) == shown


@pytest.mark.parametrize("text", ["2027-02-31", "x", "0001-01-01", "9999-12-31", ""])
def test_a_day_that_is_none_shows_this_week(client, booking, quality, text):
    assert f'data-day="{TODAY}"' in page(client, quality, f"date={text}")


def test_a_filming_stands_where_its_hours_are(client, booking, quality):
    html = page(client, quality, WEEK)
    assert "from-9 span-8" in html  # from 10:00, two hours after the first hour shown, for two hours


def test_another_author_sees_that_it_is_taken_and_no_more(client, booking):
    html = page(client, make_person(Role.INSTRUCTOR), WEEK)
    assert "10:00–12:00" in html
    assert booking.course.title not in html
    client.force_login(make_person(Role.INSTRUCTOR))
    assert client.post(f"/studio/{booking.pk}/drop/").status_code == 404


def drag(client, booking, **changes):
    values = {"day": "2027-02-09", "begins": "13:00", "ends": "15:30", "seen": booking.version, "next": "/studio/"}
    return client.post(f"/studio/{booking.pk}/drop/", values | changes)


def test_a_dragged_filming_is_moved_with_all_that_it_takes(client, booking, quality):
    client.force_login(quality)
    assert drag(client, booking)["Location"] == "/studio/"
    booking.refresh_from_db()
    assert (booking.starts_at, booking.ends_at) == (moment("13:00", day=1), moment("15:30", day=1))
    assert booking.operator is not None


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"begins": "08:00"}, "Outside the hours of the studio."),
        ({"day": "2027-01-04"}, "in the past"),
        ({"seen": 7}, "Somebody changed this filming meanwhile."),
        ({"day": "x"}, "Enter a valid date."),
    ],
)
def test_what_is_refused_comes_back_as_a_form_with_the_reason(client, booking, quality, changes, reason):
    client.force_login(quality)
    response = drag(client, booking, **changes)
    assert response.status_code == 200
    assert reason in response.content.decode()
    booking.refresh_from_db()
    assert booking.starts_at == moment("10:00")


def test_the_way_back_leads_to_no_other_host(client, booking, quality):
    client.force_login(quality)
    assert drag(client, booking, next="https://evil.example/")["Location"] == "/studio/hours/"


def test_what_an_author_moves_is_confirmed_again(client, booking, author, quality):
    acknowledge(booking, by=author, at=NOW)
    confirm(booking, by=quality, at=NOW)
    booking.refresh_from_db()
    client.force_login(author)
    drag(client, booking)
    booking.refresh_from_db()
    assert booking.standing == BookingState.REQUESTED
    assert booking.memo_read_at == NOW


@pytest.mark.parametrize("day", ["2027-01-04", "2027-03-24", "2027-05-03", "2027-05-10"])
def test_the_moved_days_off_of_2027_are_in_the_table(day):
    wanted = datetime.fromisoformat(day).date()
    assert FreePeriod.objects.filter(kind="holiday", first=wanted, last=wanted).count() == 1


def test_the_page_asks_the_database_as_often_for_three_filmings_as_for_one(
    client,
    booking,
    course,
    studio,
    author,
    quality,
    django_assert_num_queries,
):
    page(client, quality, WEEK)
    with django_assert_num_queries(15):
        page(client, quality, WEEK)
    for day in (1, 2):
        book(course, slot(studio, author, day=day), by=author, at=NOW)
    with django_assert_num_queries(15):
        page(client, quality, WEEK)
