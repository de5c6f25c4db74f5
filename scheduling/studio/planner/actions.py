"""Asking for a schedule, and booking all or parts of the one that was proposed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from scheduling.models import ProposalState, ProposedSession, ScheduleProposal
from scheduling.permissions import PERMISSIONS
from scheduling.readers import university_zone
from scheduling.studio.actions import BookingRefused, book
from scheduling.studio.slots import Slot

LONGEST_DAYS, SECONDS = 26 * 7, (5, 120)
# What waits or is being computed for so long has lost its worker.
LOST_AFTER = timedelta(minutes=15)


class ProposalRefused(Exception):
    """It cannot be done; ``str()`` is a whole sentence."""


def ask_for_schedule(*, first: date, last: date, seconds: int, by, at: datetime) -> ScheduleProposal:
    """Have the worker propose a schedule for everything that is planned and not booked.

    Raises:
        ProposalRefused: for somebody who may not, days that have passed or are too many, or another time limit.
    """
    _may(by, at)
    if first <= timezone.localdate(at, university_zone()):
        raise ProposalRefused(_("The first day is tomorrow at the earliest."))
    if not 0 <= (last - first).days < LONGEST_DAYS:
        raise ProposalRefused(_("Days: from one to %(most)s.") % {"most": LONGEST_DAYS})
    if not SECONDS[0] <= seconds <= SECONDS[1]:
        raise ProposalRefused(_("Time limit, seconds: %(least)s–%(most)s.") % {"least": SECONDS[0], "most": SECONDS[1]})
    proposal = ScheduleProposal.objects.create(first=first, last=last, seconds=seconds, asked_by=by, asked_at=at)
    transaction.on_commit(lambda: _enqueue(proposal.pk), robust=True)
    return proposal


def _enqueue(pk: int) -> None:
    from scheduling.tasks import propose_schedule  # the task imports this package

    propose_schedule.delay(pk)


def give_up_lost(*, at: datetime) -> int:
    """Mark as failed what no worker began, or one began and never ended. Returns how many."""
    before = at - LOST_AFTER
    waiting = ScheduleProposal.objects.filter(standing=ProposalState.QUEUED, asked_at__lt=before)
    running = ScheduleProposal.objects.filter(standing=ProposalState.RUNNING, began_at__lt=before)
    lost = {"standing": ProposalState.FAILED, "error": "The worker was lost.", "ended_at": at}
    return waiting.update(**lost) + running.update(**lost)


def accept_sessions(
    proposal: ScheduleProposal, sessions: Iterable[ProposedSession], *, by, at: datetime
) -> tuple[int, int]:
    """Book the chosen filmings, each on its own; how many were booked and how many refused, which keep the reason.

    Raises:
        ProposalRefused: for somebody who may not.
    """
    _may(by, at)
    booked = refused = 0
    for row in sessions:
        try:
            booked += _accept(proposal, row.pk, by=by, at=at)
        except BookingRefused as error:
            refused += 1
            ProposedSession.objects.filter(pk=row.pk).update(reason=" ".join(error.reasons))
    return booked, refused


def _accept(proposal: ScheduleProposal, pk: int, *, by, at: datetime) -> bool:
    with transaction.atomic():
        row = ProposedSession.objects.select_for_update(of=("self",)).get(pk=pk, proposal=proposal)
        if row.booking_id is not None or row.studio_id is None:
            return False
        lectures, aids = tuple(row.lectures.all()), tuple(row.aids.all())
        if row.course.bookings.filter(standing__in=("requested", "confirmed"), lectures__in=lectures).exists():
            raise BookingRefused(_("Some of its lectures have been booked meanwhile."))
        slot = Slot(row.studio, row.starts_at, row.ends_at, row.lecturer, row.operator, aids, lectures)
        row.booking, row.reason = book(row.course, slot, by=by, at=at), ""
        row.save(update_fields=["booking", "reason"])
    return True


def _may(by, at: datetime) -> None:
    refusal = PERMISSIONS["studio.propose"].refusal(by, None, at)
    if refusal is not None:
        raise ProposalRefused(str(refusal))
