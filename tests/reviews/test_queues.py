"""The lists of the reviews: mine, with others, sent back; searched, filtered, counted, reminded of, exported."""

import io
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from courses.models import Course
from mooc_portal.outbox.models import Letter, Status
from mooc_portal.people.models import Role, Substitution
from reviews.actions import Papers, decide
from reviews.queues import PAGE, courses_others_hold, courses_sent_back, queue_for
from reviews.reminders import remind_holders
from tests.factories import (
    ALL_YES,
    NOW,
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
        "learner": make_user(),
    }


def take(people, code: str, *steps: str, at=NOW) -> Course:
    course = make_course(people["author"], code=code, at=at)
    for step in steps:
        if step == "publish":
            packed(course)
        papers = Papers(reason="Дайын", protocol=protocol(), placement=placement(), checklist=ALL_YES)
        decide(course, step, by=people[WHO[step]], at=at, seen=course.decision_count, papers=papers)
    return course


def codes(courses) -> list[str]:
    return [course.code for course in courses]


def test_every_course_in_review_waits_for_one_and_is_with_others_for_the_rest(people):
    take(people, "draft")
    take(people, "at-department", "submit")
    take(people, "at-faculty", "submit", "endorse")
    take(people, "to-place", "submit", "endorse", "approve")
    take(people, "done", "submit", "endorse", "approve", "publish")
    seen = {name: set(codes(courses_others_hold(person, at=NOW))) for name, person in people.items()}
    assert seen == {
        "author": {"at-department", "at-faculty", "to-place"},
        "department": {"at-faculty", "to-place"},
        "faculty": {"at-department", "to-place"},
        "quality": {"at-department", "at-faculty"},
        "elsewhere": set(),
        "learner": set(),
    }


def test_what_was_sent_back_is_listed_until_it_comes_again(people):
    course = take(people, "back", "submit", "return")
    take(people, "withdrawn", "submit")
    for name in ("author", "department", "faculty", "quality"):
        assert codes(courses_sent_back(people[name], at=NOW)) == ["back"]
    assert codes(courses_sent_back(people["elsewhere"], at=NOW)) == []
    decide(course, "submit", by=people["author"], at=NOW, seen=2)
    assert codes(courses_sent_back(people["author"], at=NOW)) == []


def queue(people, name="waiting", who="department", **options):
    given = {"words": "", "only": "", "number": 1, "at": NOW} | options
    return queue_for(people[who], name, **given)


def test_words_are_found_without_case_and_with_the_other_o(people):
    for number, title in enumerate(("Өнер тарихы", "Физика", "100% таза су")):
        course = take(people, f"course-{number}", "submit")
        Course.objects.filter(pk=course.pk).update(search_text=f"{title.casefold()} course-{number}")
    found = {
        words: codes(queue(people, words=words).page.object_list) for words in ("ӨНЕР", "ӛнер", "%", "COURSE-1", "_")
    }
    assert found == {
        "ӨНЕР": ["course-0"],
        "ӛнер": ["course-0"],
        "%": ["course-2"],
        "COURSE-1": ["course-1"],
        "_": [],
    }


def test_the_counts_are_those_of_the_whole_list_and_the_filter_shows_that_many(people):
    for number in range(3):
        take(people, f"new-{number}", "submit")
    old = take(people, "old", "submit", at=NOW - timedelta(days=40))
    shown = queue(people)
    assert shown.counts == {"all": 4, "overdue": 1, "department": 4, "faculty": 0, "placement": 0}
    assert codes(shown.page.object_list)[0] == "old"
    assert codes(queue(people, only="overdue").page.object_list) == [old.code]
    assert queue(people, "others", "quality").counts["department"] == 4


def test_a_long_list_has_pages(people):
    first = take(people, "course-0", "submit")
    rows = [Course(**{f.attname: getattr(first, f.attname) for f in Course._meta.concrete_fields if f.name != "id"})]
    for number in range(PAGE):
        copy = rows[0]
        copy.pk, copy.code, copy._state.adding = None, f"copy-{number}", True
        Course.objects.bulk_create([copy])
    assert len(queue(people).page.object_list) == PAGE
    assert len(queue(people, number=2).page.object_list) == 1
    assert queue(people, number="nonsense").page.number == 1


def test_the_holders_are_named_with_those_who_stand_in(people):
    take(people, "at-department", "submit")
    held = people["department"].appointments.get()
    Substitution.objects.create(
        appointment=held, substitute=people["learner"], starts_on=NOW.date(), ends_on=NOW.date()
    )
    row = queue(people, "others", "faculty").rows[0]
    assert row["holders"] == [(person.pk, person.name) for person in (people["department"], people["learner"])]


def test_a_reminder_reaches_the_holders_once_a_day(people):
    course = take(people, "at-department", "submit")
    assert remind_holders([course.code], by=people["author"], at=NOW) == (1, 1)
    remind_holders([course.code], by=people["quality"], at=NOW)
    letters = Letter.objects.filter(kind="review_reminder")
    assert [letter.recipient for letter in letters] == [people["department"]]
    remind_holders([course.code], by=people["author"], at=NOW + timedelta(days=1))
    assert Letter.objects.filter(kind="review_reminder").count() == 2


@pytest.mark.parametrize("name", ["elsewhere", "learner", "department"])
def test_nobody_reminds_of_what_is_none_of_theirs_or_waits_for_themselves(people, name):
    course = take(people, "at-department", "submit")
    assert remind_holders([course.code], by=people[name], at=NOW) == (0, 0)


def test_a_decision_takes_an_unsent_reminder_back(people):
    course = take(people, "at-department", "submit")
    remind_holders([course.code], by=people["author"], at=NOW)
    papers = Papers(reason="Түзету керек")
    decide(course, "return", by=people["department"], at=NOW, seen=1, papers=papers)
    assert Letter.objects.get(kind="review_reminder").status == Status.SUPERSEDED


def client(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_reminders_are_sent_from_the_list(people):
    course = take(people, "at-department", "submit", at=timezone.now())
    answer = client(people["author"]).get(reverse("reviews:queue"), {"list": "others"}).content.decode()
    assert f'value="{course.code}"' in answer
    sent = client(people["author"]).post(reverse("reviews:remind"), {"course": [course.code]}, follow=True)
    assert "Courses: 1. Reminders: 1." in sent.content.decode()
    assert client(people["author"]).get(reverse("reviews:remind")).status_code == 405
    nothing = client(people["author"]).post(reverse("reviews:remind"), {}, follow=True)
    assert "Choose the courses" in nothing.content.decode()


def test_a_workbook_holds_what_the_filter_shows_and_never_a_formula(people):
    course = take(people, "course-0", "submit", at=timezone.now())
    Course.objects.filter(pk=course.pk).update(title='=HYPERLINK("http://x")', search_text="course-0")
    take(people, "other", "submit", at=timezone.now())
    answer = client(people["department"]).get(reverse("reviews:queue"), {"format": "xlsx", "q": "course-0"})
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet.max_row == 2
    cell = sheet["B2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ('=HYPERLINK("http://x")', "s", True)


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_list_with_holders_takes_the_same_queries(people, item_count, django_assert_num_queries):
    for number in range(item_count):
        take(people, f"course-{number}", "submit", at=timezone.now())
    browser = client(people["faculty"])
    with django_assert_num_queries(9):
        browser.get(reverse("reviews:queue"), {"list": "others"})


def test_an_approved_course_is_said_to_be_and_counts_as_waiting_for_its_placement(people, client):
    take(people, "reviewed", "submit", "endorse")
    take(people, "approved", "submit", "endorse", "approve")
    client.force_login(people["quality"])
    page = client.get("/reviews/?list=others", headers={"accept-language": "en"})
    assert "<br><small>approved by the faculty" not in page.content.decode()
    page = client.get("/reviews/", headers={"accept-language": "en"})
    assert "<br><small>approved by the faculty" in page.content.decode()
    assert page.context["counts"] == {"all": 1, "overdue": 0, "department": 0, "faculty": 0, "placement": 1}
