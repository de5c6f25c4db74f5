"""Until when a stage of the review should end: working days, by the setting and the table of holidays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

IsWorking = Callable[[date], bool]
# Holidays stretch a stage; this many days beyond twice the working ones hold every one of them.
SLACK = 30
LOOK_BACK = 400


class WorkingDays:
    """The working days around an instant, loaded once: due dates of many courses cost one query."""

    def __init__(self, *, at: datetime) -> None:
        today = timezone.localdate(at)
        self.today = today
        self.first = today - timedelta(days=LOOK_BACK)
        ahead = timedelta(days=2 * settings.REVIEW_DAYS + SLACK)
        self._is_working: IsWorking = import_string(settings.WORKING_DAYS)(self.first, today + ahead)

    def due(self, since: datetime) -> date:
        """The last day of a stage that began at ``since``."""
        day, left = timezone.localdate(since), settings.REVIEW_DAYS
        while left:
            day += timedelta(days=1)
            left -= self._is_working(day)
        return day

    def overdue_before(self) -> datetime:
        """Stages that began before this instant are overdue: the same rule turned round, for a query."""
        day = self.today - timedelta(days=1)
        left = settings.REVIEW_DAYS
        while left:  # back to the last first day whose stage was due yesterday
            left -= self._is_working(day)
            day -= timedelta(days=1)
        return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))


def due_date(since: datetime) -> date:
    """The last day of a review that began at ``since``."""
    return WorkingDays(at=since).due(since)
