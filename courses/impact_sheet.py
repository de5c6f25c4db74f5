"""The impact report as an Excel workbook."""

from __future__ import annotations

from typing import BinaryIO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from courses.impact import ImpactReport, Row, rows_of
from courses.regulation.limits import LIMIT_TITLES, Limits
from courses.regulation.rules import RULES
from courses.states import State

# What spreadsheets take for the beginning of a formula when text is typed or pasted.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write_impact(report: ImpactReport, file: BinaryIO) -> None:
    """Write the report: a sheet with the figures, one with every document that changes."""
    book = Workbook(write_only=True)
    _write_summary(book.create_sheet(_("Summary")), report)
    sheet = book.create_sheet(_("Courses"))
    for column, width in zip("ABCDEFG", (24, 48, 22, 20, 22, 48, 48), strict=True):
        sheet.column_dimensions[column].width = width
    sheet.freeze_panes = "A2"
    _append(
        sheet,
        _("Code"),
        _("Title"),
        _("State"),
        _("What was checked"),
        _("Effect"),
        _("Blocking rules before"),
        _("Blocking rules after"),
    )
    for row in rows_of(report.changes):
        _append(sheet, *_cells(row, report))
    book.save(file)


def _write_summary(sheet, report: ImpactReport) -> None:
    sheet.column_dimensions["A"].width = 48
    sheet.column_dimensions["B"].width = 24
    figures = (
        (_("Version in force"), report.before),
        (_("Version compared with it"), report.after),
        (_("Documents checked"), report.documents),
        (_("Conforming before"), report.conforming_before),
        (_("Conforming after"), report.conforming_after),
        (_("Let pass by a waiver"), report.waived),
        (_("Would no longer conform"), len(report.broken)),
        (_("Would conform from then on"), len(report.healed)),
    )
    for label, value in figures:
        _append(sheet, label, value)
    _append(sheet)
    _append(sheet, _("Limit that differs"), _("Before"), _("After"))
    for limit in limit_labels(report):
        _append(sheet, *limit)
    _append(sheet)
    _append(sheet, _("Rule that would newly block"), _("Documents"))
    for rule, count in report.rules_broken():
        _append(sheet, rule_label(rule, report.limits_after), count)


def _cells(row: Row, report: ImpactReport) -> tuple[str, ...]:
    return (
        row.code,
        row.title,
        str(State(row.state).label),
        row.face,
        effect_label(row.change),
        "; ".join(rule_label(rule, report.limits_before) for rule in row.change.before),
        "; ".join(rule_label(rule, report.limits_after) for rule in row.change.after),
    )


def limit_labels(report: ImpactReport) -> list[tuple[str, str, str]]:
    """The limits in which the versions differ: name, before, after."""
    return [(str(LIMIT_TITLES[name]), shown_limit(before), shown_limit(after)) for name, before, after in report.limits]


def shown_limit(value: int | tuple[int, int]) -> str:
    return "–".join(map(str, value)) if isinstance(value, tuple) else str(value)


def effect_label(change) -> str:
    if change.breaks:
        return _("would no longer conform")
    if change.heals:
        return _("would conform")
    return _("other rules would block")


def rule_label(rule_id: str, limits: Limits) -> str:
    """A rule in words, with the numbers of a version and its clauses."""
    rule = RULES[rule_id]
    words = rule.title_under(limits).rstrip(".")
    return _("%(rule)s (cl. %(clauses)s)") % {"rule": words, "clauses": ", ".join(rule.clauses)}


def _append(sheet, *values: str | int) -> None:
    sheet.append([safe_cell(sheet, value) for value in values])


def safe_cell(sheet, value: str | int) -> WriteOnlyCell:
    """A cell that holds text as text: never a formula, here or after somebody has edited it."""
    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value)
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value))
    cell.data_type = "s"
    cell.quotePrefix = value.startswith(FORMULA_STARTS)
    return cell
