"""Asking for a schedule, looking at what is proposed, and booking all or parts of it; the wishes it keeps."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from scheduling.models import ProposalState, ScheduleProposal, WorkPlan
from scheduling.permissions import PERMISSIONS
from scheduling.readers import university_zone
from scheduling.studio.plan_actions import PlanRefused, wish_for_filming
from scheduling.studio.plan_readers import course_planned_by
from scheduling.studio.planner.actions import ProposalRefused, accept_sessions, ask_for_schedule
from scheduling.studio.planner.forms import AskForm, WishForm
from scheduling.tasks import accept_schedule

ON_A_PAGE, QUARTER = 50, timedelta(days=90)


def _check_may(request, at: datetime) -> None:
    refusal = PERMISSIONS["studio.propose"].refusal(request.user, None, at)
    if refusal is not None:
        raise PermissionDenied(str(refusal))


@login_required
@require_http_methods(["GET", "POST"])
def proposals(request):
    """The schedules proposed so far, and asking for another."""
    at = timezone.now()
    _check_may(request, at)
    tomorrow = timezone.localdate(at, university_zone()) + timedelta(days=1)
    form = AskForm(request.POST or None, initial={"first": tomorrow, "last": tomorrow + QUARTER})
    if request.method == "POST" and form.is_valid():
        try:
            proposal = ask_for_schedule(**form.cleaned_data, by=request.user, at=at)
        except ProposalRefused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("studio:proposal", proposal.pk)
    rows = ScheduleProposal.objects.select_related("asked_by")[:20]
    return render(request, "studio/proposals.html", {"form": form, "proposals": rows})


@login_required
@require_GET
def proposal(request, pk: int):
    """What is proposed; while it is computed the page looks again by itself."""
    at = timezone.now()
    _check_may(request, at)
    found = get_object_or_404(ScheduleProposal.objects.select_related("asked_by"), pk=pk)
    rows = found.sessions.select_related("course", "lecturer", "operator", "studio", "booking")
    rows = rows.prefetch_related("lectures", "aids")
    page = Paginator(rows.filter(studio__isnull=False).order_by("starts_at", "pk"), ON_A_PAGE)
    context = {
        "proposal": found,
        "running": found.standing in (ProposalState.QUEUED, ProposalState.RUNNING),
        "seconds_passed": min(found.seconds, int((at - found.began_at).total_seconds())) if found.began_at else 0,
        "page": page.get_page(request.GET.get("page")),
        "open": found.sessions.filter(studio__isnull=False, booking=None).count(),
        "unplaced": list(rows.filter(studio=None).order_by("course", "pk")),
        "query": "",
    }
    return render(request, "studio/proposal.html", context)


@login_required
@require_POST
def accept(request, pk: int):
    """Book what is ticked; everything at once is left to the worker."""
    at = timezone.now()
    found = get_object_or_404(ScheduleProposal, pk=pk)
    if "all" in request.POST:
        _check_may(request, at)
        accept_schedule.delay(pk, request.user.pk)
        messages.success(request, _("All of it is being booked. Those refused stay here with the reason."))
        return redirect("studio:proposal", pk)
    chosen = [int(text) for text in request.POST.getlist("session")[:ON_A_PAGE] if text.isdigit()]
    try:
        booked, refused = accept_sessions(found, found.sessions.filter(pk__in=chosen), by=request.user, at=at)
    except ProposalRefused as error:
        raise PermissionDenied(str(error)) from None
    messages.success(request, _("Booked: %(n)s.") % {"n": booked})
    if refused:
        messages.error(request, _("Refused: %(n)s. The reason stands beside each.") % {"n": refused})
    return redirect("studio:proposal", pk)


@login_required
@require_http_methods(["GET", "POST"])
def wishes(request, code: str):
    """What the lecturer wishes for the filming of a course."""
    at = timezone.now()
    course = course_planned_by(request.user, code, at=at)
    refusal = PERMISSIONS["work_plan.make"].refusal(request.user, course, at)
    if refusal is not None:
        raise PermissionDenied(str(refusal))
    plan = WorkPlan.objects.select_related("course").filter(course=course).first()
    if plan is None:
        raise Http404(_("Page not found."))
    form = WishForm(request.POST or None, plan=plan)
    if request.method == "POST" and form.is_valid():
        try:
            wish_for_filming(plan, **form.cleaned_data, by=request.user, at=at)
        except PlanRefused as refused:
            form.add_error(None, refused.reasons[0])
        else:
            messages.success(request, _("Changes saved."))
            return redirect("studio:plan", code)
    return render(request, "studio/plan_wishes.html", {"form": form, "course": course})
