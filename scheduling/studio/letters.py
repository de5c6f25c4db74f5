"""What lecturer and operator are told of a filming."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from courses.readers import limits_in_force
from mooc_portal.outbox.actions import NewLetter, queue_letters, supersede_letters
from mooc_portal.outbox.rendering import render_letter
from mooc_portal.people.readers import quality_specialists
from scheduling.models import Booking
from scheduling.readers import university_zone


def queue_booking_letters(booking: Booking, kind: str, *, by, at: datetime) -> None:
    """Tell the lecturer and the operator, and of a request also the quality department; not who did it themselves.

    A letter that has not left yet and that this one makes untrue is taken back.
    """
    people = {person.pk: person for person in (booking.lecturer, booking.operator) if person}
    if kind == "asked":
        people |= {person.pk: person for person in quality_specialists(at)}
    people.pop(by.pk, None)
    supersede_letters(f"booking:{booking.pk}:", only=Q(recipient__in=list(people)))
    key = f"booking:{booking.pk}:{booking.version}:{kind}"
    queue_letters([_letter(booking, kind, key, person) for person in people.values()], at=at)


def _letter(booking: Booking, kind: str, key: str, person) -> NewLetter:
    arrival = booking.starts_at - timedelta(minutes=limits_in_force().arrive_minutes)
    zone = university_zone()
    context = {
        "kind": kind,
        "booking": booking,
        "course": booking.course,
        "person": person,
        "is_lecturer": person.pk == booking.lecturer_id,
        "arrival": timezone.localtime(arrival, zone),
        "link": settings.SITE_URL.rstrip("/") + reverse("studio:booking", args=[booking.pk]),
    }
    subject, body = render_letter("booking", person.language, context)
    return NewLetter(f"{key}:{person.pk}", f"booking_{kind}", person, subject, body)
