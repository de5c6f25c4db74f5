"""What waits for whom, since when and until when; who holds a course; which steps are offered."""

from datetime import date, datetime, timedelta

import pytest

from courses.models import Course
from courses.states import State
from mooc_portal.people.models import Role, Substitution
from reviews import readers
from reviews.actions import Papers, decide
from reviews.due import due_date
from tests.factories import (
    ALL_YES,
    NOW,
    TODAY,
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
WHO = {"submit": "author", "endorse": "department", "approve": "faculty", "publish": "quality", "return": "faculty"}


@pytest.fixture
def people(db):
    elsewhere = make_department("pedagogy", make_faculty("humanities"))
    return {
        "author": make_user("author@example.kz"),
        "department": make_person(Role.DEPARTMENT_REVIEWER),
        "faculty": make_person(Role.FACULTY_REVIEWER),
        "quality": make_person(Role.QUALITY_SPECIALIST),
        "elsewhere": make_person(Role.DEPARTMENT_REVIEWER, elsewhere),
        "other faculty": make_person(Role.FACULTY_REVIEWER, elsewhere.faculty),
        "learner": make_user(),
    }


def take(course: Course, people, *steps: str) -> Course:
    for step in steps:
        if step == "publish":
            packed(course)
        given = Papers(reason="Дайын", protocol=protocol(), placement=placement(), checklist=ALL_YES)
        decide(course, step, by=people[WHO[step]], at=NOW, seen=course.decision_count, papers=given)
    return course


WAY = ("submit", "endorse", "approve", "publish")


@pytest.mark.parametrize(
    ("steps", "waits_for"),
    [
        ((), set()),
        (("submit",), {"department"}),
        (("submit", "endorse"), {"faculty"}),
        (("submit", "endorse", "approve"), {"quality"}),
        (WAY, set()),
        (("submit", "endorse", "return"), set()),
    ],
)
def test_a_course_waits_for_the_reviewers_of_its_stage_alone(people, steps, waits_for):
    take(make_course(people["author"]), people, *steps)
    assert {name for name, person in people.items() if readers.waiting_for(person, at=NOW)} == waits_for


def test_a_reviewers_own_course_does_not_wait_for_the_reviewer(people):
    course = make_course(people["author"])
    course.authorships.create(user=people["department"], position=1)
    take(course, people, "submit")
    assert readers.waiting_for(people["department"], at=NOW) == []


@pytest.mark.parametrize(("day", "count"), [(-1, 0), (0, 1), (2, 1), (3, 0)])
def test_a_course_waits_for_a_substitute_between_the_dates(people, day, count):
    held = people["department"].appointments.get()
    first, last = TODAY, TODAY + timedelta(days=2)
    Substitution.objects.create(appointment=held, substitute=people["learner"], starts_on=first, ends_on=last)
    take(make_course(people["author"]), people, "submit")
    assert len(readers.waiting_for(people["learner"], at=NOW + timedelta(days=day))) == count


@pytest.mark.parametrize(
    ("steps", "holder"),
    [
        ((), "author"),
        (("submit",), "department"),
        (("submit", "endorse"), "faculty"),
        (("submit", "endorse", "approve"), "quality"),
        (("submit", "endorse", "return"), "author"),
    ],
)
def test_somebody_holds_a_course_until_it_is_published(people, steps, holder):
    course = take(make_course(people["author"]), people, *steps)
    assert readers.held_by(course, at=NOW) == [people[holder]]


def test_nobody_holds_a_published_course(people):
    assert readers.held_by(take(make_course(people["author"]), people, *WAY), at=NOW) == []


@pytest.mark.parametrize(
    ("since", "days", "due"),
    [
        (date(2027, 2, 1), 10, date(2027, 2, 15)),  # a Monday: two working weeks
        (date(2027, 2, 5), 1, date(2027, 2, 8)),  # a Friday: the weekend does not count
        (date(2027, 2, 6), 1, date(2027, 2, 8)),  # a Saturday
        (date(2027, 2, 7), 5, date(2027, 2, 12)),
    ],
)
def test_a_review_is_due_after_working_days(settings, since, days, due):
    settings.REVIEW_DAYS = days
    assert due_date(datetime(since.year, since.month, since.day, 9, tzinfo=ZONE)) == due


def test_the_day_is_that_of_the_university_and_not_of_greenwich(settings):
    settings.REVIEW_DAYS = 1
    assert due_date(datetime(2027, 2, 2, 0, 30, tzinfo=ZONE)) == date(2027, 2, 3)


@pytest.mark.parametrize(("days", "overdue"), [(14, False), (15, True)])
def test_a_review_is_overdue_on_the_day_after_the_due_one(people, days, overdue):
    take(make_course(people["author"]), people, "submit")
    row = readers.waiting_for(people["department"], at=NOW + timedelta(days=days))[0]
    assert (row.due, row.overdue) == (date(2027, 2, 15), overdue)


def test_the_longest_waiting_stands_on_top(people):
    codes = ["third", "first", "second"]
    for code, age in zip(codes, (1, 30, 9), strict=True):
        course = take(make_course(people["author"], code=code), people, "submit")
        Course.objects.filter(pk=course.pk).update(state_since=NOW - timedelta(days=age))
    rows = readers.waiting_for(people["department"], at=NOW)
    assert [(row.course.code, row.overdue) for row in rows] == [("first", True), ("second", False), ("third", False)]


@pytest.mark.parametrize("item_count", [1, 3])
def test_what_waits_is_found_in_the_same_queries(people, item_count, django_assert_num_queries):
    for number in range(item_count):
        take(make_course(people["author"], code=f"course-{number}"), people, "submit")
    with django_assert_num_queries(4):  # roles, opinions awaited, courses, holidays
        rows = readers.waiting_for(people["department"], at=NOW)
        assert [row.course.department.code for row in rows] == ["informatics"] * item_count


def test_the_offers_are_the_edges_with_their_refusals(people):
    course = take(make_course(people["author"]), people, "submit", "endorse", "approve")
    offered = {offer.transition.name: offer.refusal for offer in readers.offers(course, people["faculty"], at=NOW)}
    assert {name: refusal is None for name, refusal in offered.items()} == {
        "approve": False,
        "publish": False,
        "return": True,
        "withdraw": False,
        "force": False,
    }
    assert "already approved" in offered["approve"]


def test_the_next_gate_follows_the_course(people):
    course, gates = make_course(people["author"]), []
    for step in WAY:
        gates.append(readers.next_gate(course))
        take(course, people, step)
    assert gates == ["dept", "fac", "fac", "place"]


def test_history_is_told_from_the_newest(people):
    course = take(make_course(people["author"]), people, "submit", "endorse", "return")
    assert [row.transition for row in readers.history_of(course)] == ["return", "endorse", "submit"]
    assert list(readers.returned_to(people["author"])) == [course]
    take(course, people, "submit")
    assert list(readers.returned_to(people["author"])) == []
    assert [row.state for row in readers.under_review_of(people["author"])] == [State.DEPARTMENT_REVIEW]
