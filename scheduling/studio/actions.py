"""Booking, moving, confirming and cancelling a filming. One thing is never taken twice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.models import Course
from reviews.programme.readers import programme_approval_of
from scheduling.models import BookedThing, Booking, BookingState, Studio, WorkPlan
from scheduling.permissions import PERMISSIONS
from scheduling.readers import university_zone
from scheduling.studio.filming_days import keep_filming_days
from scheduling.studio.letters import queue_booking_letters
from scheduling.studio.slots import Slot, objections

LIVE = (BookingState.REQUESTED, BookingState.CONFIRMED)


class BookingRefused(Exception):
    """Nothing was booked or changed; ``reasons`` are whole sentences."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(*reasons)
        self.reasons = [str(reason) for reason in reasons]


def book(course: Course, slot: Slot, *, by, at: datetime, memo_read: bool = False, note: str = "") -> Booking:
    """Book a filming, or request one: a quality specialist's is confirmed once the lecturer has read the memo.

    ``memo_read`` says that the lecturer, who must be ``by``, has read the memo of section 7 and consents to their
    image. A request holds everything it names until it is confirmed or cancelled.

    Raises:
        BookingRefused: with every reason, the filming it clashes with among them.
    """
    _may("studio.book", course, by, at)
    reasons = [*_first_objections(course), *objections(course, slot, at=at)]
    if reasons:
        raise BookingRefused(*reasons)
    ticked = memo_read and by.pk == slot.lecturer.pk
    with _nothing_twice(slot):
        booking = Booking.objects.create(
            course=course,
            studio=slot.studio,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            lecturer=slot.lecturer,
            operator=slot.operator,
            memo_read_at=at if ticked else None,
            note=note.strip(),
            booked_by=by,
            booked_at=at,
        )
        booking.aids.set(slot.aids)
        booking.lectures.set(slot.lectures)
        keep_filming_days(course.pk)
        _take(booking, slot)
        queue_booking_letters(booking, "asked", by=by, at=at)
    return booking


def acknowledge(booking: Booking, *, by, at: datetime) -> Booking:
    """The lecturer has read the memo of section 7 (5.1.3) and consents to their image; once is enough.

    Raises:
        BookingRefused: for anybody else, and for a filming that was cancelled.
    """
    with transaction.atomic():
        locked = _locked(booking)
        if by.pk != locked.lecturer_id:
            raise BookingRefused(_("Only the lecturer can say that they have read the memo."))
        _must_be_live(locked)
        if locked.memo_read_at is None:
            locked.memo_read_at = at
            locked.save(update_fields=["memo_read_at"])
    return locked


def confirm(booking: Booking, *, by, at: datetime) -> Booking:
    """A quality specialist confirms a filming whose lecturer has read the memo; the next release tells people.

    Raises:
        BookingRefused: with the reason.
    """
    with transaction.atomic():
        locked = _locked(booking)
        _may("studio.confirm", locked.course, by, at)
        _must_be_live(locked)
        if locked.memo_read_at is None:
            raise BookingRefused(_("The lecturer has not yet read the memo and consented to their image (cl. 5.1.3)."))
        if locked.standing != BookingState.CONFIRMED:
            locked.standing = BookingState.CONFIRMED
            locked.version += 1
            locked.save(update_fields=["standing", "version"])
    return locked


def move(booking: Booking, slot: Slot, *, seen: int, by, at: datetime) -> Booking:
    """Move a filming, or change what it takes; ``seen`` is the version the person looked at.

    What an author changes has to be confirmed again.

    Raises:
        BookingRefused: with every reason; also when somebody else has changed it since.
    """
    course = booking.course
    _may("studio.book", course, by, at)
    reasons = objections(course, slot, at=at)
    if reasons:
        raise BookingRefused(*reasons)
    with _nothing_twice(slot, booking=booking):
        locked = _locked(booking)
        _must_be_live(locked)
        if locked.version != seen:
            raise BookingRefused(_("Somebody changed this filming meanwhile. Look at it again."))
        if locked.starts_at <= at:
            raise BookingRefused(_("This filming has begun already."))
        was = locked.starts_at, locked.ends_at, locked.studio_id
        if slot.lecturer.pk != locked.lecturer_id:
            locked.memo_read_at, locked.standing = None, BookingState.REQUESTED
        if not PERMISSIONS["studio.confirm"].allows(by, course, at):
            locked.standing = BookingState.REQUESTED
        locked.studio, locked.starts_at, locked.ends_at = slot.studio, slot.starts_at, slot.ends_at
        locked.lecturer, locked.operator = slot.lecturer, slot.operator
        locked.version += 1
        locked.save()
        locked.aids.set(slot.aids)
        locked.lectures.set(slot.lectures)
        keep_filming_days(course.pk)
        locked.things.all().delete()
        _take(locked, slot)
        if was != (locked.starts_at, locked.ends_at, locked.studio_id) and not locked.told.exists():
            queue_booking_letters(locked, "moved", by=by, at=at)
    return locked


def cancel(booking: Booking, *, reason: str, by, at: datetime) -> Booking:
    """Take a filming back, with the reason; everything it held is free again.

    Raises:
        BookingRefused: without a reason, or when it has begun.
    """
    with transaction.atomic():
        locked = _locked(booking)
        _may("studio.book", locked.course, by, at)
        _must_be_live(locked)
        if not reason.strip():
            raise BookingRefused(_("Say why the filming is cancelled."))
        if locked.starts_at <= at:
            raise BookingRefused(_("This filming has begun already."))
        locked.standing, locked.reason = BookingState.CANCELLED, reason.strip()
        locked.version += 1
        locked.save(update_fields=["standing", "reason", "version"])
        locked.things.update(is_live=False)
        keep_filming_days(locked.course_id)
        if not locked.told.exists():
            queue_booking_letters(locked, "cancelled", by=by, at=at)
    return locked


def _may(permission: str, course: Course, by, at: datetime) -> None:
    refusal = PERMISSIONS[permission].refusal(by, course, at)
    if refusal is not None:
        raise BookingRefused(refusal)


def _must_be_live(booking: Booking) -> None:
    if booking.standing not in LIVE:
        raise BookingRefused(_("This filming was cancelled."))


def _locked(booking: Booking) -> Booking:
    chosen = Booking.objects.select_for_update(of=("self",)).select_related("course", "studio", "lecturer", "operator")
    return chosen.get(pk=booking.pk)


def _first_objections(course: Course) -> list[str]:
    """What a course needs before it is filmed: the approved programme (5.1.2), the first time a plan (5.1.1)."""
    reasons = []
    if programme_approval_of(course) is None:
        reasons.append(_("The department has not approved the working programme yet (cl. 5.1.2)."))
    is_first = not course.bookings.exclude(standing=BookingState.CANCELLED).exists()
    if is_first and not WorkPlan.objects.filter(course=course).exists():
        reasons.append(_("The course has no work plan yet (cl. 5.1.1)."))
    return reasons


def _take(booking: Booking, slot: Slot) -> None:
    BookedThing.objects.bulk_create(
        BookedThing(booking=booking, thing=thing, starts_at=first, ends_at=last) for thing, first, last in slot.things()
    )


@contextmanager
def _nothing_twice(slot: Slot, *, booking: Booking | None = None) -> Iterator[None]:
    """A transaction in which a clash is looked for first; what slips past the look meets the database's constraint.

    On SQLite the transaction is the only writer from its beginning, so the look is enough there.
    """
    try:
        with transaction.atomic():
            _refuse_clashes(slot, booking)
            yield
    except IntegrityError as raced:
        if "nothing_is_booked_twice" not in str(raced):
            raise
        with transaction.atomic():
            _refuse_clashes(slot, booking)
        raise BookingRefused(_("Somebody has just booked the same. Look at the calendar again.")) from raced


def _refuse_clashes(slot: Slot, booking: Booking | None) -> None:
    Studio.objects.select_for_update().get(pk=slot.studio.pk)  # one at a time for each studio
    clashes = clashes_with(slot, but=booking)
    if clashes:
        raise BookingRefused(*clashes)


def clashes_with(slot: Slot, *, but: Booking | None = None) -> list[str]:
    """A sentence for every thing of ``slot`` that another filming has taken, naming that one.

    It looks at all filmings, also at those that the person who asks may not see.
    """
    names = {f"studio:{slot.studio.pk}": slot.studio, f"person:{slot.lecturer.pk}": slot.lecturer}
    names |= {f"aid:{aid.pk}": aid for aid in slot.aids}
    if slot.operator:
        names[f"person:{slot.operator.pk}"] = slot.operator
    sentences = []
    for thing, first, last in slot.things():
        taken = BookedThing.objects.filter(thing=thing, is_live=True, starts_at__lt=last, ends_at__gt=first)
        if but is not None:
            taken = taken.exclude(booking=but)
        for row in taken.select_related("booking__course").order_by("starts_at")[:3]:
            sentences.append(_clash(names[thing], row))
    return sentences


def _clash(name, row: BookedThing) -> str:
    zone = university_zone()
    first, last = timezone.localtime(row.starts_at, zone), timezone.localtime(row.ends_at, zone)
    return _("Taken already: %(what)s, %(day)s %(first)s–%(last)s, “%(course)s”.") % {
        "what": name,
        "day": date_format(first, "SHORT_DATE_FORMAT"),
        "first": f"{first:%H:%M}",
        "last": f"{last:%H:%M}",
        "course": row.booking.course.title,
    }
