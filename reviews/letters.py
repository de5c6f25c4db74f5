"""The letters a decision causes, each in its reader's language, queued with the decision."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from courses.states import REVIEW_STATES, State
from mooc_portal.dates import long_date
from mooc_portal.outbox.actions import NewLetter, alert_quality, queue_letters, supersede_letters
from mooc_portal.outbox.models import Letter, Status
from mooc_portal.outbox.rendering import render_letter
from mooc_portal.people.readers import department_reviewers, faculty_reviewers, quality_specialists
from reviews.due import due_date
from reviews.models import Decision

NOBODY = _("No reviewer can be reached for a course that waits for review. Appoint one, or name a substitute.")
# Letters that ask for a step; any later decision on the course makes them untrue.
ASKING = ("review_asked", "review_to_place", "review_reminder")
Recipients = dict[int, tuple[object, str]]


def queue_for(decision: Decision, *, at: datetime) -> None:
    """Queue the letters of one decision.

    Unsent letters about the course are taken back where they ask for a step that
    is no longer open, or where the same person gets a newer one.
    """
    recipients: Recipients = {}
    for people, kind in _told(decision, at):
        for person in people:
            if person.pk != decision.by_id:
                recipients.setdefault(person.pk, (person, kind))
    _leave_out_those_never_asked(decision, recipients)
    supersede_letters(_prefix(decision), only=Q(kind__in=ASKING) | Q(recipient__in=list(recipients)))
    queue_letters([_letter(decision, person, kind) for person, kind in recipients.values()], at=at)


def _told(decision: Decision, at: datetime) -> list[tuple[Iterable, str]]:
    """Who is told what; the first kind that names a person is the one sent."""
    course, step = decision.course, decision.transition
    authors = [authorship.user for authorship in course.authorships.select_related("user")]
    department, faculty = department_reviewers(course.department, at), faculty_reviewers(course.faculty, at)
    reviewers = [*department, *faculty]
    if step == "submit":
        return [(_asked(department, decision, at), "review_asked")]
    if step == "endorse":
        return [(_asked(faculty, decision, at), "review_asked"), (authors, "review_endorsed")]
    if step == "approve":
        quality = quality_specialists(at)
        return [(_asked(quality, decision, at), "review_to_place"), (authors, "review_approved")]
    if step == "return":
        department_hears = department if decision.from_state == State.FACULTY_REVIEW else []
        return [(authors, "review_returned"), (department_hears, "review_returned")]
    if step == "withdraw":
        return [(department if decision.from_state == State.DEPARTMENT_REVIEW else reviewers, "review_withdrawn")]
    if step == "publish":
        return [(authors, "review_published"), (reviewers, "review_published")]
    if step in ("correct", "force"):
        return [(authors, "review_changed"), (reviewers, "review_changed")]
    return []


def _asked(people: list, decision: Decision, at: datetime) -> list:
    if not people:
        alert_quality(f"nobody:{decision.pk}", NOBODY, at=at)
    return people


def _leave_out_those_never_asked(decision: Decision, recipients: Recipients) -> None:
    """Nobody hears that a course was withdrawn who has not yet heard that it came."""
    if decision.transition != "withdraw":
        return
    unsent = Letter.objects.filter(key__startswith=_prefix(decision), status=Status.QUEUED, kind="review_asked")
    for person_id in unsent.values_list("recipient", flat=True):
        recipients.pop(person_id, None)


def _prefix(decision: Decision) -> str:
    return f"review:{decision.course_id}:"


def _letter(decision: Decision, person, kind: str) -> NewLetter:
    course = decision.course
    is_author = any(authorship.user_id == person.pk for authorship in course.authorships.all())
    path = course.get_absolute_url() if is_author else reverse("reviews:detail", args=[course.code])
    context = {
        "decision": decision,
        "course": course,
        "person": person,
        "due": long_date(due_date(decision.at), person.language) if decision.to_state in REVIEW_STATES else "",
        "link_is_authors": is_author,
        "link": settings.SITE_URL.rstrip("/") + path,
    }
    subject, body = render_letter(kind, person.language, context)
    return NewLetter(f"{_prefix(decision)}{decision.pk}:{person.pk}", kind, person, subject, body)
