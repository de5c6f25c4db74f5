"""Serve the portal with its worker and its clock: three processes that start and stop together."""

import errno
import fcntl
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from mooc_portal.demo.loading import is_loaded
from mooc_portal.demo.people import DOMAIN, PASSWORD
from mooc_portal.supervisor import Supervisor

# One of each role, as README.md introduces them; `manage.py loaddemo` lists everybody.
INTRODUCED = {
    "admin": "administrator",
    "quality": "quality specialist",
    "author": "instructor",
    "department": "department reviewer",
    "faculty": "faculty reviewer",
}


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
        parser.add_argument("--port", type=int, default=8000, help="port to listen on (8000)")
        parser.add_argument("--prepare", action="store_true", help="first bring database and static files up to date")

    def handle(self, *args, host: str, port: int, prepare: bool, **options) -> None:
        lock = hold_folder(Path(settings.VAR_DIR))
        require_free(host, port)
        if prepare:
            call_command("prepare", stdout=self.stdout)
        address = f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}/"
        supervisor = Supervisor(commands(), say=self._say)
        status = supervisor.run(
            environment=child_environment(host, port, address),
            each_tick=once_reachable(host, port, lambda: self._greet(address)),
        )
        lock.close()
        self._say("MOOC Portal has stopped.")
        if status:
            sys.exit(status)

    def _greet(self, address: str) -> None:
        self._say(f"\nMOOC Portal is at {address}  (Ctrl-C stops it; your data is in {settings.VAR_DIR})")
        if not settings.PRODUCTION and is_loaded():
            self._say(f"Demo accounts, the password of each is {PASSWORD}")
            for login, role in INTRODUCED.items():
                self._say(f"  {f'{login}@{DOMAIN}':26} {role}")

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


def commands() -> dict[str, list[str]]:
    """The three children. Threads for the worker: little memory, and it stops at once."""
    # A container's only user is root; the warning against it is for servers that strangers can reach.
    root_is_fine = "ignore:You're running the worker with superuser privileges"
    celery = [sys.executable, "-W", root_is_fine, "-m", "celery", "--quiet", "--app", "mooc_portal"]
    level = ["--loglevel", "WARNING"]
    alone = ["--without-gossip", "--without-mingle"]
    return {
        "Web server": [sys.executable, "-m", "gunicorn", "--config", "python:mooc_portal.gunicorn_conf"],
        "Worker": [*celery, "worker", *level, "--pool", "threads", "--concurrency", "2", *alone],
        "Clock": [*celery, "beat", *level, "--pidfile="],
    }


def child_environment(host: str, port: int, address: str) -> dict[str, str]:
    """What the children are told; what the operator has set stays."""
    ours = {"SITE_URL": address.rstrip("/"), "GUNICORN_LOG_LEVEL": "warning"}
    return {**ours, **os.environ, "BIND": f"{host}:{port}", "PYTHONUNBUFFERED": "1"}


def hold_folder(folder: Path) -> IO[str]:
    """Hold the data folder while serving: two clocks on one database would do everything twice."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = (folder / "serve.lock").open("a")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        raise CommandError(f"The portal is already running from {folder}. Stop it first.") from None
    return lock


def require_free(host: str, port: int) -> None:
    """Refuse at once, and in words, when the port is taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise CommandError(f"Cannot listen on {host}:{port}: {error.strerror}.") from None
            raise CommandError(
                f"Port {port} is taken by another program. Choose another: make run PORT={port + 1}"
            ) from None


def once_reachable(host: str, port: int, act: Callable[[], None]) -> Callable[[], None]:
    """A function that calls `act` once, as soon as something answers there."""
    done = False

    def check() -> None:
        nonlocal done
        if done:
            return
        with socket.socket() as probe:
            probe.settimeout(0.2)
            done = probe.connect_ex((host, port)) == 0
        if done:
            act()

    return check
