"""The whole pipeline of a department, a faculty or the university: how many, how long, and month by month."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import Lag, TruncMonth
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models import Course
from courses.states import State
from mooc_portal.people.readers import roles_of
from reviews.models import Decision
from reviews.queues import STAGES

MONTHS = 12
PLACING = "placing"
STANDINGS = {
    State.DRAFT.value: State.DRAFT.label,
    State.DEPARTMENT_REVIEW.value: State.DEPARTMENT_REVIEW.label,
    State.FACULTY_REVIEW.value: State.FACULTY_REVIEW.label,
    PLACING: _("approved, waits to be placed"),
    State.PUBLISHED.value: State.PUBLISHED.label,
    State.ARCHIVED.value: State.ARCHIVED.label,
}
STEPS = {
    "submit": _("sent to the department"),
    "return": _("returned"),
    "approve": _("approved by the faculty"),
    "publish": _("published"),
}


@dataclass
class Standing:
    """How many courses stand somewhere now, and how many days they usually stay (None: none left it in a year)."""

    name: str
    label: Any
    count: int
    days: float | None


@dataclass
class Overview:
    standings: list[Standing]
    months: list[tuple[date, dict[str, int]]]


def may_see_overview(user, *, at: datetime) -> bool:
    """Those who judge for a unit, the quality department and the administrator."""
    return roles_of(user, at).judges


def _scope(user, prefix: str, at: datetime) -> Q:
    roles = roles_of(user, at)
    if roles.is_quality or roles.is_administrator:
        return Q()
    departments = Q(**{f"{prefix}department__in": roles.reviews_departments})
    return departments | Q(**{f"{prefix}faculty__in": roles.reviews_faculties})


def overview(user, *, at: datetime) -> Overview:
    """The pipeline as far as this person is responsible for it; three queries."""
    courses = Course.objects.filter(_scope(user, "", at))
    decisions = Decision.objects.filter(_scope(user, "course__", at))
    counts, days = _counts(courses), _median_days(decisions, since=at - timedelta(days=365))
    standings = [Standing(name, label, counts[name], days.get(name)) for name, label in STANDINGS.items()]
    return Overview(standings, _by_month(decisions, at=at))


def _counts(courses: QuerySet[Course]) -> dict[str, int]:
    stages = {name: Q(state=name) for name in STANDINGS if name != PLACING}
    stages[State.FACULTY_REVIEW.value], stages[PLACING] = STAGES["faculty"], STAGES["placement"]
    return courses.order_by().aggregate(**{name: Count("pk", filter=stage) for name, stage in stages.items()})


def _median_days(decisions: QuerySet[Decision], *, since: datetime) -> dict[str, float]:
    """From the decision by which a course came to a place until the one by which it left it."""
    before = {"partition_by": "course", "order_by": "number"}
    spans = decisions.annotate(
        came_at=Window(Lag("at"), **before), came_by=Window(Lag("transition"), **before), left_at=F("at")
    )
    taken: dict[str, list[float]] = defaultdict(list)
    rows = spans.filter(at__gte=since - timedelta(days=365)).order_by()
    for came_by, came_at, left_at, state, step in rows.values_list(
        "came_by", "came_at", "left_at", "from_state", "transition"
    ):
        if came_at is None or left_at < since or step == "correct":
            continue
        taken[PLACING if came_by == "approve" else state].append((left_at - came_at).total_seconds() / 86_400)
    return {name: round(median(days), 1) for name, days in taken.items()}


def _by_month(decisions: QuerySet[Decision], *, at: datetime) -> list[tuple[date, dict[str, int]]]:
    months = _last_months(timezone.localdate(at))
    start = timezone.make_aware(datetime(months[0].year, months[0].month, 1))
    rows = (
        decisions.filter(at__gte=start, transition__in=STEPS)
        .annotate(month=TruncMonth("at"))
        .order_by()
        .values("month", "transition")
        .annotate(n=Count("pk"))
    )
    table = {month: dict.fromkeys(STEPS, 0) for month in months}
    for row in rows:
        month = timezone.localdate(row["month"])
        if month in table:
            table[month][row["transition"]] = row["n"]
    return list(table.items())


def _last_months(today: date) -> list[date]:
    months, day = [], today.replace(day=1)
    for _number in range(MONTHS):
        months.insert(0, day)
        day = (day - timedelta(days=1)).replace(day=1)
    return months
