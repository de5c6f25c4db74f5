"""One's own data: a copy, and erasing them."""

import json

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.urls import reverse

from mooc_portal.outbox.models import Letter
from mooc_portal.people.models import Role, User
from scheduling.models import Consent, Registration, RegistrationException
from scheduling.registration.data import ErasingRefused, data_of, erase_person
from tests.factories import make_person, make_user
from tests.scheduling.runs import local, make_learner, make_run

pytestmark = pytest.mark.django_db
OPEN = local("2027-03-16 12:00")


def test_the_copy_has_everything_that_is_kept(client):
    registration = make_learner(make_run(), at=OPEN, user=make_user("a@example.kz"))
    client.force_login(registration.user)
    assert client.get(reverse("scheduling:own_data")).status_code == 405
    answer = client.post(reverse("scheduling:own_data"))
    data = json.loads(answer.content)
    assert answer["Content-Disposition"] == 'attachment; filename="my-data.json"'
    assert data["person"]["email"] == "a@example.kz"
    assert data["consents"][0]["address"] == "192.0.2.7"
    assert data["registrations"][0]["course"] == "derekter-1"
    assert {letter["kind"] for letter in data["letters"]} == {"registered", "section_letter"}


def test_nothing_of_other_people_is_in_the_copy():
    run = make_run()
    make_learner(run, at=OPEN, user=make_user("other@example.kz"))
    mine = make_learner(run, at=OPEN, user=make_user("mine@example.kz"))
    assert "other@example.kz" not in json.dumps(data_of(mine.user))


def test_erasing_leaves_counts_and_no_trace_of_the_person():
    run = make_run(capacity=1)
    mine = make_learner(run, at=OPEN, user=make_user("mine@example.kz"))
    next_in_line = make_learner(run, at=OPEN)
    EmailAddress.objects.create(user=mine.user, email="mine@example.kz", verified=True, primary=True)
    quality = make_person(Role.QUALITY_SPECIALIST)
    RegistrationException.objects.create(
        run=run, email="mine@example.kz", reason="x", until=run.starts_on, granted_by=quality, granted_at=OPEN
    )
    erase_person(mine.user, at=OPEN)
    user = User.objects.get(pk=mine.user_id)
    assert (user.email, user.name, user.is_active) == (f"erased-{user.pk}@erased.invalid", "", False)
    mine.refresh_from_db()
    next_in_line.refresh_from_db()
    assert (mine.standing, mine.search_text, next_in_line.standing) == ("left", "", "registered")
    assert Consent.objects.get(user=user).address is None
    kept = [
        *Letter.objects.filter(body__contains="mine@example.kz"),
        *Letter.objects.filter(email="mine@example.kz"),
        *EmailAddress.objects.filter(email="mine@example.kz"),
        *RegistrationException.objects.filter(email="mine@example.kz"),
        *Registration.objects.filter(search_text__contains="mine"),
    ]
    assert kept == []
    assert Letter.objects.filter(kind="registered", email=user.email).count() == 1


def test_a_finished_course_keeps_its_count():
    mine = make_learner(make_run(), at=OPEN)
    erase_person(mine.user, at=local("2027-05-03 00:00:00"))
    mine.refresh_from_db()
    assert mine.standing == "registered"


@pytest.mark.parametrize("role", [Role.INSTRUCTOR, Role.QUALITY_SPECIALIST])
def test_who_has_a_role_is_not_erased_by_a_button(role):
    with pytest.raises(ErasingRefused):
        erase_person(make_person(role), at=OPEN)
    with pytest.raises(ErasingRefused):
        erase_person(make_user(is_superuser=True), at=OPEN)


def test_erasing_asks_for_the_address_and_signs_out(client):
    with time_machine.travel(OPEN, tick=False):
        mine = make_learner(make_run(), at=OPEN, user=make_user("mine@example.kz"))
        client.force_login(mine.user)
        assert client.get(reverse("scheduling:erase")).status_code == 200
        client.post(reverse("scheduling:erase"), {"email": "other@example.kz"})
        assert User.objects.get(pk=mine.user_id).email == "mine@example.kz"
        client.post(reverse("scheduling:erase"), {"email": "Mine@example.kz"})
        assert User.objects.get(pk=mine.user_id).is_active is False
        assert client.get(reverse("scheduling:learning")).status_code == 302


def test_the_profile_has_the_buttons(client):
    registration = make_learner(make_run(), at=OPEN)
    client.force_login(registration.user)
    shown = client.get(reverse("people:profile")).content.decode()
    for address in (
        reverse("scheduling:leave", args=[registration.run_id]),
        reverse("scheduling:own_data"),
        reverse("scheduling:erase"),
    ):
        assert address in shown
