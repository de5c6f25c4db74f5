"""Figures of making lectures: use of the studios, time to upload, video by department, load per author."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import BinaryIO

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from openpyxl import Workbook

from courses.regulation.limits import Limits
from scheduling.holidays import free_days
from scheduling.models import Booking, BookingState, LectureStep, LectureWork, Stage, Studio
from scheduling.readers import university_zone

WIDTH, ROW, LABEL, TEXT = 1000, 30, 300, 190
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Bar:
    """A labelled number; ``of`` is what it is measured against, if anything."""

    label: str
    value: float
    of: float | None
    text: str

    @property
    def over(self) -> bool:
        return self.of is not None and self.value > self.of


@dataclass(frozen=True)
class Figure:
    """One picture with its table. ``units`` head the columns after the label."""

    name: str
    title: str
    note: str
    heads: tuple[str, ...]
    bars: list[Bar]

    @property
    def picture(self) -> dict:
        """Where the bars stand; the longest number fills the width."""
        longest = max([1e-9, *(max(bar.value, bar.of or 0) for bar in self.bars)])
        room = WIDTH - LABEL - TEXT
        rows = [
            {
                "bar": bar,
                "y": number * ROW + 6,
                "text_y": number * ROW + 21,
                "width": max(1, round(bar.value / longest * room)),
                "mark": LABEL + round(bar.of / longest * room) if bar.of else None,
                "text_x": LABEL + max(1, round(max(bar.value, bar.of or 0) / longest * room)) + 10,
            }
            for number, bar in enumerate(self.bars)
        ]
        return {"rows": rows, "width": WIDTH, "height": len(self.bars) * ROW + 8, "label": LABEL, "label_x": LABEL - 10}


def figures_of_studios(first: date, last: date, limits: Limits) -> list[Figure]:
    """The four figures of the days from ``first`` to ``last``; a constant number of queries."""
    bookings = list(_bookings(first, last))
    return [
        _use_by_week(bookings, first, last),
        _days_to_upload(first, last, limits),
        _video_by_department(first, last),
        _load_by_author(bookings),
    ]


def _bookings(first: date, last: date) -> Iterable[Booking]:
    begin, end = _moment(first), _moment(last + timedelta(days=1))
    rows = Booking.objects.filter(starts_at__gte=begin, starts_at__lt=end).exclude(standing=BookingState.CANCELLED)
    return rows.select_related("lecturer", "course").prefetch_related("lectures")


def _moment(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), tzinfo=university_zone())


def _hours(booking: Booking) -> float:
    return (booking.ends_at - booking.starts_at).total_seconds() / 3600


def _use_by_week(bookings: list[Booking], first: date, last: date) -> Figure:
    monday = first - timedelta(days=first.weekday())
    weeks = [monday + timedelta(days=7 * n) for n in range((last - monday).days // 7 + 1)]
    booked: dict[date, float] = defaultdict(float)
    for booking in bookings:
        day = timezone.localdate(booking.starts_at, university_zone())
        booked[day - timedelta(days=day.weekday())] += _hours(booking)
    studios, free = list(Studio.objects.filter(is_open=True)), free_days(monday, weeks[-1] + timedelta(days=6))
    bars = []
    for week in weeks:
        days = [week + timedelta(days=n) for n in range(7)]
        open_ = sum(_open_hours(one) for one in studios for day in days if _is_open(one, day, free))
        share = f"{booked[week] / open_ * 100:.0f} %" if open_ else "–"
        text = f"{number_format(booked[week], 1)} / {open_:.0f}, {share}"
        bars.append(Bar(date_format(week, "SHORT_DATE_FORMAT"), round(booked[week], 2), round(open_, 2), text))
    note = _("Hours booked in each week, against the hours in which the studios are open.")
    heads = (_("Week from"), _("Hours booked"), _("Hours open"))
    return Figure("use", _("Use of the studios"), note, heads, bars)


def _is_open(studio: Studio, day: date, free) -> bool:
    return day.weekday() in studio.days and free.holiday(day) is None


def _open_hours(studio: Studio) -> float:
    return (studio.closes.hour - studio.opens.hour) + (studio.closes.minute - studio.opens.minute) / 60


def _days_to_upload(first: date, last: date, limits: Limits) -> Figure:
    """From the last filming of a lecture to its upload, by course; two weeks and one are the measure (3.7)."""
    uploads = LectureStep.objects.filter(
        step="upload", at__gte=_moment(first), at__lt=_moment(last + timedelta(days=1))
    )
    days: dict[str, list[float]] = defaultdict(list)
    for step in uploads.select_related("work__course"):
        if step.work.filmed_at:
            days[step.work.course.title].append((step.at - step.work.filmed_at).total_seconds() / 86400)
    allowed = limits.editing_days + limits.upload_days
    bars = [
        Bar(title, round(sum(all_) / len(all_), 1), allowed, f"{number_format(sum(all_) / len(all_), 1)} / {allowed}")
        for title, all_ in sorted(days.items())
    ]
    note = _("Days on average, by course. The mark: two weeks of editing and one of upload (cl. 3.7).")
    return Figure("upload", _("From filming to upload"), note, (_("Course"), _("Days"), _("Days by cl. 3.7")), bars)


def _video_by_department(first: date, last: date) -> Figure:
    works = LectureWork.objects.filter(
        stage=Stage.MEASURED, stage_since__gte=_moment(first), stage_since__lt=_moment(last + timedelta(days=1))
    )
    seconds: dict[str, int] = defaultdict(int)
    for work in works.select_related("course__department"):
        seconds[str(work.course.department or "–")] += work.seconds
    bars = [
        Bar(name, round(all_ / 3600, 2), None, number_format(all_ / 3600, 1)) for name, all_ in sorted(seconds.items())
    ]
    note = _("Hours of measured video, by the department of the course.")
    return Figure("video", _("Video by department"), note, (_("Department"), _("Hours of video"), ""), bars)


def _load_by_author(bookings: list[Booking]) -> Figure:
    hours, lectures = defaultdict(float), defaultdict(set)
    for booking in bookings:
        hours[booking.lecturer] += _hours(booking)
        lectures[booking.lecturer] |= {lecture.pk for lecture in booking.lectures.all()}
    bars = [
        Bar(str(person), round(hours[person], 2), None, f"{number_format(hours[person], 1)} ({len(lectures[person])})")
        for person in sorted(hours, key=str)
    ]
    note = _("Hours before the camera, and in brackets the number of lectures filmed or booked (cl. 5.1.4).")
    return Figure("load", _("Load per author"), note, (_("Lecturer"), _("Hours"), ""), bars)


def write_figures(figures: list[Figure], file: BinaryIO) -> None:
    """A sheet for each figure; what would be read as a formula is written as text."""
    book = Workbook(write_only=True)
    for figure in figures:
        sheet = book.create_sheet(figure.title[:31])
        sheet.column_dimensions["A"].width = 44
        sheet.append([figure.note])
        sheet.append(list(figure.heads))
        for bar in figure.bars:
            label = f"'{bar.label}" if bar.label.startswith(FORMULA_STARTS) else bar.label
            sheet.append([label, bar.value, bar.of])
    book.save(file)
