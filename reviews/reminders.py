"""Reminding those who hold a course, by hand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from courses.models import Course
from mooc_portal.dates import long_date
from mooc_portal.outbox.actions import NewLetter, queue_letters
from mooc_portal.outbox.rendering import render_letter
from reviews.due import WorkingDays
from reviews.queues import courses_others_hold, users_holding


def remind_holders(codes: Iterable[str], *, by, at: datetime) -> tuple[int, int]:
    """Write to everybody who holds one of the courses; once a day for a course and a person.

    Only courses that concern ``by`` and wait for somebody else are taken. Returns
    how many courses and how many letters.
    """
    courses = list(courses_others_hold(by, at=at).filter(code__in=list(codes)))
    days, holders = WorkingDays(at=at), users_holding(courses, at=at)
    letters = [
        reminder(course, person, due=days.due(course.state_since), by=by, at=at)
        for course in courses
        for person in holders[course.pk]
        if person.pk != by.pk
    ]
    queue_letters(letters, at=at)
    return len(courses), len(letters)


def reminder(course: Course, person, *, due, by, at: datetime) -> NewLetter:
    """The letter that reminds one person of one course; ``by`` is None where the calendar reminds."""
    day = timezone.localdate(at)
    context = {
        "course": course,
        "person": person,
        "by": by,
        "since": long_date(course.state_since, person.language),
        "due": long_date(due, person.language),
        "overdue": due < day,
        "link": settings.SITE_URL.rstrip("/") + reverse("reviews:detail", args=[course.code]),
    }
    subject, body = render_letter("review_reminder", person.language, context)
    key = f"review:{course.pk}:remind:{course.decision_count}:{day:%Y%m%d}:{person.pk}"
    return NewLetter(key, "review_reminder", person, subject, body)
