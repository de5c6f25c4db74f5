"""The week of the studios, and who may see which filming."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from html import escape

from django.db.models import Case, Exists, OuterRef, Prefetch, Q, QuerySet, When
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import mark_safe

from courses.models import Authorship, Lecture
from courses.readers import limits_in_force
from mooc_portal.people.readers import roles_of
from scheduling.holidays import free_days
from scheduling.models import Booking, BookingState, Closure, Studio
from scheduling.readers import university_zone
from scheduling.studio.people import studio_work_of

DAYS = 7
# The state is asked for with every course: django-fsm reads it as a course is made.
IN_LISTS = [
    *("course__title", "course__language", "course__state", "studio__name_kk", "studio__name_ru", "studio__name_en"),
    *("lecturer__name", "lecturer__email", "operator__name", "operator__email"),
    *("starts_at", "ends_at", "standing", "memo_read_at", "note"),
]


@dataclass(frozen=True)
class Shown:
    """A filming as the week shows it, in words: a full week has too many for models and filters of a template."""

    pk: str
    standing: str
    hours: str
    title: str
    language: str
    who: str


@dataclass
class Day:
    """One day of one studio: its filmings in order, and what keeps it closed."""

    day: date
    label: str
    is_open: bool
    bookings: list[Shown] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)


@dataclass
class StudioWeek:
    studio: Studio
    days: list[Day]


def bookings_visible_to(user, *, at: datetime) -> QuerySet[Booking]:
    """All of them for the quality department and those who film; of their courses, or with them in it, for others."""
    roles = roles_of(user, at)
    bookings = Booking.objects.select_related("course", "studio", "lecturer", "operator", "booked_by")
    bookings = bookings.prefetch_related("course__authorships", "aids", "lectures")
    if roles.is_quality or roles.is_administrator or studio_work_of(user):
        return bookings
    own = Exists(Authorship.objects.filter(course=OuterRef("course"), user=user.pk))
    return bookings.filter(own | Q(lecturer=user.pk) | Q(operator=user.pk))


def bookings_listed(user, *, at: datetime) -> QuerySet[Booking]:
    """Those that the person may see, with no more of each than lists show."""
    rows = bookings_visible_to(user, at=at).select_related(None).prefetch_related(None)
    return rows.select_related("course", "studio", "lecturer", "operator").only(*IN_LISTS)


@dataclass(frozen=True)
class Filming:
    """A filming on the sheet of its day, in words: its hours, and when to arrive (7.2)."""

    booking: Booking
    pk: str
    hours: str
    arrival: str
    standing: str


def sheet_of_day(user, day: date, *, at: datetime) -> list[Filming]:
    """What is filmed on that day of what the person may see; a constant number of queries."""
    begin = datetime.combine(day, time.min, tzinfo=university_zone())
    rows = bookings_listed(user, at=at).exclude(standing=BookingState.CANCELLED)
    rows = rows.filter(starts_at__gte=begin, starts_at__lt=begin + timedelta(days=1))
    lectures = Prefetch("lectures", lectures_to_film().only("title", "position"))
    rows = rows.prefetch_related("aids", lectures).order_by("starts_at", "studio")
    zone, before = university_zone(), timedelta(minutes=limits_in_force().arrive_minutes)
    filmings = []
    for row in rows:
        begin, end = timezone.localtime(row.starts_at, zone), timezone.localtime(row.ends_at, zone)
        hours, arrival = f"{begin:%H:%M}–{end:%H:%M}", f"{begin - before:%H:%M}"
        filmings.append(Filming(row, str(row.pk), hours, arrival, row.get_standing_display()))
    return filmings


def lectures_to_film() -> QuerySet[Lecture]:
    """Lectures with ``materials_there``: the text is in the course, or somebody ticked that the materials came (7.3.1).

    The texts themselves, which may be long, are left to the database.
    """
    there = Q(script__regex=r"\S") | Q(work__materials=True)
    return Lecture.objects.annotate(materials_there=Case(When(there, then=True), default=False)).defer("script")


def studio_weeks(monday: date) -> list[StudioWeek]:
    """Every studio's seven days from ``monday``; a constant number of queries."""
    zone = university_zone()
    first = datetime.combine(monday, datetime.min.time(), tzinfo=zone)
    last = datetime.combine(monday + timedelta(days=DAYS), datetime.min.time(), tzinfo=zone)
    taken = _shown_by_day(first, last)
    free = free_days(monday, monday + timedelta(days=DAYS - 1))
    closures = list(Closure.objects.filter(starts_at__lt=last, ends_at__gt=first))
    days = [monday + timedelta(days=n) for n in range(DAYS)]
    labels = {day: date_format(day, "D d.m") for day in days}
    return [
        StudioWeek(studio, [_day(studio, day, labels[day], taken[studio.pk, day], free, closures) for day in days])
        for studio in Studio.objects.all()
    ]


def _shown_by_day(first: datetime, last: datetime) -> dict[tuple[int, date], list[Shown]]:
    """Filmings that stand, by studio and day."""
    rows = Booking.objects.filter(starts_at__lt=last, ends_at__gt=first).exclude(standing=BookingState.CANCELLED)
    people = ("lecturer__name", "lecturer__email", "operator__name", "operator__email")
    names = ("pk", "studio_id", "starts_at", "ends_at", "standing", "course__title", "course__language", *people)
    labels = {str(value): str(label) for value, label in BookingState.choices}
    zone, taken = university_zone(), defaultdict(list)
    for pk, studio, starts_at, ends_at, standing, title, language, *people in rows.values_list(*names):
        begin, end = timezone.localtime(starts_at, zone), timezone.localtime(ends_at, zone)
        who = (people[0] or people[1], people[2] or people[3], labels[standing])
        shown = Shown(str(pk), standing, f"{begin:%H:%M}–{end:%H:%M}", title, language, " · ".join(filter(None, who)))
        taken[studio, begin.date()].append(shown)
    return taken


def _day(studio: Studio, day: date, label: str, bookings: list[Shown], free, closures: list[Closure]) -> Day:
    zone = university_zone()
    closed = [
        closure.reason
        for closure in closures
        if closure.studio_id in (None, studio.pk)
        and timezone.localdate(closure.starts_at, zone) <= day <= timezone.localdate(closure.ends_at, zone)
    ]
    holiday = free.holiday(day)
    if holiday:
        closed.append(holiday)
    is_open = studio.is_open and day.weekday() in studio.days and not holiday
    return Day(day, label, is_open, bookings, closed)


def may_look(user, *, at: datetime) -> bool:
    """The calendar is for those who film, are filmed, or plan it."""
    roles = roles_of(user, at)
    return roles.writes or roles.is_quality or roles.is_administrator or bool(studio_work_of(user))


def day_given(text: str, *, at: datetime) -> date:
    """A day given as ISO date; today for anything else."""
    today = timezone.localdate(at, university_zone())
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today
    return day if date(2000, 1, 1) < day < date(2200, 1, 1) else today


def week_of(text: str, *, at: datetime) -> date:
    """The Monday of a day given as ISO date; this week's for anything else."""
    day = day_given(text, at=at)
    return day - timedelta(days=day.weekday())


def options(choices: Iterable[tuple[str, str]], *, chosen: str | None = None) -> str:
    """Values and their names as the options of a list; not by a template, for there may be hundreds of courses."""
    made = (
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(str(name))}</option>'
        for value, name in choices
    )
    return mark_safe("".join(made))  # noqa: S308 each was escaped
