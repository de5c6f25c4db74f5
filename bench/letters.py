"""The letter of a section to everyone registered: planning it, and delivering it by one worker.

    BENCH_DATABASE_URL=postgres://… python -m bench.letters [LEARNERS] [DELIVERED]

Planning is measured against a bare INSERT … SELECT of rows as long into a table with the same indexes;
delivery against two loops of ``smtplib`` alone to the same server, one that sends finished messages and one
that composes each with the standard library. The server is as near as a server can be, so that what a letter
costs here is all there is; a real one answers after milliseconds.
"""

from __future__ import annotations

import resource
import smtplib
import sys
import time
from datetime import timedelta
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from bench import _database  # first: it chooses the database

from django.conf import settings  # isort: skip
from django.core.mail import get_connection
from django.db import connection
from django.utils import timezone

from bench._runs import make_run, register_many
from bench._sink import Sink
from mooc_portal.outbox.actions import deliver_letters_due_now
from mooc_portal.outbox.envelope import message_of
from mooc_portal.outbox.models import Letter, Status
from scheduling.jobs.facts import contents_of
from scheduling.jobs.letters import queue_section_letter

ROUNDS = 3


def seconds(work) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def plan(run, learners: int, at) -> None:
    """Plan the letter, against the database alone doing the same insert."""
    contents = contents_of(run)
    table = Letter._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")  # noqa: S608
    before = memory()
    planned = seconds(lambda: queue_section_letter(contents, 1, at=at))
    grown = memory() - before
    assert Letter.objects.count() == learners
    columns = ", ".join(
        connection.ops.quote_name(field.column) for field in Letter._meta.concrete_fields if not field.primary_key
    )
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE kept AS SELECT {columns} FROM {table}")  # noqa: S608
        cursor.execute(f"DELETE FROM {table}")  # noqa: S608
        floor = seconds(lambda: cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM kept"))  # noqa: S608
        cursor.execute("DROP TABLE kept")
    print(f"planning {learners} letters: {planned:.2f} s, floor (bare insert) {floor:.2f} s, ", end="")
    print(f"{floor / planned:.0%} of it; memory grew by {grown} MB")


def deliver(run, count: int, at) -> None:
    """One worker delivers ``count`` letters, against smtplib alone; interleaved rounds, the median."""
    sink = Sink()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
    ids = list(Letter.objects.order_by("pk").values_list("pk", flat=True)[:count])
    rows = []
    for _round in range(ROUNDS):
        letters = list(Letter.objects.filter(pk__in=ids))
        messages = [message_of(letter).message().as_bytes(linesep="\r\n") for letter in letters]
        floor = count / seconds(lambda: bare_loop(sink.port, messages))  # noqa: B023
        composing = count / seconds(lambda: composing_loop(sink.port, letters))  # noqa: B023
        Letter.objects.filter(pk__in=ids).update(status=Status.QUEUED, sent_at=None, attempts=0)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE outbox_letter")
        worker = count / seconds(lambda: deliver_first(count, at))
        assert Letter.objects.filter(status=Status.SENT, pk__in=ids).count() == count
        rows.append((worker / floor, worker, floor, composing))
    sink.stop()
    ratio, worker, floor, composing = sorted(rows)[len(rows) // 2]
    print(f"delivering {count} letters by one worker: {worker:.0f}/s")
    print(f"smtplib with finished messages: {floor:.0f}/s, {ratio:.0%} of it")
    print(f"smtplib composing them: {composing:.0f}/s, {worker / composing:.0%} of it")


def bare_loop(port: int, messages: list[bytes]) -> None:
    with smtplib.SMTP("127.0.0.1", port) as server:
        for message in messages:
            server.sendmail(settings.DEFAULT_FROM_EMAIL, ["learner@example.kz"], message)


def composing_loop(port: int, letters: list[Letter]) -> None:
    with smtplib.SMTP("127.0.0.1", port) as server:
        for letter in letters:
            message = EmailMessage()
            message["Subject"], message["To"] = letter.subject, letter.email
            message["From"], message["Date"] = settings.DEFAULT_FROM_EMAIL, formatdate()
            message["Message-ID"] = make_msgid(domain="example.kz")
            message.set_content(letter.body)
            server.send_message(message)


def deliver_first(count: int, at) -> None:
    """As the worker's task does it, while all the others wait in the queue."""
    sent = 0
    while sent < count:
        sent += deliver_letters_due_now(at=at + timedelta(seconds=1)).sent


def main(learners: int = 100_000, delivered: int = 5_000) -> None:
    kind, at = _database.prepare(), timezone.now()
    run = make_run("bench", starts_on=timezone.localdate(at))
    register_many(run, learners, at=at)
    print(f"{kind}; {get_connection().__class__.__module__}")
    plan(run, learners, at)
    deliver(run, delivered, at)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
