"""What a filming takes, and everything that may be wrong with it before the calendar is asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from courses.models import Course, Lecture
from scheduling.holidays import free_days
from scheduling.models import Absence, Aid, Booking, Closure, Studio, StudioWorker, Work
from scheduling.models.studio import Hours
from scheduling.readers import university_zone


@dataclass(frozen=True)
class Slot:
    """A wish for a filming: half-open from ``starts_at`` to ``ends_at``."""

    studio: Studio
    starts_at: datetime
    ends_at: datetime
    lecturer: object
    operator: object | None = None
    aids: tuple[Aid, ...] = ()
    lectures: tuple[Lecture, ...] = field(default=())

    def things(self) -> list[tuple[str, datetime, datetime]]:
        """What is taken, from when until when, always in the same order; the studio also for its buffer."""
        after = self.ends_at + timedelta(minutes=self.studio.buffer_minutes)
        people = [self.lecturer, self.operator] if self.operator else [self.lecturer]
        keys = {f"person:{person.pk}" for person in people} | {f"aid:{aid.pk}" for aid in self.aids}
        others = [(key, self.starts_at, self.ends_at) for key in sorted(keys)]
        return [*others, (f"studio:{self.studio.pk}", self.starts_at, after)]

    @staticmethod
    def of(booking: Booking) -> Slot:
        """What a booking takes now."""
        return Slot(
            booking.studio,
            booking.starts_at,
            booking.ends_at,
            booking.lecturer,
            booking.operator,
            tuple(booking.aids.all()),
            tuple(booking.lectures.all()),
        )


def objections(course: Course, slot: Slot, *, at: datetime) -> list[str]:
    """Every reason why nobody can film then, but for what others have booked."""
    time_faults = _time_faults(slot, at)
    if time_faults:
        return time_faults
    return [*_studio_faults(slot), *_people_faults(course, slot), *_lecture_faults(course, slot.lectures)]


def _time_faults(slot: Slot, at: datetime) -> list[str]:
    zone = university_zone()
    first, last = slot.starts_at.astimezone(zone), slot.ends_at.astimezone(zone)
    if slot.ends_at <= slot.starts_at:
        return [_("The filming ends before it begins.")]
    if slot.starts_at < at:
        return [_("The filming would begin in the past.")]
    if (last - timedelta(microseconds=1)).date() != first.date():
        return [_("The filming goes over midnight: book two of them.")]
    return []


def _studio_faults(slot: Slot) -> list[str]:
    first = slot.starts_at.astimezone(university_zone())
    faults = []
    if not slot.studio.is_open:
        faults.append(_("The studio cannot be booked: %(studio)s.") % {"studio": slot.studio})
    if not _within(slot.studio, slot):
        faults.append(
            _("Outside the hours of the studio. Required: %(hours)s.") % {"hours": hours_in_words(slot.studio)}
        )
    holiday = free_days(first.date(), first.date()).holiday(first.date())
    if holiday:
        faults.append(
            _("A holiday: %(name)s, %(day)s.") % {"name": holiday, "day": date_format(first, "SHORT_DATE_FORMAT")}
        )
    closures = Closure.objects.filter(Q(studio=slot.studio) | Q(studio=None))
    closed = closures.filter(starts_at__lt=slot.ends_at, ends_at__gt=slot.starts_at).first()
    if closed:
        faults.append(_("The studio is closed then: %(reason)s.") % {"reason": closed.reason})
    return faults


def _people_faults(course: Course, slot: Slot) -> list[str]:
    faults = []
    if all(authorship.user_id != slot.lecturer.pk for authorship in course.authorships.all()):
        faults.append(_("The lecturer is no author of the course: %(person)s.") % {"person": slot.lecturer})
    if slot.operator:
        worker = StudioWorker.objects.filter(user=slot.operator, work=Work.OPERATOR).first()
        if worker is None:
            faults.append(_("Not an operator: %(person)s.") % {"person": slot.operator})
        elif not _within(worker, slot):
            faults.append(_("Outside the operator's hours. Required: %(hours)s.") % {"hours": hours_in_words(worker)})
    day = slot.starts_at.astimezone(university_zone()).date()
    people = [person.pk for person in (slot.lecturer, slot.operator) if person]
    away = Absence.objects.filter(user__in=people, first__lte=day, last__gte=day).select_related("user")
    faults += [_("Absent that day: %(person)s.") % {"person": absence.user} for absence in away]
    return faults


def _lecture_faults(course: Course, lectures: Iterable[Lecture]) -> list[str]:
    strange = [lecture for lecture in lectures if lecture.course_id != course.pk]
    return [_("Not a lecture of this course: %(lecture)s.") % {"lecture": lecture} for lecture in strange]


def _within(hours: Hours, slot: Slot) -> bool:
    zone = university_zone()
    first, last = slot.starts_at.astimezone(zone), slot.ends_at.astimezone(zone)
    ends_in_time = last.time() <= hours.closes and last.date() == first.date()
    return first.weekday() in hours.days and hours.opens <= first.time() and ends_in_time


def hours_in_words(hours: Hours) -> str:
    """The days and the times, in the active language: Mon, Tue 09:00–18:00."""
    days = ", ".join(date_format(datetime(2024, 1, 1 + day), "D") for day in sorted(hours.days))
    return f"{days} {time_format(hours.opens, 'H:i')}–{time_format(hours.closes, 'H:i')}"
