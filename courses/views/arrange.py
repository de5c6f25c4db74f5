"""Arranging a course: moving, copying, deleting, and bringing back what was deleted."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from courses.actions import ContentRefused, copy_node, delete_node, move_node, place_node, restore_node
from courses.actions.arranging import kind_of
from courses.actions.content import KINDS, siblings
from courses.outline import holder_of, outline, parent_of
from courses.readers import limits_in_force
from courses.rows import Rows
from courses.views.common import fetch, fetch_node

SHOWN_DELETED = 200


def _address(course, node) -> str:
    return reverse("courses:node", args=[course.code, kind_of(node), node.pk])


def _done(request, course, node, said: str = ""):
    """Back to where the button was: the outline, the page of the node, or the course."""
    if request.headers.get("HX-Target") == "outline":
        return _outline(request, course, said or " ".join(map(str, messages.get_messages(request))))
    if "stay" in request.POST:
        return redirect(_address(course, node))
    return redirect(f"{course.get_absolute_url()}#{kind_of(node)}-{node.pk}")


def _outline(request, course, said: str = ""):
    context = {
        "course": course,
        "outline": outline(course, Rows([course]), limits_in_force(), at=timezone.now()),
        "unfolded": (),
        "said": said,
    }
    return render(request, "courses/outline_nav.html", context)


@login_required
def course_outline(request, code: str):
    """The outline alone, for the script that renews it."""
    return _outline(request, fetch(request, code, "course.read_working"))


@login_required
@require_POST
def node_move(request, code: str, kind: str, pk: int):
    """Up or down among its siblings."""
    course = fetch(request, code, "course.edit")
    node = fetch_node(course, kind, pk)
    try:
        move_node(course, node, up=request.POST.get("way") == "up", by=request.user, at=timezone.now())
    except ContentRefused as refused:
        messages.error(request, str(refused))
        return _done(request, course, node)
    return _done(request, course, node, _moved(node))


def _moved(node) -> str:
    """Where a node stands now, for those who cannot see it."""
    rows = list(siblings(node))
    place = {"what": node, "n": rows.index(node) + 1, "all": len(rows)}
    return _("%(what)s: now %(n)s of %(all)s.") % place


@login_required
@require_POST
def node_place(request, code: str, kind: str, pk: int):
    """Into something else, or to a place among its siblings: ``to`` holds it, ``index`` counts from 0."""
    course = fetch(request, code, "course.edit")
    node = fetch_node(course, kind, pk)
    index = request.POST.get("index", "")
    try:
        parent = holder_of(course, request.POST.get("to", ""))
    except LookupError as error:
        raise Http404(_("Page not found.")) from error
    try:
        place_node(
            course, node, parent, index=int(index) if index.isdecimal() else None, by=request.user, at=timezone.now()
        )
    except ContentRefused as refused:
        messages.error(request, str(refused))
        return _done(request, course, fetch_node(course, kind, pk))
    return _done(request, course, node, _moved(node))


@login_required
@require_POST
def node_copy(request, code: str, kind: str, pk: int):
    """A copy right behind it."""
    course = fetch(request, code, "course.edit")
    node = fetch_node(course, kind, pk)
    try:
        node = copy_node(course, node, by=request.user, at=timezone.now())
        messages.success(request, _("This is the copy."))
    except ContentRefused as refused:
        messages.error(request, str(refused))
    return _done(request, course, node)


@login_required
def node_delete(request, code: str, kind: str, pk: int):
    """Delete a node; where no script asks, asked once more. It can be brought back."""
    course = fetch(request, code, "course.edit")
    node = fetch_node(course, kind, pk)
    if request.method != "POST":
        return render(request, "courses/delete.html", {"course": course, "node": node, "kind": KINDS[kind]})
    parent = parent_of(node)
    deleted = delete_node(course, node, by=request.user, at=timezone.now())
    messages.success(request, _("Deleted: %(what)s.") % {"what": deleted.name or KINDS[kind].label})
    if "stay" not in request.POST:
        return redirect(f"{course.get_absolute_url()}?deleted={deleted.pk}")
    address = _address(course, parent[1]) if parent else reverse("courses:edit", args=[course.code])
    return redirect(f"{address}?deleted={deleted.pk}")


@login_required
def deleted_list(request, code: str):
    """What was deleted from the course, the latest first."""
    course = fetch(request, code, "course.edit")
    rows = list(course.deleted.select_related("deleted_by").defer("document")[:SHOWN_DELETED])
    for row in rows:
        row.label = KINDS[row.kind].label
    return render(request, "courses/deleted.html", {"course": course, "rows": rows})


@login_required
@require_POST
def node_restore(request, code: str, pk: int):
    """Bring back what was deleted."""
    course = fetch(request, code, "course.edit")
    deleted = get_object_or_404(course.deleted, pk=pk)
    try:
        node = restore_node(course, deleted, by=request.user, at=timezone.now())
    except ContentRefused as refused:
        messages.error(request, str(refused))
        return redirect("courses:deleted", code=course.code)
    messages.success(request, _("Brought back: %(what)s.") % {"what": deleted.name or KINDS[deleted.kind].label})
    return redirect(_address(course, node))
