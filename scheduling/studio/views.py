"""The studios' week, one filming, and the sheet of a day."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from courses.models import Course
from courses.readers import course_for, courses_authored_by, regulation_in_force
from mooc_portal.people.readers import roles_of
from reviews.models import Programme, ProgrammeState
from reviews.programme.readers import programme_approval_of
from scheduling.models import Booking, BookingState
from scheduling.permissions import PERMISSIONS
from scheduling.readers import university_zone
from scheduling.studio.actions import BookingRefused, acknowledge, book, cancel, confirm, move
from scheduling.studio.forms import BookingForm, CancelForm
from scheduling.studio.readers import (
    bookings_listed,
    bookings_visible_to,
    may_look,
    options,
    sheet_of_day,
    studio_weeks,
    week_of,
)


@login_required
@require_GET
def week(request):
    """All studios from Monday to Sunday, and what waits to be confirmed."""
    at = timezone.now()
    if not may_look(request.user, at=at):
        raise Http404(_("Page not found."))
    roles = roles_of(request.user, at)
    monday = week_of(request.GET.get("week", ""), at=at)
    plans = roles.is_quality or roles.is_administrator
    courses = _courses_to_film() if plans else courses_authored_by(request.user)
    waiting = bookings_listed(request.user, at=at).filter(standing=BookingState.REQUESTED, starts_at__gte=at)
    context = {
        "weeks": studio_weeks(monday),
        "monday": monday,
        "before": monday - timedelta(days=7),
        "after": monday + timedelta(days=7),
        "today": timezone.localdate(at, university_zone()),
        "courses": options(courses.order_by("sort_text", "pk").values_list("code", "title")),
        "waiting": waiting[:50],
        "plans": plans,
    }
    return render(request, "studio/week.html", context)


def _courses_to_film():
    approved = Programme.objects.filter(course=OuterRef("pk"), standing=ProgrammeState.APPROVED)
    return Course.objects.filter(Exists(approved))


def _course_to_film(user, code: str, at) -> Course:
    """Whoever plans the studios meets a course once its programme is approved, long before it is submitted."""
    roles = roles_of(user, at)
    if roles.is_quality or roles.is_administrator:
        found = _courses_to_film().filter(code=code).first()
        if found is not None:
            return found
    return course_for(user, code, at=at)


@login_required
def new(request):
    """Book or request a filming of a course."""
    at = timezone.now()
    course = _course_to_film(request.user, request.GET.get("course", ""), at)
    refusal = PERMISSIONS["studio.book"].refusal(request.user, course, at)
    if refusal is not None:
        raise PermissionDenied(refusal)
    start = {name: request.GET[name] for name in ("studio", "day") if name in request.GET}
    form = BookingForm(request.POST or None, course=course, user=request.user, initial=start)
    if request.method == "POST" and form.is_valid():
        memo, note = form.cleaned_data.get("memo", False), form.cleaned_data["note"]
        try:
            booking = book(course, form.slot(), by=request.user, at=at, memo_read=memo, note=note)
        except BookingRefused as refused:
            for reason in refused.reasons:
                form.add_error(None, reason)
        else:
            messages.success(request, _("The filming is planned."))
            return redirect("studio:booking", booking.pk)
    context = {"course": course, "form": form, "approved": programme_approval_of(course), "memo": memo_lines()}
    return render(request, "studio/new.html", context)


def memo_lines() -> list:
    """The lines of section 7 of the regulation in force: the memo for recording (T9)."""
    regulation = regulation_in_force()
    if regulation is None:
        return []
    return [clause for clause in regulation.clauses.all() if clause.number.split(".")[0] == "7"]


def booking_seen_by(user, pk: int) -> Booking:
    """The filming; 404 for whoever may not see it."""
    return get_object_or_404(bookings_visible_to(user, at=timezone.now()), pk=pk)


@login_required
def booking_detail(request, pk: int):
    """One filming; whoever plans it moves it here."""
    at, booking = timezone.now(), booking_seen_by(request.user, pk)
    may_change = booking.standing != BookingState.CANCELLED and booking.starts_at > at
    may_change = may_change and PERMISSIONS["studio.book"].allows(request.user, booking.course, at)
    form = None
    if may_change or request.method == "POST":
        form = BookingForm(request.POST or None, course=booking.course, user=request.user, booking=booking)
    if request.method == "POST" and form.is_valid():
        try:
            move(booking, form.slot(), seen=form.cleaned_data["seen"] or 0, by=request.user, at=at)
        except BookingRefused as refused:
            for reason in refused.reasons:
                form.add_error(None, reason)
        else:
            messages.success(request, _("Changes saved."))
            return redirect("studio:booking", pk)
    return render(request, "studio/booking.html", booking_context(request.user, booking, form, at=at))


def booking_context(user, booking: Booking, form: BookingForm | None, *, at) -> dict:
    """What the page of a filming shows; ``form`` is None for whoever may not change it."""
    live = booking.standing != BookingState.CANCELLED
    return {
        "booking": booking,
        "form": form,
        "cancel_form": CancelForm() if form is not None and live and booking.starts_at > at else None,
        "may_tick": live and booking.memo_read_at is None and user.pk == booking.lecturer_id,
        "memo": memo_lines(),
        "may_confirm": booking.standing == BookingState.REQUESTED
        and PERMISSIONS["studio.confirm"].allows(user, booking.course, at),
    }


@login_required
@require_POST
def booking_step(request, pk: int, step: str):
    """Tick the memo, confirm, or cancel."""
    at, booking = timezone.now(), booking_seen_by(request.user, pk)
    try:
        if step == "tick":
            acknowledge(booking, by=request.user, at=at)
        elif step == "confirm":
            confirm(booking, by=request.user, at=at)
        else:
            cancel(booking, reason=request.POST.get("reason", ""), by=request.user, at=at)
    except BookingRefused as refused:
        for reason in refused.reasons:
            messages.error(request, reason)
    else:
        messages.success(request, _("Changes saved."))
    return redirect("studio:booking", pk)


@login_required
@require_GET
def day_sheet(request, day: str):
    """The sheet of a day for the studio, for a phone and for paper."""
    at = timezone.now()
    try:
        wanted = date.fromisoformat(day)
    except ValueError:
        raise Http404(_("Page not found.")) from None
    if not date(2000, 1, 1) < wanted < date(2200, 1, 1):
        raise Http404(_("Page not found."))
    if not may_look(request.user, at=at):
        raise Http404(_("Page not found."))
    context = {
        "day": wanted,
        "filmings": sheet_of_day(request.user, wanted, at=at),
        "before": wanted - timedelta(days=1),
        "after": wanted + timedelta(days=1),
    }
    return render(request, "studio/day.html", context)
