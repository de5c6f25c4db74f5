"""Letters are queued with what causes them and delivered afterwards.

Queueing is part of the causing transaction; delivery claims rows, sends them
over one connection and writes each result down at once. A worker killed in
between leaves rows ``sending``, which the sweeper puts back: nothing is lost,
and at most the one letter in flight goes out twice, under the same Message-ID.
"""

from __future__ import annotations

import smtplib
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import get_connection
from django.db import connection as database
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from mooc_portal.outbox.envelope import message_of
from mooc_portal.outbox.models import Letter, Status

BACKOFF = [timedelta(minutes=m) for m in (1, 5, 30, 120, 720)]
STUCK_AFTER = timedelta(minutes=10)
# A living worker gives back what it has not sent by then, long before it is taken for dead.
HELD_AT_MOST = timedelta(minutes=4)
BATCH = 100
MARK_SENT = "UPDATE outbox_letter SET status = %s, sent_at = %s, attempts = %s WHERE id = %s"


@dataclass(frozen=True)
class NewLetter:
    """A letter to be: ``key`` names occasion and recipient, and makes it happen once.

    ``calendar`` is an invitation or its cancellation as iCalendar; it goes along with a letter to one person.
    """

    key: str
    kind: str
    recipient: object
    subject: str
    body: str
    email: str = ""
    mailing_list: str = ""
    attachment: str = ""  # the name of a stored file
    attachment_name: str = ""
    calendar: str = ""


@dataclass
class Delivered:
    """What a delivery did."""

    sent: int = 0
    failed: int = 0
    retried: int = 0

    @property
    def tried(self) -> int:
        return self.sent + self.failed + self.retried

    def __add__(self, other: Delivered) -> Delivered:
        return Delivered(self.sent + other.sent, self.failed + other.failed, self.retried + other.retried)


def queue_letters(letters: Iterable[NewLetter], *, at: datetime) -> int:
    """Store letters to be delivered after the transaction commits; those already there are left as they are.

    Returns the number of letters handed in.
    """
    rows = [
        Letter(
            key=letter.key,
            kind=letter.kind,
            recipient=letter.recipient,
            email=letter.email or letter.recipient.email,
            language=letter.recipient.language if letter.recipient else settings.LANGUAGE_CODE,
            subject=" ".join(letter.subject.split())[:300],
            body=letter.body,
            mailing_list=letter.mailing_list,
            attachment=letter.attachment,
            attachment_name=letter.attachment_name,
            calendar=letter.calendar,
            not_before=at,
            created_at=at,
        )
        for letter in letters
    ]
    Letter.objects.bulk_create(rows, ignore_conflicts=True)
    if rows:
        wake_delivery()
    return len(rows)


def wake_delivery() -> None:
    """Have the worker look at the outbox once the transaction has committed.

    Where the queue cannot be reached the letters wait for the next beat: what is committed stays done.
    """
    transaction.on_commit(_enqueue_delivery, robust=True)


def _enqueue_delivery() -> None:
    from mooc_portal.outbox.tasks import deliver_letters_due  # the task imports this module

    deliver_letters_due.delay()


def alert_quality(key: str, problem: str, *, at: datetime) -> int:
    """Tell the quality department that something could not be done; never a silent skip.

    ``problem`` is a lazy sentence. Falls back to ``settings.QUALITY_EMAIL`` and then
    to the administrators.
    """
    from mooc_portal.people.readers import administrators, quality_specialists

    recipients = list(quality_specialists(at)) or ([] if settings.QUALITY_EMAIL else list(administrators()))
    letters = []
    for person in recipients:
        with override(person.language):
            letters.append(NewLetter(f"{key}:{person.pk}", "alert", person, _("Needs attention"), str(problem)))
    if not letters and settings.QUALITY_EMAIL:
        letters = [
            NewLetter(f"{key}:quality", "alert", None, _("Needs attention"), str(problem), settings.QUALITY_EMAIL)
        ]
    return queue_letters(letters, at=at)


def supersede_letters(key_prefix: str, *, only: Q | None = None) -> int:
    """Take back letters that have not left yet and no longer hold. Returns how many."""
    unsent = Letter.objects.filter(only or Q(), key__startswith=key_prefix, status=Status.QUEUED)
    return unsent.update(status=Status.SUPERSEDED)


def sweep_stuck(*, at: datetime) -> int:
    """Put back what a worker claimed and never finished. Returns how many."""
    stuck = Letter.objects.filter(status=Status.SENDING, claimed_at__lt=at - STUCK_AFTER)
    return stuck.update(status=Status.QUEUED, claimed_at=None, not_before=at)


def send_again(letters: Iterable[Letter], *, at: datetime) -> int:
    """Queue failed letters once more. Returns how many."""
    failed = Letter.objects.filter(pk__in=[letter.pk for letter in letters], status=Status.FAILED)
    queued = failed.update(status=Status.QUEUED, attempts=0, not_before=at, error="")
    wake_delivery()
    return queued


def deliver_letters_due_now(*, at: datetime, limit: int = BATCH) -> Delivered:
    """Send up to ``limit`` letters that are due, over one connection.

    Where no connection can be made nothing was tried: the letters wait a minute, and count no attempt.
    """
    letters, result, began = _claim(at, limit), Delivered(), time.monotonic()
    if not letters:
        return result
    mail = get_connection()
    try:
        mail.open()
    except (smtplib.SMTPException, OSError) as error:
        _put_back(letters, at + BACKOFF[0], f"{type(error).__name__}: {error}")
        return result
    with mail:
        for number, letter in enumerate(letters):
            if time.monotonic() - began > HELD_AT_MOST.total_seconds():
                _put_back(letters[number:], at)
                break
            _deliver(letter, mail, at, result)
    return result


def _put_back(letters: list[Letter], not_before: datetime, error: str = "") -> None:
    claimed = Letter.objects.filter(pk__in=[letter.pk for letter in letters], status=Status.SENDING)
    claimed.update(status=Status.QUEUED, claimed_at=None, not_before=not_before, error=error[:2000])


def _claim(at: datetime, limit: int) -> list[Letter]:
    due = Letter.objects.filter(status=Status.QUEUED, not_before__lte=at).order_by("not_before", "pk")
    with transaction.atomic():
        if database.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        ids = list(due.values_list("pk", flat=True)[:limit])
        Letter.objects.filter(pk__in=ids, status=Status.QUEUED).update(status=Status.SENDING, claimed_at=at)
    return list(Letter.objects.filter(pk__in=ids, status=Status.SENDING).order_by("not_before", "pk"))


def _deliver(letter: Letter, mail, at: datetime, result: Delivered) -> None:
    try:
        message_of(letter, mail).send()
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _text in error.recipients.values()]
        _not_sent(letter, error, at, result, final=all(code >= 500 for code in codes))
    except (smtplib.SMTPException, OSError) as error:
        _not_sent(letter, error, at, result, final=False)
    else:
        _mark_sent(letter, at)
        result.sent += 1


def _mark_sent(letter: Letter, at: datetime) -> None:
    """Written down before the next letter leaves: a killed worker repeats no more than one. Plain SQL for speed."""
    moment = database.ops.adapt_datetimefield_value(at)
    with database.cursor() as cursor:
        cursor.execute(MARK_SENT, [Status.SENT.value, moment, letter.attempts + 1, letter.pk])


def _not_sent(letter: Letter, error: Exception, at: datetime, result: Delivered, *, final: bool) -> None:
    attempts = letter.attempts + 1
    final = final or attempts > len(BACKOFF)
    Letter.objects.filter(pk=letter.pk).update(
        status=Status.FAILED if final else Status.QUEUED,
        attempts=attempts,
        claimed_at=None,
        not_before=at if final else at + BACKOFF[attempts - 1],
        error=f"{type(error).__name__}: {error}"[:2000],
    )
    if final:
        result.failed += 1
    else:
        result.retried += 1
