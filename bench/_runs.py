"""Runs and learners in any number, stored without the actions that would make them one by one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.utils import timezone

from bench.impact import document
from courses.actions.regulation import create_first_regulation
from courses.models import Course, Revision
from courses.readers import regulation_in_force
from mooc_portal.people.models import User
from scheduling.models import Registration, Run

SECTIONS, WEEKS = 15, 15
BATCH = 5_000


def chunks(count: int) -> Iterator[range]:
    for start in range(0, count, BATCH):
        yield range(start, min(start + BATCH, count))


def planner() -> User:
    return User.objects.get_or_create(email="quality@example.kz", defaults={"name": "Quality"})[0]


def make_course(code: str, *, at: datetime) -> Course:
    """A published course of fifteen sections."""
    course = Course.objects.create(code=code, title=code, state_since=at, created_at=at, updated_at=at)
    regulation = regulation_in_force() or create_first_regulation(at=at)
    revision = Revision.objects.create(
        course=course,
        number=1,
        document=document(course.pk),
        sha256=f"{course.pk:064d}",
        regulation=regulation,
        made_at=at,
        made_by=planner(),
    )
    Course.objects.filter(pk=course.pk).update(state="published", published_revision=revision)
    course.published_revision = revision
    return course


def new_run(course: Course, *, starts_on: date, at: datetime) -> Run:
    return Run(
        course=course,
        revision=course.published_revision,
        regulation=course.published_revision.regulation,
        starts_on=starts_on,
        ends_on=starts_on + timedelta(weeks=WEEKS),
        sections=SECTIONS,
        weeks=WEEKS,
        planned_by=planner(),
        planned_at=at,
    )


def make_run(code: str, *, starts_on: date) -> Run:
    at = timezone.now()
    run = new_run(make_course(code, at=at), starts_on=starts_on, at=at)
    run.save()
    return run


def register_many(run: Run, count: int, *, at: datetime) -> None:
    for numbers in chunks(count):
        users = User.objects.bulk_create(
            User(email=f"learner{number}@example.kz", name=f"Learner {number}") for number in numbers
        )
        Registration.objects.bulk_create(Registration(run=run, user=user, registered_at=at) for user in users)
