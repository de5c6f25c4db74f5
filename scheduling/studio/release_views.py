"""Releasing the plan of the studios, and the secret addresses of their calendars."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from scheduling.models import PlanRelease, Studio, StudioFeed
from scheduling.permissions import PERMISSIONS
from scheduling.studio.filming_ical import studio_calendar, studio_feed_of
from scheduling.studio.release import ReleaseRefused, has_unreleased_changes, release_plan, unreleased_changes


@login_required
@require_http_methods(["GET", "POST"])
def release(request):
    """What a release would tell whom; on POST it is released."""
    at = timezone.now()
    _check_may(request, "studio.release", at)
    if request.method == "POST":
        try:
            made = release_plan(by=request.user, at=at, note=request.POST.get("note", "")[:300])
        except ReleaseRefused as refused:
            messages.error(request, str(refused))
        else:
            text = _("Version %(number)s of the plan is released. Letters: %(letters)s.")
            messages.success(request, text % {"number": made.number, "letters": made.slots.count()})
        return redirect("studio:release")
    context = {
        "changes": unreleased_changes(at=at),
        "releases": PlanRelease.objects.select_related("released_by")[:10],
    }
    return render(request, "studio/release.html", context)


@login_required
@require_GET
def unreleased(request):
    """A fragment: whether there is anything that a release would tell; the calendar does not wait for it."""
    at = timezone.now()
    _check_may(request, "studio.release", at)
    return render(request, "studio/unreleased.html", {"unreleased": has_unreleased_changes(at=at)})


def _check_may(request, permission: str, at) -> None:
    refusal = PERMISSIONS[permission].refusal(request.user, None, at)
    if refusal is not None:
        raise PermissionDenied(str(refusal))


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def feeds(request):
    """Where other programs read the calendar of each studio; another address on POST."""
    at = timezone.now()
    _check_may(request, "studio.feeds", at)
    if request.method == "POST":
        studio = get_object_or_404(
            Studio, pk=request.POST.get("studio") if request.POST.get("studio", "").isdigit() else 0
        )
        studio_feed_of(studio, at=at, renew=True)
        messages.success(request, _("The calendar has a new address. The old one is worthless."))
        return redirect("studio:feeds")
    site = settings.SITE_URL.rstrip("/")
    rows = [(studio, studio_feed_of(studio, at=at)) for studio in Studio.objects.all()]
    links = [(studio, site + reverse("studio:feed", args=[feed.secret])) for studio, feed in rows]
    return render(request, "studio/feeds.html", {"links": links})


@never_cache
@require_safe
def feed(request, secret: str) -> HttpResponse:
    """The calendar of a studio; the address is the permission."""
    found = get_object_or_404(StudioFeed.objects.select_related("studio"), secret=secret)
    content = studio_calendar(found.studio, at=timezone.now())
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="studio.ics"'
    return response
