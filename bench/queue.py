"""The queue of the reviews with very many courses, beside the plainest page a signed-in person can open.

BENCH_DATABASE_URL=postgres://… python -m bench.queue [COURSES]

Ten decisions for every course. The floor is a page of the portal behind the same middleware and in the same
frame, with one query of its own. Requests are interleaved, so that both see the same machine.
"""

from __future__ import annotations

import statistics
import sys
import time
from datetime import timedelta

from bench import _database  # first: it chooses the database

from django.conf import settings  # isort: skip
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.models import Authorship, Course
from courses.states import State
from mooc_portal.people.models import Appointment, Department, Faculty, Role, User
from mooc_portal.text import fold, sort_key
from reviews.models import Decision

ROUNDS = 200
FACULTIES, DEPARTMENTS, AUTHORS = 5, 20, 400
BATCH = 2_000
# Of twenty courses: where they stand.
STATES = [State.DRAFT] * 5 + [State.DEPARTMENT_REVIEW] * 3 + [State.FACULTY_REVIEW] * 2
STATES += [State.PUBLISHED] * 8 + [State.ARCHIVED] * 2
WAY = ("submit", "return", "submit", "endorse", "return", "submit", "endorse", "return", "submit", "endorse")


def store_people(today) -> dict[str, User]:
    faculties = [
        Faculty.objects.create(code=f"faculty-{n}", name_kk=f"Факультет {n}", name_ru="", name_en="")
        for n in range(FACULTIES)
    ]
    departments = [
        Department.objects.create(
            code=f"department-{n}", faculty=faculties[n % FACULTIES], name_kk=f"Кафедра {n}", name_ru="", name_en=""
        )
        for n in range(DEPARTMENTS)
    ]
    User.objects.bulk_create(User(email=f"author{n}@example.kz", name=f"Автор {n}") for n in range(AUTHORS))
    starts = {"starts_on": today - timedelta(days=900)}
    for number, department in enumerate(departments):
        user = User.objects.create(email=f"department{number}@example.kz", name=f"Сарапшы {number}")
        Appointment.objects.create(user=user, role=Role.DEPARTMENT_REVIEWER, department=department, **starts)
    for number, faculty in enumerate(faculties):
        user = User.objects.create(email=f"faculty{number}@example.kz", name=f"Декан {number}")
        Appointment.objects.create(user=user, role=Role.FACULTY_REVIEWER, faculty=faculty, **starts)
    quality = User.objects.create(email="quality@example.kz", name="Сапа")
    Appointment.objects.create(user=quality, role=Role.QUALITY_SPECIALIST, **starts)
    emails = {name: f"{name}0@example.kz" for name in ("department", "faculty", "author")} | {"quality": quality.email}
    return {name: User.objects.get(email=email) for name, email in emails.items()}


def store_courses(count: int, at) -> None:
    departments = list(Department.objects.order_by("pk"))
    authors = list(User.objects.filter(email__startswith="author").order_by("pk"))
    for start in range(0, count, BATCH):
        numbers = range(start, min(start + BATCH, count))
        courses = Course.objects.bulk_create(new_course(number, departments, at) for number in numbers)
        approved = [course for course in courses if course.pk % 4 == 0]
        Course.objects.filter(pk__in=[course.pk for course in approved]).update(last_step="approve")
        Authorship.objects.bulk_create(
            Authorship(course=course, user=authors[number % AUTHORS])
            for number, course in zip(numbers, courses, strict=True)
        )
        Decision.objects.bulk_create(
            Decision(
                course=course,
                number=order,
                transition="approve" if order == len(WAY) and course.pk % 4 == 0 else step,
                from_state=State.DRAFT,
                to_state=course.state,
                by=authors[course.pk % AUTHORS],
                at=course.state_since - timedelta(days=9 * (len(WAY) - order)),
                reason="Дайын. " * 20,
            )
            for course in courses
            for order, step in enumerate(WAY, start=1)
        )


def new_course(number: int, departments: list[Department], at) -> Course:
    title = f"Курс {number}: деректерді талдау негіздері"
    department = departments[number % DEPARTMENTS]
    return Course(
        code=f"course-{number}",
        title=title,
        department=department,
        faculty_id=department.faculty_id,
        state=STATES[number // DEPARTMENTS % len(STATES)],
        state_since=at - timedelta(days=number * 7 % 60, minutes=number),
        decision_count=len(WAY),
        last_step=WAY[-1],
        search_text=fold(f"{title} course-{number}"),
        sort_text=sort_key(title),
        created_at=at,
        updated_at=at,
    )


def measured(paths: dict[str, tuple[Client, str]]) -> dict[str, list[float]]:
    """Milliseconds of every request, one page after the other, round after round."""
    taken: dict[str, list[float]] = {name: [] for name in paths}
    for round_number in range(ROUNDS + 5):
        for name, (client, path) in paths.items():
            started = time.perf_counter()
            response = client.get(path)
            spent = (time.perf_counter() - started) * 1000
            assert response.status_code == 200, (name, response.status_code)
            if round_number >= 5:
                taken[name].append(spent)
    return taken


def p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def main(count: int = 10_000) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.ROOT_URLCONF = "bench._queue_urls"
    call_command("collectstatic", verbosity=0, interactive=False)
    kind, at = _database.prepare(), timezone.now()
    people = store_people(timezone.localdate(at))
    store_courses(count, at)
    if kind == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")  # as autovacuum does within a minute
    clients = {name: signed_in(user) for name, user in people.items()}
    pages = {
        "floor": (clients["department"], "/floor/"),
        "department, waiting": (clients["department"], "/reviews/"),
        "department, search": (clients["department"], "/reviews/?q=ТАЛДАУ&only=overdue"),
        "faculty, waiting": (clients["faculty"], "/reviews/"),
        "quality, waiting": (clients["quality"], "/reviews/"),
        "quality, with others": (clients["quality"], "/reviews/?list=others"),
        "author, with others": (clients["author"], "/reviews/?list=others"),
    }
    taken = measured(pages)
    floor = p95(taken["floor"])
    print(f"{kind}; {count} courses, {Decision.objects.count()} decisions; {ROUNDS} requests each, interleaved")
    for name, (client, path) in pages.items():
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        own, middle = p95(taken[name]), statistics.median(taken[name])
        ratio = own / floor
        print(f"{name}: median {middle:.1f} ms, p95 {own:.1f} ms, {ratio:.2f} of the floor, {len(queries)} queries")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
