"""The calendar and the board of the studios with thousands of filmings, beside the plainest page.

BENCH_DATABASE_URL=postgres://… python -m bench.studio [BOOKINGS]

Three studios, filmings of three lectures each from half a year ago on; a lecture of every stage among them. The floor
is that of ``bench.queue``. Requests are interleaved, so that all see the same machine.
"""

from __future__ import annotations

import statistics
import sys
from datetime import datetime, time, timedelta

from bench import _database  # first: it chooses the database

from django.conf import settings  # isort: skip
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.queue import ROUNDS, measured, p95, signed_in
from courses.models import Authorship, Course, Lecture, Part, Section
from mooc_portal.people.models import Appointment, Department, Faculty, Role, User
from mooc_portal.text import fold, sort_key
from scheduling.models import (
    BookedThing,
    Booking,
    BookingState,
    LectureWork,
    Making,
    Stage,
    Studio,
    StudioWorker,
    Work,
    WorkItem,
    WorkPlan,
)
from scheduling.readers import university_zone
from scheduling.studio.filming_days import keep_filming_days

STUDIOS, COURSES, SECTIONS, LECTURES = 3, 100, 8, 6
A_DAY = 4  # filmings of a studio, two hours each


def store_people(today) -> dict[str, User]:
    quality = User.objects.create(email="quality@example.kz", name="Сапа")
    Appointment.objects.create(user=quality, role=Role.QUALITY_SPECIALIST, starts_on=today - timedelta(days=900))
    operators = [User.objects.create(email=f"operator{n}@example.kz", name=f"Оператор {n}") for n in range(STUDIOS)]
    for operator in operators:
        StudioWorker.objects.create(user=operator, work=Work.OPERATOR)
    return {"quality": quality, "operator": operators[0]}


def store_courses(at, quality: User) -> list[Course]:
    """Courses with sections, lectures of every stage and work plans."""
    faculty = Faculty.objects.create(code="f", name_kk="Факультет", name_ru="", name_en="")
    department = Department.objects.create(code="d", faculty=faculty, name_kk="Кафедра", name_ru="", name_en="")
    courses, stages = [], list(Stage)
    for number in range(COURSES):
        title = f"Курс {number}: деректерді талдау негіздері"
        names = {"title": title, "search_text": fold(title), "sort_text": sort_key(title), "language": "kk"}
        place = {"department": department, "faculty": faculty, "state_since": at, "created_at": at, "updated_at": at}
        course = Course.objects.create(code=f"course-{number}", **names, **place)
        author = User.objects.create(email=f"author{number}@example.kz", name=f"Автор {number}")
        Authorship.objects.create(course=course, user=author)
        starts_on = timezone.localdate(at) + timedelta(days=number * 3 - 60)
        plan = WorkPlan.objects.create(
            course=course, starts_on=starts_on, made_by=quality, made_at=at, followed_version=course.version
        )
        WorkItem.objects.bulk_create(
            WorkItem(
                plan=plan,
                work=work,
                first_section=1,
                last_section=SECTIONS,
                first=starts_on,
                last=starts_on,
                owner=author,
            )
            for work in Making
        )
        _store_lectures(course, stages, at)
        courses.append(course)
    return courses


def _store_lectures(course: Course, stages: list[str], at) -> None:
    works = []
    for index in range(SECTIONS):
        section = Section.objects.create(course=course, title=f"Бөлім {index + 1}", position=index)
        part = Part.objects.create(section=section, title="Тақырып", position=0)
        rows = (
            Lecture(course=course, part=part, title=f"Дәріс {index}.{n}", seconds=700, position=n)
            for n in range(LECTURES)
        )
        for number, lecture in enumerate(Lecture.objects.bulk_create(rows)):
            place = index * LECTURES + number
            stage = stages[(course.pk + place) % len(stages)]
            works.append(
                LectureWork(
                    course=course,
                    lecture=lecture,
                    path=f"/sections/{index}/parts/0/lectures/{number}",
                    title=lecture.title,
                    section=index + 1,
                    place=place,
                    stage=stage,
                    stage_since=at,
                    filmed_at=None if stage == Stage.PLANNED else at,
                    filming_on=None if stage == Stage.PLANNED else timezone.localdate(at),
                    seconds=700,
                )
            )
    LectureWork.objects.bulk_create(works)


def store_bookings(count: int, courses: list[Course], quality: User, at) -> None:
    zone, studios = university_zone(), list(Studio.objects.all())
    operators = list(User.objects.filter(studio_work__isnull=False).order_by("pk"))
    authors = dict(Authorship.objects.values_list("course", "user"))
    lectures = {course.pk: list(course.lectures.order_by("pk")) for course in courses}
    first = timezone.localdate(at, zone) - timedelta(days=182)
    rows = []
    for number in range(count):
        day, place = divmod(number, STUDIOS * A_DAY)
        studio, slot = divmod(place, A_DAY)
        begin = datetime.combine(first + timedelta(days=day), time(9 + 2 * slot), tzinfo=zone)
        course = courses[number % len(courses)]
        rows.append(
            Booking(
                course=course,
                studio=studios[studio],
                starts_at=begin,
                ends_at=begin + timedelta(minutes=100),
                lecturer_id=authors[course.pk],
                operator=operators[studio],
                memo_read_at=at,
                standing=BookingState.CONFIRMED,
                booked_by=quality,
                booked_at=at,
            )
        )
    rows = Booking.objects.bulk_create(rows, batch_size=500)
    BookedThing.objects.bulk_create(
        (
            BookedThing(booking=row, thing=f"studio:{row.studio_id}", starts_at=row.starts_at, ends_at=row.ends_at)
            for row in rows
        ),
        batch_size=500,
    )
    link = Booking.lectures.through
    link.objects.bulk_create(
        (
            link(booking_id=row.pk, lecture_id=lecture.pk)
            for number, row in enumerate(rows)
            for lecture in lectures[row.course_id][number // COURSES * 3 % 45 :][:3]
        ),
        batch_size=500,
    )
    with transaction.atomic():
        for course in courses:
            keep_filming_days(course.pk)


def main(count: int = 5_000) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.ROOT_URLCONF = "bench._queue_urls"
    call_command("collectstatic", verbosity=0, interactive=False)
    kind, at = _database.prepare(), timezone.now()
    people = store_people(timezone.localdate(at))
    for number in range(STUDIOS):
        names = {f"name_{language}": f"Студия {number}" for language in ("kk", "ru", "en")}
        Studio.objects.create(**names, days=list(range(7)))
    courses = store_courses(at, people["quality"])
    store_bookings(count, courses, people["quality"], at)
    if kind == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")  # as autovacuum does within a minute
    clients = {name: signed_in(user) for name, user in people.items()}
    pages = {
        "floor": (clients["quality"], "/floor/"),
        "week": (clients["quality"], "/studio/"),
        "hours": (clients["quality"], "/studio/hours/"),
        "sheet of a day": (clients["operator"], f"/studio/day/{timezone.localdate(at):%Y-%m-%d}/"),
        "board": (clients["quality"], "/studio/board/"),
        "board, one course": (clients["quality"], "/studio/board/?course=course-7"),
        "board, for the operator": (clients["operator"], "/studio/board/?mine=on"),
        "board, not in time": (clients["quality"], "/studio/board/?risk=on"),
    }
    taken = measured(pages)
    floor = p95(taken["floor"])
    works = LectureWork.objects.count()
    print(f"{kind}; {Booking.objects.count()} filmings, {works} lectures; {ROUNDS} requests each, interleaved")
    for name, (client, path) in pages.items():
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        own, middle = p95(taken[name]), statistics.median(taken[name])
        print(
            f"{name}: median {middle:.1f} ms, p95 {own:.1f} ms, {own / floor:.2f} of the floor, {len(queries)} queries"
        )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
