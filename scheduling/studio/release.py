"""Releasing the plan of the studios: only those whose slots moved are written to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.readers import limits_in_force
from mooc_portal.outbox.actions import NewLetter, queue_letters
from mooc_portal.outbox.rendering import render_letter
from scheduling.models import Booking, BookingState, PlanRelease, Studio, ToldSlot
from scheduling.permissions import PERMISSIONS
from scheduling.readers import university_zone
from scheduling.studio.filming_ical import invitation


class ReleaseRefused(Exception):
    """Nothing was released; ``str()`` is a whole sentence."""


@dataclass(frozen=True)
class Change:
    """What a person has to be told of a filming; ``told`` is what they were told last, if anything."""

    booking: Booking
    person: object
    told: ToldSlot | None
    takes_place: bool

    @property
    def kind(self) -> str:
        if not self.takes_place:
            return "cancelled"
        return "confirmed" if self.told is None or not self.told.is_live else "moved"


def unreleased_changes(*, at: datetime) -> list[Change]:
    """Whom a release would write to, and of what: filmings to come whose slot is not the one they were told.

    Only a confirmed filming takes place; one that is requested again is taken back.
    """
    told = {
        (row.booking_id, row.person_id): row
        for row in ToldSlot.objects.filter(Q(ends_at__gt=at) | Q(booking__ends_at__gt=at)).select_related("person")
    }
    bookings = Booking.objects.filter(
        Q(ends_at__gt=at, standing=BookingState.CONFIRMED) | Q(pk__in={booking for booking, _person in told})
    ).select_related("course", "studio", "lecturer", "operator")
    changes = []
    for booking in bookings.order_by("starts_at", "pk"):
        people = {one.pk: one for one in (booking.lecturer, booking.operator) if one}
        if booking.standing != BookingState.CONFIRMED:
            people = {}
        for pk, person in people.items():
            row = told.get((booking.pk, pk))
            if row is None or not row.is_live or _slot(row) != _slot(booking):
                changes.append(Change(booking, person, row, takes_place=True))
        for (of, pk), row in told.items():
            if of == booking.pk and pk not in people and row.is_live:
                changes.append(Change(booking, row.person, row, takes_place=False))
    return changes


def has_unreleased_changes(*, at: datetime) -> bool:
    """Whether a release would write to anybody; one query."""
    live = ToldSlot.objects.filter(booking=OuterRef("pk"), is_live=True)
    same = live.filter(studio=OuterRef("studio"), starts_at=OuterRef("starts_at"), ends_at=OuterRef("ends_at"))
    told_lecturer = Exists(same.filter(person=OuterRef("lecturer")))
    told_operator = Exists(same.filter(person=OuterRef("operator")))
    is_operator = Q(booking__operator__isnull=False, person=F("booking__operator"))
    others = live.exclude(person=F("booking__lecturer")).exclude(is_operator)
    confirmed = Q(standing=BookingState.CONFIRMED)
    stale = confirmed & (~told_lecturer | (Q(operator__isnull=False) & ~told_operator))
    freed = Exists(others) | (~confirmed & Exists(live))
    return Booking.objects.filter(ends_at__gt=at).filter(stale | freed).exists()


def _slot(row) -> tuple:
    return row.studio_id, row.starts_at, row.ends_at


def release_plan(*, by, at: datetime, note: str = "") -> PlanRelease:
    """Release the plan as it is: write to those whose slots moved, to nobody else.

    Raises:
        ReleaseRefused: for somebody who may not, or where nothing has moved.
    """
    refusal = PERMISSIONS["studio.release"].refusal(by, None, at)
    if refusal is not None:
        raise ReleaseRefused(refusal)
    with transaction.atomic():
        list(Studio.objects.select_for_update().order_by("pk"))  # two releases follow each other
        changes = unreleased_changes(at=at)
        if not changes:
            raise ReleaseRefused(_("Nothing has moved since the last release: nobody would be written to."))
        number = (PlanRelease.objects.aggregate(last=Max("number"))["last"] or 0) + 1
        release = PlanRelease.objects.create(number=number, note=note.strip(), released_by=by, released_at=at)
        queue_letters([_tell(change, release, at=at) for change in changes], at=at)
    return release


def _tell(change: Change, release: PlanRelease, *, at: datetime) -> NewLetter:
    row, booking = change.told or ToldSlot(booking=change.booking, person=change.person), change.booking
    was = (row.starts_at, row.studio) if row.pk else (None, None)
    row.sequence = row.sequence + 1 if row.pk else 0
    row.release, row.is_live = release, change.takes_place
    if change.takes_place or not row.pk:
        row.studio, row.starts_at, row.ends_at = booking.studio, booking.starts_at, booking.ends_at
    row.save()
    zone = university_zone()
    arrival = row.starts_at - timedelta(minutes=limits_in_force().arrive_minutes)
    context = {
        "kind": change.kind,
        "booking": booking,
        "slot": row,
        "course": booking.course,
        "person": change.person,
        "before": timezone.localtime(was[0], zone) if was[0] else None,
        "before_studio": was[1],
        "is_lecturer": change.person.pk == booking.lecturer_id,
        "arrival": timezone.localtime(arrival, zone),
        "link": settings.SITE_URL.rstrip("/") + reverse("studio:booking", args=[booking.pk]),
    }
    subject, body = render_letter("filming_told", change.person.language, context)
    return NewLetter(
        f"filming:{booking.pk}:{row.sequence}:{change.person.pk}",
        f"filming_{change.kind}",
        change.person,
        subject,
        body,
        calendar=invitation(row, at=at),
    )
