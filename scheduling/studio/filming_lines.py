"""The filming sheet (T8) as data: a line for each lecture, for the workbook and for the paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from courses.models import Lecture
from scheduling.models import Booking, BookingState, LectureWork, WorkPlan
from scheduling.readers import university_zone
from scheduling.studio.paths import lectures_in_order
from scheduling.studio.pipeline import holder_of


@dataclass(frozen=True)
class Line:
    """A lecture with the filming booked for it and how far it is; both may be missing."""

    number: int
    lecture: Lecture
    booking: Booking | None
    work: LectureWork | None

    @property
    def minutes(self) -> float | None:
        return None if self.lecture.seconds is None else round(self.lecture.seconds / 60, 1)

    @property
    def begins(self) -> datetime | None:
        """In university time, naive, as workbooks want it."""
        return timezone.make_naive(self.booking.starts_at, university_zone()) if self.booking else None

    @property
    def aids(self) -> str:
        return ", ".join(map(str, self.booking.aids.all())) if self.booking else ""

    def days(self) -> dict[str, date | None]:
        """When it was filmed, viewed, edited and uploaded last; filmed once more it starts with empty days again."""
        steps: dict[str, date] = {}
        for step in self.work.steps.all() if self.work else ():
            if step.step == "retake":
                steps.clear()
            steps[step.step] = timezone.localdate(step.at, university_zone())
        return {
            "filmed": steps.get("film"),
            "viewed": steps.get("approve") or steps.get("send_back"),
            "edited": steps.get("approve"),
            "uploaded": steps.get("upload"),
        }

    @property
    def holder(self) -> str:
        return str(holder_of(self.work)) if self.work else ""

    @property
    def notes(self) -> str:
        """What is still to be changed in the rough cut."""
        notes = self.work.notes.all() if self.work else ()
        return "; ".join(
            f"{note.second // 60}:{note.second % 60:02} {note.get_kind_display()} {note.text}".strip()
            for note in notes
            if note.done_at is None
        )


def lines_of(plan: WorkPlan) -> list[Line]:
    """Every lecture of the course in its order, the annotation video last; a constant number of queries."""
    live = plan.course.bookings.exclude(standing=BookingState.CANCELLED).select_related("lecturer", "studio")
    live = live.prefetch_related("aids", "lectures").order_by("starts_at")
    booked = {lecture.pk: booking for booking in live for lecture in booking.lectures.all()}
    rows = plan.course.lecture_works.filter(lecture__isnull=False).select_related("editor")
    works = {row.lecture_id: row for row in rows.prefetch_related("steps", "notes")}
    lectures = enumerate(lectures_in_order(plan.course), start=1)
    return [Line(number, row, booked.get(row.pk), works.get(row.pk)) for number, row in lectures]
