"""Mailing lists: one letter to many people, and how each of them leaves (RFC 2369, RFC 8058).

A list is named by a word such as ``run-12``. Nobody is enrolled here: whoever
writes to a list says to whom; this module keeps who does not want it any more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.conf import settings
from django.core import signing
from django.db import connection, transaction
from django.db.models import CharField, DateTimeField, Exists, F, IntegerField, OuterRef, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse

from mooc_portal.outbox.models import Letter, Refusal, Status

_SALT = "outbox.leave"


@dataclass(frozen=True)
class ListLetter:
    """One text for everybody on a list. ``key`` names the occasion; the person is added to it."""

    key: str
    kind: str
    mailing_list: str
    language: str
    subject: str
    body: str


def queue_for_all(letter: ListLetter, people: QuerySet, *, email: str, person: str | None, at: datetime) -> int:
    """Queue ``letter`` for every row of ``people`` in one statement, whatever their number.

    ``email`` and ``person`` are the fields that lead to the address and to the key of the user (None where the
    row is no user; then the row's own key goes into the letter's). Who refused the list is left out, who has
    the letter already is left alone. Returns how many letters are new.
    """
    columns = {
        "key": Concat(Value(f"{letter.key}:"), Cast(F(person or "pk"), CharField()), output_field=CharField()),
        "kind": Value(letter.kind, CharField()),
        "recipient_id": F(person) if person else Value(None, IntegerField()),
        "email": F(email),
        "language": Value(letter.language, CharField()),
        "subject": Value(" ".join(letter.subject.split())[:300], CharField()),
        "body": Value(letter.body, TextField()),
        "mailing_list": Value(letter.mailing_list, CharField()),
        "status": Value(Status.QUEUED.value, CharField()),
        "attempts": Value(0, IntegerField()),
        "not_before": Value(at, DateTimeField()),
        "created_at": Value(at, DateTimeField()),
        "error": Value("", TextField()),
    }
    refused = Refusal.objects.filter(mailing_list=letter.mailing_list, email=OuterRef(email))
    chosen = people.filter(~Exists(refused)).order_by().values_list(*(expression for expression in columns.values()))
    select, parameters = chosen.query.sql_with_params()
    names = ", ".join(connection.ops.quote_name(name) for name in columns)
    table = connection.ops.quote_name(Letter._meta.db_table)
    # Names and the selection are Django's own; every value is a parameter.
    statement = f"INSERT INTO {table} ({names}) {select} ON CONFLICT DO NOTHING"
    from mooc_portal.outbox.actions import wake_delivery  # actions imports this module

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        queued = cursor.rowcount
        if queued:
            wake_delivery()
    return queued


def leaving_address(mailing_list: str, email: str) -> str:
    """Where this address leaves this list: a page for people, a POST for mail programs."""
    token = signing.Signer(salt=_SALT).sign_object([mailing_list, email])
    return _leaving_pattern(settings.SITE_URL).replace("TOKEN", token)


@lru_cache(maxsize=8)
def _leaving_pattern(site: str) -> str:
    return site.rstrip("/") + reverse("outbox:leave", args=["TOKEN"])


def read_leaving_token(token: str) -> tuple[str, str]:
    """The list and the address of a token.

    Raises:
        django.core.signing.BadSignature: when it was not made here.
    """
    mailing_list, email = signing.Signer(salt=_SALT).unsign_object(token)
    return mailing_list, email


def leave_list(mailing_list: str, email: str, *, at: datetime) -> int:
    """Send this address nothing more of this list; what has not left yet is taken back. Returns how many letters."""
    with transaction.atomic():
        Refusal.objects.get_or_create(mailing_list=mailing_list, email=email, defaults={"at": at})
        unsent = Letter.objects.filter(mailing_list=mailing_list, email=email, status=Status.QUEUED)
        return unsent.update(status=Status.SUPERSEDED)


def return_to_list(mailing_list: str, email: str) -> None:
    """Take the refusal back."""
    Refusal.objects.filter(mailing_list=mailing_list, email=email).delete()
