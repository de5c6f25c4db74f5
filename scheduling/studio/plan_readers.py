"""How the items of a work plan stand, and what the plan asks of the studios."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil

from django.db.models import Count, Exists, OuterRef, QuerySet, Sum
from django.http import Http404
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.models import Course, Lecture
from courses.readers import courses_authored_by
from mooc_portal.people.readers import roles_of
from reviews.models import Programme
from scheduling.models import BookingState, Making, Studio, WorkItem, WorkPlan
from scheduling.readers import university_zone
from scheduling.studio.people import studio_work_of

SOON = timedelta(days=7)
BEFORE = {Making.EDITING: Making.FILMING, Making.UPLOAD: Making.EDITING}
WIDTH, ROW, HEAD = 1000, 30, 28
STANDINGS = {
    "done": gettext_lazy("done"),
    "late": gettext_lazy("late"),
    "risk": gettext_lazy("at risk"),
    "running": gettext_lazy("under way"),
    "ahead": gettext_lazy("ahead"),
}


@dataclass(frozen=True)
class Judged:
    """An item with how it stands on a day, and why."""

    item: WorkItem
    standing: str
    reason: str

    @property
    def label(self) -> str:
        return str(STANDINGS[self.standing])


def sees_all_plans(user, *, at: datetime) -> bool:
    """The quality department, administrators and those who film or edit."""
    roles = roles_of(user, at)
    return roles.is_administrator or roles.is_quality or bool(studio_work_of(user))


def courses_planned_by(user, *, at: datetime) -> QuerySet[Course]:
    """Courses whose work plan the person may see: own ones, those of the department, all for the quality department."""
    roles = roles_of(user, at)
    if sees_all_plans(user, at=at):
        known = Exists(Programme.objects.filter(course=OuterRef("pk"))) | Exists(
            WorkPlan.objects.filter(course=OuterRef("pk"))
        )
        return Course.objects.filter(known)
    of_department = Course.objects.filter(department__in=roles.reviews_departments)
    return Course.objects.filter(pk__in=courses_authored_by(user).values("pk")) | of_department


def course_planned_by(user, code: str, *, at: datetime) -> Course:
    """The course of that code, if ``user`` may see its work plan.

    Raises:
        Http404: when there is none, or the person may not see it.
    """
    courses = courses_planned_by(user, at=at).select_related("department", "faculty")
    course = courses.prefetch_related("authorships__user").filter(code=code).distinct().first()
    if course is None:
        raise Http404(_("Page not found."))
    return course


def judged_items(plan: WorkPlan, *, at: datetime) -> list[Judged]:
    """Every item of the plan with how it stands; a constant number of queries."""
    today = timezone.localdate(at, university_zone())
    rows = list(plan.items.select_related("owner"))
    done = {(row.work, row.batch): row.done_on for row in rows}
    unbooked = lectures_not_booked(plan.course)
    return [_judge(row, done, unbooked, today) for row in rows]


def _judge(row: WorkItem, done: dict, unbooked: dict[int, int], today: date) -> Judged:
    if row.done_on is not None:
        late = (row.done_on - row.last).days
        return Judged(row, "done", _("days after its last day: %(days)s") % {"days": late} if late > 0 else "")
    if today > row.last:
        return Judged(row, "late", _("due on %(day)s, not done") % {"day": date_format(row.last)})
    reason = _risk(row, done, unbooked, today)
    if reason:
        return Judged(row, "risk", reason)
    return Judged(row, "running" if row.first <= today else "ahead", "")


def _risk(row: WorkItem, done: dict, unbooked: dict[int, int], today: date) -> str:
    earlier = BEFORE.get(Making(row.work))
    if earlier and today >= row.first and done.get((earlier, row.batch)) is None:
        return _("should have begun, but %(work)s is not done") % {"work": earlier.label}
    missing = sum(unbooked.get(number, 0) for number in range(row.first_section, row.last_section + 1))
    if row.work == Making.FILMING and missing and row.first <= today + SOON:
        return _("lectures without a booked filming: %(count)s") % {"count": missing}
    return ""


def lectures_not_booked(course: Course) -> dict[int, int]:
    """How many lectures of each section, counted from 1, are in no filming that still stands."""
    sections = list(course.sections.order_by("position", "pk").values_list("pk", flat=True))
    live = course.bookings.exclude(standing=BookingState.CANCELLED)
    rows = Lecture.objects.filter(course=course, part__isnull=False)
    rows = rows.exclude(pk__in=live.values("lectures")).order_by()
    counts = dict(rows.values_list("part__section").annotate(Count("pk")))
    return {number: counts.get(pk, 0) for number, pk in enumerate(sections, start=1)}


def capacity_warnings(course: Course, batches: int) -> list[str]:
    """Where the video of a batch alone is longer than the studios are open in the weeks of filming (reading A6)."""
    studios = list(Studio.objects.filter(is_open=True))
    hours = sum(len(one.days) * (_minutes(one.closes) - _minutes(one.opens)) for one in studios) / 60
    seconds = Lecture.objects.filter(course=course, part__isnull=False).aggregate(all=Sum("seconds"))["all"] or 0
    needed = seconds / 3600 / batches
    if not studios or needed <= hours:
        return []
    values = {"needed": ceil(needed), "hours": int(hours)}
    return [
        _("Video of one batch: %(needed)s hours. The studios are open %(hours)s hours a week: make more batches.")
        % values
    ]


def _minutes(clock) -> int:
    return clock.hour * 60 + clock.minute


def gantt(judged: list[Judged], *, at: datetime) -> dict:
    """Bars on one axis with today and the months, for ``templates/studio/gantt.html``."""
    today = timezone.localdate(at, university_zone())
    begin = min([today, *(one.item.first for one in judged)]) - timedelta(days=2)
    end = max([today, *(one.item.last for one in judged)]) + timedelta(days=3)
    scale = WIDTH / (end - begin).days

    def place(day: date) -> int:
        return round((day - begin).days * scale)

    bars = [
        {
            "one": one,
            "x": place(one.item.first),
            "y": HEAD + number * ROW + 5,
            "text_y": HEAD + number * ROW + 20,
            "width": max(4, place(one.item.last + timedelta(days=1)) - place(one.item.first)),
            "label_x": place(one.item.first) - 8 if place(one.item.first) > WIDTH / 2 else _right(one, place) + 8,
            "side": "end" if place(one.item.first) > WIDTH / 2 else "start",
        }
        for number, one in enumerate(judged)
    ]
    months = [
        (place(day), date_format(day, "F"))
        for day in (begin + timedelta(days=n) for n in range((end - begin).days))
        if day.day == 1
    ]
    height = HEAD + len(judged) * ROW + 8
    return {"bars": bars, "months": months, "today": today, "today_x": place(today), "width": WIDTH, "height": height}


def _right(one: Judged, place) -> int:
    return place(one.item.last + timedelta(days=1))
