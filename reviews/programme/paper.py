"""The working programme as a paper (template T1), made of the course document."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses.document.types import CourseDocument, Section, Task
from courses.literature import literature_of
from courses.models import Course
from courses.models.content import Integrity, Level, TaskKind
from courses.models.course import Kind
from courses.regulation.finding import shown
from mooc_portal.dates import long_date
from mooc_portal.people.models import Language
from reviews.models import Programme, ProgrammeState
from reviews.printing.paper import Bullets, Facts, Heading, Paper, Signatures, Table, Text

BLANK = "______________________________"


def programme_paper(course: Course, document: CourseDocument, programme: Programme | None = None) -> Paper:
    """The working programme in the active language; without ``programme`` it is the author's draft.

    ``course`` gives the names of its units and authors, ``document`` all that is taught.
    """
    blocks = (
        *_facts(course, document),
        *_aims(document),
        *_plan(document),
        *_assessment(document),
        *_literature(document),
        Heading(_("Glossary")),
        Text(", ".join(entry.term for entry in document.glossary) or "–"),
        *_approval(course, programme),
    )
    foot = document.code if programme is None else f"{document.code} · SHA-256 {programme.sha256[:16]}"
    title = _("Working programme")
    return Paper("", f"{title}\n{document.title}", blocks, above=_units(course), foot=foot)


def _literature(document: CourseDocument) -> tuple:
    """Each title once, in the order of the course; a line to write on where the course names none."""
    lines = tuple(dict.fromkeys(line for reading in literature_of(document) for line in reading.lines))
    return Heading(_("Literature")), Bullets(lines) if lines else Text(BLANK)


def _units(course: Course) -> tuple[str, ...]:
    return tuple(unit.name for unit in (course.faculty, course.department) if unit is not None)


def _facts(course: Course, document: CourseDocument) -> tuple:
    authors = ", ".join(str(authorship.user) for authorship in course.authorships.all())
    rows = (
        (_("Kind of course"), Kind(document.kind).label),
        (_("Educational programme"), document.programme or "–"),
        (_("Authors"), authors or "–"),
        (_("Language of instruction"), Language(document.language).label),
        (_("RK credits"), _number(document.credits)),
        (_("Duration in weeks"), _number(document.weeks)),
        (_("Academic hours a week"), _number(document.weekly_hours)),
        (_("Audience"), BLANK),
        (_("Entry requirements"), BLANK),
    )
    about = (Text(document.summary),) if document.summary else ()
    return (Facts(rows), *about)


def _aims(document: CourseDocument) -> tuple:
    levels = {level.value: level.label for level in Level}
    rows = tuple((one.code, one.text, str(levels.get(one.level, "–"))) for one in document.outcomes)
    return (
        Heading(_("Learning goals")),
        Bullets(document.goals or ("–",)),
        Heading(_("Learning outcomes")),
        Table((_("Code"), _("Outcome"), _("Level")), rows, (2, 10, 3)),
    )


def _plan(document: CourseDocument) -> tuple:
    header = (_("Week"), _("Section and parts"), _("Video lectures"), _("Tasks"), _("Hours"))
    rows = [_section_row(number, section, document) for number, section in enumerate(document.sections, start=1)]
    if document.final_tasks or document.extra_week:
        tasks = "\n".join(task.title for task in document.final_tasks)
        rows.append((str(len(rows) + 1), document.extra_week or "–", "–", tasks or "–", _number(document.weekly_hours)))
    return (Heading(_("Thematic plan")), Table(header, tuple(rows), (2, 8, 5, 6, 2)))


def _section_row(number: int, section: Section, document: CourseDocument) -> tuple[str, ...]:
    lectures = [lecture for part in section.parts for lecture in part.lectures]
    minutes = sum(lecture.seconds or 0 for lecture in lectures) / 60
    amount = _("%(n)s, min: %(minutes)s") % {"n": len(lectures), "minutes": shown(round(minutes, 1))}
    tasks = "\n".join(task.title for part in section.parts for task in part.tasks)
    titles = "\n".join((section.title, *(f"– {part.title}" for part in section.parts)))
    return (str(number), titles, amount, tasks or "–", _number(document.weekly_hours))


def _assessment(document: CourseDocument) -> tuple:
    header = (_("Task"), _("Kind"), _("Outcomes"), _("Weight, %"), _("Academic integrity"))
    inside = [task for section in document.sections for part in section.parts for task in part.tasks]
    graded = [task for task in (*inside, *document.final_tasks) if float(task.weight)]
    return (
        Heading(_("Assessment")),
        Table(header, tuple(_task_row(task) for task in graded), (7, 4, 3, 2, 4)),
    )


def _task_row(task: Task) -> tuple[str, ...]:
    weight = task.weight.replace(".", ",") if get_language() in ("kk", "ru") else task.weight
    kind, integrity = TaskKind(task.kind).label, Integrity(task.integrity).label
    return (task.title, str(kind), ", ".join(task.outcomes) or "–", weight, str(integrity))


def _approval(course: Course, programme: Programme | None) -> tuple:
    if programme is not None and programme.standing == ProgrammeState.APPROVED:
        said = _("Approved by the department. Protocol No. %(number)s, %(day)s.") % {
            "number": programme.protocol_number,
            "day": long_date(programme.protocol_date),
        }
    else:
        said = _("Approved by the department. Protocol No. ______ of ______________.")
    return (Heading(_("Approval")), Text(said), Signatures(((_("Head of the department"), BLANK[:20]),)))


def _number(value: float | None) -> str:
    return "–" if value is None else shown(value)
