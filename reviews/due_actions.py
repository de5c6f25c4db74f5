"""What the calendar asks for in the reviews: reminders before a stage is due, escalation after, digests.

Every sweep looks for what is due and not done; inserting the notice is the claim,
so that a late sweep, a second one and two workers at once do it once.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from courses.models import Course
from courses.states import REVIEW_STATES, State
from mooc_portal.outbox.actions import NewLetter, queue_letters
from mooc_portal.outbox.rendering import render_letter
from mooc_portal.people.models import Digest, User
from mooc_portal.people.readers import faculty_reviewers, quality_specialists
from reviews.due import WorkingDays
from reviews.models import DigestMark, RemarkStep, ReviewNotice
from reviews.queues import users_holding
from reviews.reminders import reminder

HOUR_OF_DIGESTS = 8
OLDEST_NEWS = timedelta(days=15)


@dataclass
class Swept:
    """What one sweep did."""

    reminders: int = 0
    escalations: int = 0
    digests: int = 0


def tell_what_is_due(*, at: datetime) -> Swept:
    """Reminders, escalations and digests that are due and were not made; a constant number of queries for each."""
    return Swept(
        _notify(ReviewNotice.Kind.REMINDER, days=-settings.REVIEW_REMIND_DAYS, at=at),
        _notify(ReviewNotice.Kind.ESCALATION, days=settings.REVIEW_ESCALATE_DAYS, at=at),
        send_digests(at=at),
    )


def _notify(kind: str, *, days: int, at: datetime) -> int:
    """Letters about the courses whose stage was due at least ``days`` ago; negative: will be, at most so many ahead."""
    working = WorkingDays(at=at + timedelta(days=1 - days))
    made = ReviewNotice.objects.filter(course=OuterRef("pk"), decision_count=OuterRef("decision_count"), kind=kind)
    with transaction.atomic():
        courses = Course.objects.filter(
            ~Exists(made), state__in=REVIEW_STATES, state_since__lt=working.overdue_before()
        )
        due = list(courses.select_related("department", "faculty").select_for_update(of=("self",)).order_by("pk"))
        if not due:
            return 0
        notices = [
            ReviewNotice(course=course, decision_count=course.decision_count, kind=kind, at=at) for course in due
        ]
        ReviewNotice.objects.bulk_create(notices, ignore_conflicts=True)
        people = users_holding(due, at=at) if kind == ReviewNotice.Kind.REMINDER else _above(due, at)
        days_now = WorkingDays(at=at)
        letters = [
            _letter(kind, course, person, days_now, at) for course in due for person in people.get(course.pk, [])
        ]
        queue_letters(letters, at=at)
    return len(due)


def _above(courses: list[Course], at: datetime) -> dict[int, list[User]]:
    """Who hears of a stage that is late: the faculty of the department's, and the quality department of every one."""
    quality, faculties = quality_specialists(at), {}
    people = {}
    for course in courses:
        above = list(quality)
        if course.state == State.DEPARTMENT_REVIEW and course.faculty_id:
            if course.faculty_id not in faculties:
                faculties[course.faculty_id] = faculty_reviewers(course.faculty, at)
            above += faculties[course.faculty_id]
        people[course.pk] = list(dict.fromkeys(above))
    return people


def _letter(kind: str, course: Course, person: User, days: WorkingDays, at: datetime) -> NewLetter:
    letter = reminder(course, person, due=days.due(course.state_since), by=None, at=at)
    key = f"review:{course.pk}:{kind}:{course.decision_count}:{person.pk}"
    return NewLetter(key, letter.kind, person, letter.subject, letter.body)


def last_slot(digest: str, at: datetime) -> datetime:
    """The latest moment at which a person with this choice is told what is new: now, this morning, or on Monday."""
    if digest == Digest.AT_ONCE:
        return at
    morning = timezone.make_aware(datetime.combine(timezone.localdate(at), time(HOUR_OF_DIGESTS)))
    if at < morning:
        morning -= timedelta(days=1)
    if digest == Digest.WEEKLY:
        morning -= timedelta(days=timezone.localdate(morning).weekday())
    return morning


def send_digests(*, at: datetime) -> int:
    """One letter to everybody for whom there is something new about remarks; how many."""
    news = _news(since=at - OLDEST_NEWS)
    if not news:
        return 0
    people = User.objects.filter(pk__in=news, is_active=True).exclude(digest=Digest.NEVER)
    told = dict(DigestMark.objects.filter(user__in=people).values_list("user", "told_until"))
    letters, marks = [], []
    for person in people:
        slot = last_slot(person.digest, at)
        since = told.get(person.pk, at - OLDEST_NEWS)
        steps = [step for step in news[person.pk] if since < step.at <= slot]
        if steps:
            letters.append(_digest(person, steps, slot))
            marks.append(DigestMark(user=person, told_until=slot))
    with transaction.atomic():
        DigestMark.objects.bulk_create(
            marks, update_conflicts=True, unique_fields=["user"], update_fields=["told_until"]
        )
        queue_letters(letters, at=at)
    return len(letters)


def _news(*, since: datetime) -> dict[int, list[RemarkStep]]:
    """Steps of others, by the person whom they concern: the authors of the course, and who made the remark."""
    steps = RemarkStep.objects.filter(at__gt=since, remark__private=False).select_related("by", "remark__course")
    steps = steps.annotate(author=F("remark__course__authorships__user")).order_by("remark__course_id", "pk")
    news: dict[int, dict[int, RemarkStep]] = defaultdict(dict)
    for step in steps:
        for person in (step.author, step.remark.by_id):
            if person is not None and person != step.by_id:
                news[person][step.pk] = step
    return {person: list(told.values()) for person, told in news.items()}


def _digest(person: User, steps: list[RemarkStep], slot: datetime) -> NewLetter:
    courses: dict[Course, list[RemarkStep]] = {}
    with override(person.language):
        for step in steps:
            step.place = step.remark.place_names.get(person.language, "")
            courses.setdefault(step.remark.course, []).append(step)
    link = settings.SITE_URL.rstrip("/")
    told = [(course, link + reverse("reviews:detail", args=[course.code]), rows) for course, rows in courses.items()]
    context = {"person": person, "courses": told, "count": len(steps)}
    subject, body = render_letter("review_digest", person.language, context)
    key = f"digest:{person.pk}:{slot:%Y%m%d%H%M%S}"
    return NewLetter(key, "review_digest", person, subject, body)
