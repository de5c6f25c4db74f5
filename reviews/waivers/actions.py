"""Letting a finding pass, and taking that back."""

from __future__ import annotations

from datetime import date, datetime

import msgspec
from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from courses.document.places import nearest, places_of
from courses.document.types import CourseDocument
from courses.models import Course
from courses.regulation.finding import BLOCK, WARN, Finding
from courses.waived import LetPass, as_stored, covers
from reviews.checks import NotAllowed, Refused
from reviews.models import Waiver
from reviews.permissions import PERMISSIONS
from reviews.remarks.carrying import names_of
from reviews.waivers.letters import queue_waiver_letters
from reviews.waivers.readers import standing_waivers, waivers_of

# Who may let pass what: a limit is the administrator's alone.
PERMISSION_OF = {BLOCK: "waiver.limit", WARN: "waiver.recommendation"}


def grant_waiver(
    course: Course, finding: Finding, document: CourseDocument, *, reason: str, until: date | None, by, at: datetime
) -> Waiver:
    """Let one finding of ``document`` pass until a day, for a reason.

    Raises:
        NotAllowed: a limit for anybody but an administrator, a recommendation for who does not judge the course.
        Refused: no reason, no day or one that has passed, or it is let pass already.
    """
    with transaction.atomic():
        fresh = Course.objects.select_for_update().get(pk=course.pk)
        _allow(finding.severity, fresh, by, at)
        objections = []
        if not reason.strip():
            objections.append(_("The reason is missing: a decision without one does not hold."))
        if until is None or until < timezone.localdate(at):
            objections.append(_("Say until when the waiver holds: today or later."))
        if any(covers(waiver, finding) for waiver in standing_waivers(fresh, at=at)):
            objections.append(_("This is waived already."))
        if objections:
            raise Refused(objections)
        places = places_of(document)
        waiver = Waiver.objects.create(
            course=fresh,
            rule=finding.rule,
            clauses=", ".join(finding.clauses),
            path=finding.path,
            place_names=names_of(nearest(finding.path, places).path, places),
            severity=finding.severity,
            measured=as_stored(finding.measured),
            messages=_in_every_language(finding),
            reason=reason.strip(),
            until=until,
            by=by,
            at=at,
        )
        keep_waived(fresh)
        queue_waiver_letters(waiver, at=at)
    return waiver


def withdraw_waiver(waiver: Waiver, *, by, at: datetime) -> None:
    """Let the finding stand again; decisions that rested on the waiver keep it in their record.

    Raises:
        NotAllowed: as for giving it.
    """
    _allow(waiver.severity, waiver.course, by, at)
    with transaction.atomic():
        course = Course.objects.select_for_update().get(pk=waiver.course_id)
        if Waiver.objects.filter(pk=waiver.pk, withdrawn_at=None).update(withdrawn_by=by, withdrawn_at=at):
            waiver.refresh_from_db(fields=["withdrawn_by", "withdrawn_at"])
            keep_waived(course)
            queue_waiver_letters(waiver, at=at)


def _allow(severity: str, course: Course, by, at: datetime) -> None:
    permission = PERMISSION_OF.get(severity)
    if permission is None:
        raise NotAllowed([_("Only violations and warnings are waived.")])
    refusal = PERMISSIONS[permission].refusal(by, course, at)
    if refusal is not None:
        raise NotAllowed([str(refusal)])


def keep_waived(course: Course) -> None:
    """Keep with the locked course what its waivers let pass, for the counters of its authors."""
    course.waived = kept_waivers(course)
    course.save(update_fields=["waived"])


def kept_waivers(course: Course) -> list[dict]:
    """What a course keeps of its waivers: all that were not withdrawn, the newest first."""
    return [
        msgspec.to_builtins(
            LetPass(one.rule, one.path, one.severity, one.measured, one.until, by=str(one.by), reason=one.reason)
        )
        for one in waivers_of(course)
        if one.withdrawn_at is None
    ]


def _in_every_language(finding: Finding) -> dict[str, str]:
    messages = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            messages[language] = finding.message
    return messages
