"""Experts: whose opinion is awaited, and which course an expert may read."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from courses.models import Course
from courses.readers import course_for
from courses.rows import AUTHORS
from mooc_portal.people.models import Appointment, Role, User
from mooc_portal.people.readers import in_force
from reviews.models import Opinion

AWAITED = Q(given_at__isnull=True, released_at__isnull=True)


def awaited_from(user) -> list[int]:
    """Primary keys of the courses on which an opinion of this person is awaited in the present stage; one query.

    They are few: told to the database one by one, they leave it its indexes.
    """
    awaited = Opinion.objects.filter(AWAITED, expert_id=user.pk, stage=F("course__state"))
    return list(awaited.order_by().values_list("course_id", flat=True))


def opinions_on(course: Course) -> QuerySet[Opinion]:
    """All that experts were asked about a course, the newest first."""
    opinions = Opinion.objects.filter(course=course).select_related("expert", "asked_by", "revision")
    return opinions.defer("revision__document", "revision__findings").order_by("-pk")


def awaited_opinions(course: Course, revision) -> QuerySet[Opinion]:
    """The opinions that a decision of the present stage has to wait for."""
    waiting = Opinion.objects.filter(AWAITED, course=course, revision=revision, stage=course.state)
    return waiting.select_related("expert")


def judged_course(user, code: str, *, at: datetime) -> Course:
    """The course of that code, if the person may see it or was asked about it as an expert.

    Raises:
        Http404: in every other case.
    """
    try:
        return course_for(user, code, at=at)
    except Http404:
        asked = Opinion.objects.filter(course=OuterRef("pk"), expert_id=user.pk, released_at=None)
        courses = Course.objects.filter(Exists(asked), code=code, decision_count__gt=0)
        courses = courses.select_related("department__faculty", "faculty", "published_revision")
        course = courses.prefetch_related(AUTHORS).first()
        if course is None:
            raise
        return course


def possible_experts(course: Course, *, at: datetime) -> QuerySet[User]:
    """Teachers and reviewers of the university, those of the course's department first; no author of the course."""
    day = timezone.localdate(at)
    people = User.objects.filter(is_active=True).exclude(authorships__course=course)
    roles = [Role.INSTRUCTOR, Role.DEPARTMENT_REVIEWER, Role.FACULTY_REVIEWER]
    held = in_force(day) & Q(role__in=roles)
    appointments = Appointment.objects.filter(held, user=OuterRef("pk"))
    at_home = Exists(appointments.filter(department=course.department_id))
    return people.filter(Exists(appointments)).annotate(at_home=at_home).order_by(F("at_home").desc(), "name", "email")
