"""The hours of the studios, people and aids as columns of quarters of an hour: a week of one, or a day of all."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format

from mooc_portal.people.readers import roles_of
from scheduling.holidays import free_days
from scheduling.models import Aid, BookedThing, Booking, Studio, StudioWorker, Work
from scheduling.readers import university_zone
from scheduling.studio.readers import SHOWN

QUARTER = timedelta(minutes=15)
EARLIEST, LATEST, DAYS = 8, 19, 7


@dataclass(frozen=True)
class Placed:
    """A filming in a lane; ``first`` and ``span`` count quarters of an hour, from 1. ``known``: it may be read."""

    booking: Booking
    first: int
    span: int
    known: bool


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
    taken, free = _taken(columns), None
    if columns:
        free = free_days(min(day for _l, day, _t in columns), max(day for _l, day, _t in columns))
    hours = [_local_hours(booking) for bookings in taken.values() for booking in bookings]
    first = min([EARLIEST, *(begin for begin, _end in hours)])
    last = max([LATEST, *(end for _begin, end in hours)])
    today, reads_all = timezone.localdate(at, university_zone()), _reads_all(user, at)
    lanes = [
        Lane(
            label,
            day,
            thing,
            free.holiday(day),
            [_placed(row, first, known=reads_all or _is_theirs(row, user)) for row in taken[thing, day]],
            day == today,
        )
        for label, day, thing in columns
    ]
    return Grid(lanes, first, last)


def _taken(columns: list[tuple[str, date, str]]) -> dict[tuple[str, date], list[Booking]]:
    """Live filmings by thing and day; a constant number of queries."""
    taken: dict[tuple[str, date], list[Booking]] = defaultdict(list)
    if not columns:
        return taken
    zone, days = university_zone(), sorted({day for _label, day, _thing in columns})
    first = datetime.combine(days[0], datetime.min.time(), tzinfo=zone)
    last = datetime.combine(days[-1] + timedelta(days=1), datetime.min.time(), tzinfo=zone)
    rows = BookedThing.objects.filter(thing__in={thing for _l, _d, thing in columns}, is_live=True)
    rows = rows.filter(starts_at__gte=first, starts_at__lt=last).order_by("starts_at", "pk")
    related = ("booking__course", "booking__studio", "booking__lecturer", "booking__operator")
    names = ("booking__studio__name_kk", "booking__studio__name_ru", "booking__studio__name_en")
    shown = ("thing", "starts_at", "ends_at", *names, *(f"booking__{name}" for name in SHOWN))
    for row in rows.select_related(*related).only(*shown).prefetch_related("booking__course__authorships"):
        taken[row.thing, timezone.localdate(row.starts_at, zone)].append(row.booking)
    return taken


def _local_hours(booking: Booking) -> tuple[int, int]:
    zone = university_zone()
    begin, end = timezone.localtime(booking.starts_at, zone), timezone.localtime(booking.ends_at, zone)
    return begin.hour, 24 if end.date() > begin.date() else end.hour + (end.minute > 0)


def _reads_all(user, at: datetime) -> bool:
    roles = roles_of(user, at)
    return roles.is_quality or roles.is_administrator or user.studio_work.exists()


def _is_theirs(booking: Booking, user) -> bool:
    people = {booking.lecturer_id, booking.operator_id}
    return user.pk in people or any(one.user_id == user.pk for one in booking.course.authorships.all())


def _placed(booking: Booking, first_hour: int, *, known: bool) -> Placed:
    begin = timezone.localtime(booking.starts_at, university_zone())
    top = (begin.hour - first_hour) * 4 + begin.minute // 15
    span = max(1, -((booking.starts_at - booking.ends_at) // QUARTER))
    return Placed(booking, top + 1, span, known)
