"""The working programme goes to the department and comes back approved with an extract, or with a reason (5.1.2)."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.document.codec import encode, sha256_of
from courses.models import Course
from courses.permissions import PERMISSIONS as COURSE_PERMISSIONS
from courses.readers import limits_in_force
from courses.regulation.finding import BLOCK
from courses.regulation.findings import findings
from courses.rows import document_of
from mooc_portal.outbox.actions import NewLetter, alert_quality, queue_letters
from mooc_portal.outbox.rendering import render_letter
from mooc_portal.people.readers import department_reviewers
from reviews.extract import keep_extract, programme_extract
from reviews.letters import NOBODY
from reviews.models import Programme, ProgrammeState
from reviews.papers import Protocol, protocol_objections
from reviews.permissions import PERMISSIONS


class ProgrammeRefused(Exception):
    """Nothing was sent or decided; ``reasons`` are whole sentences."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(*reasons)
        self.reasons = [str(reason) for reason in reasons]


def send_programme(course: Course, *, by, at: datetime) -> Programme:
    """Freeze the course as it is now and send its programme to the department; an earlier one that waits is replaced.

    Raises:
        ProgrammeRefused: for anybody but an author, and with every finding that blocks at the gate ``prog``.
    """
    refusal = COURSE_PERMISSIONS["course.read_working"].refusal(by, course, at)
    if refusal is not None:
        raise ProgrammeRefused(refusal)
    document = document_of(course)
    faults = [found.message for found in findings(document, limits_in_force(), "prog") if found.severity == BLOCK]
    if faults:
        raise ProgrammeRefused(*faults)
    data = encode(document)
    with transaction.atomic():
        Course.objects.select_for_update().get(pk=course.pk)
        course.programmes.filter(standing=ProgrammeState.SENT).delete()
        programme = Programme.objects.create(
            course=course, document=data.decode(), sha256=sha256_of(data), sent_by=by, sent_at=at
        )
        _ask_the_department(programme, at=at)
    return programme


def decide_programme(
    programme: Programme, *, approved: bool, protocol: Protocol | None, reason: str, by, at: datetime
) -> Programme:
    """Approve the programme by the extract of a protocol, or send it back with a reason.

    Raises:
        ProgrammeRefused: with everything that is wrong; also when it was decided or replaced meanwhile.
    """
    refusal = PERMISSIONS["programme.decide"].refusal(by, programme.course, at)
    if refusal is not None:
        raise ProgrammeRefused(refusal)
    faults = []
    if approved:
        authors = [str(authorship.user) for authorship in programme.course.authorships.select_related("user")]
        faults += protocol_objections(protocol, today=timezone.localdate(at), not_before=None, authors=authors)
    elif not reason.strip():
        faults.append(_("Say what has to be changed, and why."))
    if faults:
        raise ProgrammeRefused(*faults)
    with transaction.atomic():
        locked = Programme.objects.select_for_update().filter(pk=programme.pk, standing=ProgrammeState.SENT).first()
        if locked is None:
            raise ProgrammeRefused(_("This programme was decided on or replaced meanwhile."))
        locked.standing = ProgrammeState.APPROVED if approved else ProgrammeState.RETURNED
        locked.decided_by, locked.decided_at, locked.reason = by, at, reason.strip()
        if approved:
            locked.protocol_number, locked.protocol_date = protocol.number.strip(), protocol.date
            locked.minutes = protocol.minutes.record() if protocol.minutes.is_given else {}
            keep_extract(locked, protocol.file, lambda: programme_extract(locked))
        locked.save()
        _tell_the_authors(locked, at=at)
    return locked


def _ask_the_department(programme: Programme, *, at: datetime) -> None:
    people = [one for one in department_reviewers(programme.course.department, at) if one.pk != programme.sent_by_id]
    if not people:
        alert_quality(f"programme:{programme.pk}:nobody", NOBODY, at=at)
    queue_letters([_letter(programme, person, "programme_asked") for person in people], at=at)


def _tell_the_authors(programme: Programme, *, at: datetime) -> None:
    authors = [authorship.user for authorship in programme.course.authorships.select_related("user")]
    queue_letters([_letter(programme, person, "programme_decided") for person in authors], at=at)


def _letter(programme: Programme, person, kind: str) -> NewLetter:
    link = settings.SITE_URL + reverse("reviews:programme", args=[programme.pk])
    context = {"programme": programme, "course": programme.course, "link": link}
    subject, body = render_letter(kind, person.language, context)
    return NewLetter(f"programme:{programme.pk}:{kind}:{person.pk}", kind, person, subject, body)
