"""Which section can be read at a moment, and what somebody who comes late has missed. No clock, no database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.document.types import CourseDocument, Section, Task
from scheduling.calendar import DAYS_IN_A_WEEK, Calendar


class Access(TextChoices):
    """What a learner can do with a section at a moment (4.5)."""

    AHEAD = "ahead", pgettext_lazy("a section of a run", "not open yet")
    OPEN = "open", pgettext_lazy("a section of a run", "open")
    READABLE = "readable", _("can be read; graded tasks are closed")
    OVER = "over", pgettext_lazy("a section of a run", "closed")


READABLE = frozenset({Access.OPEN, Access.READABLE})


@dataclass(frozen=True)
class Window:
    """Section ``number`` (the final week follows the last one) from its opening to its closing."""

    number: int
    opens_on: date
    opens_at: datetime
    closes_on: date
    closes_at: datetime
    access: Access
    is_final: bool = False

    @property
    def is_readable(self) -> bool:
        return self.access in READABLE

    @property
    def last_day(self) -> date:
        """The last day of its graded tasks."""
        return self.closes_on - timedelta(days=1)


def windows(calendar: Calendar, *, stays_readable: bool, final_week: bool, at: datetime) -> list[Window]:
    """Every section with what can be done with it at ``at``, and the final week where the course has one.

    Section *k* opens at start + 7(k-1) days and closes within 14 (4.5). After that it is read on until the
    run ends where ``stays_readable`` says so (reading A3); its graded tasks are closed either way.
    """
    found = []
    for number in range(1, calendar.sections + 1):
        opens, closes = calendar.section_opens_on(number), calendar.section_closes_on(number)
        found.append(_window(calendar, number, opens, closes, stays_readable=stays_readable, at=at))
    if final_week:
        opens = calendar.day(DAYS_IN_A_WEEK * min(calendar.sections, calendar.weeks - 1))
        found.append(
            _window(
                calendar, calendar.sections + 1, opens, calendar.ends_on, stays_readable=False, at=at, is_final=True
            )
        )
    return found


def _window(calendar, number, opens_on, closes_on, *, stays_readable, at, is_final=False) -> Window:
    opens_at, closes_at = calendar.moment(opens_on), calendar.moment(closes_on)
    if at < opens_at:
        access = Access.AHEAD
    elif at < closes_at:
        access = Access.OPEN
    elif stays_readable and at < calendar.ends_at:
        access = Access.READABLE
    else:
        access = Access.OVER
    return Window(number, opens_on, opens_at, closes_on, closes_at, access, is_final)


@dataclass(frozen=True)
class Missed:
    """What somebody who registers late can no longer do: sections whose tasks are closed, and the best grade left."""

    sections: list[int]
    readable: bool
    best_grade: Decimal

    @property
    def numbers(self) -> str:
        return ", ".join(map(str, self.sections))


def missed(document: CourseDocument, calendar: Calendar, *, stays_readable: bool, at: datetime) -> Missed | None:
    """What is closed at ``at``; None while nothing is (reading A3: the notice of a late registrant)."""
    closed = [number for number in range(1, calendar.sections + 1) if at >= calendar.section_closes_at(number)]
    if not closed:
        return None
    lost = sum((_weight(document.sections[number - 1]) for number in closed), Decimal())
    return Missed(closed, stays_readable and at < calendar.ends_at, Decimal(100) - lost)


def _weight(section: Section) -> Decimal:
    return sum((Decimal(task.weight) for task in tasks_of(section)), Decimal())


def tasks_of(section: Section) -> list[Task]:
    return [task for part in section.parts for task in part.tasks]
