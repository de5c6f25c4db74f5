"""Rules about sections, their parts and lectures."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from courses.regulation.facts import Facts
from courses.regulation.finding import BLOCK, INFO, WARN, Finding, Rule, duration, interval
from courses.regulation.rules.course import NOT_GIVEN, blank


def structure_titles(rule: Rule, facts: Facts, gate: str) -> Iterator[Finding]:
    for i, section in enumerate(facts.document.sections):
        path = f"/sections/{i}"
        if blank(section.title):
            yield rule.finding(BLOCK, path, None, None, _("The section has no title (cl. 4.1)."))
        if len(section.parts) < 2:
            yield rule.finding(
                WARN if section.parts else BLOCK,
                f"{path}/parts",
                len(section.parts),
                2,
                _("Parts in the section: %(n)s. Required: at least 1, as a rule 2 or more (cl. 4.1)."),
                n=len(section.parts),
            )
        for j, part in enumerate(section.parts):
            if blank(part.title):
                yield rule.finding(
                    BLOCK, f"{path}/parts/{j}", None, None, _("The part of the section has no topic (cl. 4.1).")
                )


EMPTY_BLOCK = _("The part “%(part)s” has an empty block: %(block)s (cl. 4.1).")


def structure_blocks(rule: Rule, facts: Facts, gate: str) -> Iterator[Finding]:
    for i, section in enumerate(facts.document.sections):
        for j, part in enumerate(section.parts):
            path = f"/sections/{i}/parts/{j}"
            if not part.lectures:
                yield rule.finding(
                    BLOCK, f"{path}/lectures", 0, 1, EMPTY_BLOCK, part=part.title, block=_("video lecture")
                )
            if not part.text or part.text.isspace():
                yield rule.finding(
                    BLOCK, f"{path}/text", 0, 1, EMPTY_BLOCK, part=part.title, block=_("text information")
                )
            if not part.tasks:
                yield rule.finding(
                    BLOCK, f"{path}/tasks", 0, 1, EMPTY_BLOCK, part=part.title, block=_("tasks on the topic")
                )


def lectures_per_section(rule: Rule, facts: Facts, gate: str) -> Iterator[Finding]:
    low, high = facts.limits.lectures
    for section in facts.sections:
        if not low <= section.lectures <= high:
            yield rule.finding(
                BLOCK,
                section.path,
                section.lectures,
                interval((low, high)),
                _("Video lectures in the section: %(n)s. Required: %(range)s (cl. 3.5)."),
                n=section.lectures,
                range=interval((low, high)),
            )


def lecture_length(rule: Rule, facts: Facts, gate: str) -> Iterator[Finding]:
    low, high = facts.limits.lecture_seconds
    allowed = f"{duration(low)}–{duration(high)}"
    for path, seconds, measured in facts.odd_lectures:
        yield rule.finding(
            BLOCK if measured or seconds is None else WARN,
            path,
            seconds,
            [low, high],
            _("Lecture length: %(t)s. Required: %(range)s (cl. 3.5, 4.4)."),
            t=NOT_GIVEN if seconds is None else duration(seconds),
            range=allowed,
        )


def section_video_total(rule: Rule, facts: Facts, gate: str) -> Iterator[Finding]:
    floor, wish = facts.limits.section_video_min
    for section in facts.sections:
        if section.seconds >= wish * 60 or (section.seconds >= floor * 60 and section.unknown_lengths):
            continue
        short = section.seconds < floor * 60
        minutes = floor if short else wish
        yield rule.finding(
            BLOCK if short else WARN,
            section.path,
            section.seconds,
            minutes * 60,
            _("Total video in the section: %(t)s. Required: at least %(minutes)s minutes (cl. 4.3).")
            if short
            else _("Total video in the section: %(t)s. Desired: at least %(minutes)s minutes (cl. 4.3)."),
            t=duration(section.seconds),
            minutes=minutes,
        )


def section_test(rule: Rule, facts: Facts, gate: str) -> Iterator[Finding]:
    for section in facts.sections:
        if not section.tests:
            yield rule.finding(BLOCK, section.path, 0, 1, _("The section has no test with items (cl. 3.5)."))


def section_homework(rule: Rule, facts: Facts, gate: str) -> Iterator[Finding]:
    for section in facts.sections:
        if section.homework and section.exercises:
            continue
        if not section.homework and not section.exercises:
            severity, sentence = BLOCK, _("The section has no homework or exercise (cl. 3.5).")
        elif section.homework:
            severity, sentence = WARN, _("The section has homework but no exercise (cl. 3.5).")
        else:
            severity, sentence = WARN, _("The section has an exercise but no homework (cl. 3.5).")
        yield rule.finding(severity, section.path, section.homework + section.exercises, 1, sentence)


def section_optional(rule: Rule, facts: Facts, gate: str) -> Iterator[Finding]:
    for section in facts.sections:
        if not section.optional:
            yield rule.finding(
                INFO,
                section.path,
                0,
                None,
                _("The section may also have a practical task or a forum session (cl. 3.5)."),
            )


def announcement_exists(rule: Rule, facts: Facts, gate: str) -> Iterator[Finding]:
    for section in facts.sections:
        if not section.announcement:
            yield rule.finding(
                BLOCK, f"{section.path}/announcement", 0, 1, _("The section has no announcement text (cl. 4.5).")
            )


def announcement_length(rule: Rule, facts: Facts, gate: str) -> Iterator[Finding]:
    low, high = facts.limits.announcement_chars
    for section in facts.sections:
        count = section.announcement
        if count == 0 or low <= count <= high:
            continue
        yield rule.finding(
            BLOCK if count > high else WARN,
            f"{section.path}/announcement",
            count,
            interval((low, high)),
            _("Announcement length, characters: %(n)s. Required: at most %(limit)s (cl. 4.5).")
            if count > high
            else _("Announcement length, characters: %(n)s. Recommended: at least %(limit)s (cl. 4.5)."),
            n=count,
            limit=high if count > high else low,
        )


def labour_balance(rule: Rule, facts: Facts, gate: str) -> Iterator[Finding]:
    hours = facts.document.weekly_hours
    if hours is None:
        return
    available = hours * facts.limits.academic_hour_min
    for section in facts.sections:
        minutes = section.task_minutes + section.seconds / 60
        if minutes > available:
            yield rule.finding(
                WARN,
                section.path,
                round(minutes, 2),
                round(available, 2),
                _("A learner's minutes for video and tasks: %(n)s. The week has: %(limit)s (cl. 4.7, 3.3)."),
                n=float(minutes),
                limit=float(available),
            )


RULES = (
    Rule(
        "structure-titles",
        ("4.1",),
        BLOCK,
        ("dept",),
        _("Each section has a title and parts, each part a topic; a single part warns."),
        structure_titles,
    ),
    Rule(
        "structure-blocks",
        ("4.1",),
        BLOCK,
        ("dept",),
        _("Each part has its three blocks: a video lecture, text information, a task."),
        structure_blocks,
    ),
    Rule(
        "lectures-per-section",
        ("3.5",),
        BLOCK,
        ("dept",),
        _("Video lectures in a section: %(lectures)s."),
        lectures_per_section,
    ),
    Rule(
        "lecture-length",
        ("3.5", "4.4"),
        BLOCK,
        ("edit", "dept", "place"),
        _(
            "Length of a video lecture, minutes: %(lecture_minutes)s; "
            "a declared length outside warns, a measured or unknown one blocks."
        ),
        lecture_length,
    ),
    Rule(
        "section-video-total",
        ("4.3",),
        BLOCK,
        ("dept",),
        _("Video lectures of a section together, minutes: at least %(video_required)s; under %(video_desired)s warns."),
        section_video_total,
    ),
    Rule("section-test", ("3.5",), BLOCK, ("dept",), _("A section has a test with at least one item."), section_test),
    Rule(
        "section-homework",
        ("3.5",),
        BLOCK,
        ("dept",),
        _("A section has homework and exercises; one of the two missing warns."),
        section_homework,
    ),
    Rule(
        "section-optional",
        ("3.5",),
        INFO,
        ("edit",),
        _("A section may have a practical task and a forum session."),
        section_optional,
    ),
    Rule(
        "announcement-exists",
        ("4.5",),
        BLOCK,
        ("dept", "sched"),
        _("Each section has an announcement text."),
        announcement_exists,
    ),
    Rule(
        "announcement-length",
        ("4.5",),
        BLOCK,
        ("edit", "dept", "sched"),
        _("Characters of an announcement: at most %(announcement_most)s; under %(announcement_wish)s warns."),
        announcement_length,
    ),
    Rule(
        "labour-balance",
        ("4.7", "3.3"),
        WARN,
        ("edit", "dept"),
        _("Video and tasks of a section fit into the hours of its week."),
        labour_balance,
    ),
)
