"""The work schedule and filming sheet (T8) as a workbook: a sheet of the plan, a sheet with a line per lecture."""

from __future__ import annotations

from datetime import date
from typing import BinaryIO

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font

from scheduling.models import BookingState, LectureWork, WorkPlan
from scheduling.readers import university_zone
from scheduling.studio.paths import lectures_in_order
from scheduling.studio.pipeline import holder_of
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
    booked, works = _booked(plan), _works(plan)
    for number, row in enumerate(lectures_in_order(plan.course), start=1):
        section = row.part.section.title if row.part else _("Annotation video")
        booking, work = booked.get(row.pk), works.get(row.pk)
        minutes = None if row.seconds is None else round(row.seconds / 60, 1)
        made = _of_work(work) if work else [""] * 8
        _line(sheet, number, row.title, section, minutes, *_of_booking(booking), *made)


def _works(plan: WorkPlan) -> dict[int, LectureWork]:
    rows = plan.course.lecture_works.filter(lecture__isnull=False).select_related("editor")
    return {row.lecture_id: row for row in rows.prefetch_related("steps", "notes")}


def _of_work(work: LectureWork) -> list:
    """What is ticked (7.2.1, 7.3.1), the day each stage was reached last, who has it, and what is to be changed.

    A lecture that is filmed once more starts with empty days again.
    """
    days: dict[str, date] = {}
    for step in work.steps.all():
        if step.step == "retake":
            days.clear()
        days[step.step] = timezone.localdate(step.at, university_zone())
    ticks = [_("yes") if ticked else "" for ticked in (work.materials, work.test_take)]
    viewed = days.get("approve") or days.get("send_back")
    return [
        *ticks,
        days.get("film"),
        viewed,
        days.get("approve"),
        days.get("upload"),
        str(holder_of(work)),
        _notes(work),
    ]


def _notes(work: LectureWork) -> str:
    """What is still to be changed in the rough cut."""
    return "; ".join(
        f"{note.second // 60}:{note.second % 60:02} {note.get_kind_display()} {note.text}".strip()
        for note in work.notes.all()
        if note.done_at is None
    )


def _booked(plan: WorkPlan) -> dict:
    live = plan.course.bookings.exclude(standing=BookingState.CANCELLED).select_related("lecturer", "studio")
    live = live.prefetch_related("aids", "lectures").order_by("starts_at")
    return {lecture.pk: booking for booking in live for lecture in booking.lectures.all()}


def _of_booking(booking) -> tuple:
    if booking is None:
        return ("", None, "", "")
    when = timezone.make_naive(booking.starts_at, university_zone())
    return (str(booking.lecturer), when, str(booking.studio), ", ".join(map(str, booking.aids.all())))


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
