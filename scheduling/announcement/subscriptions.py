"""Who asked to hear of courses: by faculty or topic, the address proved by a letter, left by one click."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.db.models import F, Q, QuerySet, TextField, Value
from django.urls import reverse

from mooc_portal.outbox.actions import NewLetter, queue_letters
from mooc_portal.outbox.lists import return_to_list
from mooc_portal.outbox.rendering import render_letter
from mooc_portal.people.models import Faculty
from mooc_portal.text import fold
from scheduling.content import document_of_run
from scheduling.models import Run, Subscription

# The mailing list of launch messages.
COURSES = "courses"
SALT = "scheduling.subscription"
VALID = timedelta(days=7)


class SubscriptionRefused(Exception):
    """The link was changed, or is too old."""


@dataclass(frozen=True)
class Wish:
    """What somebody asked for; ``faculty`` is a code or nothing, ``language`` that of the letters."""

    email: str
    language: str
    faculty: str = ""
    topic: str = ""


def ask_to_confirm(wish: Wish, *, at: datetime) -> None:
    """Write to the address with the link that proves it; at most one letter an hour, and no row before the proof."""
    token = signing.Signer(salt=SALT).sign_object({**asdict(wish), "at": int(at.timestamp())}, compress=True)
    link = settings.SITE_URL.rstrip("/") + reverse("scheduling:subscribe-confirm", args=[token])
    subject, body = render_letter("subscription_confirm", wish.language, {"link": link, "wish": wish})
    whose = hashlib.sha256(wish.email.encode()).hexdigest()[:24]
    key = f"subscribe:{whose}:{int(at.timestamp()) // 3600}"
    queue_letters([NewLetter(key, "subscription_confirm", None, subject, body, wish.email)], at=at)


def read_wish(token: str, *, at: datetime) -> Wish:
    """What was asked for under a link.

    Raises:
        SubscriptionRefused: when it is not ours or has expired.
    """
    try:
        content = signing.Signer(salt=SALT).unsign_object(token)
    except signing.BadSignature:
        raise SubscriptionRefused from None
    if at.timestamp() >= content.pop("at") + VALID.total_seconds():
        raise SubscriptionRefused
    return Wish(**content)


def subscribe(wish: Wish, *, at: datetime) -> Subscription:
    """Keep the wish of a proved address; a later one takes the place of the one before."""
    values = {
        "language": wish.language,
        "faculty": Faculty.objects.filter(code=wish.faculty).first() if wish.faculty else None,
        "topic": wish.topic,
        "topic_folded": fold(wish.topic),
        "confirmed_at": at,
    }
    subscription, _created = Subscription.objects.update_or_create(email=wish.email, defaults=values)
    return_to_list(COURSES, wish.email)
    return subscription


def subscriptions_to(run: Run) -> QuerySet[Subscription]:
    """Who asked for courses of this faculty and with these words; the database compares, whatever their number."""
    document = document_of_run(run)
    faculty = Faculty.objects.filter(code=document.faculty or "").first()
    words = Value(fold(f"{document.title} {document.summary}"), TextField())
    wished = (
        Subscription.objects.filter(Q(faculty=None) | Q(faculty=faculty))
        if faculty
        else (Subscription.objects.filter(faculty=None))
    )
    return wished.annotate(course_words=words).filter(Q(topic_folded="") | Q(course_words__contains=F("topic_folded")))
