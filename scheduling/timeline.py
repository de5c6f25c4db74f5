"""The dates of a run in their order, with today among them: the data behind the timeline."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from scheduling.calendar import Calendar


class Event(NamedTuple):
    """Something that happens on a day, or from a day until another."""

    day: date
    label: Any
    until: date | None = None


def calendar_events(calendar: Calendar) -> list[Event]:
    """All dates of a run, in order."""
    events = [Event(span.starts_on, span.work.label, span.last_day) for span in calendar.production()]
    events += [
        Event(calendar.announcement_on, _("launch message (cl. 5.2.4)")),
        Event(calendar.registration_opens_on, _("registration opens")),
        Event(calendar.starts_on, _("the run starts")),
        Event(calendar.registration_closes_on, _("registration closes (cl. 5.2.3)")),
        Event(calendar.last_day, _("last day of the run")),
    ]
    events += [
        Event(
            calendar.section_opens_on(number),
            _("section %(n)s is open (cl. 4.5)") % {"n": number},
            calendar.section_closes_on(number),
        )
        for number in range(1, calendar.sections + 1)
    ]
    return sorted(events, key=lambda event: event.day)


def timeline_context(events: list[Event], *, at: datetime) -> dict:
    """The variables of ``scheduling/timeline.html``: rows with what is past, today and still to come."""
    today = timezone.localdate(at)
    return {"rows": [{"event": event, "past": (event.until or event.day) < today} for event in events], "today": today}
