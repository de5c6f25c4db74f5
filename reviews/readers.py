"""What waits for whom, and what was decided."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from courses.models import Authorship, Course, Revision
from courses.permissions import PERMISSIONS
from courses.states import REVIEW_STATES, State
from mooc_portal.people.models import User
from mooc_portal.people.readers import department_reviewers, faculty_reviewers, quality_specialists, roles_of
from reviews.checks import approval_refusal, is_approved
from reviews.due import WorkingDays
from reviews.experts.readers import awaited_from
from reviews.models import Decision
from reviews.workflow import TRANSITIONS, Transition


class Waiting(NamedTuple):
    """A course that waits for a person: since when, until when, and whether that has passed."""

    course: Course
    since: datetime
    due: date
    overdue: bool


class Offer(NamedTuple):
    """A step that leads on from where a course stands; ``refusal`` is None where the person may take it."""

    transition: Transition
    refusal: str | None


# As ``reviews.checks.is_approved``, for a query of courses.
APPROVED = Q(last_step="approve")


def waits_for(user, *, at: datetime) -> Q:
    """For a query of courses under review: they wait for a decision or an opinion of this person; never own ones."""
    roles = roles_of(user, at)
    waits = Q(state=State.DEPARTMENT_REVIEW, department__in=roles.reviews_departments)
    waits |= Q(state=State.FACULTY_REVIEW, faculty__in=roles.reviews_faculties) & ~APPROVED
    if roles.is_quality:
        waits |= Q(state=State.FACULTY_REVIEW) & APPROVED
    own = Exists(Authorship.objects.filter(course=OuterRef("pk"), user_id=user.pk))
    if awaited := awaited_from(user):
        waits |= Q(pk__in=awaited)
    return waits & ~Q(own)


def courses_to_judge(user, *, at: datetime) -> QuerySet[Course]:
    """Courses that wait for a decision of this person; never own ones."""
    courses = Course.objects.filter(waits_for(user, at=at), state__in=REVIEW_STATES)
    return courses.select_related("department", "faculty").order_by("state_since", "pk")


def waiting_for(user, *, at: datetime) -> list[Waiting]:
    """The queue of a person, the longest waiting first: what is overdue stands on top."""
    return all_waiting(courses_to_judge(user, at=at), at=at)


def all_waiting(courses: Iterable[Course], *, at: datetime) -> list[Waiting]:
    """Courses with the dates by which their stages should end; one query for the holidays."""
    courses = list(courses)
    if not courses:
        return []
    days, today = WorkingDays(at=at), timezone.localdate(at)
    dues = [(course, days.due(course.state_since)) for course in courses]
    return [Waiting(course, course.state_since, due, due < today) for course, due in dues]


def waiting(course: Course, *, at: datetime) -> Waiting:
    """A course with the date by which its stage should end."""
    return all_waiting([course], at=at)[0]


def returned_to(user) -> QuerySet[Course]:
    """Drafts of this author that were returned and not sent again."""
    own = Exists(Authorship.objects.filter(course=OuterRef("pk"), user_id=user.pk))
    drafts = Course.objects.filter(own, state=State.DRAFT, last_step="return")
    return drafts.select_related("department").order_by("state_since")


def under_review_of(user) -> QuerySet[Course]:
    """Courses of this author that somebody else holds."""
    own = Exists(Authorship.objects.filter(course=OuterRef("pk"), user_id=user.pk))
    courses = Course.objects.filter(own, state__in=REVIEW_STATES)
    return courses.select_related("department", "faculty").order_by("state_since")


def history_of(course: Course) -> QuerySet[Decision]:
    """All decisions on a course, the newest first."""
    decisions = course.decisions.select_related("by", "on_behalf_of", "revision", "placement_sent_by")
    return decisions.order_by("-number")


def latest_revision(course: Course) -> Revision | None:
    return course.revisions.select_related("regulation", "made_by").order_by("-number").first()


def offers(course: Course, user, *, at: datetime) -> list[Offer]:
    """The steps that leave the state of ``course``, with the reason where this person may not take one now."""
    return [
        Offer(step, PERMISSIONS[step.permission].refusal(user, course, at) or approval_refusal(step, course))
        for step in TRANSITIONS.values()
        if course.state in step.edge.sources
    ]


def held_by(course: Course, *, at: datetime) -> list[User]:
    """The people for whose next step the course waits; nobody once it is published or in the archive."""
    if course.state == State.DRAFT:
        return [authorship.user for authorship in course.authorships.all()]
    if course.state == State.DEPARTMENT_REVIEW:
        return department_reviewers(course.department, at)
    if course.state == State.FACULTY_REVIEW:
        return quality_specialists(at) if is_approved(course) else faculty_reviewers(course.faculty, at)
    return []


def next_gate(course: Course) -> str:
    """The gate that a course under review comes to next; the department's for any other."""
    if course.state == State.FACULTY_REVIEW and is_approved(course):
        return TRANSITIONS["publish"].gate
    return TRANSITIONS["endorse" if course.state in REVIEW_STATES else "submit"].gate
