"""WCAG 3.1.2: reviewers hear the words of a course in its own language."""

import pytest
from django.test import Client

from mooc_portal.people.models import Role
from reviews.actions import Papers, decide
from tests.documents import section
from tests.factories import NOW, make_course, make_person, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer():
    return make_person(Role.DEPARTMENT_REVIEWER)


@pytest.fixture
def course(reviewer):
    author = make_user("author@example.kz")
    course = make_course(author, title="Data analysis", language="en", sections=[section() for _ in range(6)])
    decide(course, "submit", by=author, at=NOW, seen=0)
    return course


def page(user, address: str) -> str:
    client = Client()
    client.force_login(user)
    return client.get(address).content.decode()


@pytest.mark.parametrize("address", ["/", "/reviews/"])
def test_the_lists_of_a_reviewer_tell_the_language_of_a_title(reviewer, course, address):
    reviewer.language = "ru"
    reviewer.save(update_fields=["language"])
    html = page(reviewer, address)
    assert '<html lang="ru">' in html
    assert 'lang="en">Data analysis</a>' in html


def test_the_frozen_course_is_told_in_the_language_it_was_frozen_in(reviewer, course):
    type(course).objects.filter(pk=course.pk).update(language="kk")
    html = page(reviewer, f"/reviews/{course.code}/")
    assert '<span lang="en">Data analysis</span></h1>' in html
    assert '<strong lang="en">1. Бөлім</strong>' in html
    assert '<h3 lang="en">1-тақырып</h3>' in html
    assert '<div class="prose" lang="en"><p>Мәтін</p>' in html


def test_the_differences_are_told_in_the_language_of_the_course(reviewer, course):
    decide(course, "return", by=reviewer, at=NOW, seen=1, papers=Papers(reason="Тағы"))
    course.sections.filter(position=0).update(title="Charts")
    decide(course, "submit", by=course.authorships.get().user, at=NOW, seen=2)
    assert '<p class="marks" lang="en">' in page(reviewer, f"/reviews/{course.code}/changes/")
