"""Saving while somebody writes, beside the plainest request that stores something: both behind the same middleware.

BENCH_DATABASE_URL=postgres://… python -m bench.autosave

A course of 15 sections, 150 lectures and 60 tasks. The floor of each form takes the same fields from a signed-in
person and makes one UPDATE; the plain floor takes one field. Requests are interleaved: all see the
same machine.
"""

from __future__ import annotations

import statistics
import time

from bench import _database  # first: it chooses the database

import msgspec  # isort: skip
from django.conf import settings  # isort: skip
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_test_environment, teardown_test_environment
from django.utils import timezone

from bench.impact import document
from courses.actions import import_document
from courses.document.codec import decode_stored
from courses.models import Course, Item, Lecture, Part, Section, Task
from mooc_portal.people.models import User

ROUNDS = 300
LECTURES, TASKS = 10, 4


def full_course(by: User, at) -> Course:
    """Fifteen sections of ten lectures and four tasks each."""
    whole = decode_stored(document(1))
    part = whole.sections[0].parts[0]
    part = msgspec.structs.replace(part, lectures=part.lectures[:1] * LECTURES, tasks=part.tasks[:1] * TASKS)
    section = msgspec.structs.replace(whole.sections[0], parts=(part,))
    course, _missing = import_document(msgspec.structs.replace(whole, sections=(section,) * 15), by=by, at=at)
    return course


def forms(client: Client, course: Course) -> dict[str, tuple[str, dict]]:
    """Address and fields of a form of every kind, as the page fills them."""
    rows = {
        "section": Section.objects.filter(course=course),
        "part": Part.objects.filter(section__course=course),
        "lecture": Lecture.objects.filter(course=course, part__isnull=False),
        "task": Task.objects.filter(course=course, part__isnull=False),
        "item": Item.objects.filter(task__course=course),
    }
    found = {}
    for kind, nodes in rows.items():
        path = f"/courses/{course.code}/{kind}/{nodes.first().pk}/"
        form = client.get(path).context["form"]
        fields = {field.html_name: field.value() for field in form}
        for group in form.rows_shown() if hasattr(form, "rows_shown") else ():
            fields |= {field.html_name: field.value() or "" for row in group.forms for field in row}
        found[kind] = path, {name: value for name, value in fields.items() if value not in (None, False)}
    return found


def save(client: Client, path: str, fields: dict, number: int) -> float:
    """Milliseconds of one save; the form carries on with the mark it was answered."""
    fields["stem" if "stem" in fields else "title"] = f"Тақырып {number}"
    started = time.perf_counter()
    response = client.post(path, fields, headers={"X-Autosave": "1"})
    spent = (time.perf_counter() - started) * 1000
    assert response.json()["state"] == "saved", (path, response.content)
    if "seen" in fields:
        fields["seen"] = response.json()["seen"]
    return spent


def main() -> None:
    settings.ROOT_URLCONF = "bench._autosave_urls"
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    kind, at = _database.prepare(), timezone.now()
    author = User.objects.create(email="author@example.kz", name="Автор")
    course = full_course(author, at)
    Course.objects.create(code="floor", title="Floor", state_since=at, created_at=at, updated_at=at)
    client = Client()
    client.force_login(author, backend=settings.AUTHENTICATION_BACKENDS[0])
    setup_test_environment()  # for the forms of the pages
    own = forms(client, course)
    pages = {"plain floor": ("/floor/", {"title": ""}), **own}
    pages |= {f"floor of {name}": ("/floor/", {**fields}) for name, (_path, fields) in own.items()}
    teardown_test_environment()
    settings.ALLOWED_HOSTS = ["testserver"]
    taken: dict[str, list[float]] = {name: [] for name in pages}
    for number in range(ROUNDS + 5):
        for name, (path, fields) in pages.items():
            spent = save(client, path, fields, number)
            if number >= 5:
                taken[name].append(spent)
    print(f"{kind}; {Lecture.objects.count()} lectures, {Task.objects.count()} tasks; {ROUNDS} requests, interleaved")
    median = {name: statistics.median(spent) for name, spent in taken.items()}
    for name, (path, fields) in own.items():
        with CaptureQueriesContext(connection) as queries:
            save(client, path, fields, ROUNDS + 9)
        floor, plain = median[f"floor of {name}"], median["plain floor"]
        print(
            f"{name}: median {median[name]:.1f} ms, {median[name] / floor:.2f} of its floor ({floor:.1f} ms), "
            f"{median[name] / plain:.2f} of the plain floor ({plain:.1f} ms), {len(queries)} queries"
        )


if __name__ == "__main__":
    main()
