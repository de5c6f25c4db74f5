"""Keeping in every lecture the day of its filming."""

from __future__ import annotations

from datetime import date

from django.db.models import Case, F, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import TruncDate
from django.utils import timezone

from courses.models import Course
from scheduling.models import Booking, BookingState, LectureWork
from scheduling.readers import university_zone


def keep_filming_days(course_id: int) -> None:
    """Write anew on which day each lecture of a course that is not filmed yet is booked to be filmed: one statement.

    For within the transaction that changed it. The course is locked first, so that of two who book its lectures in
    different studios the second sees what the first booked. Filmed ones are written too, as they are: one that is sent
    back to be filmed once more meanwhile is then waited for, and not missed.
    """
    Course.objects.select_for_update(of=("self",)).only("pk").get(pk=course_id)
    booked = _last_of(OuterRef("lecture")).annotate(day=TruncDate("starts_at", tzinfo=university_zone()))
    day = Case(When(filmed_at=None, then=Subquery(booked.values("day")[:1])), default=F("filming_on"))
    LectureWork.objects.filter(course=course_id).update(filming_on=day)


def booked_day(work: LectureWork) -> date | None:
    """The day of the last filming of a lecture that is not cancelled; None where there is none."""
    last = _last_of(work.lecture_id).first() if work.lecture_id else None
    return timezone.localdate(last.starts_at, university_zone()) if last else None


def _last_of(lecture) -> QuerySet[Booking]:
    return Booking.objects.filter(lectures=lecture).exclude(standing=BookingState.CANCELLED).order_by("-starts_at")
