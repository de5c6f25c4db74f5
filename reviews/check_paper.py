"""What the regulation says of a working copy, on paper: for authors, before anybody judges the course."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from courses.checked import Checked, checked
from courses.models import Course
from courses.picture import picture_of
from mooc_portal.dates import date_time
from reviews.printing.paper import Facts, Heading, Paper, Table, Text


def check_paper(course: Course, *, by: str = "", at: datetime) -> Paper:
    """All findings, by place or by clause, and what each section has; in the active language."""
    check = checked(course, by=by, at=at)
    units = tuple(unit.name for unit in (course.faculty, course.department) if unit is not None)
    blocks = (Facts(_facts(course, at)), *_verdict(check), *_sections(check), Heading(_("All that was found")))
    for title, verdicts in check.groups:
        rows = tuple((str(one.severity_name), one.message) for one in verdicts)
        blocks += (Text(title, strong=True), Table((_("Result"), _("What was found")), rows, (2, 9)))
    if not check.groups:
        blocks += (Text(_("There are none.")),)
    heading = _("Against the regulation")
    title = f"{heading}\n{course.title}"
    return Paper("", title, blocks, above=units, foot=f"{course.code} · {date_time(at)}")


def _facts(course: Course, at: datetime) -> tuple[tuple[str, str], ...]:
    authors = ", ".join(str(authorship.user) for authorship in course.authorships.all())
    return ((_("Code"), course.code), (_("Authors"), authors or "–"), (_("Checked at"), date_time(at)))


def _verdict(check: Checked) -> tuple[Text, Text]:
    counts = {"blocking": check.count("block"), "warnings": check.count("warn")}
    said = _("Does not conform yet.") if counts["blocking"] else _("Conforms to the regulation.")
    return Text(said, strong=True), Text(_("Violations: %(blocking)s. Warnings: %(warnings)s.") % counts)


def _sections(check: Checked) -> tuple:
    picture = picture_of(check.document, check.limits)
    if not picture.rows:
        return ()
    header = (_("No."), _("Section"), *(f"{panel.title} {panel.range}".strip() for panel in picture.panels))
    rows = tuple((str(row.number), row.title, *(bar.shown for bar in row.cells)) for row in picture.rows)
    return Heading(_("The sections")), Table(header, rows, (1, 6, 3, 3, 3))
