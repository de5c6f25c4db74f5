"""Experts: asked for an opinion, reading the course, holding the decision back until they have answered."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from mooc_portal.outbox.models import Letter, Status
from mooc_portal.people.models import Role
from reviews import readers
from reviews.actions import Papers, decide
from reviews.checks import NotAllowed, Refused
from reviews.experts.actions import ask_expert, give_opinion, release_expert
from reviews.experts.readers import possible_experts
from reviews.models import Opinion
from reviews.remarks.actions import add_remark
from tests.factories import (
    ALL_YES,
    NOW,
    TODAY,
    make_course,
    make_department,
    make_faculty,
    make_person,
    make_user,
    protocol,
)

pytestmark = pytest.mark.django_db
DUE = TODAY + timedelta(days=5)


@pytest.fixture
def people():
    elsewhere = make_department("pedagogy", make_faculty("humanities"))
    return {
        "author": make_user("author@example.kz"),
        "department": make_person(Role.DEPARTMENT_REVIEWER),
        "faculty": make_person(Role.FACULTY_REVIEWER),
        "expert": make_person(Role.INSTRUCTOR, elsewhere),
        "learner": make_user(),
    }


@pytest.fixture
def course(people):
    course = make_course(people["author"])
    decide(course, "submit", by=people["author"], at=NOW, seen=0)
    return course


def ask(course, people, **changes) -> Opinion:
    values = {"due_on": DUE, "by": people["department"], "at": NOW} | changes
    return ask_expert(course, people["expert"], **values)


def endorse(course, people):
    papers = Papers("Дайын", protocol=protocol(), checklist=ALL_YES)
    return decide(course, "endorse", by=people["department"], at=NOW, seen=course.decision_count, papers=papers)


@pytest.mark.parametrize("name", ["author", "faculty", "expert", "learner"])
def test_only_reviewers_of_the_stage_ask(course, people, name):
    with pytest.raises(NotAllowed):
        ask(course, people, by=people[name])


def test_an_author_is_no_expert_nobody_is_asked_twice_and_the_day_lies_ahead(course, people):
    with pytest.raises(Refused, match="author of the course"):
        ask_expert(course, people["author"], due_on=DUE, by=people["department"], at=NOW)
    with pytest.raises(Refused, match="has passed"):
        ask(course, people, due_on=TODAY - timedelta(days=1))
    ask(course, people, due_on=TODAY)
    with pytest.raises(Refused, match="asked already"):
        ask(course, people)


def test_an_awaited_opinion_holds_the_decision_back_and_names_the_expert(course, people):
    opinion = ask(course, people)
    with pytest.raises(Refused, match=str(people["expert"])):
        endorse(course, people)
    give_opinion(opinion, "after_fixing", "Мысалдар аз", by=people["expert"], at=NOW)
    assert endorse(course, people).transition == "endorse"


def test_a_released_expert_holds_nothing_back_and_reads_nothing(course, people):
    opinion = ask(course, people)
    release_expert(opinion, by=people["department"], at=NOW)
    assert page(people["expert"], "detail", course.code).status_code == 404
    with pytest.raises(NotAllowed):
        give_opinion(opinion, "ready", "Дайын", by=people["expert"], at=NOW)
    endorse(course, people)


def test_a_return_does_not_wait_and_the_next_round_asks_anew(course, people):
    opinion = ask(course, people)
    decide(course, "return", by=people["department"], at=NOW, seen=1, papers=Papers("Түзету керек"))
    with pytest.raises(Refused, match="moved on"):
        give_opinion(opinion, "ready", "Дайын", by=people["expert"], at=NOW)
    decide(course, "submit", by=people["author"], at=NOW, seen=2)
    endorse(course, people)


@pytest.mark.parametrize(("verdict", "reason", "said"), [("", "x", "conclusion"), ("ready", " ", "reason is missing")])
def test_an_opinion_has_a_conclusion_and_a_reason(course, people, verdict, reason, said):
    with pytest.raises(Refused, match=said):
        give_opinion(ask(course, people), verdict, reason, by=people["expert"], at=NOW)


def test_nobody_answers_for_the_expert(course, people):
    with pytest.raises(NotAllowed):
        give_opinion(ask(course, people), "ready", "x", by=people["department"], at=NOW)


def test_the_course_waits_for_the_expert_who_may_remark_and_not_decide(course, people):
    ask(course, people)
    assert [row.course for row in readers.waiting_for(people["expert"], at=NOW)] == [course]
    revision = course.revisions.get()
    add_remark(course, revision=revision, path="", text="x", severity="recommended", by=people["expert"], at=NOW)
    with pytest.raises(NotAllowed):
        decide(course, "endorse", by=people["expert"], at=NOW, seen=1, papers=Papers("x"))


def test_the_letter_is_taken_back_when_the_opinion_came(course, people):
    opinion = ask(course, people)
    assert Letter.objects.get(kind="opinion_asked").recipient == people["expert"]
    give_opinion(opinion, "ready", "Дайын", by=people["expert"], at=NOW)
    assert Letter.objects.get(kind="opinion_asked").status == Status.SUPERSEDED


def test_teachers_and_reviewers_can_be_asked_the_own_department_first(course, people):
    assert list(possible_experts(course, at=NOW)) == [people["department"], *sorted_by_name(people)]


def sorted_by_name(people) -> list:
    return sorted((people["faculty"], people["expert"]), key=lambda person: person.name)


def client(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(user, name: str, *args):
    return client(user).get(reverse(f"reviews:{name}", args=args))


def test_an_expert_is_asked_reads_and_answers_on_the_pages(course, people):
    data = {"expert": people["expert"].pk, "due_on": "2099-01-01"}
    client(people["department"]).post(reverse("reviews:expert_ask", args=[course.code]), data)
    opinion = Opinion.objects.get()
    shown = page(people["expert"], "detail", course.code).content.decode()
    assert reverse("reviews:opinion", args=[opinion.pk]) in shown
    answer = {"verdict": "ready", "reason": "Толық әрі түсінікті"}
    client(people["expert"]).post(reverse("reviews:opinion", args=[opinion.pk]), answer)
    assert "Толық әрі түсінікті" in page(people["department"], "detail", course.code).content.decode()


@pytest.mark.parametrize(("name", "status"), [("department", 404), ("learner", 404), ("expert", 200)])
def test_the_page_of_an_opinion_is_the_experts_alone(course, people, name, status):
    assert page(people[name], "opinion", ask(course, people).pk).status_code == status


@pytest.mark.parametrize(("name", "status"), [("department", 302), ("faculty", 403), ("learner", 404)])
def test_waiting_no_longer_is_for_the_reviewers_of_the_stage(course, people, name, status):
    opinion = ask(course, people)
    assert client(people[name]).post(reverse("reviews:expert_release", args=[opinion.pk])).status_code == status
