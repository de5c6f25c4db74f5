"""The table of graded tasks, edited in place, and the literature of a course."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from courses.actions import ContentRefused, EditConflict, change_node
from courses.actions.content import digest_of
from courses.forms.grading import touched_rows
from courses.grading import FIELDS, Grading, grading_of
from courses.literature import literature_of
from courses.permissions import PERMISSIONS
from courses.readers import limits_in_force
from courses.rows import Rows
from courses.tree import Tree
from courses.views.common import fetch, fetch_to_write


@login_required
def course_grading(request, code: str):
    """Weights, running sums and the outcomes that each task assesses; what is changed is stored row by row."""
    if request.method == "POST":
        course, refusal = fetch_to_write(request, code)
    else:
        course, refusal = fetch(request, code, "course.read_working"), ""
    limits, errors, typed = limits_in_force(), [], {}
    if refusal:
        errors.append(refusal)
    elif request.method == "POST":
        errors, typed = _store(request, course, grading_of(course, limits))
        if not errors and not request.htmx:
            messages.success(request, _("Changes saved."))
            return redirect(reverse("courses:grading", args=[code]))
    grading = grading_of(course, limits)
    for row in grading.rows:
        row.task.seen = digest_of(row.task, FIELDS)
        row.task.typed = typed.get(row.task.pk, row.task.weight)
    context = {
        "course": course,
        "grading": grading,
        "errors": errors,
        "saved": request.method == "POST" and not errors,
        "may_edit": PERMISSIONS["course.edit"].allows(request.user, course, timezone.now()),
    }
    return render(request, "courses/grading.html", context, status=403 if refusal and not request.htmx else 200)


def _store(request, course, grading: Grading) -> tuple[list[str], dict[int, str]]:
    """Why rows were not stored, each with its task, and the weights that stay as typed."""
    errors, typed = [], {}
    codes = [code for code, _text, _count in grading.codes]
    for row in touched_rows([row.task for row in grading.rows], codes, request.POST):
        error = row.error or _change(course, row, by=request.user)
        if error:
            errors.append(f"{row.task.title or '–'}: {error}")
            typed[row.task.pk] = row.values["weight"] if row.error else row.task.weight
    return errors, typed


def _change(course, row, *, by) -> str:
    try:
        change_node(course, row.task, row.values, seen=row.seen, by=by, at=timezone.now())
    except EditConflict:
        return _("Somebody changed this meanwhile. What is stored now is shown; change it again if need be.")
    except ContentRefused as refused:
        return str(refused)
    return ""


@login_required
@require_GET
def course_literature(request, code: str):
    """What the parts name, gathered as the working programme prints it, and where it is written."""
    course = fetch(request, code, "course.read_working")
    rows = Rows([course])
    tree, document = Tree(course, rows), rows.document(course)
    readings = {reading.path: reading for reading in literature_of(document)}
    places = [
        {"section": section, "part": part, "reading": readings.get(f"/sections/{i}/parts/{j}")}
        for i, section in enumerate(tree.sections)
        for j, part in enumerate(section.tree_parts)
    ]
    return render(request, "courses/literature.html", {"course": course, "places": places, "found": bool(readings)})
