"""The problem of the planner from the rows: what is to be filmed, and when whom and what can be had."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from courses.models import Course, Lecture
from scheduling.holidays import FreeDays, free_days
from scheduling.models import (
    Absence,
    Aid,
    BookedThing,
    BookingState,
    Closure,
    LectureWork,
    Making,
    Stage,
    Studio,
    StudioWorker,
    Work,
    WorkPlan,
)
from scheduling.models.studio import Hours
from scheduling.readers import university_zone
from scheduling.studio.planner.problem import QUARTERS, Problem, Session

# Settings of the university, no clause gives them: how many lectures are filmed in one go at most, how much longer
# filming takes than the video, and how long a lecture is taken to be that has no length yet.
IN_ONE_GO, RATIO, UNKNOWN_SECONDS = 6, 2, 750
QUARTER = timedelta(minutes=15)


@dataclass(frozen=True)
class Loaded:
    """The problem, and what its sessions stand for."""

    problem: Problem
    first: date
    courses: dict[int, Course]
    lectures: dict[int, tuple[Lecture, ...]]
    lecturers: dict[int, object]
    aids: dict[int, tuple[Aid, ...]]

    def day(self, number: int) -> date:
        return self.first + timedelta(days=number)

    def moment(self, quarter: int) -> datetime:
        day = datetime.combine(self.first + timedelta(days=quarter // QUARTERS), datetime.min.time())
        return (day + quarter % QUARTERS * QUARTER).replace(tzinfo=university_zone())


def load_problem(first: date, last: date) -> Loaded:
    """Everything that is planned and not booked, on the days from ``first`` to ``last``."""
    days, free = (last - first).days + 1, free_days(first, last)
    sessions, courses, lectures, lecturers, aids = [], {}, {}, {}, {}
    for plan, group, section in _groups():
        earliest, due = _span(plan, section, first, days)
        if earliest >= days:
            continue
        key, lecturer = len(sessions), _lecturer(plan)
        sessions.append(_session(key, plan, group, lecturer, earliest, due))
        courses[key], lectures[key], lecturers[key] = plan.course, tuple(group), lecturer
        aids[key] = tuple(plan.aids.all())
    studios = list(Studio.objects.filter(is_open=True))
    workers = StudioWorker.objects.filter(work=Work.OPERATOR)
    problem = Problem(
        days=days,
        monday=first.weekday(),
        sessions=tuple(sessions),
        open={f"studio:{one.pk}": _windows(one, first, days, free) for one in studios},
        operators={f"person:{one.user_id}": _windows(one, first, days, free) for one in workers},
        taken=_taken(first, days, studios),
        buffer=max((-(-one.buffer_minutes // 15) for one in studios), default=0),
    )
    return Loaded(problem, first, courses, lectures, lecturers, aids)


def _lecturer(plan: WorkPlan):
    """Whom the plan names, while they are an author; else the first author."""
    authors = [authorship.user for authorship in plan.course.authorships.all()]
    return next((one for one in authors if one.pk == plan.lecturer_id), authors[0])


def _session(key: int, plan: WorkPlan, group: list[Lecture], lecturer, earliest: int, due: int) -> Session:
    seconds = sum(lecture.seconds or UNKNOWN_SECONDS for lecture in group) * RATIO
    return Session(
        key,
        plan.course_id,
        -(-seconds // QUARTER.seconds),
        people=frozenset({f"person:{lecturer.pk}"}),
        aids=frozenset(f"aid:{aid.pk}" for aid in plan.aids.all()),
        earliest=earliest,
        due=due,
        wish=frozenset(plan.wished_days),
    )


def _groups():
    """Lectures not filmed and not booked, by course and section, in parts that are filmed in one go."""
    plans = WorkPlan.objects.filter(course__programmes__standing="approved").distinct().select_related("course")
    plans = plans.prefetch_related("items", "aids", "course__authorships__user").order_by("starts_on", "pk")
    by_course = defaultdict(lambda: defaultdict(list))
    works = LectureWork.objects.filter(stage=Stage.PLANNED, lecture__isnull=False, course__work_plan__isnull=False)
    booked = works.filter(lecture__bookings__standing__in=(BookingState.REQUESTED, BookingState.CONFIRMED))
    for work in works.exclude(pk__in=booked.values("pk")).select_related("lecture").order_by("place", "pk"):
        by_course[work.course_id][work.section].append(work.lecture)
    for plan in plans:
        if not plan.course.authorships.all():
            continue
        sections = by_course[plan.course_id]
        # The annotation video, which is of no section, comes after all lectures (7.4.7).
        for section in sorted(number for number in sections if number is not None) or sections:
            rows = sections[section]
            for begin in range(0, len(rows), IN_ONE_GO):
                yield plan, rows[begin : begin + IN_ONE_GO], section


def _span(plan: WorkPlan, section: int | None, first: date, days: int) -> tuple[int, int]:
    """The days of filming of the section's batch; where they have passed, any day."""
    items = [item for item in plan.items.all() if item.work == Making.FILMING]
    item = next((one for one in items if section and one.first_section <= section <= one.last_section), None)
    item = item or max(items, key=lambda one: one.last, default=None)
    if item is None or item.last < first:
        return 0, days - 1
    return max(0, (item.first - first).days), min(days - 1, (item.last - first).days)


def _windows(hours: Hours, first: date, days: int, free: FreeDays) -> tuple[tuple[int, int], ...]:
    begin, end = -(-_minutes(hours.opens) // 15), _minutes(hours.closes) // 15
    return tuple(
        (day * QUARTERS + begin, day * QUARTERS + end)
        for day in range(days)
        if (first + timedelta(days=day)).weekday() in hours.days and not free.holiday(first + timedelta(days=day))
    )


def _minutes(clock) -> int:
    return clock.hour * 60 + clock.minute


def _taken(first: date, days: int, studios: list[Studio]) -> dict[str, tuple[tuple[int, int], ...]]:
    """What is booked, who is away, what is closed; a quarter that is touched is taken."""
    zone = university_zone()
    begin = datetime.combine(first, datetime.min.time(), tzinfo=zone)
    end = begin + timedelta(days=days)
    spans = defaultdict(list)
    for row in BookedThing.objects.filter(is_live=True, starts_at__lt=end, ends_at__gt=begin):
        spans[row.thing].append(_span_of(row.starts_at, row.ends_at, begin))
    for row in Closure.objects.filter(starts_at__lt=end, ends_at__gt=begin):
        for studio in studios:
            if row.studio_id in (None, studio.pk):
                spans[f"studio:{studio.pk}"].append(_span_of(row.starts_at, row.ends_at, begin))
    for row in Absence.objects.filter(first__lt=timezone.localdate(end, zone), last__gte=first):
        away = ((row.first - first).days * QUARTERS, ((row.last - first).days + 1) * QUARTERS)
        spans[f"person:{row.user_id}"].append(away)
    return {name: tuple(sorted(all_)) for name, all_ in spans.items()}


def _span_of(starts_at: datetime, ends_at: datetime, begin: datetime) -> tuple[int, int]:
    return (starts_at - begin) // QUARTER, -((begin - ends_at) // QUARTER)
