"""What the authors are told of a waiver."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from mooc_portal.dates import long_date
from mooc_portal.outbox.actions import NewLetter, queue_letters
from mooc_portal.outbox.rendering import render_letter
from reviews.models import Waiver


def queue_waiver_letters(waiver: Waiver, *, at: datetime) -> None:
    """To every author, in the author's language: what is let pass, why, by whom and until when, or that it ended."""
    authors = [authorship.user for authorship in waiver.course.authorships.select_related("user")]
    queue_letters([_letter(waiver, person) for person in authors], at=at)


def _letter(waiver: Waiver, person) -> NewLetter:
    link = settings.SITE_URL.rstrip("/") + reverse("reviews:waivers", args=[waiver.course.code])
    with translation.override(person.language):
        found, place = waiver.message, waiver.place_name
    until = long_date(waiver.until, person.language)
    context = {"waiver": waiver, "course": waiver.course, "person": person, "found": found, "place": place}
    subject, body = render_letter("waiver", person.language, context | {"until": until, "link": link})
    step = "withdrawn" if waiver.withdrawn_at else "given"
    return NewLetter(f"waiver:{waiver.pk}:{step}:{person.pk}", "waiver", person, subject, body)
