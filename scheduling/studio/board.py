"""The lectures of a board in the order of their courses, read a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate
from typing import NamedTuple

from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.models import Course
from mooc_portal.dates import long_date
from scheduling.models import LectureWork, Stage, WorkPlan
from scheduling.studio.pipeline_readers import Row
from scheduling.studio.plan_readers import courses_planned_by, sees_all_plans

STAGES = {str(value): label for value, label in Stage.choices}


class PlannedCourse(NamedTuple):
    """A course with a work plan; ``is_behind`` where its working copy has changed since the plan followed it."""

    pk: int
    code: str
    title: str
    language: str
    plan: int
    is_behind: bool


@dataclass(frozen=True)
class Line:
    """A lecture as the board shows it, in words: a board has too many for models and sentences of a template."""

    pk: str
    title: str
    course: PlannedCourse | Course
    where: str
    stage: str
    stage_label: str
    since: str
    step: str
    who: str
    risk: bool
    in_time: str


def lines_of(rows: list[Row], courses: dict[int, PlannedCourse | Course], *, at: datetime) -> list[Line]:
    """The rows in words; ``courses`` are theirs, by key."""
    return [_line(row, courses[row.work.course_id], at=at) for row in rows]


def _line(row: Row, course: PlannedCourse | Course, *, at: datetime) -> Line:
    work = row.work
    days = (timezone.localdate(at) - timezone.localdate(work.stage_since)).days
    who = str(row.holder)
    if work.filming_on and work.stage == Stage.PLANNED:
        who = f"{who}, {long_date(work.filming_on)}"
    return Line(
        pk=str(work.pk),
        title=work.title or "–",
        course=course,
        where=_("section %(n)s") % {"n": work.section} if work.section else _("Annotation video"),
        stage=work.stage,
        stage_label=str(STAGES[work.stage]),
        since=ngettext("%(n)s day", "%(n)s days", days) % {"n": days},
        step=str(row.step.label) if row.step else "",
        who=who,
        risk=row.risk,
        in_time=row.in_time,
    )


def planned_courses(user, *, at: datetime) -> list[PlannedCourse]:
    """The courses whose work plan the person may see, in the order of lists; one query, values only."""
    plans = WorkPlan.objects.order_by("course__sort_text", "course")
    if not sees_all_plans(user, at=at):
        plans = plans.filter(course__in=courses_planned_by(user, at=at).values("pk"))
    names = ("course", "course__code", "course__title", "course__language", "pk")
    rows = plans.values_list(*names, "followed_version", "course__version")
    return [PlannedCourse(*known, followed != version) for *known, followed, version in rows]


class WorksByCourse:
    """Lectures in the order of their courses, for a paginator; those of other courses are left out.

    They are counted by course, and only those of the courses on a page are read: sorting thousands of lectures for
    the twenty that are shown is dear, and so is weighing each of them twice.
    """

    def __init__(self, works: QuerySet[LectureWork], courses: list[PlannedCourse]) -> None:
        self.works = works
        counts = dict(works.order_by().values_list("course").annotate(number=Count("*")))
        self.courses = [course.pk for course in courses if course.pk in counts]
        self.ends = list(accumulate(counts[pk] for pk in self.courses))

    def __len__(self) -> int:
        return self.ends[-1] if self.ends else 0

    def __getitem__(self, page: slice) -> list[LectureWork]:
        begins = [0, *self.ends]
        here = [n for n, end in enumerate(self.ends) if begins[n] < page.stop and end > page.start]
        if not here:
            return []
        first = begins[here[0]]
        works = self.works.filter(course__in=[self.courses[n] for n in here]).select_related(None)
        works = works.select_related("editor").order_by("course__sort_text", "course", "place", "pk")
        return list(works[page.start - first : page.stop - first])
