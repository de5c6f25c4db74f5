"""My learning, and the room of a run."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from scheduling.content import document_of_run
from scheduling.readers import timed_runs
from scheduling.room.readers import registrations_of, room_of


@login_required
@require_GET
def learning(request: HttpRequest) -> HttpResponse:
    """Where do I learn, and what is open?"""
    at = timezone.now()
    rows = list(registrations_of(request.user))
    timed = {one.run.pk: one for one in timed_runs([row.run for row in rows], at=at)}
    cards = [(row, timed[row.run_id], document_of_run(row.run)) for row in rows]
    return render(request, "room/learning.html", {"cards": cards})


@login_required
@require_GET
def room(request: HttpRequest, pk: int) -> HttpResponse:
    """The sections of a run: what is open, what opens when."""
    at = timezone.now()
    here = room_of(pk, request.user, at=at)
    if here.registration is not None and here.registration.consent_id is None:
        return redirect("scheduling:register", pk)
    return render(request, "room/room.html", {"room": here, "document": here.document, "run": here.run})
