"""What each kind of job does. Each returns the number of people it wrote to."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from mooc_portal.outbox.actions import alert_quality
from mooc_portal.outbox.rendering import sentence
from mooc_portal.people.readers import department_reviewers, quality_specialists
from scheduling.announcement.actions import send_announcement
from scheduling.calendar import Calendar
from scheduling.jobs.facts import RunContents
from scheduling.jobs.figures import figures_of
from scheduling.jobs.letters import link, queue_notices, queue_section_letter
from scheduling.jobs.plan import Job
from scheduling.models import JobKind, Run

NO_TEXT = _("The letter of section %(section)s has no text (cl. 4.5): %(run)s.")
NOT_APPROVED = _("The launch message is not ready (cl. 5.2.4): %(run)s.")
NO_AUTHOR = _("A run has no author who could be reached: %(run)s.")


def carry_out(job: Job, contents: RunContents, calendar: Calendar, *, at: datetime) -> int:
    """Do what the job is for, within the caller's transaction."""
    return EFFECTS[job.kind](job, contents, calendar, at)


def _section_letter(job: Job, contents: RunContents, calendar: Calendar, at: datetime) -> int:
    return queue_section_letter(contents, job.section, at=at)


def _text_missing(job: Job, contents: RunContents, calendar: Calendar, at: datetime) -> int:
    run = contents.run
    people = {
        JobKind.TEXT_AUTHOR: lambda: authors_of(run),
        JobKind.TEXT_DEPARTMENT: lambda: department_reviewers(run.course.department, at),
        JobKind.TEXT_QUALITY: lambda: quality_specialists(at),
    }[job.kind]()
    template, context, problem = _missing(job, contents, calendar)
    told = queue_notices(job, run, people, context, at=at, template=template)
    return told or alert_quality(f"{job.kind}:{run.pk}:{job.section}", problem, at=at)


def _missing(job: Job, contents: RunContents, calendar: Calendar) -> tuple[str, dict, object]:
    """Letter, context and alert about a section's text; section 0 stands for the launch message."""
    run, number = contents.run, job.section
    context = {"course": contents.document.title, "number": number}
    if number == 0:
        context |= {"due": calendar.announcement_on, "link": link("runs:announcement", run.pk)}
        return "announcement_missing", context, sentence(NOT_APPROVED, run=run)
    context |= {"opens": calendar.section_opens_on(number), "link": link("runs:letter", run.pk, number)}
    return "text_missing", context, sentence(NO_TEXT, section=number, run=run)


def _announcement(job: Job, contents: RunContents, calendar: Calendar, at: datetime) -> int:
    return send_announcement(contents.announcement, at=at)


def _announcement_overdue(job: Job, contents: RunContents, calendar: Calendar, at: datetime) -> int:
    """Say what is missing of clause 5.2.4: the message itself, or a link to where it stands published."""
    run, facts = contents.run, contents.facts()
    people = {person.pk: person for person in [*authors_of(run), *quality_specialists(at)]}
    context = {
        "course": contents.document.title,
        "due": calendar.announcement_on,
        "approved": facts.approved,
        "published": facts.published,
        "link": link("runs:announcement", run.pk),
    }
    told = queue_notices(job, run, people.values(), context, at=at)
    return told or alert_quality(f"overdue:{run.pk}", sentence(NOT_APPROVED, run=run), at=at)


def _registration_closed(job: Job, contents: RunContents, calendar: Calendar, at: datetime) -> int:
    return _to_authors(job, contents, calendar, at)


def _run_ended(job: Job, contents: RunContents, calendar: Calendar, at: datetime) -> int:
    return _to_authors(job, contents, calendar, at, page="runs:report")


def _to_authors(job: Job, contents: RunContents, calendar: Calendar, at: datetime, *, page: str = "runs:detail") -> int:
    run, authors = contents.run, authors_of(contents.run)
    context = {
        "course": contents.document.title,
        "figures": figures_of(run),
        "starts": calendar.starts_on,
        "last": calendar.last_day,
        "link": link(page, run.pk),
    }
    if not authors:
        alert_quality(f"no-author:{run.pk}:{job.kind}", sentence(NO_AUTHOR, run=run), at=at)
    people = {person.pk: person for person in [*authors, *quality_specialists(at)]}
    return queue_notices(job, run, people.values(), context, at=at)


def authors_of(run: Run) -> list:
    """The authors of the course who can be written to."""
    authorships = run.course.authorships.select_related("user").filter(user__is_active=True)
    return [authorship.user for authorship in authorships]


EFFECTS = {
    JobKind.ANNOUNCEMENT: _announcement,
    JobKind.ANNOUNCEMENT_OVERDUE: _announcement_overdue,
    JobKind.TEXT_AUTHOR: _text_missing,
    JobKind.TEXT_DEPARTMENT: _text_missing,
    JobKind.TEXT_QUALITY: _text_missing,
    JobKind.SECTION_LETTER: _section_letter,
    JobKind.REGISTRATION_CLOSED: _registration_closed,
    JobKind.RUN_ENDED: _run_ended,
}
