"""The work schedule and filming sheet (T8) as a workbook: a sheet of the plan, a sheet with a line per lecture."""

from __future__ import annotations

from typing import BinaryIO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font

from scheduling.models import WorkPlan
from scheduling.studio.filming_lines import Line, lines_of
from scheduling.studio.plan_readers import Judged

# What spreadsheets take for the beginning of a formula when text is typed or pasted.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write_filming_sheet(plan: WorkPlan, judged: list[Judged], file: BinaryIO) -> None:
    """Write both sheets; what would be read as a formula is written as text."""
    book = Workbook(write_only=True)
    _write_plan(book.create_sheet(_("Work schedule")), judged)
    _write_lectures(book.create_sheet(_("Filming sheet")), plan)
    book.save(file)


def _write_plan(sheet, judged: list[Judged]) -> None:
    _heads(sheet, (24, 12, 16, 14, 14, 28, 14, 40, 30))
    names = (_("Work"), _("Batch"), _("Sections"), _("From"), _("Until"), _("Owner"), _("Done on"), _("State"))
    _line(sheet, *names, _("Note"), bold=True)
    for one in judged:
        row = one.item
        state = f"{one.label}: {one.reason}" if one.reason else one.label
        sections = f"{row.first_section}–{row.last_section}"
        values = (row.get_work_display(), row.batch, sections, row.first, row.last, str(row.owner), row.done_on, state)
        _line(sheet, *values, row.note)


def _write_lectures(sheet, plan: WorkPlan) -> None:
    _heads(sheet, (6, 44, 34, 10, 26, 18, 20, 28, 12, 12, 12, 12, 12, 12, 26, 30))
    names = ("№", _("Lecture"), _("Section"), _("Planned minutes"), _("Lecturer"), _("Date and time"), _("Studio"))
    ticks = (_("Materials"), _("Test take"), _("Filmed"), _("Viewed"), _("Edited"), _("Uploaded"))
    _line(sheet, *names, _("Aids"), *ticks, _("Owner"), _("Note"), bold=True)
    for line in lines_of(plan):
        section = line.lecture.part.section.title if line.lecture.part else _("Annotation video")
        first = (line.number, line.lecture.title, section, line.minutes)
        _line(sheet, *first, *_filming(line), *_ticks(line), *line.days().values(), line.holder, line.notes)


def _filming(line: Line) -> tuple:
    if line.booking is None:
        return ("", None, "", "")
    return (str(line.booking.lecturer), line.begins, str(line.booking.studio), line.aids)


def _ticks(line: Line) -> list[str]:
    work = line.work
    return [_("yes") if work and ticked else "" for ticked in (work and work.materials, work and work.test_take)]


def _heads(sheet, widths: tuple[int, ...]) -> None:
    for number, width in enumerate(widths):
        sheet.column_dimensions["ABCDEFGHIJKLMNOPQRSTUVWXYZ"[number]].width = width
    sheet.freeze_panes = "A2"


def _line(sheet, *values, bold: bool = False) -> None:
    cells = []
    for value in values:
        if isinstance(value, str):
            value = ILLEGAL_CHARACTERS_RE.sub("", value)
            value = f"'{value}" if value.startswith(FORMULA_STARTS) else value
        cell = WriteOnlyCell(sheet, value=value)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.font = Font(bold=bold)
        cells.append(cell)
    sheet.append(cells)
