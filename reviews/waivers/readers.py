"""Which waivers stand, and which findings they cover."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.utils import timezone

from courses.models import Course
from courses.regulation.finding import BLOCK, WARN, Finding
from courses.waived import covers
from reviews.models import Waiver


class Judged(NamedTuple):
    """Findings that stand, and those that a waiver covers, each with its waiver."""

    standing: list[Finding]
    waived: list[tuple[Finding, Waiver]]


def waivers_of(course: Course) -> list[Waiver]:
    """Every waiver ever given, the newest first."""
    return list(course.waivers.select_related("by", "withdrawn_by"))


def stands(waiver: Waiver, *, at: datetime) -> bool:
    """The last day is included."""
    return waiver.withdrawn_at is None and timezone.localdate(at) <= waiver.until


def standing_waivers(course: Course, *, at: datetime) -> list[Waiver]:
    return [waiver for waiver in waivers_of(course) if stands(waiver, at=at)]


def judged(found: Iterable[Finding], waivers: Iterable[Waiver]) -> Judged:
    """What of ``found`` is covered by ``waivers``."""
    waivers, result = list(waivers), Judged([], [])
    for finding in found:
        waiver = next((waiver for waiver in waivers if covers(waiver, finding)), None)
        if waiver is None:
            result.standing.append(finding)
        else:
            result.waived.append((finding, waiver))
    return result


def judged_now(found: list[Finding], course: Course, *, at: datetime) -> Judged:
    """The same with the waivers that stand now; nothing is asked where there is nothing to waive."""
    may_be_waived = any(finding.severity in (BLOCK, WARN) for finding in found)
    return judged(found, standing_waivers(course, at=at) if may_be_waived else ())


def standing_findings(found: list[Finding], course: Course, *, at: datetime) -> list[Finding]:
    """What still stands against a course."""
    return judged_now(found, course, at=at).standing
