"""Tags and filters that every page may use."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext

from courses.states import State
from mooc_portal import dates

register = template.Library()
TRACK = [State.DRAFT, State.DEPARTMENT_REVIEW, State.FACULTY_REVIEW, State.PUBLISHED]


@register.simple_block_tag(takes_context=True)
def place(context, content, url_name: str, icon: str):
    """A link of the rail; the one that leads to the present page says so."""
    target, path = reverse(url_name), context["request"].path
    here = path == target or (target != "/" and path.startswith(target))
    current = format_html(' aria-current="{}"', "page") if here else ""
    return format_html(
        '<a href="{}"{}><i class="bi bi-{}" aria-hidden="true"></i><span>{}</span></a>', target, current, icon, content
    )


@register.filter
def in_language(words, language: str):
    """Words of a course inside a sentence of the portal, with their language (WCAG 3.1.2)."""
    return format_html('<span lang="{}">{}</span>', language, words)


@register.filter
def long_date(value) -> str:
    return dates.long_date(value) if value else ""


@register.filter
def date_time(value) -> str:
    return dates.date_time(value) if value else ""


@register.filter
def days_ago(value: datetime) -> str:
    """How many days something has stood; what came today has not stood any."""
    days = (timezone.localdate() - timezone.localdate(value)).days
    if days == 0:
        return gettext("today")
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}


@register.filter
def clock(seconds: int | None) -> str:
    """A lecture's length as minutes and seconds; a dash while it is unknown."""
    return "–" if seconds is None else f"{seconds // 60}:{seconds % 60:02d}"


@register.filter
def is_web_address(video: str | None) -> bool:
    """Whether a lecture is hosted somewhere; otherwise it is named by the hash of its file, or not there yet."""
    return urlsplit(video or "").scheme in ("http", "https")


@register.inclusion_tag("components/state_pill.html")
def state_pill(state: str) -> dict:
    return {"state": State(state)}


@register.inclusion_tag("components/state_track.html")
def state_track(course) -> dict:
    """The way of a course, with where it stands and since when."""
    position = TRACK.index(course.state) if course.state in TRACK else len(TRACK)
    steps = [
        {"state": state, "past": i < position, "here": state == course.state}
        for i, state in enumerate([*TRACK, State.ARCHIVED])
    ]
    return {"steps": steps, "course": course}
