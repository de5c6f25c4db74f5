"""The button of a run: register, wait, or enter."""

from __future__ import annotations

from django import template
from django.utils import timezone

from scheduling.calendar import REGISTRATION_PHASES
from scheduling.content import document_of_run
from scheduling.readers import TimedRun, calendar_of
from scheduling.room.readers import registrations_of

register = template.Library()


@register.inclusion_tag("registration/button.html", takes_context=True)
def registration_button(context, timed: TimedRun, standings: dict[int, str]) -> dict:
    """What the reader can do with a run, by the dates and by where the reader stands in it."""
    return {
        "run": timed.run,
        "standing": standings.get(timed.run.pk, ""),
        "is_open": timed.phase in REGISTRATION_PHASES,
        "one_click": context["user"].is_authenticated,
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("registration/own_learning.html", takes_context=True)
def own_learning(context) -> dict:
    """The reader's own courses, and what can be done with one's own data."""
    rows = list(registrations_of(context["user"]))
    for row in rows:
        row.title = document_of_run(row.run).title
        row.over = timezone.now() >= calendar_of(row.run).ends_at
    return {"rows": rows, "csrf_token": context.get("csrf_token")}
