"""Which programmes a person may see, and what was approved."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from courses.models import Authorship, Course
from mooc_portal.people.readers import roles_of
from reviews.models import Programme, ProgrammeState


def programmes_visible_to(user, *, at: datetime) -> QuerySet[Programme]:
    """Programmes of one's own courses, and those sent to where the person reviews."""
    roles = roles_of(user, at)
    programmes = Programme.objects.select_related("course__department", "course__faculty", "sent_by", "decided_by")
    programmes = programmes.prefetch_related("course__authorships__user")
    if roles.is_administrator or roles.is_quality:
        return programmes
    own = Exists(Authorship.objects.filter(course=OuterRef("course"), user=user.pk))
    reviewed = Q(course__department__in=roles.reviews_departments) | Q(course__faculty__in=roles.reviews_faculties)
    return programmes.filter(own | reviewed)


def programmes_waiting_for(user, *, at: datetime) -> QuerySet[Programme]:
    """What the person's departments have to decide on, the oldest first; never one's own."""
    waiting = Programme.objects.filter(
        standing=ProgrammeState.SENT, course__department__in=roles_of(user, at).reviews_departments
    )
    own = Exists(Authorship.objects.filter(course=OuterRef("course"), user=user.pk))
    return waiting.exclude(own).select_related("course__department", "sent_by").order_by("sent_at", "pk")


def programme_approval_of(course: Course) -> Programme | None:
    """The newest approved programme; it opens the booking of filming (5.1.2)."""
    return course.programmes.filter(standing=ProgrammeState.APPROVED).order_by("-decided_at", "-pk").first()
