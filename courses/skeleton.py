"""An empty course that already has the structure the regulation asks for, to be filled in by the authors."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _
from msgspec.structs import replace

from courses.document.types import CourseDocument, Lecture, Outcome, Part, Section, Task
from courses.models.course import Kind
from courses.regulation.limits import Limits

OUTCOME = "LO1"


def skeleton_of(course: CourseDocument, limits: Limits) -> CourseDocument:
    """``course`` with sections for its kind (3.3, 3.4), each with lectures and tasks (3.5) and weights that make 100.

    Titles are in the language of the course. What only the authors know stays empty and is named by the rules.
    """
    weeks, hours, credits = _duration(course.kind, limits)
    open_share = min(limits.integrity_share + 10, 100)
    with translation.override(course.language):
        homework, tests = _shares(open_share, weeks), _shares(100 - open_share, weeks)
        sections = [_section(number, homework[number], tests[number], limits) for number in range(weeks)]
        outcome = Outcome(code=OUTCOME, text="")
    return replace(
        course,
        sections=tuple(sections),
        outcomes=(outcome,),
        annotation_video=Lecture(title=""),
        weeks=weeks,
        weekly_hours=hours,
        credits=credits,
    )


def _duration(kind: str, limits: Limits) -> tuple[int, int, int | None]:
    """Weeks, hours a week and credits (3.3); there is a section a week."""
    if kind == Kind.UNIVERSITY:
        return limits.credit_weeks, limits.credit_hours_per_week, 1
    if kind == Kind.ADDITIONAL:
        return limits.additional_weeks[1], limits.weekly_hours[0], None
    return max(limits.higher_weeks[0], limits.sections_typical[0]), limits.weekly_hours[0], None


def _shares(total: int, count: int) -> list[str]:
    """``total`` per cent in ``count`` shares of at most two decimals; the last takes what is left."""
    each = total * 100 // count
    hundredths = [each] * (count - 1) + [total * 100 - each * (count - 1)]
    return [f"{value // 100}.{value % 100:02d}".removesuffix(".00") for value in hundredths]


def _section(number: int, homework: str, test: str, limits: Limits) -> Section:
    lectures = [
        Lecture(title=_("Lecture %(number)s") % {"number": f"{number + 1}.{place + 1}"})
        for place in range(limits.lectures[0])
    ]
    tasks = (
        Task(title=_("Test of the section"), kind="test", weight=test, outcomes=(OUTCOME,), graded_by="auto"),
        Task(
            title=_("Homework"),
            kind="homework",
            weight=homework,
            outcomes=(OUTCOME,),
            integrity="open",
            match_check=True,
        ),
        Task(title=_("Exercise"), kind="exercise"),
    )
    part = Part(title=_("Topic of the section"), lectures=tuple(lectures), tasks=tasks)
    return Section(title=_("Section %(number)s") % {"number": number + 1}, parts=(part,))
