"""The learners of a run as an Excel sheet, written row by row."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook

from scheduling.models import Registration
from scheduling.readers import university_zone

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def learners_sheet(rows: Iterable[Registration]) -> bytes:
    """Name, address, standing, way, times. What would be read as a formula is written as text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Learners"))
    sheet.append([_("Full name"), _("E-mail"), _("Standing"), _("Way"), _("Registered at"), _("Left at")])
    zone = university_zone()
    for row in rows:
        times = (timezone.make_naive(moment, zone) if moment else None for moment in (row.registered_at, row.left_at))
        texts = (row.user.name, row.user.email, row.get_standing_display(), row.get_way_display())
        sheet.append([*map(_harmless, texts), *times])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text
