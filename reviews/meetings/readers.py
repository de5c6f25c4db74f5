"""Meetings a person sees, and the courses that can be gathered for one."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from courses.models import Authorship, Course
from courses.rows import AUTHORS
from courses.states import State
from mooc_portal.people.models import Department, Faculty
from mooc_portal.people.readers import roles_of
from reviews.models import Meeting, MeetingItem
from reviews.readers import APPROVED


def meetings_visible_to(user, *, at: datetime) -> QuerySet[Meeting]:
    """Those of the units where the person reviews; all for the quality department and administrators."""
    roles = roles_of(user, at)
    meetings = Meeting.objects.select_related("department", "faculty").annotate(
        questions=Count("items"), decided=Count("items__decision")
    )
    meetings = meetings.order_by("-day", "-pk")  # counting forgets the order of the model
    if roles.is_administrator or roles.is_quality:
        return meetings
    return meetings.filter(Q(department__in=roles.reviews_departments) | Q(faculty__in=roles.reviews_faculties))


def units_meeting_for(user, *, at: datetime) -> list[Department | Faculty]:
    """The units for which this person calls meetings."""
    roles = roles_of(user, at)
    departments = Department.objects.filter(pk__in=roles.reviews_departments).order_by("pk")
    return [*departments, *Faculty.objects.filter(pk__in=roles.reviews_faculties).order_by("pk")]


def courses_for_meeting(unit: Department | Faculty, user) -> QuerySet[Course]:
    """What waits for a decision of the unit, the longest waiting first; never the person's own."""
    if isinstance(unit, Department):
        courses = Course.objects.filter(state=State.DEPARTMENT_REVIEW, department=unit)
    else:
        courses = Course.objects.filter(~APPROVED, state=State.FACULTY_REVIEW, faculty=unit)
    own = Exists(Authorship.objects.filter(course=OuterRef("pk"), user_id=user.pk))
    return courses.exclude(own).select_related("department").prefetch_related(AUTHORS).order_by("state_since", "pk")


def agenda_of(meeting: Meeting) -> list[MeetingItem]:
    """The questions in their order, with their courses and decisions."""
    items = meeting.items.select_related(
        "course__department", "course__faculty", "decision__revision", "decision__by"
    ).prefetch_related("course__authorships__user")
    return list(items.order_by("position", "pk"))
