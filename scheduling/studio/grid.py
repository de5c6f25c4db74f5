"""The hours of the studios, people and aids as columns of quarters of an hour: a week of one, or a day of all."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.utils import timezone
from django.utils.formats import date_format

from courses.models import Authorship
from mooc_portal.people.readers import roles_of
from scheduling.holidays import free_days
from scheduling.models import Aid, BookedThing, BookingState, Studio, StudioWorker, Work
from scheduling.readers import university_zone
from scheduling.studio.people import studio_work_of

QUARTER = timedelta(minutes=15)
EARLIEST, LATEST, DAYS = 8, 19, 7
# What the calendar shows of a filming.
SHOWN = (
    "booking",
    *(f"booking__{name}" for name in ("standing", "version", "starts_at", "ends_at", "studio")),
    *("booking__course__title", "booking__course__language", "booking__lecturer__name", "booking__lecturer__email"),
)


@dataclass(frozen=True)
class Placed:
    """A filming in a lane, in words: a full week has too many for models and filters of a template.

    ``first`` and ``span`` count quarters of an hour, from 1. ``known``: it may be read.
    """

    pk: str
    standing: str
    label: str
    version: str
    begins: str
    ends: str
    studio: str
    lecturer: str
    title: str
    language: str
    first: int
    span: int
    known: bool

    @property
    def hours(self) -> str:
        return f"{self.begins}–{self.ends}"


@dataclass(frozen=True)
class Lane:
    """One day of one thing."""

    label: str
    day: date
    thing: str
    holiday: str | None
    slots: list[Placed]
    is_today: bool


@dataclass(frozen=True)
class Grid:
    """The lanes, and the hours down their side."""

    lanes: list[Lane]
    first_hour: int
    last_hour: int

    @property
    def hours(self) -> list[tuple[int, str]]:
        """Each hour with the quarter it begins at."""
        return [(1 + 4 * (hour - self.first_hour), f"{hour:02d}:00") for hour in range(self.first_hour, self.last_hour)]

    @property
    def quarters(self) -> int:
        return 4 * (self.last_hour - self.first_hour)


def things() -> dict[str, str]:
    """Everything that can be taken, by its key; three queries."""
    names = {f"studio:{row.pk}": str(row) for row in Studio.objects.filter(is_open=True)}
    workers = StudioWorker.objects.filter(work=Work.OPERATOR).select_related("user")
    names |= {f"person:{row.user_id}": str(row.user) for row in workers}
    return names | {f"aid:{row.pk}": str(row) for row in Aid.objects.all()}


def week_of_thing(thing: str, monday: date, *, user, at: datetime) -> Grid:
    """Seven days of one studio, person or aid."""
    days = [monday + timedelta(days=n) for n in range(DAYS)]
    return _grid([(date_format(day, "D d.m"), day, thing) for day in days], user=user, at=at)


def day_of_things(names: dict[str, str], day: date, *, user, at: datetime) -> Grid:
    """One day of several things side by side."""
    return _grid([(name, day, thing) for thing, name in names.items()], user=user, at=at)


def _grid(columns: list[tuple[str, date, str]], *, user, at: datetime) -> Grid:
    taken, free = _taken(columns, user, at), None
    if columns:
        free = free_days(min(day for _l, day, _t in columns), max(day for _l, day, _t in columns))
    spans = [_hours_of(row) for rows in taken.values() for row in rows]
    first = min([EARLIEST, *(begin for begin, _end in spans)])
    last = max([LATEST, *(end for _begin, end in spans)])
    today = timezone.localdate(at, university_zone())
    studios = {studio.pk: str(studio) for studio in Studio.objects.all()} if taken else {}
    labels = {str(value): str(label) for value, label in BookingState.choices}
    lanes = [
        Lane(
            label,
            day,
            thing,
            free.holiday(day),
            [_placed(row, first, studios, labels) for row in taken[thing, day]],
            day == today,
        )
        for label, day, thing in columns
    ]
    return Grid(lanes, first, last)


def _taken(columns: list[tuple[str, date, str]], user, at: datetime) -> dict[tuple[str, date], list[dict]]:
    """Live filmings by thing and day, each with its local begin and end; one query, and one for who may read them."""
    taken: dict[tuple[str, date], list[dict]] = defaultdict(list)
    if not columns:
        return taken
    zone, days = university_zone(), sorted({day for _label, day, _thing in columns})
    first = datetime.combine(days[0], datetime.min.time(), tzinfo=zone)
    last = datetime.combine(days[-1] + timedelta(days=1), datetime.min.time(), tzinfo=zone)
    rows = BookedThing.objects.filter(thing__in={thing for _l, _d, thing in columns}, is_live=True)
    rows = rows.filter(starts_at__gte=first, starts_at__lt=last).order_by("starts_at", "pk")
    for row in rows.annotate(known=_may_be_read(user, at)).values("thing", "starts_at", "known", *SHOWN):
        row["begin"] = timezone.localtime(row["booking__starts_at"], zone)
        row["end"] = timezone.localtime(row["booking__ends_at"], zone)
        taken[row["thing"], timezone.localdate(row["starts_at"], zone)].append(row)
    return taken


def _may_be_read(user, at: datetime):
    """Everything by those who plan or film; by others what they are in or are authors of."""
    roles = roles_of(user, at)
    if roles.is_quality or roles.is_administrator or studio_work_of(user):
        return Value(True)
    own = Exists(Authorship.objects.filter(course=OuterRef("booking__course"), user=user.pk))
    theirs = Q(booking__lecturer=user.pk) | Q(booking__operator=user.pk)
    return Case(When(own | theirs, then=Value(True)), default=Value(False))


def _hours_of(row: dict) -> tuple[int, int]:
    begin, end = row["begin"], row["end"]
    return begin.hour, 24 if end.date() > begin.date() else end.hour + (end.minute > 0)


def _placed(row: dict, first_hour: int, studios: dict[int, str], labels: dict[str, str]) -> Placed:
    begin, end = row["begin"], row["end"]
    return Placed(
        pk=str(row["booking"]),
        standing=row["booking__standing"],
        label=labels[row["booking__standing"]],
        version=str(row["booking__version"]),
        begins=f"{begin:%H:%M}",
        ends=f"{end:%H:%M}",
        studio=studios[row["booking__studio"]],
        lecturer=row["booking__lecturer__name"] or row["booking__lecturer__email"],
        title=row["booking__course__title"],
        language=row["booking__course__language"],
        first=(begin.hour - first_hour) * 4 + begin.minute // 15 + 1,
        span=max(1, -((begin - end) // QUARTER)),
        known=row["known"],
    )
