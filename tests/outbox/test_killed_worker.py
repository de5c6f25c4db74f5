"""A worker that is killed in the middle loses nothing and repeats at most the letter in flight."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path

from django.conf import settings

from tests.outbox.sink import Sink

LETTERS = 120
QUEUE = f"""
from django.utils import timezone
from mooc_portal.outbox.models import Letter
now = timezone.now()
Letter.objects.bulk_create(
    Letter(key=f"k{{i}}", kind="t", email=f"p{{i}}@example.kz", language="kk", subject="S", body="B",
           not_before=now, created_at=now)
    for i in range({LETTERS})
)
"""


def manage(*words: str) -> list[str]:
    return [sys.executable, str(Path(settings.BASE_DIR) / "manage.py"), *words]


def environment(folder: Path, sink: Sink) -> dict:
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "mooc_portal.settings",
        "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
        "VAR_DIR": str(folder),
        "EMAIL_URL": sink.address,
    }


def ask(folder: Path, sql: str) -> list[tuple]:
    with closing(sqlite3.connect(folder / "db.sqlite3")) as database, database:
        return database.execute(sql).fetchall()


def test_every_letter_arrives_although_the_worker_was_killed(tmp_path):
    sink = Sink(enough=LETTERS // 3)
    run = {"env": environment(tmp_path, sink), "check": True, "capture_output": True}
    subprocess.run(manage("migrate", "-v0"), **run)
    subprocess.run(manage("shell", "-c", QUEUE), **run)
    worker = subprocess.Popen(manage("deliver_letters"), env=run["env"], stdout=subprocess.DEVNULL)
    assert sink.reached.wait(30)
    worker.send_signal(signal.SIGKILL)
    assert worker.wait(10) == -signal.SIGKILL
    stuck = ask(tmp_path, "SELECT count(*) FROM outbox_letter WHERE status = 'sending'")[0][0]
    ask(tmp_path, "UPDATE outbox_letter SET claimed_at = '2020-01-01 00:00:00' WHERE status = 'sending'")
    assert stuck > 0
    subprocess.run(manage("deliver_letters"), **run)
    sink.shutdown()
    sink.server_close()
    times = Counter(sink.taken)
    assert len(times) == LETTERS
    assert sum(times.values()) - LETTERS <= 1
    assert ask(tmp_path, "SELECT DISTINCT status FROM outbox_letter") == [("sent",)]
