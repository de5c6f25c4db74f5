"""The board of lectures, the readiness of a course, and one lecture on its way."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from scheduling.models import CutNote, LectureWork, Stage, WorkPlan
from scheduling.permissions import PERMISSIONS
from scheduling.studio.pipeline import STEPS, steps_from
from scheduling.studio.pipeline_actions import (
    Given,
    StepRefused,
    add_note,
    follow_courses,
    settle_note,
    take_step,
)
from scheduling.studio.pipeline_forms import BoardFilter, NoteForm, StepForm
from scheduling.studio.pipeline_readers import (
    READY,
    annotation_offered,
    board_rows,
    length_findings,
    readiness,
    work_for,
    works_held_by,
    works_visible_to,
)
from scheduling.studio.plan_readers import course_planned_by, courses_planned_by
from scheduling.studio.readers import course_options, may_look

ON_A_PAGE = 25
NOT_ON_THE_BOARD = ("course__goals", "course__summary", "course__search_text", "rough_cut", "video", "path")


@login_required
@require_GET
def board(request):
    """All lectures that the person may see, with filters."""
    at = timezone.now()
    if not may_look(request.user, at=at):
        raise Http404(_("Page not found."))
    courses = courses_planned_by(request.user, at=at).filter(work_plan__isnull=False).distinct()
    follow_courses(WorkPlan.objects.filter(course__in=courses.values("pk")), at=at)
    form = BoardFilter(request.GET, courses=courses.order_by("sort_text", "pk"))
    wanted = form.wanted()
    works = works_visible_to(request.user, at=at)
    if "course" in wanted:
        works = works.filter(course=wanted["course"])
    if "stage" in wanted:
        works = works.filter(stage=wanted["stage"])
    if "mine" in wanted:
        works = works_held_by(request.user, works, at=at)
    works = works.order_by("course__sort_text", "course", "place", "pk")
    if "risk" in wanted:
        behind = works.exclude(stage__in=READY).filter(section__isnull=False).defer(*NOT_ON_THE_BOARD)
        found = [row for row in board_rows(list(behind), at=at) if row.risk]
        page = rows = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    else:
        page = Paginator(works.defer(*NOT_ON_THE_BOARD), ON_A_PAGE).get_page(request.GET.get("page"))
        rows = board_rows(list(page), at=at)
    query = request.GET.copy()
    query.pop("page", None)
    context = {"form": form, "page": page, "rows": rows, "query": query.urlencode()}
    context["courses"] = course_options(courses, chosen=wanted.get("course"))
    return render(request, "studio/board.html", context)


@login_required
@require_GET
def production(request, code: str):
    """How far each section of a course is, and its lectures."""
    at = timezone.now()
    course = course_planned_by(request.user, code, at=at)
    follow_courses(WorkPlan.objects.filter(course=course), at=at)
    works = works_visible_to(request.user, at=at).filter(course=course, lecture__isnull=False)
    whole, sections = readiness(course)
    context = {
        "course": course,
        "rows": board_rows(list(works.order_by("place", "pk")), at=at),
        "whole": whole,
        "sections": sections,
        "annotation": annotation_offered(course),
        "may_book": PERMISSIONS["studio.book"].allows(request.user, course, at),
    }
    return render(request, "studio/production.html", context)


def _context(request, work: LectureWork, *, at, **forms) -> dict:
    """The page of a lecture; ``forms`` are those that came back refused, by step or ``note``."""
    steps = [step for step in steps_from(work.stage) if step.may.allows(request.user, work.course, at)]
    notes = list(work.notes.select_related("by"))
    may_note = work.stage == Stage.ROUGH_CUT and PERMISSIONS["lecture.view_cut"].allows(request.user, work.course, at)
    return {
        "work": work,
        "row": board_rows([work], at=at)[0],
        "stages": [{"stage": stage, "past": _order(stage) < _order(work.stage)} for stage in Stage],
        "steps": [
            (step, forms.get(step.name) or StepForm(initial=_known(work), step=step, prefix=step.name))
            for step in steps
        ],
        "notes": notes,
        "note_form": (forms.get("note") or NoteForm()) if may_note else None,
        "may_settle": any(
            PERMISSIONS[name].allows(request.user, work.course, at) for name in ("lecture.edit", "lecture.view_cut")
        ),
        "findings": length_findings(work) if work.stage == Stage.MEASURED else [],
        "log": work.steps.select_related("by"),
        "played": work.video or work.rough_cut,
    }


def _order(stage: str) -> int:
    return list(Stage).index(Stage(stage))


def _known(work: LectureWork) -> dict:
    return {"seen": work.version, "rough_cut": work.rough_cut, "video": work.video, "materials": work.materials}


@login_required
@require_GET
def lecture(request, pk: int):
    at = timezone.now()
    return render(request, "studio/lecture.html", _context(request, work_for(request.user, pk, at=at), at=at))


@login_required
@require_POST
def lecture_step(request, pk: int, name: str):
    """One step on; what is refused comes back filled in."""
    at = timezone.now()
    work = work_for(request.user, pk, at=at)
    if name not in STEPS:
        raise Http404(_("Page not found."))
    form = StepForm(request.POST, step=STEPS[name], prefix=name)
    if form.is_valid():
        try:
            take_step(work, name, given=Given(**form.given()), by=request.user, at=at, seen=form.cleaned_data["seen"])
        except StepRefused as refused:
            for reason in refused.reasons:
                form.add_error(None, reason)
        else:
            messages.success(request, _("Changes saved."))
            return redirect("studio:lecture", pk)
    context = _context(request, work, at=at, **{name: form})
    if all(step.name != name for step, _form in context["steps"]):
        context["refused"] = [error for errors in form.errors.values() for error in errors]
    return render(request, "studio/lecture.html", context)


@login_required
@require_POST
def note(request, pk: int):
    at = timezone.now()
    work = work_for(request.user, pk, at=at)
    form = NoteForm(request.POST)
    if form.is_valid():
        try:
            add_note(work, **form.cleaned_data, by=request.user, at=at)
        except StepRefused as refused:
            form.add_error(None, refused.reasons[0])
        else:
            return redirect("studio:lecture", pk)
    return render(request, "studio/lecture.html", _context(request, work, at=at, note=form))


@login_required
@require_POST
def note_done(request, pk: int, note: int):
    at = timezone.now()
    work = work_for(request.user, pk, at=at)
    found = get_object_or_404(CutNote.objects.select_related("work__course"), pk=note, work=work)
    try:
        settle_note(found, by=request.user, at=at)
    except StepRefused as refused:
        messages.error(request, refused.reasons[0])
    return redirect("studio:lecture", pk)
