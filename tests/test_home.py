"""The first page."""

import pytest
from django.views.defaults import server_error

from mooc_portal.people.models import Role
from scheduling.models import StudioWorker
from tests.factories import make_course, make_person, make_user

pytestmark = pytest.mark.django_db


def test_a_visitor_begins_at_the_catalogue(client):
    assert client.get("/").url == "/catalogue/"


def test_who_only_learns_begins_at_what_they_learn(client):
    client.force_login(make_user("learner@example.kz"))
    assert client.get("/").url == "/learning/"


def test_who_only_films_begins_at_the_lectures_that_wait_for_them(client):
    operator = make_user("operator@example.kz")
    StudioWorker.objects.create(user=operator)
    client.force_login(operator)
    assert client.get("/").url == "/studio/board/?mine=on"
    assert 'href="/studio/"' in client.get("/studio/board/").content.decode()


@pytest.mark.parametrize("role", list(Role))
def test_who_has_a_role_begins_at_what_waits(client, role):
    client.force_login(make_person(role))
    assert client.get("/").status_code == 200


def test_an_author_without_an_appointment_begins_at_what_waits(client):
    author = make_user("author@example.kz")
    make_course(author)
    client.force_login(author)
    assert client.get("/").status_code == 200


def test_an_administrator_without_courses_goes_on_to_the_administration(client):
    client.force_login(make_user("admin@example.kz", is_staff=True, is_superuser=True))
    page = client.get("/").content.decode()
    assert '<a class="btn btn-primary" href="/admin/">' in page
    assert "Go on with your courses" not in page


def test_a_fault_of_the_portal_is_told_in_three_languages(rf):
    answer = server_error(rf.get("/"))
    assert answer.status_code == 500
    for words in ("сақталған", "осталось в этом браузере", "is kept in this browser"):
        assert words in answer.content.decode()
