"""What the portal counts itself and fills into the checklist, group by group."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from courses.document.types import CourseDocument, Task
from courses.models.content import Level
from courses.regulation.finding import duration, shown
from courses.regulation.limits import Limits
from courses.regulation.measures import measures

TEACHER = "teacher"


class Fact(NamedTuple):
    """One computed line; ``ok`` is None where nothing is measured against a limit."""

    text: str
    ok: bool | None = None


def facts_by_group(document: CourseDocument, limits: Limits) -> dict[str, list[Fact]]:
    """The computed lines of the checklist in the active language; groups without any are left out."""
    return {
        group: lines
        for group, lines in {
            "A": _outcomes(document),
            "B": _structure(document, limits),
            "D": _video(document, limits),
            "E": _matrix(document),
            "F": _words(document),
            "G": _integrity(document, limits),
        }.items()
        if lines
    }


def _outcomes(document: CourseDocument) -> list[Fact]:
    counts = {"goals": len(document.goals), "outcomes": len(document.outcomes)}
    return [Fact(_("Goals: %(goals)s. Learning outcomes: %(outcomes)s.") % counts)]


def _structure(document: CourseDocument, limits: Limits) -> list[Fact]:
    measured = measures(document, limits)
    lines = [_line(measure) for measure in measured.course if measure.name == "sections"]
    for number, section in enumerate(measured.sections, start=1):
        bad = [measure for measure in section if not measure.ok]
        prefix = _("Section %(n)s") % {"n": number}
        if bad:
            lines += [Fact(f"{prefix}: {_line(measure).text}", False) for measure in bad]
        else:
            text = "; ".join(f"{measure.title}: {measure.shown}" for measure in section)
            lines.append(Fact(f"{prefix}: {text}", True))
    return lines


def _line(measure) -> Fact:
    return Fact(f"{measure.title}: {measure.shown} ({measure.range})", measure.ok)


def _video(document: CourseDocument, limits: Limits) -> list[Fact]:
    lectures = [lecture for section in document.sections for part in section.parts for lecture in part.lectures]
    known = [lecture.seconds for lecture in lectures if lecture.seconds is not None]
    shortest, longest = limits.lecture_seconds
    lines = []
    if known:
        lengths = {
            "n": len(lectures),
            "short": duration(min(known)),
            "long": duration(max(known)),
            "allowed": f"{duration(shortest)}–{duration(longest)}",
        }
        text = _("Lectures: %(n)s, from %(short)s to %(long)s. Required: %(allowed)s.") % lengths
        lines.append(Fact(text, len(known) == len(lectures) and shortest <= min(known) and max(known) <= longest))
    declared = sum(not lecture.measured for lecture in lectures)
    if declared:
        lines.append(Fact(_("Lengths declared, not measured from the file: %(n)s.") % {"n": declared}))
    video = document.annotation_video
    length = duration(video.seconds) if video and video.seconds is not None else "–"
    lines.append(Fact(_("Annotation video: %(length)s.") % {"length": length}, video is not None))
    return lines


def _tasks(document: CourseDocument) -> list[Task]:
    inside = [task for section in document.sections for part in section.parts for task in part.tasks]
    return [*inside, *document.final_tasks]


def _matrix(document: CourseDocument) -> list[Fact]:
    """Outcome × graded task."""
    graded = [task for task in _tasks(document) if float(task.weight) > 0]
    lines = []
    for outcome in document.outcomes:
        on = [f"{task.title} ({task.weight} %)" for task in graded if outcome.code in task.outcomes]
        level = f" ({Level(outcome.level).label})" if outcome.level else ""
        assessed = ", ".join(on) or _("not assessed")
        lines.append(Fact(f"{outcome.code}{level}: {assessed}", bool(on)))
    by_teacher = sum(float(task.weight) for task in graded if task.graded_by == TEACHER)
    lines.append(Fact(_("Graded by a teacher, %%: %(n)s.") % {"n": shown(round(by_teacher, 2))}))
    minutes = sum(task.minutes or 0 for task in _tasks(document))
    hours = shown(document.weekly_hours or 0)
    lines.append(Fact(_("Minutes of tasks: %(n)s. Academic hours a week: %(hours)s.") % {"n": minutes, "hours": hours}))
    return lines


def _words(document: CourseDocument) -> list[Fact]:
    count = len(document.glossary)
    return [Fact(pgettext("checklist", "Glossary entries: %(n)s.") % {"n": count}, count > 0)]


def _integrity(document: CourseDocument, limits: Limits) -> list[Fact]:
    return [_line(measure) for measure in measures(document, limits).course if measure.name == "integrity"]
