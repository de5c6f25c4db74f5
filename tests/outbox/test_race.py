"""Two workers at once claim different letters (PostgreSQL)."""

import threading

import pytest
from django.core import mail
from django.db import connection

from mooc_portal.outbox.actions import deliver_letters_due_now
from mooc_portal.outbox.models import Letter, Status
from tests.factories import NOW, make_user

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_two_workers_send_every_letter_once():
    person = make_user()
    facts = {"kind": "t", "recipient": person, "email": person.email, "language": "kk", "body": "B"}
    Letter.objects.bulk_create(
        Letter(key=f"k{i}", subject=f"S{i}", not_before=NOW, created_at=NOW, **facts) for i in range(200)
    )
    barrier, sent = threading.Barrier(4), []

    def work() -> None:
        barrier.wait()
        while (result := deliver_letters_due_now(at=NOW, limit=20)).sent:
            sent.append(result.sent)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(sent) == 200 == Letter.objects.filter(status=Status.SENT).count()
    assert len({message.subject for message in mail.outbox}) == len(mail.outbox) == 200
