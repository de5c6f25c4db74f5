"""Letters of somebody who wants to be forgotten."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from mooc_portal.outbox.models import Letter, Refusal, Status


def forget_letters(user, emails: Iterable[str], *, nobody: str) -> int:
    """Empty the letters to a person and take back those that have not left; the rows stay, to be counted.

    With them goes what lists the person had left.

    Returns how many there were.
    """
    letters = Letter.objects.filter(Q(recipient=user) | Q(email__in=list(emails)))
    Refusal.objects.filter(email__in=list(emails)).delete()
    letters.filter(status=Status.QUEUED).update(status=Status.SUPERSEDED)
    return letters.update(recipient=None, email=nobody, subject="–", body="", error="")
