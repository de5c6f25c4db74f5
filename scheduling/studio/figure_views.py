"""The figures of the studios, as pictures and as a workbook."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from io import BytesIO

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from courses.readers import limits_in_force
from scheduling.permissions import PERMISSIONS
from scheduling.readers import university_zone
from scheduling.studio.figures import Figure, figures_of_studios, write_figures

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BACK, AHEAD, LONGEST = timedelta(weeks=8), timedelta(weeks=4), timedelta(days=400)


def _days(request, at: datetime) -> tuple[date, date]:
    """The days asked for; eight weeks back and four ahead where they are none, or too many."""
    today = timezone.localdate(at, university_zone())
    try:
        first, last = (date.fromisoformat(request.GET.get(name, "")) for name in ("first", "last"))
    except ValueError:
        return today - BACK, today + AHEAD
    sensible = date(2000, 1, 1) < first <= last < date(2200, 1, 1) and last - first <= LONGEST
    return (first, last) if sensible else (today - BACK, today + AHEAD)


def _figures(request) -> tuple[date, date, list[Figure]]:
    at = timezone.now()
    refusal = PERMISSIONS["studio.figures"].refusal(request.user, None, at)
    if refusal is not None:
        raise PermissionDenied(str(refusal))
    first, last = _days(request, at)
    return first, last, figures_of_studios(first, last, limits_in_force())


@login_required
@require_GET
def figures(request):
    first, last, found = _figures(request)
    return render(request, "studio/figures.html", {"first": first, "last": last, "figures": found})


@login_required
@require_GET
def figures_excel(request) -> HttpResponse:
    _first, _last, found = _figures(request)
    stream = BytesIO()
    write_figures(found, stream)
    response = HttpResponse(stream.getvalue(), content_type=EXCEL)
    response["Content-Disposition"] = 'attachment; filename="studio.xlsx"'
    return response
