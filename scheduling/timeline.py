"""A run's dates on one axis: what ``templates/components/timeline.html`` draws and lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from scheduling.calendar import Calendar
from scheduling.readers import university_zone

WIDTH = 1000
ROW = 28


@dataclass(frozen=True)
class Event:
    """Something that lasts from ``first`` to ``last``, both included; one day where they are the same."""

    label: str
    first: date
    last: date


def calendar_events(calendar: Calendar, *, production: bool = True) -> list[Event]:
    """Everything in the calendar of a run, by date."""
    one_day = timedelta(days=1)
    events = []
    if production:
        events += [Event(str(span.work.label), span.starts_on, span.last_day) for span in calendar.production()]
    events += [
        Event(_("launch message is due"), calendar.announcement_on, calendar.announcement_on),
        Event(_("registration is open"), calendar.registration_opens_on, calendar.registration_closes_on - one_day),
        Event(_("the course runs"), calendar.starts_on, calendar.last_day),
    ]
    events += [
        Event(
            _("section %(number)s") % {"number": number},
            calendar.section_opens_on(number),
            calendar.section_closes_on(number) - one_day,
        )
        for number in range(1, calendar.sections + 1)
    ]
    return sorted(events, key=lambda event: (event.first, -(event.last - event.first).days))


def timeline_context(events: list[Event], *, at: datetime) -> dict:
    """Positions of bars and of today on an axis ``WIDTH`` long, and the same as rows of a table."""
    today = timezone.localdate(at, university_zone())
    begin = min([today, *(event.first for event in events)])
    end = max([today, *(event.last for event in events)])
    scale = WIDTH / ((end - begin).days + 1)

    def place(day: date) -> int:
        return round((day - begin).days * scale)

    def end_of(event: Event) -> int:
        return place(event.last + timedelta(days=1))

    bars = [
        {
            "event": event,
            "x": place(event.first),
            "y": number * ROW + 6,
            "text_y": number * ROW + 20,
            "width": max(3, end_of(event) - place(event.first)),
            "past": event.last < today,
            "label_x": place(event.first) - 8 if place(event.first) > WIDTH / 2 else end_of(event) + 8,
            "label_side": "end" if place(event.first) > WIDTH / 2 else "start",
        }
        for number, event in enumerate(events)
    ]
    return {
        "bars": bars,
        "today": today,
        "today_x": place(today),
        "width": WIDTH,
        "height": len(events) * ROW + 8,
        "days": (end - begin).days + 1,
    }
