"""Asking to hear of courses: nothing is kept before the address is proved, one click ends it."""

import re
from datetime import timedelta

import pytest
from django.core import mail

from mooc_portal.outbox.actions import deliver_letters_due_now
from mooc_portal.outbox.lists import leave_list
from mooc_portal.outbox.models import Letter, Refusal
from scheduling.announcement.subscriptions import (
    COURSES,
    VALID,
    SubscriptionRefused,
    Wish,
    ask_to_confirm,
    read_wish,
    subscribe,
)
from scheduling.models import Subscription
from tests.factories import NOW, make_faculty

pytestmark = pytest.mark.django_db
WISH = Wish("a@example.kz", "kk", topic="деректер")


def token() -> str:
    return re.search(r"/catalogue/subscribe/([^/\s]+)/", Letter.objects.latest("pk").body)[1]


def test_a_visitor_asks_confirms_and_is_kept(client):
    make_faculty()
    asked = {"email": "A@Example.kz", "language": "ru", "faculty": "phys-math", "topic": "Деректер"}
    page = client.post("/catalogue/subscribe/", asked)
    assert "a@example.kz" in page.content.decode()
    assert not Subscription.objects.exists()
    address = f"/catalogue/subscribe/{token()}/"
    assert client.get(address).status_code == 200
    assert not Subscription.objects.exists()
    client.post(address)
    kept = Subscription.objects.get()
    assert (kept.email, kept.language, kept.faculty.code, kept.topic) == ("a@example.kz", "ru", "phys-math", "Деректер")


def test_the_link_proves_the_address_for_a_week():
    ask_to_confirm(WISH, at=NOW)
    assert read_wish(token(), at=NOW + VALID - timedelta(seconds=1)) == WISH
    with pytest.raises(SubscriptionRefused):
        read_wish(token(), at=NOW + VALID)
    with pytest.raises(SubscriptionRefused):
        read_wish(token() + "x", at=NOW)


def test_an_old_or_made_up_link_says_so(client):
    assert client.get("/catalogue/subscribe/made-up/").status_code == 410


def test_one_letter_an_hour_however_often_one_asks():
    for minutes in (0, 10, 59, 60):
        ask_to_confirm(WISH, at=NOW + timedelta(minutes=minutes))
    assert Letter.objects.count() == 2


def test_a_later_wish_replaces_the_first_and_brings_somebody_back():
    subscribe(WISH, at=NOW)
    leave_list(COURSES, WISH.email, at=NOW)
    subscribe(Wish(WISH.email, "en"), at=NOW)
    assert Subscription.objects.get().topic == ""
    assert not Refusal.objects.exists()


def test_the_confirmation_is_personal_and_has_no_list():
    ask_to_confirm(WISH, at=NOW)
    deliver_letters_due_now(at=NOW)
    assert "List-Unsubscribe" not in mail.outbox[0].extra_headers
    assert mail.outbox[0].to == ["a@example.kz"]
