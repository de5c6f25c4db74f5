"""What a section and a course have, against what the regulation allows: the numbers behind the meters."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from courses.document.types import CourseDocument
from courses.regulation.facts import SectionFacts, facts_of
from courses.regulation.finding import duration, percent
from courses.regulation.limits import Limits


class Measure(NamedTuple):
    """One number with the range the regulation allows; ``low`` or ``high`` is None where there is no such bound.

    ``shown`` and ``range`` are texts ready to be read; ``ok`` says whether nothing blocks here.
    """

    name: str
    title: Any
    value: int
    low: int | None
    high: int | None
    clause: str
    shown: str
    range: str

    @property
    def ok(self) -> bool:
        return (self.low is None or self.value >= self.low) and (self.high is None or self.value <= self.high)


class Measures(NamedTuple):
    """``course`` holds the measures of the whole, ``sections`` those of each section in order."""

    course: list[Measure]
    sections: list[list[Measure]]


def measures(document: CourseDocument, limits: Limits) -> Measures:
    """Measure a document for the editor's meters, in one walk."""
    facts = facts_of(document, limits)
    needed = limits.integrity_share * 100
    course = [
        _counted("sections", _("sections"), len(facts.sections), 1, limits.sections_max, "3.4"),
        Measure("weights", _("sum of weights, %"), facts.weights, 10_000, 10_000, "4.8", percent(facts.weights), "100"),
        Measure(
            "integrity",
            _("academic integrity secured, %"),
            facts.integrity,
            needed,
            None,
            "4.8",
            percent(facts.integrity),
            f"≥ {limits.integrity_share}",
        ),
        _counted("glossary", _("glossary entries"), len(document.glossary), 1, None, "4.11"),
    ]
    return Measures(course, [_section(section, limits) for section in facts.sections])


def _counted(name: str, title, value: int, low: int | None, high: int | None, clause: str) -> Measure:
    shown_range = f"≥ {low}" if high is None else f"≤ {high}" if low is None else f"{low}–{high}"
    return Measure(name, title, value, low, high, clause, str(value), shown_range)


def _section(section: SectionFacts, limits: Limits) -> list[Measure]:
    floor = limits.section_video_min[0] * 60
    return [
        _counted("lectures", _("video lectures"), section.lectures, *limits.lectures, "3.5"),
        Measure(
            "video", _("video"), section.seconds, floor, None, "4.3", duration(section.seconds), f"≥ {duration(floor)}"
        ),
        _counted("tests", _("tests with items"), section.tests, 1, None, "3.5"),
        _counted("homework", _("homework and exercises"), section.homework + section.exercises, 1, None, "3.5"),
        _counted(
            "announcement",
            _("announcement, characters"),
            section.announcement,
            1,
            limits.announcement_chars[1],
            "4.5",
        ),
    ]
