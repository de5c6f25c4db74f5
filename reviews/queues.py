"""The lists of the reviews: what waits for me, what others hold, what came back; searched in the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from courses.models import Authorship, Course
from courses.states import REVIEW_STATES, State
from mooc_portal.dates import long_date
from mooc_portal.people.models import Appointment, Role, User
from mooc_portal.people.readers import in_force, roles_of
from mooc_portal.text import fold
from reviews.checks import is_approved
from reviews.due import WorkingDays
from reviews.readers import APPROVED, courses_to_judge, waits_for

PAGE = 20
# What a line of a list shows, and what `holders_of` looks at.
NAMES = [f"department__name_{language}" for language in ("kk", "ru", "en")]
SHOWN = ("code", "title", "language", "state", "state_since", "last_step", "department", "faculty", *NAMES)
USER = ["user_id", "user__name", "user__email"]
SUBSTITUTE = [f"substitutions__substitute__{field}" for field in ("pk", "name", "email", "is_active")]
WAITING, OTHERS, BACK = "waiting", "others", "back"
TITLES = {
    WAITING: _("Waiting for your decision"),
    OTHERS: _("With others"),
    BACK: _("Returned to their authors"),
}
STAGES = {
    "department": Q(state=State.DEPARTMENT_REVIEW),
    "faculty": Q(state=State.FACULTY_REVIEW) & ~APPROVED,
    "placement": Q(state=State.FACULTY_REVIEW) & APPROVED,
}


def stage_of(state: str, last_step: str) -> str | None:
    """The name in ``STAGES`` of where a course waits; None outside the review."""
    if state == State.DEPARTMENT_REVIEW:
        return "department"
    if state == State.FACULTY_REVIEW:
        return "placement" if last_step == "approve" else "faculty"
    return None


@dataclass
class Queue:
    """One page of a list, with what the filters would show."""

    name: str
    page: Page
    rows: list[dict]
    counts: dict[str, int]


def courses_of_list(name: str, user, *, at: datetime) -> QuerySet[Course]:
    """The courses of a list, the longest standing first."""
    if name == OTHERS:
        return courses_others_hold(user, at=at)
    if name == BACK:
        return courses_sent_back(user, at=at)
    return courses_to_judge(user, at=at)


def _mine(user, at: datetime) -> Q:
    """Courses that concern a person: own ones, and those of the units where the person judges."""
    roles = roles_of(user, at)
    if roles.is_quality or roles.is_administrator:
        return Q(decision_count__gt=0)
    own = Q(Exists(Authorship.objects.filter(course=OuterRef("pk"), user_id=user.pk)))
    return own | Q(department__in=roles.reviews_departments) | Q(faculty__in=roles.reviews_faculties)


def courses_others_hold(user, *, at: datetime) -> QuerySet[Course]:
    """Courses under review that concern this person and wait for somebody else."""
    courses = Course.objects.filter(_mine(user, at), ~waits_for(user, at=at), state__in=REVIEW_STATES)
    return courses.select_related("department", "faculty").order_by("state_since", "pk")


def courses_sent_back(user, *, at: datetime) -> QuerySet[Course]:
    """Drafts that concern this person, were returned and not sent again."""
    courses = Course.objects.filter(_mine(user, at), state=State.DRAFT, last_step="return")
    return courses.select_related("department", "faculty").order_by("state_since", "pk")


def filtered(courses: QuerySet[Course], *, words: str, only: str, days: WorkingDays) -> QuerySet[Course]:
    """Those whose title or code holds ``words``, without case in any alphabet, and that fit the filter."""
    if wanted := fold(words):
        courses = courses.filter(search_text__contains=wanted)
    if only in STAGES:
        courses = courses.filter(STAGES[only])
    if only == "overdue":
        courses = courses.filter(state_since__lt=days.overdue_before())
    return courses


def queue_for(user, name: str, *, words: str, only: str, number, at: datetime) -> Queue:
    """One page of a list, with counts; a constant number of queries."""
    days = WorkingDays(at=at)
    courses = courses_of_list(name, user, at=at)
    counts = _counts(courses, days)
    pages = Paginator(filtered(courses, words=words, only=only, days=days), PAGE)
    if not fold(words):  # the filter's size is among the counts already
        pages.count = counts.get(only, counts["all"])
    pages.object_list = pages.object_list.select_related(None).select_related("department").only(*SHOWN)
    page = pages.get_page(number)
    rows = rows_of(page.object_list, days=days, at=at, holders=name == OTHERS)
    return Queue(name, page, with_words(rows, at=at), counts)


def _counts(courses: QuerySet[Course], days: WorkingDays) -> dict[str, int]:
    """How many there are in all, in each stage, and overdue. Grouped by the database, added up here."""
    late = Count("pk", filter=Q(state_since__lt=days.overdue_before()))
    groups = courses.order_by().values_list("state", "last_step").annotate(n=Count("*"), late=late)
    counts = dict.fromkeys(("all", "overdue", *STAGES), 0)
    for state, last_step, n, overdue in groups:
        counts["all"] += n
        counts["overdue"] += overdue
        if (stage := stage_of(state, last_step)) is not None:
            counts[stage] += n
    return counts


def rows_of(courses, *, days: WorkingDays, at: datetime, holders: bool = False) -> list[dict]:
    """Courses ready to be listed: since when, until when, whether late, and with whom."""
    courses = list(courses)
    with_whom = holders_of(courses, at=at) if holders else {}
    authors = authors_of(courses)
    rows = []
    for course in courses:
        due = days.due(course.state_since)
        facts = {
            "course": course,
            "authors": ", ".join(authors[course.pk]),
            "state": State(course.state),
            "approved": is_approved(course),
            "since": course.state_since,
            "due": due,
            "overdue": due < days.today,
        }
        rows.append(facts | {"holders": with_whom.get(course.pk, [])})
    return rows


def with_words(rows: list[dict], *, at: datetime) -> list[dict]:
    """The rows with their sentences: made here and not in the template, a queue has hundreds of them."""
    labels = {state: str(state.label) for state in State}
    today = timezone.localdate(at)
    for row in rows:
        people = ", ".join(holder.name for holder in row["holders"])
        course, days = row["course"], (today - timezone.localdate(row["since"])).days
        row |= {
            "label": labels[row["state"]],
            "stands": ngettext("%(n)s day", "%(n)s days", days) % {"n": days},
            "since_words": gettext("since %(day)s") % {"day": long_date(row["since"])},
            "remind_words": gettext("Remind of “%(title)s”") % {"title": course.title},
            "due_words": long_date(row["due"]) if row["due"] else "",
            "with_words": gettext("with: %(people)s") % {"people": people} if people else "",
        }
    return rows


def authors_of(courses: list[Course]) -> dict[int, list[str]]:
    """The names of the authors of each course in their order, by primary key; one query and no models."""
    names: dict[int, list[str]] = {course.pk: [] for course in courses}
    rows = Authorship.objects.filter(course__in=names).order_by("course_id", "position", "pk")
    for course, name, email in rows.values_list("course_id", "user__name", "user__email"):
        names[course].append(name or email)
    return names


class Holder(NamedTuple):
    """Somebody for whose step a course waits: primary key of the person, and the name."""

    pk: int
    name: str


def holders_of(courses: Iterable[Course], *, at: datetime) -> dict[int, list[Holder]]:
    """For whose step each of the courses under review waits, by primary key; one query and no models."""
    people: dict[tuple, list[Holder]] = defaultdict(list)
    day = timezone.localdate(at)
    wanted = Q(role=Role.DEPARTMENT_REVIEWER, department__in={course.department_id for course in courses})
    wanted |= Q(role=Role.FACULTY_REVIEWER, faculty__in={course.faculty_id for course in courses})
    held = Appointment.objects.filter(in_force(day), wanted | Q(role=Role.QUALITY_SPECIALIST), user__is_active=True)
    # The days of a substitution are compared here: a condition of the join costs more to compose than the rows to read.
    rows = held.order_by("pk", "-substitutions__starts_on").values_list(
        "role", "department_id", "faculty_id", *USER, "substitutions__starts_on", "substitutions__ends_on", *SUBSTITUTE
    )
    for role, department, faculty, pk, name, email, first, last, acting, acting_name, acting_email, active in rows:
        here = people[_unit_of(role, department, faculty)]
        here.append(Holder(pk, name or email))
        if active and first <= day <= last:
            here.append(Holder(acting, acting_name or acting_email))
    return {course.pk: _those_of(course, people) for course in courses}


def _unit_of(role: str, department: int | None, faculty: int | None) -> tuple:
    return role, {Role.DEPARTMENT_REVIEWER: department, Role.FACULTY_REVIEWER: faculty}.get(role)


def _those_of(course: Course, people: dict[tuple, list[Holder]]) -> list[Holder]:
    if course.state == State.DEPARTMENT_REVIEW:
        role = Role.DEPARTMENT_REVIEWER
    elif course.state == State.FACULTY_REVIEW:
        role = Role.QUALITY_SPECIALIST if is_approved(course) else Role.FACULTY_REVIEWER
    else:
        return []
    return list(dict.fromkeys(people[_unit_of(role, course.department_id, course.faculty_id)]))


def users_holding(courses: Iterable[Course], *, at: datetime) -> dict[int, list[User]]:
    """``holders_of`` as users, for letters to them; two queries."""
    holders = holders_of(courses, at=at)
    users = User.objects.in_bulk({one.pk for those in holders.values() for one in those})
    return {course: [users[one.pk] for one in those] for course, those in holders.items()}
