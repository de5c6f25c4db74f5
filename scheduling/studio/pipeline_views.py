"""The board of lectures, the readiness of a course, and one lecture on its way."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from courses.models import Purpose
from courses.states import EDITABLE_STATES
from scheduling.models import CutNote, LectureWork, Stage, WorkPlan
from scheduling.permissions import PERMISSIONS
from scheduling.studio.board import PlannedCourse, WorksByCourse, lines_of, planned_courses
from scheduling.studio.cut_videos import STAGES, refusal_of
from scheduling.studio.pipeline import STEPS, is_uploaded, steps_from
from scheduling.studio.pipeline_actions import (
    Given,
    StepRefused,
    add_note,
    follow_courses,
    settle_note,
    take_step,
)
from scheduling.studio.pipeline_forms import NoteForm, StepForm
from scheduling.studio.pipeline_readers import (
    annotation_offered,
    board_rows,
    length_findings,
    outlook,
    readiness,
    uploaded_cut,
    work_for,
    works_at_risk,
    works_held_by,
    works_in_making,
    works_visible_to,
)
from scheduling.studio.plan_readers import course_planned_by, sees_all_plans
from scheduling.studio.readers import may_look, options

ON_A_PAGE = 20


@login_required
@require_GET
def board(request):
    """All lectures that the person may see, with filters."""
    at = timezone.now()
    if not may_look(request.user, at=at):
        raise Http404(_("Page not found."))
    courses = planned_courses(request.user, at=at)
    if behind := [course.plan for course in courses if course.is_behind]:
        follow_courses(WorkPlan.objects.filter(pk__in=behind), at=at)
    wanted = _wanted(request.GET, courses)
    now, works = outlook(at=at), works_in_making()
    if "course" in wanted:
        works = works.filter(course=wanted["course"].pk)
    elif not sees_all_plans(request.user, at=at):
        works = works.filter(course__in=[course.pk for course in courses])
    if "stage" in wanted:
        works = works.filter(stage=wanted["stage"])
    if "mine" in wanted:
        works = works_held_by(request.user, works, at=at)
    if "risk" in wanted:
        works = works_at_risk(works, now=now)
    page = Paginator(WorksByCourse(works, courses), ON_A_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    rows = board_rows(page.object_list, now=now)
    context = {
        "wanted": wanted,
        "page": page,
        "lines": lines_of(rows, {course.pk: course for course in courses}, at=at),
        "query": query.urlencode(),
        "courses": options(((one.code, one.title) for one in courses), chosen=request.GET.get("course")),
        "stages": options(Stage.choices, chosen=wanted.get("stage")),
    }
    return render(request, "studio/board.html", context)


def _wanted(given, courses: list[PlannedCourse]) -> dict:
    """The filters of the board that are given and understood; the others are left out of account."""
    found = {
        "course": next((course for course in courses if course.code == given.get("course")), None),
        "stage": given.get("stage") if given.get("stage") in Stage.values else None,
        "mine": given.get("mine"),
        "risk": given.get("risk"),
    }
    return {name: value for name, value in found.items() if value}


@login_required
@require_GET
def production(request, code: str):
    """How far each section of a course is, and its lectures."""
    at = timezone.now()
    course = course_planned_by(request.user, code, at=at)
    follow_courses(WorkPlan.objects.filter(course=course), at=at)
    works = works_visible_to(request.user, at=at).filter(course=course, lecture__isnull=False)
    whole, sections = readiness(course)
    rows = board_rows(list(works.order_by("place", "pk")), now=outlook(at=at))
    context = {
        "course": course,
        "lines": lines_of(rows, {course.pk: course}, at=at),
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
        "row": board_rows([work], now=outlook(at=at))[0],
        "stages": [{"stage": stage, "past": _order(stage) < _order(work.stage)} for stage in Stage],
        "steps": [
            (step, forms.get(step.name) or StepForm(initial=_known(work), step=step, work=work, prefix=step.name))
            for step in steps
        ],
        "notes": notes,
        "note_form": (forms.get("note") or NoteForm()) if may_note else None,
        "may_settle": any(
            PERMISSIONS[name].allows(request.user, work.course, at) for name in ("lecture.edit", "lecture.view_cut")
        ),
        "findings": length_findings(work) if work.stage == Stage.MEASURED else [],
        "log": work.steps.select_related("by"),
        "cut": _played(work),
        "locked": work.course.state not in EDITABLE_STATES,
        "upload": next((one for one in STAGES if refusal_of(work, one, by=request.user, at=at) is None), None),
    }


def _played(work: LectureWork) -> dict | None:
    """The latest cut: its address, and the file where it was uploaded."""
    for purpose, cut in ((Purpose.FINAL, work.video), (Purpose.ROUGH_CUT, work.rough_cut)):
        if cut:
            file = uploaded_cut(work, purpose)
            here = reverse("studio:cut", args=[work.pk, purpose]) if file else cut
            return {"address": here, "file": file, "purpose": purpose, "is_played_here": here.startswith("/")}
    return None


def _order(stage: str) -> int:
    return list(Stage).index(Stage(stage))


def _known(work: LectureWork) -> dict:
    addresses = {"rough_cut": work.rough_cut, "video": work.video}
    typed = {name: cut for name, cut in addresses.items() if not is_uploaded(cut)}
    return typed | {"seen": work.version, "materials": work.materials}


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
    form = StepForm(request.POST, step=STEPS[name], work=work, prefix=name)
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
