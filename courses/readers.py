"""What may this person see, and under which regulation do we work."""

from __future__ import annotations

from datetime import datetime

from django.db import DatabaseError
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from courses.models import Authorship, Clause, Course, Regulation
from courses.models.regulation import RegulationStatus
from courses.regulation.limits import FIRST_LIMITS, Limits
from courses.rows import AUTHORS
from mooc_portal.people.readers import roles_of

FIRST_VERSION = "1"
# Hundreds of kilobytes that few pages ask for.
WHOLE_TEXTS = ("published_revision__document", "published_revision__findings")


class UnknownRegulation(LookupError):
    """There is no version of the regulation by that name."""


def courses_visible_to(user, *, at: datetime) -> QuerySet[Course]:
    """Courses that ``user`` may see: own ones, and those submitted to where the person reviews."""
    roles = roles_of(user, at)
    courses = Course.objects.select_related("department__faculty", "faculty", "published_revision")
    courses = courses.prefetch_related(AUTHORS).defer(*WHOLE_TEXTS)
    if roles.is_administrator:
        return courses
    own = Exists(Authorship.objects.filter(course=OuterRef("pk"), user_id=user.pk)) if user.pk else Q(pk=None)
    reviewed = Q(department__in=roles.reviews_departments) | Q(faculty__in=roles.reviews_faculties)
    if roles.is_quality:
        reviewed = Q(pk__isnull=False)
    return courses.filter(own | (reviewed & Q(decision_count__gt=0)))


def courses_authored_by(user) -> QuerySet[Course]:
    """Courses of which ``user`` is an author, by the Kazakh alphabet."""
    courses = Course.objects.filter(Exists(Authorship.objects.filter(course=OuterRef("pk"), user_id=user.pk)))
    return courses.select_related("department__faculty", "faculty").prefetch_related(AUTHORS)


def course_for(user, code: str, *, at: datetime) -> Course:
    """The course of that code, if ``user`` may see it.

    Raises:
        Http404: when there is none, or the person may not see it.
    """
    course = courses_visible_to(user, at=at).filter(code=code).first()
    if course is None:
        raise Http404(_("Page not found."))
    return course


def regulation_in_force() -> Regulation | None:
    """The one version in force (8.3); None on an empty database."""
    return Regulation.objects.filter(status=RegulationStatus.IN_FORCE).first()


def limits_in_force() -> Limits:
    """The limits of the version in force; those of the built-in first version on an empty database."""
    regulation = regulation_in_force()
    return FIRST_LIMITS if regulation is None else Limits.from_json(regulation.limits)


def clause_lines() -> dict[str, str]:
    """What each clause of the version in force asks for, in one line of the active language, in order."""
    found = Clause.objects.filter(regulation__status=RegulationStatus.IN_FORCE).order_by("position")
    return {clause.number: clause.text for clause in found}


def limits_for(version: str | None) -> tuple[str, Limits]:
    """Name and limits of a version; without a name of the one in force.

    The built-in first version stands in on a database that is empty or has no tables yet.

    Raises:
        UnknownRegulation: when there is no version of that name.
    """
    wanted = Q(status=RegulationStatus.IN_FORCE) if version is None else Q(version=version)
    try:
        regulation = Regulation.objects.filter(wanted).first()
    except DatabaseError:
        regulation = None  # no tables yet: a document can be checked before anything is set up
    if regulation is not None:
        return regulation.version, Limits.from_json(regulation.limits)
    if version in (None, FIRST_VERSION):
        return FIRST_VERSION, FIRST_LIMITS
    raise UnknownRegulation(version)
