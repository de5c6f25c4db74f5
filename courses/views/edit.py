"""Editing: the facts of a course, its authors, and every node of it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from courses.actions import (
    AuthorsRefused,
    ContentRefused,
    EditConflict,
    add_node,
    change_course,
    change_node,
    delete_node,
    move_node,
    set_authors,
)
from courses.actions.content import KINDS, node_of
from courses.forms import NODE_FORMS, AuthorsForm, FactsForm
from courses.markdown import render as render_markdown
from courses.models import Course
from courses.readers import limits_in_force
from courses.regulation.facts import announcement_length
from courses.regulation.findings import findings
from courses.rows import Rows
from courses.tree import Tree
from courses.verdicts import verdict_groups
from courses.views.common import fetch

NEEDS_COURSE = {"task", "final"}


def _form_of(kind: str, course: Course, **options):
    if kind in NEEDS_COURSE:
        options["course"] = course
    return NODE_FORMS[kind](**options)


def _page(request, course: Course, form, heading: str, **context):
    """An edit page, with what the regulation says of the place beside the form."""
    rows = Rows([course])
    found = findings(rows.document(course), limits_in_force(), "dept")
    groups = verdict_groups(found, Tree(course, rows).place_url)
    here = [(title, [v for v in rows if v.url == request.path]) for title, rows in groups]
    context |= {"course": course, "form": form, "heading": heading, "groups": [group for group in here if group[1]]}
    return render(request, "courses/edit.html", context, status=200)


def _saved(request, course: Course):
    messages.success(request, _("Changes saved."))
    return redirect(course)


@login_required
def course_edit(request, code: str):
    """The facts of the course."""
    course = fetch(request, code, "course.edit")
    form = FactsForm(request.POST or None, instance=course)
    if request.method == "POST" and form.is_valid():
        try:
            change_course(course, form.values(), seen=form.cleaned_data["seen"], by=request.user, at=timezone.now())
            return _saved(request, course)
        except EditConflict as conflict:
            form.show_conflict(conflict.stored)
        except ContentRefused as refused:
            form.add_error(None, str(refused))
    if request.method == "POST":
        course.refresh_from_db()  # checking the form has written what was typed into it
    return _page(request, course, form, _("Facts of the course"))


@login_required
def course_authors(request, code: str):
    """Who the authors are."""
    course = fetch(request, code, "course.edit")
    emails = [authorship.user.email for authorship in course.authorships.all()]
    form = AuthorsForm(request.POST or None, initial={"emails": emails})
    if request.method == "POST" and form.is_valid():
        try:
            set_authors(course, form.cleaned_data["emails"], by=request.user, at=timezone.now())
            messages.success(request, _("Changes saved."))
            return redirect("courses:list")
        except AuthorsRefused as refused:
            form.add_error("emails", str(refused))
    return _page(request, course, form, _("Authors"))


def _node(course: Course, kind: str, pk: int):
    node = node_of(course, kind, pk) if kind in KINDS else None
    if node is None:
        raise Http404(_("Page not found."))
    return node


@login_required
def node_add(request, code: str, kind: str, parent: int):
    """Add a node below another one; ``parent`` is 0 for children of the course."""
    course = fetch(request, code, "course.edit")
    if kind not in KINDS:
        raise Http404(_("Page not found."))
    spec = KINDS[kind]
    above = _node(course, spec.parent_kind, parent) if spec.parent_kind else None
    form = _form_of(kind, course, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_node(course, kind, above, form.values(), by=request.user, at=timezone.now())
            return _saved(request, course)
        except ContentRefused as refused:
            form.add_error(None, str(refused))
    return _page(request, course, form, spec.add_label, kind=kind)


@login_required
def node_edit(request, code: str, kind: str, pk: int):
    """Change a node."""
    course = fetch(request, code, "course.edit")
    node = _node(course, kind, pk)
    form = _form_of(kind, course, data=request.POST or None, instance=node)
    if request.method == "POST" and form.is_valid():
        try:
            seen = form.cleaned_data["seen"]
            change_node(course, node, form.values(), seen=seen, by=request.user, at=timezone.now())
            return _saved(request, course)
        except EditConflict as conflict:
            form.show_conflict(conflict.stored)
        except ContentRefused as refused:
            form.add_error(None, str(refused))
    return _page(request, course, form, KINDS[kind].label, kind=kind, node=node)


@login_required
@require_POST
def node_move(request, code: str, kind: str, pk: int):
    """Up or down among its siblings."""
    course = fetch(request, code, "course.edit")
    node = _node(course, kind, pk)
    try:
        move_node(course, node, up=request.POST.get("way") == "up", by=request.user, at=timezone.now())
    except ContentRefused as refused:
        messages.error(request, str(refused))
    return redirect(f"{course.get_absolute_url()}#{kind}-{pk}")


@login_required
def node_delete(request, code: str, kind: str, pk: int):
    """Delete a node, asked once more."""
    course = fetch(request, code, "course.edit")
    node = _node(course, kind, pk)
    if request.method == "POST":
        delete_node(course, node, by=request.user, at=timezone.now())
        messages.success(request, _("Deleted: %(what)s.") % {"what": node})
        return redirect(course)
    return render(request, "courses/delete.html", {"course": course, "node": node, "kind": KINDS[kind]})


@login_required
@require_POST
def announcement_count(request):
    """How many characters an announcement has, counted as the rule counts (4.5)."""
    count = announcement_length(request.POST.get("announcement", ""))
    low, high = limits_in_force().announcement_chars
    return render(request, "courses/announcement_count.html", {"count": count, "low": low, "high": high})


@login_required
@require_POST
def text_preview(request):
    """The text of a part as learners will read it."""
    return HttpResponse(render_markdown(request.POST.get("text", "")))
