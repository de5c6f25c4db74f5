"""A course in one picture: what each section has, as bars against the limits."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from courses.document.types import CourseDocument
from courses.regulation.facts import facts_of
from courses.regulation.finding import duration
from courses.regulation.limits import Limits

ROW, BAR, WIDTH, LABEL, TOP = 22, 14, 280, 32, 24


class Bar(NamedTuple):
    """One section in one panel, in the units of the drawing; ``ok`` is None where no clause sets a limit."""

    number: int
    shown: str
    x: int
    y: int
    text_y: int
    text_x: int
    width: int
    ok: bool | None


class Panel(NamedTuple):
    """One measure of all sections; ``band`` is the allowed range (x, width), None without a limit."""

    title: Any
    range: str
    x: int
    bars: list[Bar]
    band: tuple[int, int] | None


class Row(NamedTuple):
    """One section in the table beside the picture."""

    number: int
    title: str
    cells: list[Bar]


class Picture(NamedTuple):
    """The panels, the size of the drawing, and the same numbers as rows of a table."""

    width: int
    height: int
    bar: int
    panels: list[Panel]
    rows: list[Row]


def picture_of(document: CourseDocument, limits: Limits) -> Picture:
    """Lectures (3.5), minutes of video (4.3) and tasks of each section."""
    sections = facts_of(document, limits).sections
    tasks = [sum(len(part.tasks) for part in section.parts) for section in document.sections]
    floor = limits.section_video_min[0] * 60
    low, high = limits.lectures
    seconds = [one.seconds for one in sections]
    panels = [
        _panel(0, _("Video lectures"), f"{low}–{high}", [one.lectures for one in sections], low, high),
        _panel(1, _("Video"), f"≥ {duration(floor)}", seconds, floor, None, shown=duration),
        _panel(2, _("Tasks"), "", tasks, None, None),
    ]
    rows = [
        Row(i + 1, section.title, [panel.bars[i] for panel in panels]) for i, section in enumerate(document.sections)
    ]
    return Picture(3 * (LABEL + WIDTH), TOP + ROW * len(sections) + 8, BAR, panels, rows)


def _panel(place: int, title, allowed: str, values: list[int], low: int | None, high: int | None, shown=str) -> Panel:
    room = WIDTH - 56  # the number stands behind the bar
    scale = room / max([*values, low or 0, high or 0, 1])
    x = place * (LABEL + WIDTH) + LABEL
    bars = [
        Bar(
            number=i + 1,
            shown=shown(value),
            x=x,
            y=TOP + i * ROW,
            text_y=TOP + i * ROW + BAR - 3,
            text_x=x + round(value * scale) + 6,
            width=round(value * scale),
            ok=None if low is None else value >= low and (high is None or value <= high),
        )
        for i, value in enumerate(values)
    ]
    band = None if low is None else (x + round(low * scale), round(((high * scale) if high else room) - low * scale))
    return Panel(title, allowed, x, bars, band)
