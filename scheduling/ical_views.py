"""The calendar of a person: its address, and what stands there."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from scheduling.ical import address_of, calendar_file
from scheduling.models import CalendarAddress


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def calendar_page(request: HttpRequest) -> HttpResponse:
    """Where other programs read one's calendar; another address on POST."""
    at = timezone.now()
    address = address_of(request.user, at=at, renew=request.method == "POST")
    if request.method == "POST":
        messages.success(request, _("Your calendar has a new address. The old one is worthless."))
        return redirect("scheduling:calendar")
    link = settings.SITE_URL.rstrip("/") + reverse("scheduling:calendar-file", args=[address.secret])
    return render(request, "runs/calendar.html", {"link": link})


@never_cache
@require_safe
def calendar_of_person(request: HttpRequest, secret: str) -> HttpResponse:
    """The file itself, in the language of the person; the address is the permission."""
    address = get_object_or_404(CalendarAddress.objects.select_related("user"), secret=secret, user__is_active=True)
    with override(address.user.language):
        content = calendar_file(address.user, at=timezone.now())
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="mooc-portal.ics"'
    return response
