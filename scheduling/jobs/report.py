"""The report of a run: who came, who is active, what was read, which letters left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import BinaryIO

from django.db.models import CharField, Count, Q, Value
from django.db.models.functions import Cast, Replace, Substr, TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook

from courses.impact_sheet import safe_cell
from mooc_portal.outbox.models import Letter, Status
from scheduling.calendar import DAYS_IN_A_WEEK, Calendar
from scheduling.content import document_of_run
from scheduling.jobs.figures import Figures, figures_of
from scheduling.jobs.letters import run_list
from scheduling.models import PartRead, Registration, Run
from scheduling.readers import calendar_of, university_zone


@dataclass(frozen=True)
class Week:
    """A week of the course; number 0 is everything before the start."""

    number: int
    starts_on: date | None
    registered: int
    active: int
    parts_read: int


@dataclass(frozen=True)
class SectionFigures:
    """One section: how many read in it, and what became of its letter."""

    number: int
    title: str
    readers: int
    sent: int
    waiting: int
    failed: int


@dataclass(frozen=True)
class RunReport:
    run: Run
    title: str
    language: str
    calendar: Calendar
    figures: Figures
    weeks: list[Week]
    sections: list[SectionFigures]


def report_of(run: Run) -> RunReport:
    """The same few queries, whatever the number of learners."""
    calendar, document = calendar_of(run), document_of_run(run)
    came, active, read = _registered_by_week(run, calendar), *_activity_by_week(run, calendar)
    weeks = [
        Week(
            number=number,
            starts_on=calendar.day(DAYS_IN_A_WEEK * (number - 1)) if number else None,
            registered=came.get(number, 0),
            active=active.get(number, 0),
            parts_read=read.get(number, 0),
        )
        for number in range(calendar.weeks + 1)
    ]
    readers, letters = _readers_by_section(run), _letters_by_section(run)
    sections = [
        SectionFigures(
            number=number,
            title=section.title,
            readers=readers.get(number, 0),
            sent=letters.get((number, Status.SENT), 0),
            waiting=letters.get((number, Status.QUEUED), 0) + letters.get((number, Status.SENDING), 0),
            failed=letters.get((number, Status.FAILED), 0),
        )
        for number, section in enumerate(document.sections, start=1)
    ]
    return RunReport(run, document.title, document.language, calendar, figures_of(run), weeks, sections)


def _registered_by_week(run: Run, calendar: Calendar) -> dict[int, int]:
    day = TruncDate("registered_at", tzinfo=university_zone())
    rows = Registration.objects.filter(run=run).order_by().annotate(day=day).values_list("day").annotate(n=Count("pk"))
    weeks: dict[int, int] = {}
    for came_on, count in rows:
        number = _week_of(came_on, calendar)
        weeks[number] = weeks.get(number, 0) + count
    return weeks


def _week_of(day: date, calendar: Calendar) -> int:
    days = (day - calendar.starts_on).days
    return 0 if days < 0 else min(days // DAYS_IN_A_WEEK + 1, calendar.weeks)


def _activity_by_week(run: Run, calendar: Calendar) -> tuple[dict[int, int], dict[int, int]]:
    """Learners who read something in each week, and how many parts; one query for all weeks."""
    counts = {}
    for number in range(1, calendar.weeks + 1):
        begin = calendar.day(DAYS_IN_A_WEEK * (number - 1))
        end = begin + timedelta(days=DAYS_IN_A_WEEK)
        within = Q(read_at__gte=calendar.moment(begin), read_at__lt=calendar.moment(end))
        counts[f"active_{number}"] = Count("registration", distinct=True, filter=within)
        counts[f"read_{number}"] = Count("pk", filter=within)
    found = PartRead.objects.filter(registration__run=run).aggregate(**counts)
    numbers = range(1, calendar.weeks + 1)
    return {n: found[f"active_{n}"] for n in numbers}, {n: found[f"read_{n}"] for n in numbers}


def _readers_by_section(run: Run) -> dict[int, int]:
    rows = PartRead.objects.filter(registration__run=run).order_by().values_list("section")
    return dict(rows.annotate(n=Count("registration", distinct=True)))


def _letters_by_section(run: Run) -> dict[tuple[int, str], int]:
    """By section and status; the number of the section stands in the key (``scheduling.jobs.letters``)."""
    prefix = f"section:{run.pk}:"
    number = Replace(Substr("key", len(prefix) + 1, 2), Value(":"), Value(""), output_field=CharField())
    letters = Letter.objects.filter(mailing_list=run_list(run), key__startswith=prefix).order_by()
    rows = letters.annotate(number=Cast(number, CharField())).values_list("number", "status").annotate(n=Count("pk"))
    return {(int(section), status): count for section, status, count in rows}


def write_report(report: RunReport, file: BinaryIO, *, at: datetime) -> None:
    """The report as an Excel workbook of three sheets."""
    book = Workbook(write_only=True)
    summary = book.create_sheet(_("Summary"))
    summary.column_dimensions["A"].width = 32
    summary.column_dimensions["B"].width = 48
    rows = [
        (_("Course"), report.title),
        (_("First day"), report.calendar.starts_on),
        (_("Last day"), report.calendar.last_day),
        (_("Registered"), report.figures.registered),
        (_("Waiting for a place"), report.figures.waiting),
        (_("Left"), report.figures.left),
        (_("As of"), timezone.make_naive(at, university_zone()).replace(microsecond=0)),
    ]
    _fill(summary, rows)
    weeks = [(week.number, week.starts_on, week.registered, week.active, week.parts_read) for week in report.weeks]
    titles = (_("Week"), _("From"), _("Registered"), _("Active"), _("Parts read"))
    _fill(book.create_sheet(_("Weeks")), [titles, *weeks])
    sections = [(one.number, one.title, one.readers, one.sent, one.waiting, one.failed) for one in report.sections]
    titles = (_("Section"), _("Title"), _("Readers"), _("Letters sent"), _("Letters waiting"), _("Letters failed"))
    _fill(book.create_sheet(_("Sections")), [titles, *sections])
    book.save(file)


def _fill(sheet, rows: list[tuple]) -> None:
    for row in rows:
        sheet.append([safe_cell(sheet, value) for value in row])
