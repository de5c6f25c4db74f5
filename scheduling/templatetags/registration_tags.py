"""The button of a run: register, wait, or enter."""

from __future__ import annotations

from django import template

from scheduling.calendar import REGISTRATION_PHASES
from scheduling.readers import TimedRun

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
