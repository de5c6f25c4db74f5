"""Dates as sentences have them; Django's month names alone do not make one in Kazakh."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import get_language

MONTHS = {
    language: months.split()
    for language, months in {
        "kk": "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
        "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
        "en": "January February March April May June July August September October November December",
    }.items()
}
PATTERNS = {"kk": "{year} жылғы {day} {month}", "ru": "{day} {month} {year} г.", "en": "{day} {month} {year}"}


def local_date(value: date | datetime) -> date:
    """The day of an instant in the university's zone; a date as it is."""
    return timezone.localdate(value) if isinstance(value, datetime) else value


def long_date(value: date | datetime, language: str | None = None) -> str:
    """2026 жылғы 23 қараша · 23 ноября 2026 г. · 23 November 2026."""
    language = language or get_language() or "kk"
    day = local_date(value)
    return PATTERNS[language].format(year=day.year, day=day.day, month=MONTHS[language][day.month - 1])


def date_time(value: datetime) -> str:
    """23.11.2026 15:05, in the university's zone."""
    return timezone.localtime(value).strftime("%d.%m.%Y %H:%M")
