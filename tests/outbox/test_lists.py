"""One letter to many, and leaving the list by a click or by the mail program."""

from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from email.utils import parsedate_to_datetime

import pytest
from django.core import mail
from django.test import Client

from mooc_portal.outbox.actions import NewLetter, deliver_letters_due_now, queue_letters
from mooc_portal.outbox.envelope import message_of
from mooc_portal.outbox.lists import ListLetter, leave_list, leaving_address, queue_for_all, return_to_list
from mooc_portal.outbox.models import Letter, Refusal, Status
from mooc_portal.people.models import User
from tests.factories import NOW, make_user

pytestmark = pytest.mark.django_db
LETTER = ListLetter("occasion", "test", "list-1", "kk", "Subject\nBcc: injected", "Body 100 %s")


def queue(letter: ListLetter = LETTER) -> int:
    return queue_for_all(letter, User.objects.all(), email="email", person="pk", at=NOW)


def path(address: str) -> str:
    return address.removeprefix("http://127.0.0.1:8000")


def test_everybody_gets_the_same_letter_once():
    people = [make_user() for _ in range(3)]
    assert queue() == 3
    assert queue() == 0
    rows = Letter.objects.order_by("recipient").values_list(
        "key", "recipient", "email", "language", "subject", "body", "status", "not_before", "created_at", "attempts"
    )
    assert list(rows) == [
        (f"occasion:{p.pk}", p.pk, p.email, "kk", "Subject Bcc: injected", "Body 100 %s", "queued", NOW, NOW, 0)
        for p in people
    ]


def test_any_number_of_people_takes_one_statement(django_assert_num_queries):
    for _ in range(20):
        make_user()
    with django_assert_num_queries(3):  # the statement within a savepoint
        assert queue() == 20


def test_who_left_the_list_gets_no_letter_of_it_and_others_do():
    left, stayed = make_user(), make_user()
    leave_list("list-1", left.email, at=NOW)
    leave_list("list-2", stayed.email, at=NOW)
    assert queue() == 1
    assert Letter.objects.get().recipient == stayed


def test_leaving_takes_back_what_has_not_left():
    person = make_user()
    queue()
    assert leave_list("list-1", person.email, at=NOW) == 1
    assert leave_list("list-1", person.email, at=NOW) == 0
    assert Letter.objects.get().status == Status.SUPERSEDED
    return_to_list("list-1", person.email)
    assert queue(ListLetter("later", "test", "list-1", "kk", "S", "B")) == 1


def test_a_letter_of_a_list_says_how_to_leave_it():
    person = make_user()
    queue()
    deliver_letters_due_now(at=NOW + timedelta(seconds=1))
    address = leaving_address("list-1", person.email)
    headers = mail.outbox[0].extra_headers
    assert headers["List-Unsubscribe"] == f"<{address}>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert address in mail.outbox[0].body


def test_a_personal_letter_has_no_list():
    queue_letters([NewLetter("a", "test", make_user(), "S", "B")], at=NOW)
    deliver_letters_due_now(at=NOW)
    assert set(mail.outbox[0].extra_headers) == {"Message-ID", "Content-Language"}
    assert mail.outbox[0].body == "B"


def test_bounces_go_to_their_own_mailbox(settings):
    settings.BOUNCE_EMAIL = "bounce@example.kz"
    queue_letters([NewLetter("a", "test", make_user(), "S", "B")], at=NOW)
    deliver_letters_due_now(at=NOW)
    assert mail.outbox[0].from_email == "bounce@example.kz"
    assert mail.outbox[0].message()["From"] == settings.DEFAULT_FROM_EMAIL


def test_a_mail_program_leaves_with_one_post_and_looking_changes_nothing():
    person, client = make_user(), Client(enforce_csrf_checks=True)
    address = path(leaving_address("list-1", person.email))
    assert client.get(address).status_code == 200
    assert not Refusal.objects.exists()
    assert client.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Refusal.objects.get().email == person.email


def test_leaving_by_mistake_can_be_undone(client):
    address = path(leaving_address("list-1", "a@example.kz"))
    client.post(address)
    assert "a@example.kz" in client.post(address, {"back": "1"}).content.decode()
    assert not Refusal.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_address_made_up_leads_nowhere(client, method):
    assert getattr(client, method)("/letters/leave/made-up/").status_code == 404
    assert not Refusal.objects.exists()


def test_a_message_filled_in_says_what_one_composed_for_itself_says(settings):
    settings.BOUNCE_EMAIL = "bounce@example.kz"
    make_user("aruzhan@example.kz")
    queue(ListLetter("o", "test", "list-1", "kk", "Тақырып: " + "ұзын " * 30, "Мәтін\n.\nFrom нүкте\n" + "сөз " * 300))
    letter = Letter.objects.get()
    filled, whole = message_of(letter), message_of(letter)
    whole.filled = None
    one, other = (message_from_bytes(m.message().as_bytes(linesep="\r\n"), policy=default) for m in (filled, whole))
    assert one.get_content() == other.get_content()
    assert one.get_content().splitlines() == filled.body.splitlines()
    names = ["Subject", "From", "To", "Message-ID", "List-Unsubscribe", "List-Unsubscribe-Post", "Content-Language"]
    assert [one[name].strip() for name in names] == [other[name].strip() for name in names]
    assert abs(parsedate_to_datetime(one["Date"]) - parsedate_to_datetime(other["Date"])) < timedelta(seconds=60)
    assert b"mark" not in filled.message().as_bytes()


@pytest.mark.parametrize("email", ["ә@example.kz", f"{'long' * 15}@example.kz"])
def test_an_unusual_address_gets_a_message_of_its_own(email):
    letter = Letter(key="k", mailing_list="list-1", email=email, language="kk", subject="S", body="B")
    assert message_of(letter).filled is None
