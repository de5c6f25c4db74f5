"""Registering and leaving. Every path goes through ``register``: the page, a list, an invitation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mooc_portal.dates import long_date
from mooc_portal.text import fold
from scheduling.jobs.letters import queue_current_section_letter, take_back_run_letters
from scheduling.models import Consent, Registration, RegistrationException, Run, Standing, Way
from scheduling.permissions import PERMISSIONS
from scheduling.readers import calendar_of, university_zone
from scheduling.registration import letters
from scheduling.registration.readers import has_free_place, registered, registration_refusal, waiting


class RegistrationRefused(Exception):
    """Somebody cannot be registered; ``reasons`` are whole sentences."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(*reasons)
        self.reasons = list(reasons)


def register(run: Run, user, *, way: Way, at: datetime, by, consent: Consent | None = None) -> Registration:
    """Register ``user`` in ``run``, or put the person in line where every place is taken.

    The one gate of all paths: the days of clause 5.2.3 (or an exception from them), consent under law 94-V, the
    places. Only a list of the staff (``way`` LIST) may do without consent, which the learner then gives on
    entering. Whoever is registered or waits already stays as they are.

    Raises:
        RegistrationRefused: with every reason.
    """
    with transaction.atomic():
        now = _as_it_stands(run)
        existing = Registration.objects.filter(run=now, user=user).first()
        if existing is not None and existing.standing != Standing.LEFT:
            return _with_consent(existing, consent)
        reasons = _objections(now, user, way=way, at=at, by=by, consent=consent)
        if reasons:
            raise RegistrationRefused(*reasons)
        registration = existing or Registration(run=now, user=user)
        registration.standing = Standing.REGISTERED if has_free_place(now) else Standing.WAITING
        registration.way, registration.consent = way, consent or registration.consent
        registration.registered_at, registration.left_at = at, None
        registration.search_text = fold(f"{user.name} {user.email}")
        if not _kept(registration):
            return _with_consent(Registration.objects.get(run=now, user=user), consent)
        letters.queue_registered(registration, at=at)
        _queue_current_section_letter(registration, now, at)
    return registration


def _as_it_stands(run: Run) -> Run:
    """The run as it is now; locked where its places are counted, so that none is given twice."""
    counted, starts_on = Run.objects.filter(pk=run.pk).values_list("capacity", "starts_on").get()
    if counted is None and run.capacity is None and run.starts_on == starts_on:
        return run
    return locked_run(run)


def _kept(registration: Registration) -> bool:
    """Write the row; False where another request of the same person has just written it."""
    try:
        with transaction.atomic():
            registration.save()
    except IntegrityError:
        return False
    return True


def _queue_current_section_letter(registration: Registration, run: Run, at: datetime) -> None:
    """Nothing is open before the first day: most register then, and it need not be looked up."""
    if at >= calendar_of(run).starts_at:
        queue_current_section_letter(registration, at)


def _objections(run: Run, user, *, way, at, by, consent) -> list[str]:
    reasons = []
    if way == Way.LIST:
        reasons.append(PERMISSIONS["run.register_others"].refusal(by, run.course, at))
    elif by != user:
        reasons.append(_("People register themselves."))
    if not user.is_active:
        reasons.append(_("This account is closed."))
    reasons.append(registration_refusal(run, user.email, at=at))
    if way != Way.LIST and (consent is None or consent.user_id != user.pk):
        reasons.append(_("Consent to the processing of personal data is needed (law No. 94-V, art. 8)."))
    return [str(reason) for reason in reasons if reason is not None]


def _with_consent(registration: Registration, consent: Consent | None) -> Registration:
    if consent is not None and registration.consent_id is None and consent.user_id == registration.user_id:
        registration.consent = consent
        registration.save(update_fields=["consent"])
    return registration


def locked_run(run: Run) -> Run:
    """The run, locked until the transaction ends: places are counted and given away by one at a time."""
    rows = Run.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("regulation", "course", "revision").defer("revision__document").get(pk=run.pk)


def leave(registration: Registration, *, by, at: datetime) -> Registration:
    """Leave the run; the first in line moves up while registration is open.

    Raises:
        RegistrationRefused: where somebody else than the learner or the staff does it, or the run is over.
    """
    with transaction.atomic():
        run = locked_run(registration.run)
        if at >= calendar_of(run).ends_at:
            raise RegistrationRefused(_("The run is over: nobody leaves it any more."))
        row = Registration.objects.select_for_update(of=("self",)).get(pk=registration.pk)
        if by.pk != row.user_id:
            refusal = PERMISSIONS["run.register_others"].refusal(by, run.course, at)
            if refusal is not None:
                raise RegistrationRefused(str(refusal))
        if row.standing != Standing.LEFT:
            letters.take_back(row)
            take_back_run_letters(row)
            row.standing, row.left_at = Standing.LEFT, at
            row.save(update_fields=["standing", "left_at"])
            move_up(run, at=at)
    return row


def move_up(run: Run, *, at: datetime) -> list[Registration]:
    """Give free places to those in line, in their order, and write to them; the run is locked by the caller.

    Nobody moves up once registration has closed for them (5.2.3).
    """
    free = None if run.capacity is None else run.capacity - registered(run).count()
    moved = []
    for row in waiting(run):
        if free is not None and len(moved) >= free:
            break
        if registration_refusal(run, row.user.email, at=at) is None:
            row.standing = Standing.REGISTERED
            row.save(update_fields=["standing"])
            letters.queue_place_free(row, run=run, at=at)
            _queue_current_section_letter(row, run, at)
            moved.append(row)
    return moved


def set_capacity(run: Run, capacity: int | None, *, by, at: datetime) -> Run:
    """Change how many places there are; who waits moves up. Nobody loses a place.

    Raises:
        RegistrationRefused: with the reason.
    """
    return _as_staff(run, by, at, lambda locked: _set_capacity(locked, capacity, at))


def _set_capacity(run: Run, capacity: int | None, at: datetime) -> Run:
    taken = registered(run).count()
    if capacity is not None and capacity < taken:
        raise RegistrationRefused(_("Places taken already: %(taken)s. Required: at least as many.") % {"taken": taken})
    run.capacity = capacity
    run.save(update_fields=["capacity"])
    move_up(run, at=at)
    return run


def grant_exception(run: Run, *, email: str, reason: str, until: date, by, at: datetime) -> RegistrationException:
    """Let somebody register outside the days of clause 5.2.3, until the end of a day. No date of the run changes.

    Raises:
        RegistrationRefused: with every reason.
    """
    return _as_staff(run, by, at, lambda locked: _grant(locked, email, reason, until, by, at))


def _grant(run: Run, email, reason, until, by, at) -> RegistrationException:
    calendar = calendar_of(run)
    reasons = []
    if not reason.strip():
        reasons.append(_("An exception needs its reason."))
    if until < timezone.localdate(at, university_zone()):
        reasons.append(_("The last day of the exception has passed."))
    if until > calendar.last_day:
        reasons.append(
            _("The last day of the exception is after the run. Required: at most %(day)s.")
            % {"day": long_date(calendar.last_day)}
        )
    if reasons:
        raise RegistrationRefused(*reasons)
    return RegistrationException.objects.create(
        run=run, email=email.strip().lower(), reason=reason.strip(), until=until, granted_by=by, granted_at=at
    )


def _as_staff(run: Run, by, at: datetime, act: Callable):
    with transaction.atomic():
        locked = locked_run(run)
        refusal = PERMISSIONS["run.register_others"].refusal(by, locked.course, at)
        if refusal is not None:
            raise RegistrationRefused(str(refusal))
        return act(locked)
