"""The letters of registration, each in its reader's language, queued with what causes them."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language

from mooc_portal.outbox.actions import NewLetter, queue_letters, supersede_letters
from mooc_portal.outbox.lists import ListLetter, queue_for_all
from mooc_portal.outbox.rendering import render_letter
from mooc_portal.people.models import Language
from scheduling.content import document_of_run
from scheduling.models import Registration, Run, Standing
from scheduling.readers import calendar_of
from scheduling.room.release import missed

KINDS = {Standing.REGISTERED: "registered", Standing.WAITING: "registration_waiting"}


def queue_registered(registration: Registration, *, at: datetime) -> None:
    """Tell the learner: registered with the dates, or waiting in line."""
    queue_letters([_letter(registration, KINDS[registration.standing], registration.run, at)], at=at)


def queue_place_free(registration: Registration, *, run: Run, at: datetime) -> None:
    """Tell somebody who waited that a place became free."""
    queue_letters([_letter(registration, "registration_place_free", run, at)], at=at)


def queue_confirmation(run: Run, email: str, *, link: str, person, at: datetime) -> None:
    """The letter with the link that proves an address; ``person`` is whoever has an account under it, or None."""
    _queue_link("registration_confirm", run, email, link=link, person=person, at=at)


def queue_invitation(run: Run, email: str, *, link: str, person, at: datetime) -> None:
    _queue_link("registration_invited", run, email, link=link, person=person, at=at)


def queue_moved(run: Run, *, from_day: date, at: datetime) -> int:
    """Tell everybody who is registered or waits that the first day was moved; one statement a language."""
    learners = Registration.objects.filter(run=run, user__is_active=True).exclude(standing=Standing.LEFT)
    context = {"title": document_of_run(run).title, "calendar": calendar_of(run), "from_day": from_day}
    context["link"] = absolute(reverse("scheduling:course", args=[run.course.code]))
    queued = 0
    for language in Language.values:
        subject, body = render_letter("run_moved", language, context)
        key = f"moved:{run.pk}:{at.timestamp():.0f}"
        letter = ListLetter(key, "run_moved", "", language, subject, body)
        mine = learners.filter(user__language=language)
        queued += queue_for_all(letter, mine, email="user__email", person="user_id", at=at)
    return queued


def take_back(registration: Registration) -> None:
    """Letters of this registration that have not left are not true any more."""
    supersede_letters(_prefix(registration))


def _prefix(registration: Registration) -> str:
    return f"registration:{registration.pk}:"


def _letter(registration: Registration, kind: str, run: Run, at: datetime) -> NewLetter:
    person = registration.user
    document, calendar = document_of_run(run), calendar_of(run)
    context = {
        "person": person,
        "title": document.title,
        "calendar": calendar,
        "openings": [
            (number, section.title, calendar.section_opens_on(number))
            for number, section in enumerate(document.sections, start=1)
        ],
        "missed": missed(document, calendar, stays_readable=run.stays_readable, at=at),
        "consent_is_open": registration.consent_id is None,
        "link": absolute(reverse("scheduling:room", args=[run.pk])),
        "profile": absolute(reverse("people:profile")),
    }
    subject, body = render_letter(kind, person.language, context)
    moment = f"{registration.registered_at.timestamp():.0f}"
    return NewLetter(f"{_prefix(registration)}{moment}:{kind}", kind, person, subject, body)


def _queue_link(kind: str, run: Run, email: str, *, link: str, person, at: datetime) -> None:
    language = person.language if person else get_language() or settings.LANGUAGE_CODE
    calendar = calendar_of(run)
    context = {"person": person, "title": document_of_run(run).title, "calendar": calendar, "link": absolute(link)}
    subject, body = render_letter(kind, language, context)
    whose = hashlib.sha256(email.encode()).hexdigest()[:24]
    key = f"{kind}:{run.pk}:{whose}:{at.timestamp():.0f}"
    queue_letters([NewLetter(key, kind, person, subject, body, email)], at=at)


def absolute(path: str) -> str:
    return settings.SITE_URL.rstrip("/") + path
