"""Lists of the reviews as Excel workbooks."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date

from django.http import HttpResponse
from openpyxl import Workbook

from courses.impact_sheet import safe_cell

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(title: str, header: Iterable[str], rows: Iterable[Iterable]) -> bytes:
    """One sheet; texts are texts even where they begin like a formula, dates are dates."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31].translate({ord(sign): " " for sign in r"[]:*?/\\"}))
    sheet.freeze_panes = "A2"
    header = [str(name) for name in header]
    for number, name in enumerate(header):
        sheet.column_dimensions[chr(ord("A") + number)].width = max(14, min(len(name) + 6, 48))
    sheet.append([safe_cell(sheet, name) for name in header])
    for row in rows:
        sheet.append([safe_cell(sheet, _plain(value)) for value in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _plain(value):
    return value if isinstance(value, int | float | date) else str(value or "")


def download(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=EXCEL)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    response["Cache-Control"] = "private, no-store"
    return response
