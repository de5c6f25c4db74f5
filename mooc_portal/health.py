"""What a monitor asks: does the portal stand, does somebody look what is due, do letters leave?"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mooc_portal.outbox.readers import longest_waiting
from scheduling.jobs.ledger import pulse
from scheduling.jobs.sweep import SILENCE

LETTERS_WAIT_AT_MOST = timedelta(hours=1)


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 while all is well, else 503, with figures that tell nothing about anybody."""
    answer = condition(at=timezone.now())
    return JsonResponse(answer, status=200 if answer["status"] == "ok" else 503)


def condition(*, at: datetime) -> dict:
    """``status`` is ``ok`` or ``failing``; ``failing`` lists what is not well."""
    figures = {"database": "ok", "last_sweep_seconds": None, "oldest_letter_seconds": None}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        beat, oldest = pulse(at=at), longest_waiting(at=at)
    except DatabaseError:
        return {"status": "failing", "failing": ["database"], **figures, "database": "unreachable"}
    figures["last_sweep_seconds"] = _seconds(beat.last.at if beat.last else None, at)
    figures["oldest_letter_seconds"] = _seconds(oldest, at)
    failing = ["sweep"] if beat.last is None or at - beat.last.at > SILENCE else []
    if oldest is not None and at - oldest > LETTERS_WAIT_AT_MOST:
        failing.append("letters")
    return {"status": "failing" if failing else "ok", "failing": failing, **figures}


def _seconds(moment: datetime | None, at: datetime) -> int | None:
    return None if moment is None else max(0, round((at - moment).total_seconds()))
