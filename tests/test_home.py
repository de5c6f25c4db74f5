"""The first page."""

import pytest

from mooc_portal.people.models import Role
from tests.factories import make_course, make_person, make_user

pytestmark = pytest.mark.django_db


def test_a_visitor_begins_at_the_catalogue(client):
    assert client.get("/").url == "/catalogue/"


def test_who_only_learns_begins_at_what_they_learn(client):
    client.force_login(make_user("learner@example.kz"))
    assert client.get("/").url == "/learning/"


@pytest.mark.parametrize("role", list(Role))
def test_who_has_a_role_begins_at_what_waits(client, role):
    client.force_login(make_person(role))
    assert client.get("/").status_code == 200


def test_an_author_without_an_appointment_begins_at_what_waits(client):
    author = make_user("author@example.kz")
    make_course(author)
    client.force_login(author)
    assert client.get("/").status_code == 200
