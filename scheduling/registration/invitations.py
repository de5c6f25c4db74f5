"""Inviting people by e-mail: a signed link each; whoever follows it registers themselves."""

from __future__ import annotations

import re
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.urls import reverse
from django.utils.translation import gettext as _

from mooc_portal.people.models import User
from scheduling.models import Registration, Run, Standing, Way
from scheduling.permissions import PERMISSIONS
from scheduling.readers import calendar_of
from scheduling.registration.actions import RegistrationRefused
from scheduling.registration.letters import queue_invitation
from scheduling.registration.links import make_link
from scheduling.registration.readers import closed_sentence

MOST = 200


def addresses_in(text: str) -> tuple[list[str], list[str]]:
    """The addresses in a text and the words that are none, each once, in their order."""
    good, wrong = {}, {}
    for word in re.split(r"[\s,;<>]+", text.lower()):
        if not word:
            continue
        try:
            validate_email(word)
        except ValidationError:
            wrong[word] = True
        else:
            good[word] = True
    return list(good), list(wrong)


def invite(run: Run, emails: list[str], *, by, at: datetime) -> int:
    """Send everybody a link to register by; who is registered or waits already is left out. Returns how many.

    Raises:
        RegistrationRefused: with every reason.
    """
    calendar = calendar_of(run)
    reasons = [PERMISSIONS["run.register_others"].refusal(by, run.course, at)]
    if at >= calendar.registration_opens_at:
        reasons.append(closed_sentence(calendar, at=at))
    if len(emails) > MOST:
        reasons.append(_("Addresses: %(n)s. Required: at most %(limit)s at once.") % {"n": len(emails), "limit": MOST})
    if any(reasons):
        raise RegistrationRefused(*(str(reason) for reason in reasons if reason))
    rows = Registration.objects.filter(run=run, user__email__in=emails).exclude(standing=Standing.LEFT)
    here = set(rows.values_list("user__email", flat=True))
    people = {user.email: user for user in User.objects.filter(email__in=emails, is_active=True)}
    wanted = [email for email in emails if email not in here]
    for email in wanted:
        link = reverse("scheduling:confirm", args=[make_link(run, email, way=Way.INVITATION, at=at)])
        queue_invitation(run, email, link=link, person=people.get(email), at=at)
    return len(wanted)
