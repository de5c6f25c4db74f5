import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache

from mooc_portal.people.models import Role, User
from tests.factories import make_person, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_counted_attempts():
    cache.clear()


def test_a_person_reads_the_portal_in_the_chosen_language(client):
    user = make_user(language="kk")
    client.force_login(user)
    assert "Профиль" in client.get("/profile/").content.decode()
    client.post("/language/", {"language": "en", "next": "/profile/"})
    user.refresh_from_db()
    assert user.language == "en"
    assert "Profile" in client.get("/profile/").content.decode()


def test_the_language_switch_leads_back_only_within_the_portal(client):
    response = client.post("/language/", {"language": "ru", "next": "https://elsewhere.example/"})
    assert response["Location"] == "/"


@pytest.mark.parametrize("role", [Role.DEPARTMENT_REVIEWER, Role.FACULTY_REVIEWER, Role.QUALITY_SPECIALIST])
def test_reviewers_set_up_a_second_factor_first_where_it_is_required(client, settings, role):
    settings.SECOND_FACTOR_REQUIRED = True
    user = make_person(role)
    client.force_login(user)
    assert client.get("/").url == "/accounts/2fa/totp/activate/"
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert client.get("/").status_code == 200


def test_instructors_need_no_second_factor(client, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    client.force_login(make_person(Role.INSTRUCTOR))
    assert client.get("/").status_code == 200


def test_signing_up_asks_for_a_confirmation_by_letter(client):
    fields = {"email": "new@example.kz", "name": "Жаңа адам", "password1": "qala-dala-42", "password2": "qala-dala-42"}
    response = client.post("/accounts/signup/", fields)
    assert response.url == "/accounts/confirm-email/"
    assert User.objects.get().name == "Жаңа адам"
    assert [letter.to for letter in mail.outbox] == [["new@example.kz"]]


def test_too_many_failed_sign_ins_are_refused(client):
    make_user("author@example.kz")
    for _ in range(12):
        response = client.post("/accounts/login/", {"login": "author@example.kz", "password": "wrong"})
    assert not response.wsgi_request.user.is_authenticated
    right = client.post("/accounts/login/", {"login": "author@example.kz", "password": "secret-word"})
    assert not right.wsgi_request.user.is_authenticated


def test_the_administration_signs_in_where_everybody_does(client):
    response = client.get("/admin/login/?next=/admin/")
    assert response.url.startswith("/accounts/login/")
