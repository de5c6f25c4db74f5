"""Registrations per second through gunicorn, beside a view of the same server that inserts one row.

Every request is another signed-in learner who gave consent before and presses "Register": session, CSRF check,
the run looked at, registration and letter written, the worker woken. There are two floors: the view behind the
portal's own middleware, and a bare one without any. ``DATABASE_URL`` and ``CELERY_BROKER_URL`` choose what is
measured; without them SQLite and the folder queue. A database of its own is made and taken away.
"""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

SCRATCH = tempfile.TemporaryDirectory(prefix="bench-registration-")
os.environ["VAR_DIR"] = SCRATCH.name
os.environ["SECRET_KEY"] = "only-for-this-measurement"  # the sessions made here are read by the server
os.environ.setdefault("DATABASE_URL", f"sqlite:///{SCRATCH.name}/bench.sqlite3")
os.environ["DJANGO_SETTINGS_MODULE"] = "mooc_portal.settings"
ENVIRONMENT = dict(os.environ)  # bench.impact, for its document, would choose another database

import django  # noqa: E402

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench.impact import document  # noqa: E402

REQUESTS = int(os.environ.get("BENCH_REQUESTS", "1500"))
CLIENTS = 8
ROUNDS = 3
TOKEN = "x" * 32


def make_database() -> str:
    """The address of a database of its own, with its tables."""
    url = ENVIRONMENT["DATABASE_URL"]
    if url.startswith("sqlite"):
        call_command("migrate", verbosity=0)
        return url
    name = connection.creation.create_test_db(verbosity=0, autoclobber=True)
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"/{name}"))


def make_run(round_number: int):
    """A run that starts in two weeks, of a published course."""
    from courses.actions import import_document
    from courses.actions.freeze import freeze_revision
    from courses.document.codec import decode
    from courses.models import Course
    from mooc_portal.people.models import Appointment, Department, Faculty, Role, User
    from scheduling.actions import plan_run

    now = timezone.now()
    names = {"name_kk": "x", "name_ru": "x", "name_en": "x"}
    faculty, _ = Faculty.objects.get_or_create(code="phys-math", defaults=names)
    Department.objects.get_or_create(code="informatics", defaults={"faculty": faculty, **names})
    author, _ = User.objects.get_or_create(email="author@example.kz")
    quality, made = User.objects.get_or_create(email="quality@example.kz")
    if made:
        Appointment.objects.create(user=quality, role=Role.QUALITY_SPECIALIST, starts_on=now.date())
    course, _missing = import_document(decode(document(round_number).encode()), by=author, at=now)
    revision = freeze_revision(course, by=author, at=now, gate="dept")
    Course.objects.filter(pk=course.pk).update(state="published", published_revision=revision, decision_count=4)
    starts_on = timezone.localdate(now) + timedelta(days=14)
    course = Course.objects.get(pk=course.pk)
    return plan_run(course, starts_on=starts_on, by=quality, at=now, deviation="measured")


def make_learners() -> list[str]:
    """Session keys of people who gave consent."""
    from mooc_portal.people.models import User
    from scheduling.models import Consent
    from scheduling.registration.consent import consent_text_in_force

    now = timezone.now()
    people = [User(email=f"l{n}@example.kz", name=f"Learner {n}") for n in range(REQUESTS)]
    people = User.objects.bulk_create(people, batch_size=500)
    text = consent_text_in_force(now)
    Consent.objects.bulk_create([Consent(user=user, text=text, given_at=now) for user in people], batch_size=500)
    return [_session(user) for user in people]


def _session(user) -> str:
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.save()
    return store.session_key


@contextmanager
def served(settings: str, port: int, url: str):
    """gunicorn as docs/running.md has it, on the given settings."""
    environment = ENVIRONMENT | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": settings, "BIND": f"127.0.0.1:{port}"}
    command = [sys.executable, "-m", "gunicorn", "-c", "python:mooc_portal.gunicorn_conf", "--max-requests", "0"]
    said = Path(SCRATCH.name) / f"{port}.log"
    with said.open("wb") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            _wait_for(port, said)
            yield
        finally:
            server.terminate()
            server.wait(timeout=30)


def _wait_for(port: int, said: Path) -> None:
    for _ in range(300):
        try:
            asked = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            asked.request("GET", "/nothing/")
            asked.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"gunicorn did not start: {said.read_text()[-2000:]}")


def per_second(port: int, path: str, sessions: list[str], expected: int, mark: str) -> float:
    """Requests a second, each of another session, sent by a few clients over connections kept open."""
    faults, lock, left = [], threading.Lock(), list(enumerate(sessions))

    def client() -> None:
        asked = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while True:
            with lock:
                if not left:
                    return
                number, session = left.pop()
            headers = {
                "Cookie": f"sessionid={session}; csrftoken={TOKEN}",
                "X-CSRFToken": TOKEN,
                "X-Row": f"{mark}-{number}@example.kz",
                "Content-Type": "application/x-www-form-urlencoded",
            }
            asked.request("POST", path, "quick=yes", headers)
            answer = asked.getresponse()
            answer.read()
            if answer.status != expected:
                faults.append(answer.status)

    threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - start
    if faults:
        said = (Path(SCRATCH.name) / f"{port}.log").read_text()[-3000:]
        raise RuntimeError(f"{len(faults)} answers were not {expected}: {sorted(set(faults))}\n{said}")
    return len(sessions) / seconds


def main() -> None:
    url = make_database()
    try:
        measure(url)
    finally:
        if connection.vendor == "postgresql":
            connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


def measure(url: str) -> None:
    from scheduling.models import Registration

    sessions = make_learners()
    runs = [make_run(number) for number in range(ROUNDS)]
    connection.close()
    rates: dict[str, list[float]] = {"bare": [], "floor": [], "registration": []}
    with served("bench._portal_settings", 8391, url), served("bench._bare_settings", 8392, url):
        for number, run in enumerate(runs):
            ask: Callable[..., float] = per_second
            rates["bare"].append(ask(8392, "/floor/", sessions, 200, f"bare{number}"))
            rates["floor"].append(ask(8391, "/floor/", sessions, 200, f"floor{number}"))
            rates["registration"].append(ask(8391, f"/runs/{run.pk}/register/", sessions, 302, "run"))
    kept = Registration.objects.filter(standing="registered").count()
    if kept != REQUESTS * ROUNDS:
        raise RuntimeError(f"{REQUESTS * ROUNDS} registrations were answered and {kept} kept.")
    best = {name: max(values) for name, values in rates.items()}
    print(f"{connection.vendor}; {ROUNDS} rounds of {REQUESTS} requests by {CLIENTS} clients, best of each")
    print(f"a bare view, one row, no middleware: {best['bare']:.0f} a second")
    print(f"the same view behind the portal's middleware: {best['floor']:.0f} a second")
    print(f"registrations: {best['registration']:.0f} a second, every one kept")
    print(f"ratio to the view behind the middleware: {best['registration'] / best['floor']:.2f} (aim: 0.50)")
    print(f"ratio to the bare view: {best['registration'] / best['bare']:.2f}")


if __name__ == "__main__":
    main()
