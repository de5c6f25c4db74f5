"""Holidays and vacations. They stretch no week of a course (reading A20); planning says where they fall."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext_lazy as _

from scheduling.models import FreePeriod
from scheduling.models.free import FreeKind

# Month, day and the first year of the public holidays with fixed days. Kurban ait follows the moon, and days off
# are moved by the government: those are rows (``FreePeriod``).
FIXED = {
    (1, 1): (_("New Year"), 0),
    (1, 2): (_("New Year"), 0),
    (1, 7): (_("Orthodox Christmas"), 0),
    (3, 8): (_("International Women's Day"), 0),
    (3, 15): (_("Constitution Day"), 2027),
    (3, 21): (_("Nauryz"), 0),
    (3, 22): (_("Nauryz"), 0),
    (3, 23): (_("Nauryz"), 0),
    (5, 1): (_("Unity Day"), 0),
    (5, 7): (_("Defender's Day"), 0),
    (5, 9): (_("Victory Day"), 0),
    (7, 6): (_("Capital Day"), 0),
    (10, 25): (_("Republic Day"), 0),
    (12, 16): (_("Independence Day"), 0),
}


@dataclass(frozen=True)
class FreeDays:
    """What is known of the days between two dates."""

    holidays: dict[date, str] = field(default_factory=dict)
    working: frozenset[date] = frozenset()
    vacations: tuple[tuple[date, date, str], ...] = ()

    def holiday(self, day: date) -> str | None:
        """The name of the holiday on ``day``; None on every other day."""
        if day in self.working:
            return None
        if day in self.holidays:
            return self.holidays[day]
        name, since = FIXED.get((day.month, day.day), (None, 0))
        return str(name) if name and day.year >= since else None

    def vacation(self, first: date, last: date) -> tuple[date, date, str] | None:
        """The first vacation that shares a day with ``first`` to ``last``."""
        return next((one for one in self.vacations if one[0] <= last and first <= one[1]), None)


def free_days(first: date, last: date) -> FreeDays:
    """What the table says of the days from ``first`` to ``last``; one query."""
    holidays, working, vacations = {}, set(), []
    for row in FreePeriod.objects.filter(first__lte=last, last__gte=first):
        if row.kind == FreeKind.VACATION:
            vacations.append((row.first, row.last, row.name))
            continue
        begin, end = max(row.first, first), min(row.last, last)
        days = [date.fromordinal(number) for number in range(begin.toordinal(), end.toordinal() + 1)]
        if row.kind == FreeKind.WORKING:
            working.update(days)
        else:
            holidays |= dict.fromkeys(days, row.name)
    return FreeDays(holidays, frozenset(working), tuple(vacations))


def working_days(first: date, last: date) -> Callable[[date], bool]:
    """Whether a day from ``first`` to ``last`` is worked: Monday to Friday but no holiday, and days moved there."""
    free = free_days(first, last)
    return lambda day: day in free.working or (day.weekday() < 5 and free.holiday(day) is None)
