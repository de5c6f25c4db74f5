"""Planning a run, running a course again, and moving a first day."""

from __future__ import annotations

from datetime import date, datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.document.types import CourseDocument
from courses.readers import limits_in_force
from scheduling.actions import RunRefused, move_deviations, move_objections, move_run, plan_run
from scheduling.calendar import Calendar
from scheduling.catalogue import PublicCourse, public_course
from scheduling.content import document_of_run
from scheduling.forms import DayForm, MoveForm, PlanForm
from scheduling.models import Run
from scheduling.permissions import PERMISSIONS
from scheduling.plan_checks import calendar_of_plan, deviations, plan_objections, plan_warnings, proposed_start
from scheduling.readers import calendar_of
from scheduling.room.release import windows
from scheduling.timeline import calendar_events, timeline_context


@login_required
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, code: str) -> HttpResponse:
    """Show when what would happen in a run, and what a learner would see; plan it on POST."""
    at = timezone.now()
    public = public_course(code, at=at)
    refusal = PERMISSIONS["run.plan"].refusal(request.user, public.course, at)
    if refusal is not None:
        raise PermissionDenied(str(refusal))
    again = _run_again(public, request.GET.get("again", ""))
    form = _plan_form(request, again)
    if request.method == "POST" and form.is_valid():
        try:
            run = plan_run(public.course, by=request.user, at=at, **form.cleaned_data)
        except RunRefused as refused:
            for reason in refused.reasons:
                form.add_error("deviation" if refused.deviation_allowed else "starts_on", reason)
        else:
            messages.success(request, _("The run is planned: %(run)s.") % {"run": run})
            return redirect("scheduling:course", code)
    context = {"public": public, "form": form, "again": again, **_preview(request, public, form, again, at=at)}
    context["proposed"] = proposed_start(public.course, limits_in_force(), at=at)
    return render(request, "scheduling/plan.html", context)


def _plan_form(request: HttpRequest, again: Run | None) -> PlanForm:
    """Bound to what was posted, or to a chosen first day; settings are those of the run that is repeated."""
    if request.method == "POST":
        return PlanForm(request.POST)
    settings = {"stays_readable": again.stays_readable if again else True, "capacity": again.capacity if again else ""}
    if "starts_on" not in request.GET:
        return PlanForm(initial=settings)
    return PlanForm({**settings, "starts_on": request.GET["starts_on"]})


def _run_again(public: PublicCourse, pk: str) -> Run | None:
    return next((timed.run for timed in public.runs if str(timed.run.pk) == pk), None)


def _preview(request, public: PublicCourse, form: PlanForm, again: Run | None, *, at: datetime) -> dict:
    """What the dates would be, and what stands against them; empty without a first day."""
    form.is_valid()
    starts_on = form.cleaned_data.get("starts_on") if form.is_bound else None
    if starts_on is None:
        return {}
    objections = plan_objections(public.course, starts_on=starts_on, at=at)
    if objections:
        return {"objections": objections}
    calendar = calendar_of_plan(public.revision, starts_on=starts_on, limits=limits_in_force())
    return {
        "against": deviations(public.document, calendar, at=at),
        "warnings": plan_warnings(public.document, calendar),
        "timeline": timeline_context(calendar_events(calendar), at=at),
        "shifts": _shifts(again, calendar) if again else [],
        **_as_learner(request, public.document, calendar, stays_readable=form.cleaned_data.get("stays_readable", True)),
    }


def _as_learner(request, document: CourseDocument, calendar: Calendar, *, stays_readable: bool) -> dict:
    """What a learner would see on the day asked for; on the first one where none is."""
    form = DayForm(request.GET if "on" in request.GET else None)
    day = (form.day() if form.is_bound else None) or calendar.starts_on
    titles = [*(section.title for section in document.sections), document.extra_week or _("Final week")]
    shown = windows(
        calendar, stays_readable=stays_readable, final_week=bool(document.final_tasks), at=calendar.moment(day)
    )
    return {
        "day": day,
        "day_form": DayForm(initial={"on": day}),
        "seen": [(titles[window.number - 1], window) for window in shown],
    }


def _shifts(run: Run, calendar: Calendar) -> list[tuple[str, date, date, int]]:
    """Every date of the run that is repeated beside the new one, worked out by the rules and not copied."""
    before = {event.label: event.first for event in calendar_events(calendar_of(run), production=False)}
    after = calendar_events(calendar, production=False)
    return [
        (event.label, before[event.label], event.first, (event.first - before[event.label]).days)
        for event in after
        if event.label in before
    ]


@login_required
@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what moving the first day would change; move it on POST."""
    at = timezone.now()
    run = _run_to_move(request.user, pk, at)
    form = MoveForm(request.POST if request.method == "POST" else request.GET or None)
    if request.method == "POST" and form.is_valid():
        try:
            moved = move_run(run, by=request.user, at=at, **form.cleaned_data)
        except RunRefused as refused:
            for reason in refused.reasons:
                form.add_error("reason" if refused.deviation_allowed else "starts_on", reason)
        else:
            messages.success(request, _("The first day was moved. Learners are told: %(run)s.") % {"run": moved})
            return redirect("runs:detail", pk)
    context = {"run": run, "form": form, "document": document_of_run(run), "moves": run.moves.select_related("by")}
    return render(request, "scheduling/move.html", context | _preview_of_move(run, form, at=at))


def _run_to_move(user, pk: int, at: datetime) -> Run:
    runs = Run.objects.select_related("course", "regulation", "revision").prefetch_related("course__authorships")
    run = runs.filter(pk=pk).first()
    if run is None or not PERMISSIONS["run.view"].allows(user, run.course, at):
        raise Http404(_("Page not found."))
    refusal = PERMISSIONS["run.plan"].refusal(user, run.course, at)
    if refusal is not None:
        raise PermissionDenied(str(refusal))
    return run


def _preview_of_move(run: Run, form: MoveForm, *, at: datetime) -> dict:
    form.is_valid()
    starts_on = form.cleaned_data.get("starts_on") if form.is_bound else None
    if starts_on is None:
        return {"calendar": calendar_of(run)}
    objections = move_objections(run, starts_on=starts_on, at=at)
    if objections:
        return {"calendar": calendar_of(run), "objections": objections}
    calendar = calendar_of_plan(run.revision, starts_on=starts_on, limits=calendar_of(run).limits)
    return {
        "calendar": calendar_of(run),
        "against": move_deviations(run, calendar, at=at),
        "warnings": plan_warnings(document_of_run(run), calendar),
        "shifts": _shifts(run, calendar),
        "timeline": timeline_context(calendar_events(calendar, production=False), at=at),
    }
