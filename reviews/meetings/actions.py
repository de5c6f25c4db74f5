"""Calling a meeting, keeping its protocol, naming what it decided; the deciding is done by ``decide``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.models import Course
from mooc_portal.people.models import Department, Faculty
from reviews.checks import NotAllowed, Refused
from reviews.meetings.readers import courses_for_meeting, units_meeting_for
from reviews.minutes import Minutes, minutes_objections
from reviews.models import Decision, Meeting, MeetingItem


def call_meeting(unit: Department | Faculty, courses: Sequence[Course], *, day: date, by, at: datetime) -> Meeting:
    """Gather ``courses`` for a meeting of ``unit``, in the order given.

    Raises:
        NotAllowed: the person does not review for the unit.
        Refused: no course, or one that does not wait for the unit.
    """
    _allow(unit, by, at)
    waiting = set(courses_for_meeting(unit, by).values_list("pk", flat=True))
    if not courses:
        raise Refused([_("Choose at least one course.")])
    if others := [course.title for course in courses if course.pk not in waiting]:
        raise Refused([_("These courses do not wait for this unit: %(names)s.") % {"names": "; ".join(others)}])
    with transaction.atomic():
        of = {"department": unit} if isinstance(unit, Department) else {"faculty": unit}
        meeting = Meeting.objects.create(day=day, by=by, at=at, **of)
        MeetingItem.objects.bulk_create(
            MeetingItem(meeting=meeting, course=course, position=position)
            for position, course in enumerate(courses, start=1)
        )
    return meeting


def record_protocol(meeting: Meeting, *, number: str, day: date, minutes: Minutes, by, at: datetime) -> None:
    """Keep the protocol that every decision of the meeting will name; once one names it, it stays as it is.

    Raises:
        NotAllowed: the person does not review for the unit.
        Refused: with everything that is wrong with it.
    """
    _allow(meeting.unit, by, at)
    objections = [] if number.strip() else [_("The number of the protocol is missing (cl. 5.1.5).")]
    if day > timezone.localdate(at):
        objections.append(_("The protocol is dated in the future."))
    objections += minutes_objections(minutes, authors=(), votes=False)
    with transaction.atomic():
        locked = Meeting.objects.select_for_update().get(pk=meeting.pk)
        if locked.items.exclude(decision=None).exists():
            objections.append(_("Decisions name this protocol already: it stays as it is."))
        if objections:
            raise Refused(objections)
        locked.number, locked.day, locked.minutes = number.strip(), day, minutes.record()
        locked.save(update_fields=["number", "day", "minutes"])


def settle_question(meeting: Meeting, decision: Decision) -> None:
    """Name the decision that the meeting took on a course of its agenda; called in the transaction of the decision."""
    meeting.items.filter(course=decision.course_id, decision=None).update(decision=decision)


def _allow(unit: Department | Faculty, by, at: datetime) -> None:
    if unit not in units_meeting_for(by, at=at):
        raise NotAllowed([_("Only a reviewer of this unit calls its meetings (cl. 5.1.5).")])
