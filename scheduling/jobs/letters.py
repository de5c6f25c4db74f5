"""The letters the calendar causes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from mooc_portal.dates import long_date
from mooc_portal.outbox.actions import NewLetter, queue_letters
from mooc_portal.outbox.lists import ListLetter, queue_for_all
from mooc_portal.outbox.models import Letter, Refusal, Status
from mooc_portal.outbox.rendering import render_letter
from scheduling.jobs.facts import RunContents, contents_of, runs_with_parts
from scheduling.jobs.plan import Job
from scheduling.models import Registration, Run, Standing
from scheduling.readers import calendar_of


def link(name: str, *args) -> str:
    """An address of the portal, as letters carry it."""
    return settings.SITE_URL.rstrip("/") + reverse(name, args=args)


def run_list(run: Run) -> str:
    """The mailing list of a run."""
    return f"run-{run.pk}"


def section_letter(contents: RunContents, number: int) -> ListLetter:
    """The letter at the opening of section ``number``, in the course's language (4.5)."""
    run, document = contents.run, contents.document
    calendar = calendar_of(run)
    context = {
        "course": document.title,
        "number": number,
        "title": document.sections[number - 1].title,
        "text": contents.section_text(number),
        "closes": long_date(calendar.section_closes_on(number), document.language),
        "link": link("scheduling:room", run.pk),
    }
    subject, body = render_letter("section_opened", document.language, context)
    return ListLetter(f"section:{run.pk}:{number}", "section_letter", run_list(run), document.language, subject, body)


def queue_section_letter(contents: RunContents, number: int, *, at: datetime) -> int:
    """Queue the letter of a section for everyone registered; who has it already is left alone. Returns how many."""
    registered = Registration.objects.filter(run=contents.run, standing=Standing.REGISTERED, user__is_active=True)
    return queue_for_all(section_letter(contents, number), registered, email="user__email", person="user_id", at=at)


def queue_current_section_letter(registration: Registration, at: datetime) -> int:
    """Queue the letter of the section opened last for somebody who registered after its opening.

    Nothing is queued before the first opening, after the last closing, for a
    section without a text or whose letter is held: the sweep sends that to
    everyone once it can. Returns the number of letters.
    """
    run = runs_with_parts().get(pk=registration.run_id)
    calendar = calendar_of(run)
    opened = [
        k for k in range(1, run.sections + 1) if calendar.section_opens_at(k) <= at < calendar.section_closes_at(k)
    ]
    if not opened or registration.standing != Standing.REGISTERED:
        return 0
    contents, number = contents_of(run), opened[-1]
    facts = contents.facts()
    if number in facts.silent | facts.held:
        return 0
    letter, user = section_letter(contents, number), registration.user
    if Refusal.objects.filter(mailing_list=letter.mailing_list, email=user.email).exists():
        return 0
    key = f"{letter.key}:{user.pk}"
    return queue_letters(
        [NewLetter(key, letter.kind, user, letter.subject, letter.body, mailing_list=letter.mailing_list)], at=at
    )


def take_back_run_letters(registration: Registration) -> int:
    """Take back the letters to all of a run that have not left yet for somebody who leaves it. Returns how many."""
    unsent = Letter.objects.filter(
        mailing_list=run_list(registration.run), recipient=registration.user_id, status=Status.QUEUED
    )
    return unsent.update(status=Status.SUPERSEDED)


def queue_notices(job: Job, run: Run, people: Iterable, context: dict, *, at: datetime, template: str = "") -> int:
    """Queue ``templates/letters/<template or the job's kind>.txt`` for each of a few people, in their own languages.

    A run that was moved has the same job at another moment, and then another letter.

    Returns how many.
    """
    letters, kind = [], str(job.kind)
    occasion = f"{kind}:{run.pk}:{job.section}:{job.due_at:%Y%m%d}"
    for person in people:
        subject, body = render_letter(template or kind, person.language, {"person": person, **context})
        letters.append(NewLetter(f"{occasion}:{person.pk}", kind, person, subject, body))
    return queue_letters(letters, at=at)
