"""What of a course departs from its approved working programme: structure, hours or outcomes (5.1.2, 3.2).

What filming and writing bring (the length of a lecture, a video, the words of a
text) departs from nothing. This is the rule ``programme-matches``: it warns, and never blocks.
"""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext as _

from courses.document.codec import decode_stored
from courses.document.types import CourseDocument
from courses.regulation.finding import shown
from reviews.models import Programme


class Deviation(NamedTuple):
    """What it is about, as it was approved, and as it is; "–" where there is nothing."""

    what: str
    approved: str
    now: str


def deviations(programme: Programme, document: CourseDocument) -> list[Deviation]:
    """Every deviation of ``document`` from what the department approved, in the active language."""
    before = decode_stored(programme.document)
    compared = dict.fromkeys((*(was := _approved_of(before)), *(now := _approved_of(document))))
    return [
        Deviation(what, was.get(what, "–"), now.get(what, "–"))
        for what in compared
        if was.get(what, "–") != now.get(what, "–")
    ]


def _approved_of(document: CourseDocument) -> dict[str, str]:
    """What an approval is about, by name."""
    facts = {
        _("Duration in weeks"): _shown(document.weeks),
        _("Academic hours a week"): _shown(document.weekly_hours),
        _("RK credits"): _shown(document.credits),
        _("Extra week"): document.extra_week or "–",
    }
    for outcome in document.outcomes:
        facts[_("Learning outcome %(code)s") % {"code": outcome.code}] = outcome.text
    for number, section in enumerate(document.sections, start=1):
        name = _("Section %(n)s") % {"n": number}
        facts[name] = section.title
        for order, part in enumerate(section.parts, start=1):
            part_name = _("Part %(n)s") % {"n": order}
            facts[f"{name}, {part_name}"] = part.title
        lectures, lectures_name = sum(len(part.lectures) for part in section.parts), _("video lectures")
        facts[f"{name}, {lectures_name}"] = str(lectures)
    return facts


def _shown(value: float | None) -> str:
    return "–" if value is None else shown(value)
