"""What changed since my own last decision, on the page."""

import pytest
from django.test import Client
from django.urls import reverse

from courses.actions import change_node, move_node
from courses.actions.content import digest_of
from mooc_portal.people.models import Role
from reviews.actions import Papers, decide
from reviews.changes import bases_for
from tests.factories import NOW, make_course, make_department, make_faculty, make_person, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    elsewhere = make_department("pedagogy", make_faculty("humanities"))
    return {
        "author": make_user("author@example.kz"),
        "department": make_person(Role.DEPARTMENT_REVIEWER),
        "colleague": make_person(Role.DEPARTMENT_REVIEWER),
        "elsewhere": make_person(Role.DEPARTMENT_REVIEWER, elsewhere),
    }


def step(course, transition, by):
    decide(course, transition, by=by, at=NOW, seen=course.decision_count, papers=Papers(reason="Түзету керек"))


@pytest.fixture
def course(people):
    """Three revisions; the department's reviewer returned the first, a colleague the second."""
    course = make_course(people["author"])
    for number, section in enumerate(course.sections.order_by("position")):
        type(section).objects.filter(pk=section.pk).update(title=f"{number}-бөлім")
    step(course, "submit", people["author"])
    step(course, "return", people["department"])
    section = course.sections.order_by("position").first()
    values = {"title": "Жаңа атау"}
    change_node(course, section, values, seen=digest_of(section, values), by=people["author"], at=NOW)
    step(course, "submit", people["author"])
    step(course, "return", people["colleague"])
    move_node(course, section, up=False, by=people["author"], at=NOW)
    step(course, "submit", people["author"])
    return course


def page(user, course, **query) -> str:
    client = Client()
    client.force_login(user)
    return client.get(reverse("reviews:changes", args=[course.code]), query).content.decode()


def test_each_reviewer_begins_with_the_revision_of_the_own_last_decision(course, people):
    latest = course.revisions.first()
    first = {name: bases_for(course, people[name], latest)[0] for name in ("department", "colleague")}
    assert {name: (base.revision.number, base.own) for name, base in first.items()} == {
        "department": (1, True),
        "colleague": (2, True),
    }


def test_a_reviewer_without_a_decision_begins_with_the_published_revision(course, people):
    course.published_revision = course.revisions.get(number=1)
    newcomer = make_person(Role.DEPARTMENT_REVIEWER)
    bases = bases_for(course, newcomer, course.revisions.first())
    assert [(base.revision.number, base.own) for base in bases] == [(1, False), (2, False)]


def test_the_page_tells_words_and_moves(course, people):
    shown = page(people["department"], course)
    assert "<ins>Жаңа атау</ins>" in shown
    assert "Moved" in shown
    assert "Stood before: Section 1 «0-бөлім»" in shown


def test_another_base_can_be_chosen(course, people):
    shown = page(people["department"], course, since="2")
    assert "From revision 2 to revision 3." in shown
    assert "Moved" in shown
    assert "<ins>" not in shown


def test_nothing_changed_is_said(course, people):
    step(course, "return", people["department"])
    step(course, "submit", people["author"])
    assert "Nothing has changed between these two revisions." in page(people["department"], course)


def test_the_first_revision_has_nothing_to_be_compared_with(people):
    course = make_course(people["author"], code="another")
    step(course, "submit", people["author"])
    client = Client()
    client.force_login(people["department"])
    answer = client.get(reverse("reviews:changes", args=[course.code]))
    assert (answer.status_code, answer.url) == (302, reverse("reviews:detail", args=[course.code]))


def test_the_reviewers_page_leads_to_the_changes(course, people):
    client = Client()
    client.force_login(people["department"])
    shown = client.get(reverse("reviews:detail", args=[course.code])).content.decode()
    assert "You decided on revision 1 before." in shown
    assert reverse("reviews:changes", args=[course.code]) in shown


def test_a_reviewer_of_another_department_sees_none_of_it(course, people):
    client = Client()
    client.force_login(people["elsewhere"])
    assert client.get(reverse("reviews:changes", args=[course.code])).status_code == 404
