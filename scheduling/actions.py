"""Planning a run, and moving its first day."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from courses.actions.regulation import create_first_regulation
from courses.document import codec
from courses.models import Course
from courses.readers import regulation_in_force
from courses.regulation.limits import Limits
from mooc_portal.dates import long_date
from scheduling.announcement.actions import take_back_approval
from scheduling.calendar import Calendar
from scheduling.models import LOOK_AT_ONCE, Announcement, Run, RunMove
from scheduling.permissions import PERMISSIONS
from scheduling.plan_checks import announcement_objection, calendar_of_plan, deviations, plan_objections
from scheduling.readers import calendar_of
from scheduling.registration.letters import queue_moved


class RunRefused(Exception):
    """A run cannot be planned; ``reasons`` are whole sentences.

    ``deviation_allowed`` says that a reason for the deviation is all that is missing.
    """

    def __init__(self, *reasons: str, deviation_allowed: bool = False) -> None:
        super().__init__(*reasons)
        self.reasons = list(reasons)
        self.deviation_allowed = deviation_allowed


def plan_run(
    course: Course,
    *,
    starts_on: date,
    by,
    at: datetime,
    deviation: str = "",
    capacity: int | None = None,
    stays_readable: bool = True,
) -> Run:
    """Plan a run of the published revision under the regulation in force today.

    ``deviation`` is the reason for starting sooner than clause 5.2.4 allows, or against a rule of the gate
    ``sched``; it is kept only where needed.

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
        against = deviations(codec.decode_stored(locked.published_revision.document), calendar, at=at)
        if against and not deviation.strip():
            raise RunRefused(*against, deviation_allowed=True)
        return Run.objects.create(
            course=locked,
            revision=locked.published_revision,
            regulation=regulation,
            starts_on=starts_on,
            ends_on=calendar.ends_on,
            sections=calendar.sections,
            weeks=calendar.weeks,
            capacity=capacity,
            stays_readable=stays_readable,
            deviation=deviation.strip() if against else "",
            planned_by=by,
            planned_at=at,
        )


def move_run(run: Run, *, starts_on: date, reason: str, by, at: datetime) -> Run:
    """Move the first day of a run that has not begun, and everything that derives from it; learners are told.

    Before the launch message is due it is moved freely; afterwards, or where the message would be late by the
    new day (5.2.4), with a reason that is kept. The regulation stays the one it was planned under.

    Raises:
        RunRefused: with every reason.
    """
    refusal = PERMISSIONS["run.plan"].refusal(by, run.course, at)
    if refusal is not None:
        raise RunRefused(str(refusal))
    with transaction.atomic():
        locked = Run.objects.select_for_update(of=("self",), no_key=True).get(pk=run.pk)
        before = calendar_of(locked)
        reasons = move_objections(locked, starts_on=starts_on, at=at)
        if reasons:
            raise RunRefused(*reasons)
        after = calendar_of_plan(locked.revision, starts_on=starts_on, limits=before.limits)
        against = move_deviations(locked, after, at=at)
        if against and not reason.strip():
            raise RunRefused(*against, deviation_allowed=True)
        RunMove.objects.create(
            run=locked, from_day=locked.starts_on, to_day=starts_on, reason=reason.strip(), by=by, at=at
        )
        locked.starts_on, locked.ends_on, locked.next_due_at = starts_on, after.ends_on, LOOK_AT_ONCE
        locked.save(update_fields=["starts_on", "ends_on", "next_due_at"])
        take_back_approval(locked)
        queue_moved(locked, from_day=before.starts_on, at=at)
    return locked


def move_objections(run: Run, *, starts_on: date, at: datetime) -> list[str]:
    """What keeps a run from being moved, whatever reason is given."""
    calendar = calendar_of(run)
    if at >= calendar.starts_at:
        return [_("The run has begun on %(day)s: its first day stays.") % {"day": long_date(calendar.starts_on)}]
    if starts_on == run.starts_on:
        return [_("The run starts on that day already.")]
    return plan_objections(run.course, starts_on=starts_on, at=at, but=run)


def move_deviations(run: Run, after: Calendar, *, at: datetime) -> list[str]:
    """Why moving the run to the dates of ``after`` needs a reason; empty where it is moved freely."""
    against = []
    before = calendar_of(run)
    sent = Announcement.objects.filter(run=run, sent_at__isnull=False).exists()
    if sent or at >= before.announced_at:
        against.append(
            _("The launch message was due on %(day)s: people may have read the first day (cl. 5.2.4).")
            % {"day": long_date(before.announcement_on)}
        )
    late = announcement_objection(after, at=at)
    return [*against, late] if late else against
