"""Registering in the browser: by e-mail without an account, in one click with one."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.urls import reverse

from mooc_portal.outbox.models import Letter
from mooc_portal.people.actions import person_with_email
from mooc_portal.people.models import Role, User
from scheduling.models import Registration
from tests.factories import make_person, make_user
from tests.scheduling.runs import local, make_learner, make_run

pytestmark = pytest.mark.django_db
OPEN = local("2027-03-16 12:00")


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(OPEN, tick=False) as traveller:
        yield traveller


@pytest.fixture
def client(client):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


@pytest.fixture
def run():
    return make_run()


def ask(client, run, email="newcomer@example.kz"):
    return client.post(reverse("scheduling:register", args=[run.pk]), {"email": email})


def link_for(email: str) -> str:
    return re.search(r"/register/\S+/", Letter.objects.filter(email=email).latest("pk").body)[0]


def test_a_newcomer_registers_by_a_letter(client, run):
    assert "A letter is on its way" in ask(client, run, " Newcomer@Example.kz").content.decode()
    assert (User.objects.filter(email="newcomer@example.kz").count(), Registration.objects.count()) == (0, 0)
    link = link_for("newcomer@example.kz")
    page = client.get(link)
    assert 'type="checkbox" name="consent"' in page.content.decode()
    assert "checked" not in page.content.decode()
    assert Registration.objects.count() == 0
    assert client.post(link, {"name": "Айша"}).status_code == 200
    assert Registration.objects.count() == 0
    done = client.post(link, {"name": "Айша", "consent": "on"})
    assert done.url == reverse("scheduling:room", args=[run.pk])
    registration = Registration.objects.get()
    user = registration.user
    assert (user.email, user.name, user.has_usable_password()) == ("newcomer@example.kz", "Айша", False)
    assert EmailAddress.objects.get(user=user).verified is True
    assert (registration.consent.address, registration.way) == ("127.0.0.1", "page")
    assert client.get(done.url).status_code == 200


def test_following_the_link_again_leads_to_the_room(client, run):
    ask(client, run)
    link = link_for("newcomer@example.kz")
    client.post(link, {"name": "Айша", "consent": "on"})
    assert client.get(link).url == reverse("scheduling:room", args=[run.pk])
    assert Registration.objects.count() == 1


def test_the_link_alone_signs_nobody_in(client, run):
    ask(client, run)
    link = link_for("newcomer@example.kz")
    client.post(link, {"name": "Айша", "consent": "on"})
    client.logout()
    for answer in (client.get(link), client.post(link, {"consent": "on"})):
        assert answer.url == f"/accounts/login/?next=/learning/{run.pk}/"
        assert "_auth_user_id" not in client.session


def test_a_second_factor_is_not_passed_by(client, run):
    user, _created = person_with_email("careful@example.kz", name="Айша", language="en", verified=True)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    ask(client, run, "careful@example.kz")
    done = client.post(link_for("careful@example.kz"), {"consent": "on"})
    assert done.url == f"/accounts/login/?next=/learning/{run.pk}/"
    assert Registration.objects.filter(user=user, standing="registered").count() == 1
    assert "_auth_user_id" not in client.session


def test_a_changed_or_old_link_registers_nobody(client, run, clock):
    ask(client, run)
    link = link_for("newcomer@example.kz")
    assert client.post(link[:-3] + "x/", {"name": "Айша", "consent": "on"}).status_code == 410
    clock.shift(timedelta(days=2) - timedelta(seconds=1))
    assert client.get(link).status_code == 200
    clock.shift(timedelta(seconds=1))
    assert client.post(link, {"name": "Айша", "consent": "on"}).status_code == 410
    assert Registration.objects.count() == 0


def test_the_link_does_not_outlive_registration(client, run, clock):
    clock.move_to(local("2027-04-04 23:59:00"))
    ask(client, run)
    link = link_for("newcomer@example.kz")
    clock.move_to(local("2027-04-05 00:00:00"))
    page = client.post(link, {"name": "Айша", "consent": "on"}).content.decode()
    assert "Registration is closed. Last day: 4 April 2027 (cl. 5.2.3)." in page
    assert (Registration.objects.count(), User.objects.filter(email="newcomer@example.kz").count()) == (0, 0)


def test_no_letter_goes_out_when_registration_is_closed(client, run, clock):
    clock.move_to(local("2027-04-05 00:00:00"))
    page = ask(client, run)
    assert "(cl. 5.2.3)" in page.content.decode()
    assert Letter.objects.filter(kind="registration_confirm").count() == 0


def test_a_mailbox_gets_few_letters(client, run, clock):
    answers = []
    for _ in range(5):
        clock.shift(timedelta(seconds=1))
        answers.append(ask(client, run).status_code)
    assert answers == [200, 200, 200, 200, 429]
    assert Letter.objects.filter(kind="registration_confirm").count() == 4
    assert ask(client, run, "another@example.kz").status_code == 200


def test_the_answer_does_not_say_who_has_an_account(client, run):
    make_user("known@example.kz")
    pages = [ask(client, run, email).content.decode() for email in ("known@example.kz", "other@example.kz")]
    pages = [re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page) for page in pages]
    assert pages[0].replace("known@", "other@") == pages[1]


def test_who_has_a_password_registers_by_the_link_and_signs_in_with_it(client, run):
    make_user("known@example.kz")
    ask(client, run, "known@example.kz")
    done = client.post(link_for("known@example.kz"), {"consent": "on"})
    assert done.url == f"/accounts/login/?next=/learning/{run.pk}/"
    assert Registration.objects.get().user.email == "known@example.kz"
    assert "_auth_user_id" not in client.session


def test_a_password_set_before_the_mailbox_was_shown_does_not_survive(client, run):
    squatter = make_user("victim@example.kz")
    EmailAddress.objects.create(user=squatter, email="victim@example.kz", verified=False, primary=True)
    ask(client, run, "victim@example.kz")
    client.post(link_for("victim@example.kz"), {"consent": "on"})
    squatter.refresh_from_db()
    assert squatter.has_usable_password() is False
    assert EmailAddress.objects.get(user=squatter).verified is True


def test_a_second_address_of_somebody_is_the_same_person(client, run):
    user = make_user("first@example.kz")
    EmailAddress.objects.create(user=user, email="second@example.kz", verified=True, primary=False)
    ask(client, run, "second@example.kz")
    client.post(link_for("second@example.kz"), {"name": "x", "consent": "on"})
    assert Registration.objects.get().user == user


def test_with_an_account_consent_is_asked_once_and_then_one_click_is_enough(client, run):
    other, user = make_run(code="second"), make_user()
    client.force_login(user)
    address = reverse("scheduling:register", args=[run.pk])
    asked = client.post(address, {"quick": "yes"}).content.decode()
    assert ("Consent to the processing" in asked, "Without consent" in asked) == (True, False)
    assert client.post(address, {"consent": "on"}).url == reverse("scheduling:room", args=[run.pk])
    second = reverse("scheduling:register", args=[other.pk])
    assert client.post(second, {"quick": "yes"}).url == reverse("scheduling:room", args=[other.pk])
    assert Registration.objects.filter(user=user, standing="registered").count() == 2


def test_a_person_registered_by_the_staff_gives_consent_on_entering(client, run):
    from scheduling.models import Way
    from scheduling.registration.actions import register

    user = make_user()
    register(run, user, way=Way.LIST, at=OPEN, by=make_person(Role.QUALITY_SPECIALIST))
    client.force_login(user)
    assert client.get(reverse("scheduling:room", args=[run.pk])).url == reverse("scheduling:register", args=[run.pk])
    client.post(reverse("scheduling:register", args=[run.pk]), {"consent": "on"})
    assert client.get(reverse("scheduling:room", args=[run.pk])).status_code == 200


def test_the_course_page_offers_what_can_be_done(client, run, clock):
    address, user = reverse("scheduling:course", args=[run.course.code]), make_user()

    def shown() -> str:
        return client.get(address).content.decode()

    assert f"/runs/{run.pk}/register/" in shown()
    client.force_login(user)
    make_learner(run, user=user, at=OPEN)
    assert f"/learning/{run.pk}/" in shown()
    client.logout()
    clock.move_to(local("2027-04-05 00:00:00"))
    assert f"/runs/{run.pk}/register/" not in shown()


def test_a_run_of_an_archived_course_takes_nobody(client, run):
    type(run.course).objects.filter(pk=run.course_id).update(state="archived")
    assert client.get(reverse("scheduling:register", args=[run.pk])).status_code == 404
    assert client.get(reverse("scheduling:register", args=[run.pk + 1000])).status_code == 404


def test_leaving_is_asked_once_more(client, run):
    registration = make_learner(run, at=OPEN)
    client.force_login(registration.user)
    address = reverse("scheduling:leave", args=[run.pk])
    assert client.get(address).status_code == 405
    assert "Leave the course?" in client.post(address).content.decode()
    registration.refresh_from_db()
    assert registration.standing == "registered"
    assert client.post(address, {"sure": "yes"}).url == reverse("scheduling:learning")
    registration.refresh_from_db()
    assert registration.standing == "left"
    assert client.get(reverse("scheduling:room", args=[run.pk])).status_code == 404
    client.force_login(make_user())
    assert client.post(address, {"sure": "yes"}).status_code == 404


def test_leaving_a_run_that_is_over_changes_nothing(client, run, clock):
    registration = make_learner(run, at=OPEN)
    clock.move_to(local("2027-05-03 00:00:00"))
    client.force_login(registration.user)
    answer = client.post(reverse("scheduling:leave", args=[run.pk]), {"sure": "yes"}, follow=True)
    assert "The run is over: nobody leaves it any more." in answer.content.decode()
    registration.refresh_from_db()
    assert registration.standing == "registered"
