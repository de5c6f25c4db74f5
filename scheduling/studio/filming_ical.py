"""Filmings as iCalendar: the invitation in a letter (RFC 5546), and the events of the feeds."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from icalendar import Calendar, Event, vCalAddress

from scheduling.models import Studio, StudioFeed, ToldSlot

KEPT = timedelta(days=120)


def invitation(slot: ToldSlot, *, at: datetime) -> str:
    """A request or a cancellation for one person, in their language, under a name that never changes."""
    with override(slot.person.language):
        calendar = _calendar()
        calendar.add("method", "REQUEST" if slot.is_live else "CANCEL")
        event = filming_event(slot)
    event["dtstamp"].dt = at.astimezone(UTC)
    event.add("organizer", vCalAddress(f"MAILTO:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}"))
    attendee = vCalAddress(f"MAILTO:{slot.person.email}")
    attendee.params["RSVP"] = "FALSE"
    event.add("attendee", attendee, encode=0)
    calendar.add_component(event)
    return calendar.to_ical().decode()


def filming_event(slot: ToldSlot) -> Event:
    """The slot as somebody was told it, in the language that is active."""
    event, booking = Event(), slot.booking
    event.add("uid", f"filming-{slot.booking_id}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}")
    event.add("sequence", slot.sequence)
    event.add("dtstamp", slot.release.released_at.astimezone(UTC))
    event.add("dtstart", slot.starts_at.astimezone(UTC))
    event.add("dtend", slot.ends_at.astimezone(UTC))
    event.add("summary", _("Filming: %(course)s") % {"course": booking.course.title})
    event.add("location", str(slot.studio))
    event.add("status", "CONFIRMED" if slot.is_live else "CANCELLED")
    event.add("url", settings.SITE_URL.rstrip("/") + reverse("studio:booking", args=[booking.pk]))
    return event


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//MOOC Portal//studio//")
    calendar.add("version", "2.0")
    return calendar


def slots_told(rows, *, at: datetime):
    """Slots that take place, not older than the calendars reach back."""
    rows = rows.filter(is_live=True, ends_at__gt=at - KEPT)
    return rows.select_related("booking__course", "studio", "release", "person").order_by("starts_at", "pk")


def filmings_of_person(user, *, at: datetime) -> Iterable[Event]:
    """What the person was told, as events of their calendar."""
    return [filming_event(slot) for slot in slots_told(ToldSlot.objects.filter(person=user), at=at)]


def studio_feed_of(studio: Studio, *, at: datetime, renew: bool = False) -> StudioFeed:
    """The secret address of a studio's calendar; ``renew`` makes another and the old one worthless."""
    fresh = {"secret": secrets.token_urlsafe(32), "made_at": at}
    if renew:
        return StudioFeed.objects.update_or_create(studio=studio, defaults=fresh)[0]
    return StudioFeed.objects.get_or_create(studio=studio, defaults=fresh)[0]


def studio_calendar(studio: Studio, *, at: datetime) -> bytes:
    """The released plan of a studio, each filming once."""
    calendar, seen = _calendar(), set()
    calendar.add("x-wr-calname", str(studio))
    for slot in slots_told(ToldSlot.objects.filter(studio=studio), at=at):
        if slot.booking_id not in seen:
            seen.add(slot.booking_id)
            calendar.add_component(filming_event(slot))
    return calendar.to_ical()
