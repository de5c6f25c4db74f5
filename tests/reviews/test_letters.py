"""Who hears of a decision, what the letter says, and which unsent letters it takes back."""

from datetime import timedelta

import pytest
from django.urls import reverse

from courses.states import State
from mooc_portal.outbox.models import Letter, Status
from mooc_portal.people.models import Role, Substitution
from reviews.actions import Papers, decide
from tests.factories import ALL_YES, NOW, TODAY, make_course, make_person, make_user, packed, placement, protocol

WHO = {"submit": "author", "endorse": "department", "approve": "faculty", "publish": "quality"}
WHO |= {"withdraw": "author", "revise": "author", "correct": "author", "force": "administrator", "archive": "quality"}


@pytest.fixture
def people(db):
    return {
        "author": make_user("author@example.kz"),
        "department": make_person(Role.DEPARTMENT_REVIEWER),
        "faculty": make_person(Role.FACULTY_REVIEWER),
        "quality": make_person(Role.QUALITY_SPECIALIST),
        "administrator": make_user(is_superuser=True),
    }


@pytest.fixture
def course(people):
    return make_course(people["author"])


def take(course, people, *steps, by="", **changes):
    decision = None
    for step in steps:
        usual = {"reason": "Дайын", "protocol": protocol(), "checklist": ALL_YES, "placement": placement()}
        given = Papers(**(usual | changes))
        if step == "publish":
            packed(course)
        who = people[by or WHO[step]]
        decision = decide(course, step, by=who, at=NOW, seen=course.decision_count, papers=given)
    return decision


def waiting(people) -> dict[str, list[str]]:
    """Kinds of the letters that have not left yet, by person."""
    rows = Letter.objects.filter(status=Status.QUEUED).order_by("kind")
    found = {name: [row.kind for row in rows if row.recipient == person] for name, person in people.items()}
    return {name: kinds for name, kinds in found.items() if kinds}


def all_left() -> None:
    Letter.objects.update(status=Status.SENT)


def test_each_step_of_the_way_tells_those_it_concerns(course, people):
    told = {}
    for step in ("submit", "endorse", "approve", "publish", "archive"):
        take(course, people, step)
        told[step] = waiting(people)
        all_left()
    assert told == {
        "submit": {"department": ["review_asked"]},
        "endorse": {"author": ["review_endorsed"], "faculty": ["review_asked"]},
        "approve": {"author": ["review_approved"], "quality": ["review_to_place"]},
        "publish": {
            "author": ["review_published"],
            "department": ["review_published"],
            "faculty": ["review_published"],
        },
        "archive": {},
    }


@pytest.mark.parametrize(
    ("stage", "by", "told"),
    [
        (("submit",), "department", {"author": ["review_returned"]}),
        (("submit", "endorse"), "faculty", {"author": ["review_returned"], "department": ["review_returned"]}),
    ],
)
def test_of_a_return_the_department_hears_when_the_faculty_returned(course, people, stage, by, told):
    take(course, people, *stage)
    all_left()
    take(course, people, "return", by=by, reason="Глоссарий толық емес.\n\n2-бөлім: тест жоқ.")
    assert waiting(people) == told
    for letter in Letter.objects.filter(status=Status.QUEUED):
        assert "Глоссарий толық емес.\n\n2-бөлім: тест жоқ." in letter.body


def test_a_withdrawal_is_told_to_those_who_were_asked(course, people):
    take(course, people, "submit")
    all_left()
    take(course, people, "withdraw")
    assert waiting(people) == {"department": ["review_withdrawn"]}


def test_who_was_never_told_of_the_course_does_not_hear_of_its_withdrawal(course, people):
    take(course, people, "submit", "withdraw")
    assert waiting(people) == {}
    assert [letter.status for letter in Letter.objects.all()] == [Status.SUPERSEDED]


def test_unsent_letters_that_no_longer_hold_are_taken_back(course, people):
    take(course, people, "submit", "endorse")
    take(course, people, "return", by="faculty")
    assert waiting(people) == {"author": ["review_returned"], "department": ["review_returned"]}
    assert set(Letter.objects.filter(status=Status.SUPERSEDED).values_list("kind", flat=True)) == {
        "review_asked",
        "review_endorsed",
    }


def test_unsent_news_that_still_holds_is_left_to_go(course, people):
    take(course, people, "submit", "endorse", "approve", "publish", "archive")
    assert waiting(people)["department"] == ["review_published"]


def test_letters_of_another_course_are_left_alone(course, people):
    other = make_course(people["author"], code="other")
    take(other, people, "submit")
    take(course, people, "submit", "withdraw")
    assert waiting(people) == {"department": ["review_asked"]}


def test_a_substitute_is_asked_too_and_nobody_twice(course, people):
    held = people["department"].appointments.get()
    people["substitute"] = make_person(Role.FACULTY_REVIEWER)
    Substitution.objects.create(
        appointment=held, substitute=people["substitute"], starts_on=TODAY, ends_on=TODAY + timedelta(days=1)
    )
    take(course, people, "submit")
    assert waiting(people) == {"department": ["review_asked"], "substitute": ["review_asked"]}


def test_who_decides_is_not_written_to_about_it(course, people):
    course.authorships.create(user=make_user("second@example.kz"), position=1)
    take(course, people, "submit")
    assert not Letter.objects.filter(recipient=people["author"]).exists()


def test_a_forced_step_is_told_with_its_reason(course, people):
    take(course, people, "submit")
    all_left()
    take(course, people, "force", target=State.FACULTY_REVIEW, reason="Кеңес шешімі")
    assert waiting(people) == {
        "author": ["review_changed"],
        "department": ["review_changed"],
        "faculty": ["review_changed"],
    }
    assert "Кеңес шешімі" in Letter.objects.filter(status=Status.QUEUED).first().body


def test_a_letter_says_what_to_do_by_when_and_where(course, people):
    take(course, people, "submit")
    letter = Letter.objects.get(recipient=people["department"])
    assert letter.subject == "A course waits for your review: Деректерді талдау"
    assert letter.body.split("\n") == [
        f"Dear {people['department']},",
        "",
        "The course “Деректерді талдау” waits for your review. Sent by: author. Due: 15 February 2027.",
        "",
        "Read the frozen revision, and endorse it or return it with your reason:",
        "http://127.0.0.1:8000" + reverse("reviews:detail", args=[course.code]),
        "",
    ]


def test_an_author_is_led_to_the_page_where_the_course_is_edited(course, people):
    take(course, people, "submit")
    take(course, people, "return", by="department")
    letter = Letter.objects.get(recipient=people["author"])
    assert f"http://127.0.0.1:8000/courses/{course.code}/\n" in letter.body


def test_a_decision_writes_to_nobody_twice(course, people):
    take(course, people, "submit", "endorse", "approve", "publish")
    pairs = list(Letter.objects.values_list("key", flat=True))
    assert len(pairs) == len(set(pairs))
    assert all(key.startswith(f"review:{course.pk}:") for key in pairs)


def test_an_approved_course_that_nobody_can_place_alerts_the_administrator(course, people):
    people["quality"].appointments.all().delete()
    take(course, people, "submit", "endorse", "approve")
    assert waiting(people)["administrator"] == ["alert"]
