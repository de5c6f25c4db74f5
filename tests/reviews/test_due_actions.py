"""Reminders, escalation and digests: on their day, once, to the right people."""

from datetime import datetime, timedelta

import pytest

from mooc_portal.outbox.models import Letter
from mooc_portal.people.models import Digest, Role
from reviews.actions import Papers, decide
from reviews.due_actions import last_slot, send_digests, tell_what_is_due
from reviews.models import Act
from reviews.remarks.actions import act_on_remark, add_remark
from tests.factories import NOW, ZONE, make_course, make_person, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return {
        "author": make_user("author@example.kz"),
        "department": make_person(Role.DEPARTMENT_REVIEWER),
        "faculty": make_person(Role.FACULTY_REVIEWER),
        "quality": make_person(Role.QUALITY_SPECIALIST),
    }


@pytest.fixture
def course(people):
    """Sent on Monday, 1 February 2027: due on Monday, 15 February."""
    course = make_course(people["author"])
    decide(course, "submit", by=people["author"], at=NOW, seen=0)
    return course


def day(number: int) -> datetime:
    return datetime(2027, 2, number, 12, tzinfo=ZONE)


def told(at) -> set:
    before = set(Letter.objects.values_list("pk", flat=True))
    tell_what_is_due(at=at)
    return {letter.recipient for letter in Letter.objects.exclude(pk__in=before)}


@pytest.mark.parametrize(("number", "names"), [(12, set()), (13, {"department"}), (16, {"department"})])
def test_the_holders_are_reminded_two_days_before(course, people, number, names):
    assert told(day(number)) == {people[name] for name in names}


@pytest.mark.parametrize(("number", "names"), [(17, set()), (18, {"faculty", "quality"})])
def test_the_faculty_and_the_quality_department_hear_of_a_late_stage(course, people, number, names):
    tell_what_is_due(at=day(13))
    assert told(day(number)) == {people[name] for name in names}


def test_each_is_told_once_however_often_is_looked(course, people):
    assert told(day(20)) == {people["department"], people["faculty"], people["quality"]}
    assert told(day(20)) == told(day(28)) == set()


def test_a_new_stage_begins_anew(course, people):
    tell_what_is_due(at=day(20))
    decide(course, "return", by=people["department"], at=day(21), seen=1, papers=Papers("Түзету керек"))
    decide(course, "submit", by=people["author"], at=day(22), seen=2)
    late = day(22) + timedelta(days=30)
    assert told(late) == {people["department"], people["faculty"], people["quality"]}


def test_the_sweep_takes_the_same_queries_for_one_course_and_for_three(course, people, django_assert_max_num_queries):
    for number in range(2):
        another = make_course(people["author"], code=f"course-{number}")
        decide(another, "submit", by=people["author"], at=NOW, seen=0)
    with django_assert_max_num_queries(24):
        tell_what_is_due(at=day(20))


@pytest.mark.parametrize(
    ("digest", "at", "slot"),
    [
        (Digest.AT_ONCE, datetime(2027, 2, 3, 7, 59, tzinfo=ZONE), datetime(2027, 2, 3, 7, 59, tzinfo=ZONE)),
        (Digest.DAILY, datetime(2027, 2, 3, 7, 59, tzinfo=ZONE), datetime(2027, 2, 2, 8, tzinfo=ZONE)),
        (Digest.DAILY, datetime(2027, 2, 3, 8, 0, tzinfo=ZONE), datetime(2027, 2, 3, 8, tzinfo=ZONE)),
        (Digest.WEEKLY, datetime(2027, 2, 3, 12, 0, tzinfo=ZONE), datetime(2027, 2, 1, 8, tzinfo=ZONE)),
        (Digest.WEEKLY, datetime(2027, 2, 8, 7, 59, tzinfo=ZONE), datetime(2027, 2, 1, 8, tzinfo=ZONE)),
        (Digest.WEEKLY, datetime(2027, 2, 8, 8, 0, tzinfo=ZONE), datetime(2027, 2, 8, 8, tzinfo=ZONE)),
    ],
)
def test_digests_have_their_hour(digest, at, slot):
    assert last_slot(digest, at) == slot


def choose(user, digest):
    type(user).objects.filter(pk=user.pk).update(digest=digest)


def remark(course, by, text="Мысал жоқ", at=NOW, **changes):
    revision = course.revisions.first()
    return add_remark(course, revision=revision, path="", text=text, severity="essential", by=by, at=at, **changes)


def digests() -> list:
    return list(Letter.objects.filter(kind="review_digest").order_by("pk"))


@pytest.mark.parametrize(
    ("digest", "hours", "count"),
    [
        (Digest.AT_ONCE, 0, 1),
        (Digest.DAILY, 21, 0),  # until the next morning, 8 o'clock
        (Digest.DAILY, 22, 1),
        (Digest.WEEKLY, 165, 0),
        (Digest.WEEKLY, 166, 1),
        (Digest.NEVER, 300, 0),
    ],
)
def test_an_author_hears_of_a_remark_as_chosen(course, people, digest, hours, count):
    choose(people["author"], digest)
    remark(course, people["department"])
    assert send_digests(at=NOW + timedelta(hours=hours)) == count
    assert send_digests(at=NOW + timedelta(hours=hours)) == 0


def test_several_steps_are_one_letter_with_their_words(course, people):
    first = remark(course, people["department"])
    remark(course, people["department"], "Кесте анық емес")
    act_on_remark(first, Act.RESOLVE, seen=1, by=people["department"], at=NOW)
    send_digests(at=NOW + timedelta(days=2))
    (letter,) = digests()
    assert letter.recipient == people["author"]
    assert "3" in letter.subject
    assert "Мысал жоқ" in letter.body
    assert "Кесте анық емес" in letter.body


def test_who_made_a_remark_hears_of_the_answer(course, people):
    one = remark(course, people["department"])
    act_on_remark(one, Act.ANSWER, seen=1, by=people["author"], at=NOW, text="Қосылды")
    send_digests(at=NOW + timedelta(days=2))
    assert {letter.recipient for letter in digests()} == {people["author"], people["department"]}


def test_a_note_among_reviewers_reaches_no_author(course, people):
    remark(course, people["department"], private=True)
    assert send_digests(at=NOW + timedelta(days=2)) == 0
