"""Findings that were let pass, as lists and counters of a course show them.

A waiver is given and withdrawn in the reviews, which keep here what of it stands: so nothing has to be asked to leave
what was let pass out of a count.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import msgspec
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.models import Course
from courses.regulation.finding import Finding
from mooc_portal.dates import long_date

WAIVED = "waived"


class LetPass(msgspec.Struct, frozen=True):
    """What a waiver covers, through the day ``until``, who gave it and why; stored with the course."""

    rule: str
    path: str
    severity: str
    measured: Any
    until: date
    by: str
    reason: str


def covers(waiver, finding: Finding) -> bool:
    """The same rule at the same place, as heavy, with the same measure: anything else was never let pass."""
    asked = (finding.rule, finding.path, finding.severity, as_stored(finding.measured))
    return asked == (waiver.rule, waiver.path, waiver.severity, waiver.measured)


def as_stored(measured):
    """A measure as it comes back from the database."""
    return list(measured) if isinstance(measured, tuple) else measured


def with_waivers(found: Iterable[Finding], course: Course, *, at: datetime) -> list[Finding]:
    """The findings; those let pass on the day of ``at`` have the severity ``WAIVED`` and the words of their waiver."""
    waivers = waivers_in(course.waived, at=at)
    return [_waived(finding, waivers) for finding in found]


def waivers_in(stored: list, *, at: datetime) -> list[LetPass]:
    """Those of the waivers a course keeps that hold on the day of ``at``."""
    day = timezone.localdate(at)
    return [one for one in msgspec.convert(stored, list[LetPass]) if day <= one.until]


def _waived(finding: Finding, waivers: list[LetPass]) -> Finding:
    waiver = next((one for one in waivers if covers(one, finding)), None)
    if waiver is None:
        return finding
    sentence = f"{finding.message} {waiver_words(waiver)}"
    return msgspec.structs.replace(finding, severity=WAIVED, sentence=sentence, values={})


def waiver_words(waiver) -> str:
    """The waiver in one sentence, in the active language."""
    named = {"name": waiver.by, "day": long_date(waiver.until), "reason": waiver.reason}
    return _("Waived by %(name)s until %(day)s: %(reason)s") % named
