"""The letters a decision causes, each in its reader's language, queued with the decision."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from courses.states import State
from mooc_portal.outbox.actions import NewLetter, alert_quality, queue_letters, supersede_letters
from mooc_portal.outbox.rendering import render_letter
from mooc_portal.people.readers import department_reviewers, faculty_reviewers, quality_specialists
from reviews.models import Decision

NOBODY = _("No reviewer can be reached for a course that waits for review. Appoint one, or name a substitute.")


def queue_for(decision: Decision, *, at: datetime) -> None:
    """Queue the letters of one decision; unsent ones of earlier decisions on the course no longer hold."""
    course = decision.course
    supersede_letters(f"review:{course.pk}:")
    authors = [authorship.user for authorship in course.authorships.select_related("user")]
    recipients: dict[int, tuple[object, str]] = {}

    def tell(people, kind: str) -> None:
        for person in people:
            if person.pk != decision.by_id:
                recipients.setdefault(person.pk, (person, kind))

    step = decision.transition
    if step == "submit":
        _ask(tell, department_reviewers(course.department, at), decision, at)
    elif step == "endorse":
        _ask(tell, faculty_reviewers(course.faculty, at), decision, at)
        tell(authors, "review_endorsed")
    elif step == "approve":
        tell(authors, "review_approved")
        tell(quality_specialists(at), "review_approved")
    elif step == "return":
        tell(authors, "review_returned")
        if decision.from_state == State.FACULTY_REVIEW:
            tell(department_reviewers(course.department, at), "review_returned")
    elif step == "withdraw":
        in_department = decision.from_state == State.DEPARTMENT_REVIEW
        held_by = (
            department_reviewers(course.department, at) if in_department else faculty_reviewers(course.faculty, at)
        )
        tell(held_by, "review_withdrawn")
    elif step == "publish":
        tell(authors, "review_published")
        tell([*department_reviewers(course.department, at), *faculty_reviewers(course.faculty, at)], "review_published")
    elif step in ("correct", "force"):
        tell(authors, "review_changed")
        tell([*department_reviewers(course.department, at), *faculty_reviewers(course.faculty, at)], "review_changed")
    queue_letters([_letter(decision, person, kind) for person, kind in recipients.values()], at=at)


def _ask(tell, reviewers, decision: Decision, at: datetime) -> None:
    if not reviewers:
        alert_quality(f"nobody:{decision.pk}", NOBODY, at=at)
    tell(reviewers, "review_asked")


def _letter(decision: Decision, person, kind: str) -> NewLetter:
    path = f"/reviews/{decision.course.code}/"
    context = {
        "decision": decision,
        "course": decision.course,
        "person": person,
        "link": f"{settings.SITE_URL.rstrip('/')}{path}",
        "site": settings.SITE_URL,
    }
    subject, body = render_letter(kind, person.language, context)
    return NewLetter(f"review:{decision.course_id}:{decision.pk}:{person.pk}", kind, person, subject, body)
