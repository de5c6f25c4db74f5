"""The information form of a course (template T2) as a paper."""

from __future__ import annotations

from django.utils.translation import gettext as _

from courses.models.course import Kind
from courses.regulation.finding import shown
from mooc_portal.dates import long_date
from mooc_portal.people.models import Language
from reviews.placement.parts import Parts
from reviews.printing.paper import Bullets, Facts, Heading, Paper, Table, Text


def information_paper(parts: Parts) -> Paper:
    """The form in the active language; the words of its authors stand as they were written."""
    course, revision, document, given = parts.course, parts.revision, parts.document, parts.information
    programme = tuple((str(number), one.title) for number, one in enumerate(document.sections, start=1))
    inside = [task for section in document.sections for part in section.parts for task in part.tasks]
    graded = tuple((task.title, task.weight) for task in (*inside, *document.final_tasks) if float(task.weight))
    blocks = (
        Facts(_facts(parts)),
        Heading(_("In short")),
        Text(given.short_text),
        Heading(_("About the course")),
        Text(given.long_text),
        Heading(_("Entry requirements")),
        Text(given.requirements),
        Heading(_("Learning outcomes")),
        Bullets(tuple(f"{one.code}: {one.text}" for one in document.outcomes) or ("–",)),
        Heading(_("Programme")),
        Table((_("Week"), _("Section")), programme, (1, 9)),
        Heading(_("Assessment")),
        Table((_("Task"), _("Weight, %")), graded, (8, 2)),
        Text(_("Pass mark, %%: %(n)s.") % {"n": given.pass_mark}),
        Heading(_("Authors")),
        Bullets(tuple(f"{one.user}, {one.user.email}" for one, _photo in parts.photos) or ("–",)),
        Text(given.about_authors),
        Heading(_("Rights of others")),
        Text(given.rights),
        Heading(_("Extracts from protocols")),
        Bullets(tuple(_extract(decision) for decision in (parts.department, parts.faculty))),
    )
    units = tuple(unit.name for unit in (course.faculty, course.department) if unit is not None)
    foot = f"{course.code} · r{revision.number} · SHA-256 {revision.sha256[:16]}"
    title = _("Information for placement")
    return Paper("", f"{title}\n{document.title}", blocks, above=units, foot=foot)


def _facts(parts: Parts) -> tuple[tuple[str, str], ...]:
    document, given = parts.document, parts.information
    return (
        (_("Kind of course"), Kind(document.kind).label),
        (_("Educational programme"), document.programme or "–"),
        (_("Language of instruction"), Language(document.language).label),
        (_("Subtitles"), given.subtitles),
        (_("Start"), long_date(given.starts_on)),
        (_("Duration in weeks"), "–" if document.weeks is None else shown(document.weeks)),
        (_("Academic hours a week"), "–" if document.weekly_hours is None else shown(document.weekly_hours)),
        (_("RK credits"), "–" if document.credits is None else shown(document.credits)),
        (_("Certificate"), _("yes") if given.certificate else _("no")),
        (_("Contact"), given.contact),
    )


def _extract(decision) -> str:
    unit = _("Department") if decision.transition == "endorse" else _("Faculty")
    named = {"number": decision.protocol_number, "day": long_date(decision.protocol_date)}
    return f"{unit}: " + _("Protocol No. %(number)s, %(day)s") % named
