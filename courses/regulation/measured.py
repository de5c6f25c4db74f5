"""What was measured for each rule, beside what it allows: also where nothing is wrong, so that a paper can prove it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from courses.document.types import CourseDocument
from courses.regulation.facts import Facts, facts_of, item_faults
from courses.regulation.finding import duration, interval, percent, shown
from courses.regulation.limits import Limits
from courses.regulation.rules.assessment import missing_group_parts
from courses.regulation.rules.course import HIGHER_KINDS


class Measured(NamedTuple):
    """Two texts ready to be read: 6–7 and 6–10, or 12 and 12 where each of a number is asked about."""

    value: str
    allowed: str = ""


def measured_of(document: CourseDocument, limits: Limits) -> dict[str, Measured | None]:
    """For each rule that gates ask, what the document has; None where the rule does not concern it."""
    facts = facts_of(document, limits)
    return {name: measure(facts) for name, measure in MEASURES.items()}


def _shown(value) -> str:
    return "–" if value is None else shown(value)


def _span(values: Iterable[int], show: Callable[[int], str] = str) -> str:
    values = list(values)
    if not values:
        return "–"
    low, high = show(min(values)), show(max(values))
    return low if low == high else f"{low}–{high}"


def _all(good: int, count: int) -> Measured | None:
    return Measured(str(good), str(count)) if count else None


def _weeks(facts: Facts, kinds: tuple[str, ...], bounds: tuple[int, int]) -> Measured | None:
    return Measured(_shown(facts.document.weeks), interval(bounds)) if facts.document.kind in kinds else None


def _hours(facts: Facts) -> Measured | None:
    if facts.document.kind == "university":
        return None
    return Measured(_shown(facts.document.weekly_hours), interval(facts.limits.weekly_hours))


def _university(facts: Facts) -> Measured | None:
    document, limits = facts.document, facts.limits
    if document.kind != "university":
        return None
    allowed = f"{limits.credit_weeks} × {limits.credit_hours_per_week * (document.credits or 0)}"
    return Measured(f"{_shown(document.weeks)} × {_shown(document.weekly_hours)}", allowed)


def _typical(facts: Facts) -> Measured | None:
    if facts.document.kind not in HIGHER_KINDS:
        return None
    return Measured(str(len(facts.sections)), interval(facts.limits.sections_typical))


def _beyond(facts: Facts) -> Measured:
    weeks = facts.document.weeks
    return Measured("–" if weeks is None else str(weeks - len(facts.sections)), f"0–{facts.limits.extra_weeks_max}")


def _parts(facts: Facts) -> Measured:
    return Measured(_span(len(section.parts) for section in facts.document.sections), "≥ 1")


def _blocks(facts: Facts) -> Measured | None:
    parts = [part for section in facts.document.sections for part in section.parts]
    return _all(sum(bool(part.lectures and part.text.strip() and part.tasks) for part in parts), len(parts))


def _lengths(facts: Facts) -> Measured:
    seconds = [
        lecture.seconds
        for section in facts.document.sections
        for part in section.parts
        for lecture in part.lectures
        if lecture.seconds is not None
    ]
    low, high = facts.limits.lecture_seconds
    return Measured(_span(seconds, duration), f"{duration(low)}–{duration(high)}")


def _video(facts: Facts) -> Measured:
    required = facts.limits.section_video_min[0] * 60
    return Measured(_span((section.seconds for section in facts.sections), duration), f"≥ {duration(required)}")


def _labour(facts: Facts) -> Measured:
    """Minutes of video and tasks in a section, against the hours of its week."""
    minutes = [-(-section.seconds // 60) + section.task_minutes for section in facts.sections]
    hours = facts.document.weekly_hours
    return Measured(_span(minutes), "" if hours is None else f"≤ {shown(hours * facts.limits.academic_hour_min)}")


def _items(facts: Facts) -> Measured | None:
    items = [item for task in facts.tasks for item in task.items]
    return _all(sum(not item_faults(item) for item in items), len(items))


def _assessed(facts: Facts) -> Measured | None:
    codes = {outcome.code for outcome in facts.document.outcomes}
    return _all(len(codes & facts.assessed), len(codes))


def _secured(facts: Facts, mode: str, unfit: list) -> Measured | None:
    count = sum(task.integrity == mode for task in facts.tasks)
    return _all(count - len(unfit), count)


def _projects(facts: Facts) -> Measured | None:
    whole = sum(not missing_group_parts(task.group) for _path, task in facts.group_projects)
    return _all(whole, len(facts.group_projects))


MEASURES: dict[str, Callable[[Facts], Measured | None]] = {
    "course-programme": lambda facts: Measured(str(len(facts.document.goals)), "≥ 1"),
    "course-outcomes": lambda facts: Measured(str(len(facts.document.outcomes)), "≥ 1"),
    "duration-additional": lambda facts: _weeks(facts, ("additional",), facts.limits.additional_weeks),
    "duration-higher": lambda facts: _weeks(facts, HIGHER_KINDS, facts.limits.higher_weeks),
    "weekly-hours": _hours,
    "duration-university": _university,
    "sections-max": lambda facts: Measured(str(len(facts.sections)), f"1–{facts.limits.sections_max}"),
    "sections-typical": _typical,
    "section-one-week": _beyond,
    "glossary": lambda facts: Measured(str(len(facts.document.glossary)), "≥ 1"),
    "annotation-video": lambda facts: Measured("0" if facts.document.annotation_video is None else "1", "1"),
    "structure-titles": _parts,
    "structure-blocks": _blocks,
    "lectures-per-section": lambda facts: Measured(
        _span(section.lectures for section in facts.sections), interval(facts.limits.lectures)
    ),
    "lecture-length": _lengths,
    "section-video-total": _video,
    "section-test": lambda facts: Measured(_span(section.tests for section in facts.sections), "≥ 1"),
    "section-homework": lambda facts: Measured(
        _span(section.homework + section.exercises for section in facts.sections), "≥ 1"
    ),
    "announcement-exists": lambda facts: _all(
        sum(bool(section.announcement) for section in facts.sections), len(facts.sections)
    ),
    "announcement-length": lambda facts: Measured(
        _span(section.announcement for section in facts.sections), f"≤ {facts.limits.announcement_chars[1]}"
    ),
    "labour-balance": _labour,
    "test-template": _items,
    "outcomes-covered": _assessed,
    "weights-100": lambda facts: Measured(percent(facts.weights), "100"),
    "integrity-50": lambda facts: Measured(percent(facts.integrity), f"≥ {facts.limits.integrity_share}"),
    "task-parameterised": lambda facts: _secured(facts, "parameterised", facts.unfit_parameterised),
    "task-open-matching": lambda facts: _secured(facts, "open", facts.unfit_open),
    "group-project-flow": _projects,
}
