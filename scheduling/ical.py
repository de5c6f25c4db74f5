"""A person's runs and sections and filmings as iCalendar (RFC 5545), for phones and calendar programs.

The events of runs are of whole days: the university's days begin at midnight of its
zone, and a day needs no zone in the file. Filmings are moments, written in UTC.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from mooc_portal.people.models import User
from mooc_portal.people.readers import roles_of
from scheduling.content import document_of_run
from scheduling.models import CalendarAddress, Run, Standing
from scheduling.readers import TimedRun, timed_runs, unfinished_runs
from scheduling.studio.filming_ical import filmings_of_person

# How far back the calendar reaches.
KEPT = timedelta(days=120)


def address_of(user, *, at: datetime, renew: bool = False) -> CalendarAddress:
    """The secret address of a person's calendar; ``renew`` makes another and the old one worthless."""
    fresh = {"secret": secrets.token_urlsafe(32), "made_at": at}
    if renew:
        return CalendarAddress.objects.update_or_create(user=user, defaults=fresh)[0]
    return CalendarAddress.objects.get_or_create(user=user, defaults=fresh)[0]


def runs_in_calendar_of(user: User, *, at: datetime) -> tuple[QuerySet[Run], QuerySet[Run]]:
    """The runs somebody works for, and those the person learns in without working for them."""
    recent = unfinished_runs(at - KEPT).select_related("course", "revision").defer("revision__document")
    worked_for = recent if roles_of(user, at).is_quality else recent.filter(course__authorships__user=user)
    learning = recent.filter(registrations__user=user, registrations__standing=Standing.REGISTERED)
    return worked_for, learning.exclude(pk__in=worked_for.values("pk"))


def calendar_file(user: User, *, at: datetime) -> bytes:
    """The calendar of a person in the language that is active."""
    calendar = Calendar()
    calendar.add("prodid", "-//MOOC Portal//runs//")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("MOOC Portal"))
    calendar.add("refresh-interval", timedelta(hours=6), parameters={"value": "DURATION"})
    worked_for, learning = runs_in_calendar_of(user, at=at)
    for timed in timed_runs(worked_for, at=at):
        for event in [*_dates_of_staff(timed), *_sections(timed)]:
            calendar.add_component(event)
    for timed in timed_runs(learning, at=at):
        for event in _sections(timed):
            calendar.add_component(event)
    for event in filmings_of_person(user, at=at):
        calendar.add_component(event)
    return calendar.to_ical()


def _dates_of_staff(timed: TimedRun) -> Iterator[Event]:
    days = timed.calendar
    title = document_of_run(timed.run).title
    yield _event(
        timed.run, "announcement", _("Launch message is due: %(course)s") % {"course": title}, days.announcement_on
    )
    closes = _("Last day of registration: %(course)s") % {"course": title}
    yield _event(timed.run, "registration", closes, days.registration_last_day)
    yield _event(timed.run, "end", _("Last day of the run: %(course)s") % {"course": title}, days.last_day)


def _sections(timed: TimedRun) -> Iterator[Event]:
    document = document_of_run(timed.run)
    for number, section in enumerate(document.sections, start=1):
        values = {"number": number, "title": section.title, "course": document.title}
        name = _("Section %(number)s opens: %(title)s (%(course)s)") % values
        yield _event(timed.run, f"section-{number}", name, timed.calendar.section_opens_on(number))


def _event(run: Run, part: str, name: str, day: date) -> Event:
    event = Event()
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    event.add("uid", f"run-{run.pk}-{part}@{host}")
    event.add("dtstamp", run.planned_at)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", name)
    event.add("url", settings.SITE_URL.rstrip("/") + reverse("scheduling:course", args=[run.course.code]))
    event.add("transp", "TRANSPARENT")
    return event
