"""The calendar by hours, and moving a filming in it by dragging or by keyboard."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from scheduling.permissions import PERMISSIONS
from scheduling.studio.actions import BookingRefused, move
from scheduling.studio.forms import BookingForm
from scheduling.studio.grid import day_of_things, things, week_of_thing
from scheduling.studio.readers import day_given, may_look, week_of
from scheduling.studio.views import booking_context, booking_seen_by

KINDS = ("studio", "person", "aid")


@login_required
@require_GET
def hours(request):
    """The week of one studio, person or aid, or one day of all of a kind."""
    at = timezone.now()
    if not may_look(request.user, at=at):
        raise Http404(_("Page not found."))
    names, by, text = things(), request.GET.get("by", ""), request.GET.get("date", "")
    show = request.GET.get("show", "")
    show = show if show in names else next(iter(names), "")
    if by in KINDS:
        begin, step = day_given(text, at=at), timedelta(days=1)
        chosen = {thing: name for thing, name in names.items() if thing.startswith(f"{by}:")}
        grid = day_of_things(chosen, begin, user=request.user, at=at)
    else:
        by, begin, step = "", week_of(text, at=at), timedelta(days=7)
        grid = week_of_thing(show, begin, user=request.user, at=at)
    context = {"grid": grid, "names": names, "show": show, "by": by, "begin": begin}
    context |= {"last": begin + step - timedelta(days=1), "before": begin - step, "after": begin + step}
    return render(request, "studio/hours.html", context)


@login_required
@require_POST
def drop(request, pk: int):
    """A filming as it was dragged; where that is refused, its form comes back filled in, with the reasons."""
    at, booking = timezone.now(), booking_seen_by(request.user, pk)
    form = BookingForm(course=booking.course, user=request.user, booking=booking)
    dragged = {name: request.POST.get(name, "") for name in ("day", "begins", "ends", "seen")}
    form = BookingForm(form.initial | dragged, course=booking.course, user=request.user, booking=booking)
    if form.is_valid():
        try:
            move(booking, form.slot(), seen=form.cleaned_data["seen"] or 0, by=request.user, at=at)
        except BookingRefused as refused:
            for reason in refused.reasons:
                form.add_error(None, reason)
        else:
            messages.success(request, _("The filming is moved."))
            return redirect(_way_back(request) or "studio:hours")
    may_change = PERMISSIONS["studio.book"].allows(request.user, booking.course, at)
    context = booking_context(request.user, booking, form if may_change else None, at=at)
    return render(request, "studio/booking.html", context)


def _way_back(request) -> str:
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if safe else ""
