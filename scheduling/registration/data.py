"""One's own data: a copy of them, and erasing them."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from courses.models import Authorship
from mooc_portal.outbox.erasing import forget_letters
from mooc_portal.outbox.models import Letter
from mooc_portal.people.models import Appointment, User
from scheduling.models import CalendarAddress, Consent, Registration, RegistrationException, Standing, Subscription
from scheduling.readers import calendar_of
from scheduling.registration.actions import leave
from scheduling.registration.consent import text_to_read


class ErasingRefused(Exception):
    """Somebody's data cannot be erased by a button; the message is a whole sentence."""


def data_of(user: User) -> dict:
    """Everything kept of a learner, as plain values."""
    return {
        "person": {
            "email": user.email,
            "name": user.name,
            "language": user.language,
            "joined": user.date_joined.isoformat(),
            "last_login": user.last_login.isoformat() if user.last_login else None,
            "addresses": list(EmailAddress.objects.filter(user=user).values("email", "verified", "primary")),
            "roles": [str(held) for held in Appointment.objects.filter(user=user).select_related("department")],
        },
        "consents": [
            {
                "version": consent.text.version,
                "text": text_to_read(consent.text, user.language),
                "given_at": consent.given_at.isoformat(),
                "address": consent.address,
            }
            for consent in Consent.objects.filter(user=user).select_related("text")
        ],
        "registrations": [_registration(row) for row in _registrations(user)],
        "exceptions": [
            {"run": str(row.run), "reason": row.reason, "until": row.until.isoformat()}
            for row in RegistrationException.objects.filter(email=user.email).select_related("run__course")
        ],
        "subscriptions": list(
            Subscription.objects.filter(email=user.email).values("language", "faculty__code", "topic")
        ),
        "letters": [
            {"kind": row.kind, "subject": row.subject, "body": row.body, "created_at": row.created_at.isoformat()}
            for row in Letter.objects.filter(recipient=user)
        ],
    }


def _registrations(user: User):
    rows = Registration.objects.filter(user=user).select_related("run__course", "run__regulation", "run__revision")
    return rows.prefetch_related("parts_read").defer("run__revision__document")


def _registration(row: Registration) -> dict:
    return {
        "course": row.run.course.code,
        "first_day": row.run.starts_on.isoformat(),
        "last_day": calendar_of(row.run).last_day.isoformat(),
        "standing": row.standing,
        "way": row.way,
        "registered_at": row.registered_at.isoformat(),
        "parts_read": [
            {"section": one.section, "part": one.part, "read_at": one.read_at.isoformat()}
            for one in row.parts_read.all()
        ],
        "left_at": row.left_at.isoformat() if row.left_at else None,
    }


def erasing_refusal(user: User) -> str | None:
    """Why a person's data cannot be erased by a button: the records of what staff decided are kept."""
    staff = user.is_staff or user.is_superuser
    if staff or Appointment.objects.filter(user=user).exists() or Authorship.objects.filter(user=user).exists():
        return _(
            "You have or had a role in the university's courses: what you wrote and decided is kept. "
            "Ask an administrator."
        )
    return None


def erase_person(user: User, *, at: datetime) -> User:
    """Make a learner nobody: the person cannot sign in or be written to, and only counts remain.

    Running courses are left, so that the next in line moves up. It cannot be undone.

    Raises:
        ErasingRefused: for who has or had a role.
    """
    refusal = erasing_refusal(user)
    if refusal is not None:
        raise ErasingRefused(refusal)
    with transaction.atomic():
        for row in _registrations(user).exclude(standing=Standing.LEFT):
            if at < calendar_of(row.run).ends_at:
                leave(row, by=user, at=at)
        nobody = f"erased-{user.pk}@erased.invalid"
        _forget_addresses(user, nobody)
        user.email, user.name, user.is_active, user.last_login = nobody, "", False, None
        user.set_unusable_password()
        user.save(update_fields=["email", "name", "is_active", "last_login", "password"])
    return user


def _forget_addresses(user: User, nobody: str) -> None:
    emails = {user.email, *EmailAddress.objects.filter(user=user).values_list("email", flat=True)}
    forget_letters(user, emails, nobody=nobody)
    RegistrationException.objects.filter(email__in=emails).update(email=nobody)
    Registration.objects.filter(user=user).update(search_text="")
    Consent.objects.filter(user=user).update(address=None)
    CalendarAddress.objects.filter(user=user).delete()
    Subscription.objects.filter(email__in=emails).delete()
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
