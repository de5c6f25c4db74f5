"""Who is registered, and whether somebody may be."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from mooc_portal.dates import long_date
from scheduling.calendar import Calendar
from scheduling.models import Registration, RegistrationException, Run, Standing
from scheduling.readers import calendar_of, university_zone


def registration_of(run: Run, user) -> Registration | None:
    """The row of ``user`` in ``run``, whatever its standing."""
    if not user.is_authenticated:
        return None
    return Registration.objects.filter(run=run, user=user).first()


def registration_refusal(run: Run, email: str, *, at: datetime) -> str | None:
    """Why nobody of that address can register at ``at``, by the dates and the exceptions alone; None where one can."""
    calendar = calendar_of(run)
    reason = closed_sentence(calendar, at=at)
    if reason is not None and email and has_exception(run, email, calendar, at=at):
        return None
    return reason


def closed_sentence(calendar: Calendar, *, at: datetime) -> str | None:
    """The refusal of clause 5.2.3, with the day; None while registration is open."""
    if at < calendar.registration_opens_at:
        return _("Registration has not opened yet. First day: %(day)s (cl. 5.2.3).") % {
            "day": long_date(calendar.registration_opens_on)
        }
    if at >= calendar.registration_closes_at:
        return _("Registration is closed. Last day: %(day)s (cl. 5.2.3).") % {
            "day": long_date(calendar.registration_last_day)
        }
    return None


def has_exception(run: Run, email: str, calendar: Calendar, *, at: datetime) -> bool:
    """Whether an exception holds: until the end of its last day, and never after the run."""
    if at >= calendar.ends_at:
        return False
    today = timezone.localdate(at, university_zone())
    rows = RegistrationException.objects.filter(run=run, email=email.lower(), until__gte=today, granted_at__lte=at)
    return rows.exists()


def has_free_place(run: Run) -> bool:
    """Whether somebody can be registered without waiting; asked with the run locked."""
    return run.capacity is None or registered(run).count() < run.capacity


def registered(run: Run) -> QuerySet[Registration]:
    return Registration.objects.filter(run=run, standing=Standing.REGISTERED)


def waiting(run: Run) -> QuerySet[Registration]:
    """Those who wait for a place, the first in line first."""
    rows = Registration.objects.filter(run=run, standing=Standing.WAITING).select_related("user")
    return rows.order_by("registered_at", "pk")


def standings_of(user, course) -> dict[int, str]:
    """Where ``user`` stands in the runs of a course, by run; those left are not named."""
    if not user.is_authenticated:
        return {}
    rows = Registration.objects.filter(user=user, run__course=course).exclude(standing=Standing.LEFT)
    return dict(rows.values_list("run", "standing"))
