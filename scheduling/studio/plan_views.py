"""The work plan of a course: made, looked at, printed."""

from __future__ import annotations

from io import BytesIO

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from courses.models import Course
from reviews.printing.output import asked_paper
from scheduling.models import Deadline, WorkItem, WorkPlan
from scheduling.permissions import PERMISSIONS
from scheduling.readers import unfinished_runs
from scheduling.studio.filming_paper import work_plan_paper
from scheduling.studio.filming_sheet import write_filming_sheet
from scheduling.studio.plan_actions import (
    PlanRefused,
    broken_dates,
    change_item,
    finish_item,
    make_work_plan,
    proposed_items,
)
from scheduling.studio.plan_forms import WorkItemForm, WorkPlanForm
from scheduling.studio.plan_readers import (
    capacity_warnings,
    course_planned_by,
    courses_planned_by,
    gantt,
    judged_items,
)

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def plan_of(course: Course) -> WorkPlan | None:
    return WorkPlan.objects.filter(course=course).select_related("course", "made_by").first()


@login_required
@require_GET
def plans(request):
    """The courses whose plans the person may see."""
    at = timezone.now()
    courses = courses_planned_by(request.user, at=at).select_related("work_plan").distinct().order_by("sort_text", "pk")
    return render(request, "studio/plans.html", {"courses": courses[:200]})


@login_required
@require_GET
def work_plan(request, code: str):
    at = timezone.now()
    course = course_planned_by(request.user, code, at=at)
    plan = plan_of(course)
    judged = judged_items(plan, at=at) if plan else []
    context = {
        "course": course,
        "plan": plan,
        "judged": judged,
        "warned": [one for one in judged if one.standing in ("late", "risk")],
        "gantt": gantt(judged, at=at) if judged else None,
        "may_make": PERMISSIONS["work_plan.make"].allows(request.user, course, at),
    }
    return render(request, "studio/plan.html", context)


@login_required
def make(request, code: str):
    """Show what the dates would be; make the plan on POST."""
    at = timezone.now()
    course = course_planned_by(request.user, code, at=at)
    refusal = PERMISSIONS["work_plan.make"].refusal(request.user, course, at)
    if refusal is not None:
        raise PermissionDenied(str(refusal))
    form = WorkPlanForm(_answers(request, course, at))
    if request.method == "POST" and form.is_valid():
        try:
            make_work_plan(course, **form.cleaned_data, by=request.user, at=at)
        except PlanRefused as refused:
            for reason in refused.reasons:
                form.add_error("deviation" if refused.deviation_allowed else None, reason)
        else:
            messages.success(request, _("The work plan is made."))
            return redirect("studio:plan", code)
    context = {"course": course, "form": form, **_preview(course, form, at=at)}
    return render(request, "studio/plan_make.html", context)


def _answers(request, course: Course, at) -> dict:
    """What was sent; else the plan as it is; else the next run of the course, if there is one."""
    if request.method == "POST":
        return request.POST
    if "starts_on" in request.GET:
        return request.GET
    plan, run = plan_of(course), unfinished_runs(at).filter(course=course).first()
    day = plan.starts_on if plan else run.starts_on if run else None
    return {
        "starts_on": day or "",
        "deadline": plan.deadline if plan else Deadline.ANNOUNCEMENT,
        "batches": plan.batches if plan else 1,
    }


def _preview(course: Course, form: WorkPlanForm, *, at) -> dict:
    form.is_valid()
    wanted = {name: form.cleaned_data.get(name) for name in ("starts_on", "deadline", "batches")}
    if not all(wanted.values()):
        return {}
    try:
        items = proposed_items(course, **wanted)
    except PlanRefused as refused:
        return {"objections": refused.reasons}
    return {
        "items": items,
        "broken": broken_dates(items, at=at),
        "warnings": capacity_warnings(course, wanted["batches"]),
    }


def _item(request, code: str, pk: int, at) -> WorkItem:
    course = course_planned_by(request.user, code, at=at)
    return get_object_or_404(WorkItem.objects.select_related("plan__course", "owner"), pk=pk, plan__course=course)


@login_required
def item(request, code: str, pk: int):
    """Another owner or other days for an item."""
    at = timezone.now()
    found = _item(request, code, pk, at)
    refusal = PERMISSIONS["work_plan.make"].refusal(request.user, found.plan.course, at)
    if refusal is not None:
        raise PermissionDenied(str(refusal))
    form = WorkItemForm(request.POST or None, item=found, at=at)
    if request.method == "POST" and form.is_valid():
        try:
            change_item(found, **form.cleaned_data, by=request.user, at=at)
        except PlanRefused as refused:
            for reason in refused.reasons:
                form.add_error(None, reason)
        else:
            messages.success(request, _("Changes saved."))
            return redirect("studio:plan", code)
    return render(request, "studio/plan_item.html", {"item": found, "form": form, "course": found.plan.course})


@login_required
@require_POST
def item_done(request, code: str, pk: int):
    at = timezone.now()
    found = _item(request, code, pk, at)
    try:
        finish_item(found, done=request.POST.get("done") == "1", by=request.user, at=at)
    except PlanRefused as refused:
        raise PermissionDenied(refused.reasons[0]) from None
    return redirect("studio:plan", code)


@login_required
@require_GET
def plan_excel(request, code: str) -> HttpResponse:
    """The work schedule and filming sheet (T8) as a workbook."""
    at = timezone.now()
    course = course_planned_by(request.user, code, at=at)
    plan = plan_of(course)
    if plan is None:
        raise Http404
    stream = BytesIO()
    write_filming_sheet(plan, judged_items(plan, at=at), stream)
    response = HttpResponse(stream.getvalue(), content_type=EXCEL)
    response["Content-Disposition"] = f'attachment; filename="{course.code}-T8.xlsx"'
    return response


@login_required
@require_GET
def plan_paper(request, code: str) -> HttpResponse:
    """The same (T8) as PDF or Word, in Kazakh, Russian or both."""
    at = timezone.now()
    plan = plan_of(course_planned_by(request.user, code, at=at))
    if plan is None:
        raise Http404
    return asked_paper(request, lambda: work_plan_paper(plan, at=at), f"{code}-T8")
