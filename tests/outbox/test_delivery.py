import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from mooc_portal.outbox import actions
from mooc_portal.outbox.actions import (
    BACKOFF,
    STUCK_AFTER,
    NewLetter,
    alert_quality,
    deliver_letters_due_now,
    queue_letters,
    send_again,
    supersede_letters,
    sweep_stuck,
)
from mooc_portal.outbox.envelope import message_id
from mooc_portal.outbox.models import Letter, Status
from mooc_portal.people.models import Role
from tests.factories import NOW, make_person, make_user

pytestmark = pytest.mark.django_db
SMTP = "django.core.mail.backends.smtp.EmailBackend"


class FailingBackend(EmailBackend):
    """A mail server that answers with what the test put into ``answer``."""

    answer: Exception = smtplib.SMTPServerDisconnected("gone")

    def send_messages(self, messages):
        raise self.answer


@pytest.fixture
def failing(settings):
    settings.EMAIL_BACKEND = "tests.outbox.test_delivery.FailingBackend"
    return FailingBackend


def queue(key: str = "a", **fields) -> Letter:
    person = fields.pop("recipient", None) or make_user()
    queue_letters([NewLetter(key, "test", person, "Subject", "Body", **fields)], at=NOW)
    return Letter.objects.get(key=key)


def test_the_same_occasion_makes_one_letter():
    person = make_user()
    for _ in range(3):
        queue("once", recipient=person)
    assert Letter.objects.count() == 1


def test_a_letter_is_sent_once_however_often_delivery_runs():
    letter = queue()
    assert deliver_letters_due_now(at=NOW).sent == 1
    assert deliver_letters_due_now(at=NOW).sent == 0
    letter.refresh_from_db()
    assert (letter.status, letter.sent_at, letter.attempts) == (Status.SENT, NOW, 1)
    assert [message.extra_headers["Message-ID"] for message in mail.outbox] == [message_id(letter)]


def test_a_letter_waits_for_its_time():
    queue_letters([NewLetter("later", "test", make_user(), "S", "B")], at=NOW + timedelta(hours=1))
    assert deliver_letters_due_now(at=NOW).sent == 0


def test_a_broken_server_means_later_and_at_last_never(failing):
    failing.answer = smtplib.SMTPServerDisconnected("gone")
    letter, at = queue(), NOW
    for pause in BACKOFF:
        assert deliver_letters_due_now(at=at).retried == 1
        letter.refresh_from_db()
        assert (letter.status, letter.not_before) == (Status.QUEUED, at + pause)
        at += pause
    assert deliver_letters_due_now(at=at).failed == 1
    letter.refresh_from_db()
    assert (letter.status, letter.attempts) == (Status.FAILED, len(BACKOFF) + 1)
    assert "gone" in letter.error


@pytest.mark.parametrize(("code", "status"), [(550, Status.FAILED), (450, Status.QUEUED)])
def test_an_address_refused_for_good_is_not_tried_again(failing, code, status):
    failing.answer = smtplib.SMTPRecipientsRefused({"a@example.kz": (code, b"no")})
    letter = queue()
    deliver_letters_due_now(at=NOW)
    letter.refresh_from_db()
    assert letter.status == status


def test_what_a_dead_worker_claimed_is_put_back_after_a_while():
    letter = queue()
    Letter.objects.filter(pk=letter.pk).update(status=Status.SENDING, claimed_at=NOW)
    assert sweep_stuck(at=NOW + STUCK_AFTER) == 0
    assert sweep_stuck(at=NOW + STUCK_AFTER + timedelta(seconds=1)) == 1
    assert deliver_letters_due_now(at=NOW + timedelta(hours=1)).sent == 1


def test_a_letter_taken_back_is_not_sent():
    queue("review:1:2:3")
    queue("review:2:2:3")
    assert supersede_letters("review:1:") == 1
    assert deliver_letters_due_now(at=NOW).sent == 1


def test_a_failed_letter_can_be_sent_again_by_hand():
    letter = queue()
    Letter.objects.filter(pk=letter.pk).update(status=Status.FAILED)
    letter.refresh_from_db()
    assert send_again([letter], at=NOW) == 1
    assert deliver_letters_due_now(at=NOW).sent == 1


def test_an_alert_goes_to_the_quality_department_else_to_its_mailbox_else_to_administrators(settings):
    administrator = make_user(is_superuser=True)
    alert_quality("one", "Something is missing.", at=NOW)
    settings.QUALITY_EMAIL = "quality@example.kz"
    alert_quality("two", "Something is missing.", at=NOW)
    specialist = make_person(Role.QUALITY_SPECIALIST)
    alert_quality("three", "Something is missing.", at=NOW)
    emails = list(Letter.objects.order_by("pk").values_list("email", flat=True))
    assert emails == [administrator.email, "quality@example.kz", specialist.email]


def test_the_body_and_the_subject_stand_on_their_own_lines():
    queue_letters([NewLetter("x", "test", make_user(), "A\nB: injected", "Body")], at=NOW)
    assert Letter.objects.get().subject == "A B: injected"


def test_where_no_server_answers_letters_wait_and_count_no_attempt(settings):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", 1
    letter = queue()
    assert deliver_letters_due_now(at=NOW).tried == 0
    letter.refresh_from_db()
    assert (letter.status, letter.attempts, letter.not_before) == (Status.QUEUED, 0, NOW + BACKOFF[0])
    assert "ConnectionRefusedError" in letter.error
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert deliver_letters_due_now(at=NOW + BACKOFF[0]).sent == 1


def test_a_slow_worker_gives_back_what_it_has_not_sent(monkeypatch):
    for key in ("a", "b", "c"):
        queue(key)
    monkeypatch.setattr(actions, "HELD_AT_MOST", timedelta(seconds=-1))
    assert deliver_letters_due_now(at=NOW).sent == 0
    assert Letter.objects.filter(status=Status.QUEUED, claimed_at=None).count() == 3
