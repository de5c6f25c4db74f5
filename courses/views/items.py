"""Test items of a task from and to other systems."""

from __future__ import annotations

from typing import NamedTuple

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.actions import ContentRefused, add_items
from courses.exchange.olx.skipped import Skipped
from courses.exchange.questions import WRITERS, ItemsRead, QuestionsError, read_questions, write_questions
from courses.forms import QuestionsForm
from courses.rows import item_of
from courses.views.common import fetch, fetch_node, fetch_to_write

TASKS = ("task", "final")


class Export(NamedTuple):
    """A format to take items out in, and what it cannot say of these."""

    name: str
    label: str
    skipped: list[Skipped]


def _task(course, kind: str, pk: int):
    if kind not in TASKS:
        raise Http404(_("Page not found."))
    return fetch_node(course, kind, pk)


@login_required
def items_exchange(request, code: str, kind: str, pk: int):
    """Bring items in from a file or from pasted text; take those of the task out, with what each format cannot say."""
    if request.method == "POST":
        course, refusal = fetch_to_write(request, code)
    else:
        course, refusal = fetch(request, code, "course.read_working"), ""
    task = _task(course, kind, pk)
    form = QuestionsForm(request.POST, request.FILES) if request.method == "POST" else QuestionsForm()
    if refusal:
        form.add_error(None, refusal)
    read = None
    if request.method == "POST" and form.is_valid():
        read = _brought_in(course, task, form, by=request.user)
        if read is not None and not read.skipped:
            messages.success(request, _added(len(read.items)))
            return redirect(reverse("courses:node", args=[code, kind, pk]))
    items = [item_of(row) for row in task.items.all()]
    exports = [Export(name, spec.name, write_questions(items, name).skipped) for name, spec in WRITERS.items()]
    context = {"course": course, "task": task, "kind": kind, "form": form, "exports": exports, "count": len(items)}
    if read is not None:
        context |= {"read": read, "added": _added(len(read.items)), "form": QuestionsForm()}
    return render(request, "courses/items.html", context, status=403 if refusal else 200)


def _added(count: int) -> str:
    return ngettext("Test item added: %(count)s.", "Test items added: %(count)s.", count) % {"count": count}


def _brought_in(course, task, form, *, by) -> ItemsRead | None:
    """What was read and stored; None where the form says why nothing was."""
    try:
        read = read_questions(form.data_sent())
        add_items(course, task, read.items, by=by, at=timezone.now())
    except (QuestionsError, ContentRefused) as error:
        form.add_error(None, str(error))
        return None
    return read


@login_required
def items_export(request, code: str, kind: str, pk: int, name: str):
    """The items of a task as a file of one format."""
    course = fetch(request, code, "course.read_working")
    task = _task(course, kind, pk)
    if name not in WRITERS:
        raise Http404(_("Page not found."))
    spec = WRITERS[name]
    text = write_questions([item_of(row) for row in task.items.all()], name).text
    response = HttpResponse(text, content_type=f"{spec.media_type}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{course.code}-{task.pk}.{spec.suffix}"'
    return response
