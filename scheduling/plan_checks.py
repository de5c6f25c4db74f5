"""What stands against a plan, said when it is made, with the date that breaks."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from courses.document import codec
from courses.document.types import CourseDocument
from courses.models import Course, Revision
from courses.regulation.finding import BLOCK, WARN
from courses.regulation.findings import findings
from courses.regulation.limits import Limits
from courses.states import State
from mooc_portal.dates import long_date
from scheduling.calendar import Calendar
from scheduling.holidays import FreeDays, free_days
from scheduling.models import Run
from scheduling.readers import university_zone

FURTHEST = timedelta(days=5 * 366)
MONDAY = 0
SECTION_OF = re.compile(r"^/sections/(\d+)(?:/|$)")


def plan_objections(course: Course, *, starts_on: date, at: datetime, but: Run | None = None) -> list[str]:
    """What keeps a run from being planned, whatever reason is given; ``but`` is the run that is being moved."""
    if but is None and (course.published_revision is None or course.state == State.ARCHIVED):
        return [_("Only a published course has runs (cl. 5.2.2).")]
    reasons = []
    today = timezone.localdate(at, university_zone())
    if starts_on < today:
        reasons.append(_("The first day has passed."))
    if starts_on - today > FURTHEST:
        reasons.append(_("The first day is more than five years away."))
    if course.runs.filter(starts_on=starts_on).exclude(pk=but.pk if but else None).exists():
        reasons.append(_("A run of this course starts on that day already."))
    revision = but.revision if but else course.published_revision
    document = codec.decode_stored(revision.document)
    if not document.sections or not document.weeks or document.weeks < len(document.sections):
        reasons.append(_("The published revision has fewer weeks than sections, so no calendar fits (cl. 4.2)."))
    return reasons


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


def announcement_objection(calendar: Calendar, *, at: datetime) -> str | None:
    """The clause's sentence where the launch message would be late (5.2.4)."""
    if calendar.announcement_on >= timezone.localdate(at, calendar.zone):
        return None
    return _("Launch message due: %(due)s. Required: %(days)s days before the first day (cl. 5.2.4).") % {
        "due": long_date(calendar.announcement_on),
        "days": calendar.limits.launch_notice_days,
    }


def deviations(document: CourseDocument, calendar: Calendar, *, at: datetime) -> list[str]:
    """What the regulation refuses unless a reason is written down: a late launch message, violations at ``sched``."""
    late = announcement_objection(calendar, at=at)
    found = [one for one in findings(document, calendar.limits, "sched") if one.severity == BLOCK]
    return ([late] if late else []) + [_with_date(one, calendar) for one in found]


def _with_date(finding, calendar: Calendar) -> str:
    """The finding, and for a section the day on which its text is needed."""
    section = SECTION_OF.match(finding.path)
    if section is None:
        return finding.message
    number = int(section[1]) + 1
    needed = _("Section %(number)s opens on %(day)s.") % {
        "number": number,
        "day": long_date(calendar.section_opens_on(number)),
    }
    return f"{finding.message} {needed}"


def plan_warnings(document: CourseDocument, calendar: Calendar) -> list[str]:
    """What is allowed and better known beforehand: the day of the week, holidays, vacations, weak findings."""
    free = free_days(calendar.announcement_on, calendar.last_day)
    warnings = [
        _with_date(one, calendar) for one in findings(document, calendar.limits, "sched") if one.severity == WARN
    ]
    if calendar.starts_on.weekday() != MONDAY:
        warnings.insert(
            0,
            _("The first day, %(day)s, is not a Monday: course weeks begin on that day of the week (cl. 4.5).")
            % {"day": long_date(calendar.starts_on)},
        )
    return warnings + _on_free_days(calendar, free)


def _on_free_days(calendar: Calendar, free: FreeDays) -> list[str]:
    said = []
    name = free.holiday(calendar.announcement_on)
    if name:
        said.append(
            _("The launch message is due on a holiday: %(day)s, %(name)s.")
            % {"day": long_date(calendar.announcement_on), "name": name}
        )
    for number in range(1, calendar.sections + 1):
        day = calendar.section_opens_on(number)
        name = free.holiday(day)
        if name:
            said.append(
                _("Section %(number)s opens on a holiday: %(day)s, %(name)s.")
                % {"number": number, "day": long_date(day), "name": name}
            )
    vacation = free.vacation(calendar.starts_on, calendar.last_day)
    if vacation:
        said.append(
            _("The run falls into a vacation: %(first)s – %(last)s, %(name)s.")
            % {"first": long_date(vacation[0]), "last": long_date(vacation[1]), "name": vacation[2]}
        )
    return said


def proposed_start(course: Course, limits: Limits, *, at: datetime) -> date:
    """The first Monday early enough for the launch message, after the last run, on no holiday and in no vacation."""
    today = timezone.localdate(at, university_zone())
    ends = course.runs.filter(ends_on__gt=today).order_by("-ends_on").values_list("ends_on", flat=True).first()
    earliest = max(today + timedelta(days=limits.launch_notice_days), ends or today)
    monday = earliest + timedelta(days=-earliest.weekday() % 7)
    weeks = codec.decode_stored(course.published_revision.document).weeks or 1
    free = free_days(monday, monday + FURTHEST)
    first = monday
    while free.holiday(monday) or free.vacation(monday, monday + timedelta(weeks=weeks, days=-1)):
        monday += timedelta(weeks=1)
        if monday - first > timedelta(days=366):
            return first  # no such Monday within a year: the warnings then say what stands against this one
    return monday
