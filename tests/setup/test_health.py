"""What the monitor is told."""

from datetime import timedelta

import pytest
import time_machine
from django.db import OperationalError, connection

from mooc_portal import health
from mooc_portal.outbox.actions import NewLetter, queue_letters
from scheduling.jobs.sweep import SILENCE, run_due
from tests.factories import NOW, make_user

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def asked(client, at) -> tuple[int, dict]:
    with time_machine.travel(at, tick=False):
        response = client.get("/health/")
    assert "no-store" in response["Cache-Control"]
    return response.status_code, response.json()


def test_all_is_well(client):
    run_due(at=NOW)
    expected = {
        "status": "ok",
        "failing": [],
        "database": "ok",
        "last_sweep_seconds": 600,
        "oldest_letter_seconds": None,
    }
    assert asked(client, NOW + SILENCE) == (200, expected)


def test_sweeps_that_stopped_or_never_began_are_said(client):
    assert asked(client, NOW)[1]["failing"] == ["sweep"]
    run_due(at=NOW)
    status, answer = asked(client, NOW + SILENCE + SECOND)
    assert (status, answer["failing"]) == (503, ["sweep"])


def test_letters_that_do_not_leave_are_said(client):
    queue_letters([NewLetter("a", "test", make_user(), "S", "B")], at=NOW)
    run_due(at=NOW + timedelta(hours=1))
    assert asked(client, NOW + timedelta(hours=1))[0] == 200
    status, answer = asked(client, NOW + timedelta(hours=1) + SECOND)
    assert (status, answer["failing"], answer["oldest_letter_seconds"]) == (503, ["letters"], 3601)


def test_a_database_that_is_away_is_said_without_its_secrets(client, monkeypatch):
    def away(*args, **kwargs):
        raise OperationalError("could not connect to postgres://portal:secret@db")

    monkeypatch.setattr(health.connection, "cursor", away)
    status, answer = asked(client, NOW)
    assert (status, answer["database"], answer["failing"]) == (503, "unreachable", ["database"])
    assert "secret" not in str(answer)
    monkeypatch.undo()
    assert connection.cursor()
