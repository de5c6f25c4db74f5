"""Rules about the course as a whole: programme, outcomes, duration, number of sections."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from courses.regulation.facts import Facts
from courses.regulation.finding import BLOCK, INFO, WARN, Finding, Rule, interval

HIGHER_KINDS = ("higher", "additional_professional")


def blank(text: str | None) -> bool:
    return text is None or not text.strip()


def programme(rule: Rule, facts: Facts, gate: str) -> Iterator[Finding]:
    document = facts.document
    missing = _("This is missing: %(what)s (cl. 3.1, 3.2).")
    for field, what in (
        ("faculty", _("faculty")),
        ("department", _("department")),
        ("programme", _("educational programme")),
    ):
        if blank(getattr(document, field)):
            yield rule.finding(BLOCK, f"/{field}", None, None, missing, what=what)
    if all(map(blank, document.goals)):
        yield rule.finding(BLOCK, "/goals", 0, 1, missing, what=_("learning goal"))


def outcomes(rule: Rule, facts: Facts, gate: str) -> Iterator[Finding]:
    listed = facts.document.outcomes
    if not listed:
        yield rule.finding(BLOCK, "/outcomes", 0, 1, _("The course has no expected learning outcome (cl. 3.2, 4.7)."))
    for i, outcome in enumerate(listed):
        if blank(outcome.text):
            yield rule.finding(
                BLOCK,
                f"/outcomes/{i}",
                None,
                None,
                _("The learning outcome %(code)s has no text (cl. 3.2, 4.7)."),
                code=outcome.code,
            )


WEEKS = _("Course duration, weeks: %(n)s. Required: %(range)s (cl. 3.3).")
HOURS = _("Academic hours a week: %(n)s. Required: %(range)s (cl. 3.3).")
NOT_GIVEN = _("not given")


def _known(value):
    return NOT_GIVEN if value is None else value


def _duration(rule: Rule, facts: Facts, bounds: tuple[int, int]) -> Iterator[Finding]:
    weeks = facts.document.weeks
    if weeks is None or not bounds[0] <= weeks <= bounds[1]:
        allowed = interval(bounds)
        yield rule.finding(BLOCK, "/weeks", weeks, allowed, WEEKS, n=_known(weeks), range=allowed)


def duration_additional(rule: Rule, facts: Facts, gate: str) -> Iterator[Finding]:
    if facts.document.kind == "additional":
        yield from _duration(rule, facts, facts.limits.additional_weeks)


def duration_higher(rule: Rule, facts: Facts, gate: str) -> Iterator[Finding]:
    if facts.document.kind in HIGHER_KINDS:
        yield from _duration(rule, facts, facts.limits.higher_weeks)


def weekly_hours(rule: Rule, facts: Facts, gate: str) -> Iterator[Finding]:
    kind, hours = facts.document.kind, facts.document.weekly_hours
    low, high = facts.limits.weekly_hours
    if kind != "university" and (hours is None or not low <= hours <= high):
        severity = WARN if kind == "additional" else BLOCK
        allowed = interval((low, high))
        yield rule.finding(severity, "/weekly_hours", hours, allowed, HOURS, n=_known(hours), range=allowed)


def duration_university(rule: Rule, facts: Facts, gate: str) -> Iterator[Finding]:
    document, limits = facts.document, facts.limits
    if document.kind != "university":
        return
    if document.credits is None:
        yield rule.finding(
            BLOCK, "/credits", None, 1, _("The number of RK credits of the university course is missing (cl. 3.3).")
        )
        return
    if document.weeks != limits.credit_weeks:
        weeks = limits.credit_weeks
        yield rule.finding(BLOCK, "/weeks", document.weeks, weeks, WEEKS, n=_known(document.weeks), range=weeks)
    hours = limits.credit_hours_per_week * document.credits
    if document.weekly_hours != hours:
        yield rule.finding(
            BLOCK, "/weekly_hours", document.weekly_hours, hours, HOURS, n=_known(document.weekly_hours), range=hours
        )


def university_credits(rule: Rule, facts: Facts, gate: str) -> Iterator[Finding]:
    document, limits = facts.document, facts.limits
    if document.kind == "university" and document.credits is not None:
        hours = limits.credit_weeks * limits.credit_hours_per_week * document.credits
        yield rule.finding(
            INFO,
            "/credits",
            document.credits,
            None,
            _("RK credits: %(n)s. Academic hours: %(hours)s. Academic credits of 30 hours: %(academic)s (cl. 3.3)."),
            n=document.credits,
            hours=hours,
            academic=hours / 30,
        )


def sections_max(rule: Rule, facts: Facts, gate: str) -> Iterator[Finding]:
    count, limit = len(facts.sections), facts.limits.sections_max
    if not 1 <= count <= limit:
        yield rule.finding(
            BLOCK,
            "/sections",
            count,
            interval((1, limit)),
            _("Sections: %(n)s. Required: at least 1, at most %(limit)s (cl. 3.4)."),
            n=count,
            limit=limit,
        )


def sections_typical(rule: Rule, facts: Facts, gate: str) -> Iterator[Finding]:
    count, (low, high) = len(facts.sections), facts.limits.sections_typical
    if count and facts.document.kind in HIGHER_KINDS and not low <= count <= high:
        yield rule.finding(
            INFO if gate == "edit" else WARN,
            "/sections",
            count,
            interval((low, high)),
            _("Sections: %(n)s. On average: %(range)s (cl. 3.4)."),
            n=count,
            range=interval((low, high)),
        )


def section_one_week(rule: Rule, facts: Facts, gate: str) -> Iterator[Finding]:
    document, most = facts.document, facts.limits.extra_weeks_max
    if document.weeks is None:
        return
    extra = document.weeks - len(facts.sections)
    if 0 <= extra <= most and (extra == 0 or not blank(document.extra_week)):
        return
    if 0 < extra <= most:
        sentence = _("The extra week has no name. Required: a name, such as Final assessment (cl. 4.2, 3.4).")
    else:
        sentence = _("Weeks: %(weeks)s. Sections: %(n)s. Required: a week a section, extra weeks: %(range)s (cl. 4.2).")
    yield rule.finding(
        BLOCK,
        "/sections",
        extra,
        interval((0, most)),
        sentence,
        weeks=document.weeks,
        n=len(facts.sections),
        range=interval((0, most)),
    )


def glossary(rule: Rule, facts: Facts, gate: str) -> Iterator[Finding]:
    if all(blank(entry.term) or blank(entry.definition) for entry in facts.document.glossary):
        yield rule.finding(BLOCK, "/glossary", 0, 1, _("The glossary is empty (cl. 4.11)."))


def annotation_video(rule: Rule, facts: Facts, gate: str) -> Iterator[Finding]:
    if facts.document.annotation_video is None:
        yield rule.finding(
            BLOCK if gate == "place" else WARN,
            "/annotation_video",
            0,
            1,
            _("The course has no annotation video (cl. 7.4.7)."),
        )


RULES = (
    Rule(
        "course-programme",
        ("3.1", "3.2"),
        BLOCK,
        ("prog", "dept"),
        _("The course names its faculty, department, educational programme and at least one learning goal."),
        programme,
    ),
    Rule(
        "course-outcomes",
        ("3.2", "4.7"),
        BLOCK,
        ("prog", "dept"),
        _("The course has at least one expected learning outcome, and none without text."),
        outcomes,
    ),
    Rule(
        "duration-additional",
        ("3.3",),
        BLOCK,
        ("prog", "dept"),
        _("Duration of a course of additional education, weeks: %(additional_weeks)s."),
        duration_additional,
    ),
    Rule(
        "duration-higher",
        ("3.3",),
        BLOCK,
        ("prog", "dept"),
        _("Duration of a course of higher or additional professional education, weeks: %(higher_weeks)s."),
        duration_higher,
    ),
    Rule(
        "weekly-hours",
        ("3.3",),
        BLOCK,
        ("prog", "dept"),
        _("Academic hours a week: %(weekly_hours)s; for additional education this warns."),
        weekly_hours,
    ),
    Rule(
        "duration-university",
        ("3.3",),
        BLOCK,
        ("prog", "dept"),
        _(
            "Duration of a university course, weeks: %(credit_weeks)s; "
            "hours a week for each RK credit: %(credit_hours_per_week)s."
        ),
        duration_university,
    ),
    Rule(
        "university-credits",
        ("3.3",),
        INFO,
        ("edit",),
        _("RK credits of a university course are shown as academic credits too."),
        university_credits,
    ),
    Rule(
        "sections-max",
        ("3.4",),
        BLOCK,
        ("edit", "dept"),
        _("Sections of the course: 1–%(sections_max)s."),
        sections_max,
    ),
    Rule(
        "sections-typical",
        ("3.4",),
        WARN,
        ("edit", "dept"),
        _("Sections of a course of higher or additional professional education, on average: %(sections_typical)s."),
        sections_typical,
    ),
    Rule(
        "section-one-week",
        ("4.2", "3.4"),
        BLOCK,
        ("prog", "dept", "sched"),
        _("Each section lasts one week; one named week more is allowed."),
        section_one_week,
    ),
    Rule("glossary", ("4.11",), BLOCK, ("dept",), _("The course has a glossary."), glossary),
    Rule(
        "annotation-video",
        ("7.4.7",),
        BLOCK,
        ("dept", "place"),
        _("The course has an annotation video: without one the department is warned and nothing is placed."),
        annotation_video,
    ),
)
