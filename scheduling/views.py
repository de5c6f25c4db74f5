"""The public catalogue, the page of a course, and planning its runs."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from courses.document import codec
from courses.readers import limits_in_force
from courses.regulation.findings import findings
from scheduling.actions import (
    RunRefused,
    announcement_objection,
    calendar_of_plan,
    plan_objections,
    plan_run,
)
from scheduling.calendar import REGISTRATION_PHASES
from scheduling.catalogue import entries_found, public_course
from scheduling.forms import CatalogueFilter, PlanForm
from scheduling.permissions import PERMISSIONS
from scheduling.readers import next_runs
from scheduling.registration.readers import standings_of
from scheduling.timeline import calendar_events, timeline_context

ON_A_PAGE = 20


@require_GET
def catalogue(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    form = CatalogueFilter(request.GET)
    wanted = form.wanted()
    page = Paginator(entries_found(wanted, at=at), ON_A_PAGE).get_page(request.GET.get("page"))
    timed = next_runs(at=at, courses=[entry.pk for entry in page])
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form,
        "filtered": bool(wanted),
        "page": page,
        "cards": [(entry, timed.get(entry.pk)) for entry in page],
        "query": query.urlencode(),
    }
    return render(request, "scheduling/catalogue.html", context)


@require_GET
def course_page(request: HttpRequest, code: str) -> HttpResponse:
    at = timezone.now()
    public = public_course(code, at=at)
    context = {
        "public": public,
        "document": public.document,
        "offer": next((timed for timed in reversed(public.runs) if timed.phase in REGISTRATION_PHASES), None),
        "registrations": standings_of(request.user, public.course),
        "may_see_learners": PERMISSIONS["run.see_learners"].allows(request.user, public.course, at),
        "may_plan": PERMISSIONS["run.plan"].allows(request.user, public.course, at),
        "address": request.build_absolute_uri(request.path),
    }
    return render(request, "scheduling/course.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, code: str) -> HttpResponse:
    """Show when what would happen in a run; plan it on POST."""
    at = timezone.now()
    public = public_course(code, at=at)
    refusal = PERMISSIONS["run.plan"].refusal(request.user, public.course, at)
    if refusal is not None:
        raise PermissionDenied(str(refusal))
    data = request.POST if request.method == "POST" else request.GET or None
    form = PlanForm(data)
    if request.method == "POST" and form.is_valid():
        try:
            run = plan_run(public.course, by=request.user, at=at, **form.cleaned_data)
        except RunRefused as refused:
            for reason in refused.reasons:
                form.add_error("deviation" if refused.deviation_allowed else "starts_on", reason)
        else:
            messages.success(request, _("The run is planned: %(run)s.") % {"run": run})
            return redirect("scheduling:course", code)
    context = {"public": public, "form": form, **_preview(public, form, at=at)}
    return render(request, "scheduling/plan.html", context)


def _preview(public, form: PlanForm, *, at) -> dict:
    """What the dates would be, and what stands against them; empty without a first day."""
    form.is_valid()
    starts_on = form.cleaned_data.get("starts_on") if form.is_bound else None
    if starts_on is None:
        return {}
    limits = limits_in_force()
    objections = plan_objections(public.course, starts_on=starts_on, at=at)
    if objections:
        return {"objections": objections}
    found = findings(codec.decode_stored(public.revision.document), limits, "sched")
    calendar = calendar_of_plan(public.revision, starts_on=starts_on, limits=limits)
    return {
        "blocking": [one for one in found if one.severity == "block"],
        "late": announcement_objection(calendar, at=at),
        "not_monday": starts_on.weekday() != 0,
        "timeline": timeline_context(calendar_events(calendar), at=at),
    }
