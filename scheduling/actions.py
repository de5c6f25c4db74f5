"""Planning a run."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.actions.regulation import create_first_regulation
from courses.document import codec
from courses.models import Course, Revision
from courses.readers import regulation_in_force
from courses.regulation.limits import Limits
from courses.states import State
from scheduling.calendar import Calendar
from scheduling.models import Run
from scheduling.permissions import PERMISSIONS
from scheduling.readers import university_zone

FURTHEST = timedelta(days=5 * 366)


class RunRefused(Exception):
    """A run cannot be planned; ``reasons`` are whole sentences.

    ``deviation_allowed`` says that a reason for the deviation is all that is missing.
    """

    def __init__(self, *reasons: str, deviation_allowed: bool = False) -> None:
        super().__init__(*reasons)
        self.reasons = list(reasons)
        self.deviation_allowed = deviation_allowed


def plan_run(course: Course, *, starts_on: date, by, at: datetime, deviation: str = "") -> Run:
    """Plan a run of the published revision under the regulation in force today.

    ``deviation`` is the reason for starting sooner than clause 5.2.4 allows; it is kept only where needed.

    Raises:
        RunRefused: with every reason.
    """
    refusal = PERMISSIONS["run.plan"].refusal(by, course, at)
    if refusal is not None:
        raise RunRefused(str(refusal))
    with transaction.atomic():
        locked = Course.objects.select_for_update(of=("self",)).get(pk=course.pk)
        reasons = plan_objections(locked, starts_on=starts_on, at=at)
        if reasons:
            raise RunRefused(*reasons)
        regulation = regulation_in_force() or create_first_regulation(at=at)
        calendar = calendar_of_plan(
            locked.published_revision, starts_on=starts_on, limits=Limits.from_json(regulation.limits)
        )
        late = announcement_objection(calendar, at=at)
        if late is not None and not deviation.strip():
            raise RunRefused(late, deviation_allowed=True)
        return Run.objects.create(
            course=locked,
            revision=locked.published_revision,
            regulation=regulation,
            starts_on=starts_on,
            ends_on=calendar.ends_on,
            sections=calendar.sections,
            weeks=calendar.weeks,
            deviation=deviation.strip() if late is not None else "",
            planned_by=by,
            planned_at=at,
        )


def plan_objections(course: Course, *, starts_on: date, at: datetime) -> list[str]:
    """What keeps a run from being planned, whatever reason is given."""
    if course.published_revision is None or course.state == State.ARCHIVED:
        return [_("Only a published course has runs (cl. 5.2.2).")]
    reasons = []
    today = timezone.localdate(at, university_zone())
    if starts_on < today:
        reasons.append(_("The first day has passed."))
    if starts_on - today > FURTHEST:
        reasons.append(_("The first day is more than five years away."))
    if course.runs.filter(starts_on=starts_on).exists():
        reasons.append(_("A run of this course starts on that day already."))
    document = codec.decode_stored(course.published_revision.document)
    if not document.sections or not document.weeks or document.weeks < len(document.sections):
        reasons.append(_("The published revision has fewer weeks than sections, so no calendar fits (cl. 4.2)."))
    return reasons


def announcement_objection(calendar: Calendar, *, at: datetime) -> str | None:
    """The clause's sentence where the launch message would be late (5.2.4)."""
    if calendar.announcement_on >= timezone.localdate(at, calendar.zone):
        return None
    return _("Launch message due: %(due)s. Required: %(days)s days before the first day (cl. 5.2.4).") % {
        "due": date_format(calendar.announcement_on),
        "days": calendar.limits.launch_notice_days,
    }


def calendar_of_plan(revision: Revision, *, starts_on: date, limits: Limits) -> Calendar:
    """The dates that a run of ``revision`` would have."""
    document = codec.decode_stored(revision.document)
    return Calendar(
        starts_on=starts_on,
        sections=len(document.sections),
        weeks=document.weeks,
        limits=limits,
        zone=university_zone(),
    )
