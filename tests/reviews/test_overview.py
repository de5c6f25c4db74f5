"""The overview: how many courses stand where, the median days, the months; each sees the own units."""

import io
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from mooc_portal.people.models import Role
from reviews.actions import Papers, decide
from reviews.overview import overview
from tests.factories import (
    ALL_YES,
    NOW,
    ZONE,
    make_course,
    make_department,
    make_faculty,
    make_person,
    make_user,
    packed,
    placement,
    protocol,
)

pytestmark = pytest.mark.django_db
WHO = {"submit": "author", "endorse": "department", "approve": "faculty", "publish": "quality", "return": "department"}


@pytest.fixture
def people():
    elsewhere = make_department("pedagogy", make_faculty("humanities"))
    return {
        "author": make_user("author@example.kz"),
        "department": make_person(Role.DEPARTMENT_REVIEWER),
        "faculty": make_person(Role.FACULTY_REVIEWER),
        "quality": make_person(Role.QUALITY_SPECIALIST),
        "elsewhere": make_person(Role.DEPARTMENT_REVIEWER, elsewhere),
    }


def live(people, code: str, *steps: tuple[str, int]):
    """A course with its steps, each so many days before now."""
    course = make_course(people["author"], code=code, at=NOW - timedelta(days=300))
    for step, days in steps:
        if step == "publish":
            packed(course)
        at = NOW - timedelta(days=days)
        papers = Papers(
            reason="Дайын", protocol=protocol(on=at.date()), placement=placement(on=at.date()), checklist=ALL_YES
        )
        decide(course, step, by=people[WHO[step]], at=at, seen=course.decision_count, papers=papers)
    return course


def standing(user) -> dict:
    return {row.name: (row.count, row.days) for row in overview(user, at=NOW).standings}


def test_every_course_is_counted_where_it_stands_with_the_median_stay(people):
    live(people, "a", ("submit", 60), ("endorse", 50), ("approve", 44), ("publish", 43))
    live(people, "b", ("submit", 40), ("endorse", 36))
    live(people, "c", ("submit", 30), ("return", 10))
    live(people, "d")
    assert standing(people["quality"]) == {
        "draft": (2, None),
        "department_review": (0, 10.0),  # 10, 4 and 20 days
        "faculty_review": (1, 6.0),
        "placing": (0, 1.0),
        "published": (1, None),
        "archived": (0, None),
    }


def test_the_time_between_a_return_and_the_next_round_is_the_authors(people):
    live(people, "a", ("submit", 60), ("return", 50), ("submit", 43))
    assert standing(people["quality"])["draft"] == (0, 7.0)


def test_each_sees_the_own_units(people):
    live(people, "a", ("submit", 60))
    counts = {name: standing(person)["department_review"][0] for name, person in people.items() if name != "author"}
    assert counts == {"department": 1, "faculty": 1, "quality": 1, "elsewhere": 0}


def test_the_months_are_those_of_the_university(people):
    course = make_course(people["author"])
    at = datetime(2027, 1, 1, 0, 30, tzinfo=ZONE)  # still December in Greenwich
    decide(course, "submit", by=people["author"], at=at, seen=0)
    months = {f"{month:%Y-%m}": counts["submit"] for month, counts in overview(people["quality"], at=NOW).months}
    assert len(months) == 12
    assert {month: count for month, count in months.items() if count} == {"2027-01": 1}


def page(user, **query):
    client = Client()
    client.force_login(user)
    return client.get(reverse("reviews:overview"), query)


def test_the_picture_has_its_table_and_its_workbook(people):
    live(people, "a", ("submit", 60), ("endorse", 50))
    shown = page(people["quality"]).content.decode()
    assert shown.count("<svg") == 2
    assert shown.count("<table") == 2
    sheet = load_workbook(io.BytesIO(page(people["quality"], format="xlsx").content)).active
    assert [cell.value for cell in sheet[4][:3]] == ["faculty review", 1, "–"]


def test_the_overview_is_for_those_who_judge(people):
    assert page(people["author"]).status_code == 403
    assert page(people["elsewhere"]).status_code == 200
