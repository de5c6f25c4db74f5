"""The portal's own processes on a PostgreSQL and a Redis of the test, to be killed at will."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path

import psycopg2
from django.conf import settings
from django.db import connection

PATIENCE = 120.0
PROCESSES = 2


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Redis:
    """A broker that forgets everything when it is killed."""

    def __init__(self, folder: Path) -> None:
        self.port, self.folder = free_port(), folder
        self.start()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        words = [shutil.which("redis-server"), "--port", str(self.port), "--save", "", "--dir", str(self.folder)]
        self.process = subprocess.Popen(words, stdout=subprocess.DEVNULL)
        for _attempt in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise AssertionError("Redis did not come up")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


class Portal:
    """A portal on a database of its own; ``ask`` speaks SQL to it."""

    def __init__(self, folder: Path, *, mail: str, broker: str) -> None:
        self.folder, self.name = folder, f"faults_{os.getpid()}_{free_port()}"
        self.server = {
            "host": connection.settings_dict["HOST"] or None,
            "port": connection.settings_dict["PORT"] or None,
            "user": connection.settings_dict["USER"] or None,
            "password": connection.settings_dict["PASSWORD"] or None,
        }
        self._on_server(f'CREATE DATABASE "{self.name}"')
        account = self.server["user"] + (f":{self.server['password']}" if self.server["password"] else "")
        address = f"{account}@{self.server['host'] or ''}" + (f":{self.server['port']}" if self.server["port"] else "")
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "mooc_portal.settings",
            "DATABASE_URL": f"postgres://{address}/{self.name}",
            "CELERY_BROKER_URL": broker,
            "VAR_DIR": str(folder),
            "EMAIL_URL": mail,
        }
        self.worker: subprocess.Popen | None = None
        self.beats: list[subprocess.Popen] = []
        self.log = (folder / "worker.log").open("wb")
        self.manage("migrate", "-v0")

    def _on_server(self, sql: str) -> None:
        with closing(psycopg2.connect(dbname="postgres", **self.server)) as server:
            server.autocommit = True
            server.cursor().execute(sql)

    def manage(self, *words: str) -> str:
        done = self.start_manage(*words)
        out, errors = done.communicate(timeout=PATIENCE)
        assert done.returncode == 0, errors
        return out

    def start_manage(self, *words: str) -> subprocess.Popen:
        command = [sys.executable, str(Path(settings.BASE_DIR) / "manage.py"), *words]
        return subprocess.Popen(
            command, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def ask(self, sql: str) -> list[tuple]:
        with closing(psycopg2.connect(dbname=self.name, **self.server)) as database:
            database.autocommit = True
            cursor = database.cursor()
            cursor.execute(sql)
            return cursor.fetchall() if cursor.description else []

    def start_worker(self) -> None:
        words = [sys.executable, "-m", "celery", "-A", "mooc_portal", "worker", "--concurrency", str(PROCESSES)]
        self.worker = subprocess.Popen(
            [*words, "--without-gossip", "--without-mingle", "--loglevel", "ERROR"],
            cwd=settings.BASE_DIR,
            env=self.environment,
            start_new_session=True,
            stdout=self.log,
            stderr=self.log,
        )

    def start_beat(self, name: str) -> None:
        """One more beat, with a schedule file of its own, that puts every periodic task ten times a second."""
        words = [sys.executable, "-m", "celery", "-A", "tests.scheduling.jobs.quick_beat", "beat"]
        files = ["--schedule", str(self.folder / name), "--pidfile", str(self.folder / f"{name}.pid")]
        self.beats.append(
            subprocess.Popen(
                [*words, *files, "--loglevel", "ERROR"],
                cwd=settings.BASE_DIR,
                env=self.environment,
                stdout=self.log,
                stderr=self.log,
            )
        )

    def keep_worker(self) -> None:
        """What the service manager does: a worker that ended by itself is started again.

        Kombu 5.7.0 ends a worker whose Redis goes away ("Unrecoverable error").
        """
        if self.worker is not None and self.worker.poll() is not None:
            self.start_worker()

    def kill_worker(self) -> None:
        """SIGKILL to the worker and all its processes at once."""
        with suppress(ProcessLookupError):
            os.killpg(self.worker.pid, signal.SIGKILL)
        self.worker.wait()
        self.worker = None

    def enqueue(self, *tasks: str) -> None:
        """Put tasks into the queue, as a beat does."""
        calls = "; ".join(f"app.send_task({task!r})" for task in tasks)
        self.manage("shell", "-v0", "-c", f"from mooc_portal.celery import app; {calls}")

    def cut_connections(self) -> None:
        self._on_server(
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity"  # noqa: S608  the name is ours
            f" WHERE datname = '{self.name}' AND pid <> pg_backend_pid()"
        )

    def stop(self) -> None:
        for beat in self.beats:
            beat.kill()
            beat.wait()
        if self.worker is not None:
            self.kill_worker()
        self.log.close()
        self._on_server(f'DROP DATABASE "{self.name}" WITH (FORCE)')
