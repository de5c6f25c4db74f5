"""Editing: the facts of a course, its authors, and every node of it.

A form that is sent with ``again`` is shown once more and stores nothing: that is how
htmx keeps what stands beside it current while somebody types, and how rows are added
and previews shown where no script runs.
"""

from __future__ import annotations

from copy import copy

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from courses.actions import (
    ContentRefused,
    EditConflict,
    add_node,
    change_course,
    change_node,
    set_authors,
)
from courses.actions.arranging import kind_of
from courses.actions.content import KINDS, course_of, digest_of, node_to_save, save_locked
from courses.beside import Place, beside
from courses.forms import NODE_FORMS, AuthorsForm, FactsForm
from courses.models import Course, Lecture, Task
from courses.outline import current_of, destinations, holders_of, outline, trail, unfolded_at
from courses.presence import mark_presence, others_present
from courses.readers import limits_in_force
from courses.rows import Rows
from courses.tree import Tree
from courses.views.common import fetch, fetch_node, fetch_to_write

NEEDS_COURSE = {"task", "final", "item"}


def _form(request, course: Course, place: Place):
    options = {"course": course} if place.kind in NEEDS_COURSE else {}
    if place.kind == "item":
        options["more"] = request.POST.get("again", "")
    return NODE_FORMS[place.kind](request.POST or None, instance=place.node, **options)


def _is_autosave(request) -> bool:
    """Whether the script beside the form sends, which wants an answer and no page."""
    return request.headers.get("X-Autosave") == "1"


def _stored(request, form, refusal: str, write) -> bool:
    """Whether what was typed is stored now; if not, the form says why and keeps every word."""
    if request.method != "POST" or "again" in request.POST:
        return False
    if refusal:
        form.add_error(None, refusal)
    if not form.is_valid():
        return False
    try:
        write()
    except EditConflict as conflict:
        form.show_conflict(conflict.stored)
        return False
    except ContentRefused as refused:
        form.add_error(None, str(refused))
        return False
    if not _is_autosave(request) or "leave" in request.POST:
        messages.success(request, _("Changes saved."))
    return True


def _saved(request, address: str, seen: str = ""):
    """On to the next page; the script is told where that is, and the mark of what is stored now."""
    if not _is_autosave(request):
        return redirect(address)
    return JsonResponse({"state": "saved", "next": address, "seen": seen})


def _refused(form, refusal: str):
    """Why nothing was stored, for the script."""
    if refusal:
        return JsonResponse({"state": "locked", "message": str(refusal)}, status=403)
    if getattr(form, "conflict", None) or getattr(form, "stored_item", None):
        return JsonResponse({"state": "conflict"}, status=409)
    first = next(iter(form.errors.values()), [""])
    return JsonResponse({"state": "refused", "message": str(first[0]) if first else ""}, status=422)


def _is_part_of_page(request) -> bool:
    """Whether htmx asks for the form or what stands beside it, and not for the outline."""
    return request.headers.get("HX-Target") in ("editor", "beside", "fields")


def _held(tree: Tree, place: Place) -> list[tuple[str, object]]:
    """What holds the place, from the outside in; a new node is held by what it is added to."""
    if place.node is not None or place.parent is None:
        return holders_of(tree, place.node)
    return [*holders_of(tree, place.parent), (kind_of(place.parent), place.parent)]


def _page(request, course: Course, form, place: Place, heading, *, refusal: str = ""):
    """An edit page, with what the regulation says of the place beside the form."""
    if _is_autosave(request):
        return _refused(form, refusal)
    form.write_in(course.language)
    typed = form.values() if form.is_bound and form.is_valid() else None
    at, limits = timezone.now(), limits_in_force()
    judged = copy(course)  # takes on what is typed
    rows = Rows([judged])
    tree = Tree(judged, rows)
    held = _held(tree, place)
    context = {
        "course": course,
        "form": form,
        "heading": heading,
        "kind": place.kind,
        "adding": place.kind and place.node is None,
        "node": place.node,
        "crumbs": trail(course, held),
        "current": current_of(place, held),
        "unfolded": unfolded_at(place, held),
        "destinations": destinations(tree, place.node),
        "outline": None,
    }
    if not _is_part_of_page(request):
        context["outline"] = outline(course, Rows([course]) if typed else rows, limits, at=at)
    if isinstance(place.node, Lecture):
        context |= {"has_video": True, "video": course.videos.filter(sha256=place.node.video or "").first()}
    if isinstance(place.node, Task):
        place.node.tree_items = rows.items["task_id", place.node.pk]
    context["beside"] = beside(judged, rows, place, form, limits, at=at, typed=typed)
    return render(request, "courses/edit.html", context, status=403 if refusal else 200)


@login_required
def course_edit(request, code: str):
    """The facts of the course."""
    course, refusal = fetch_to_write(request, code)
    form = FactsForm(request.POST or None, instance=copy(course))  # a form writes into its instance

    def write():
        seen = form.cleaned_data["seen"]
        change_course(course, form.values(), seen=seen, by=request.user, at=timezone.now())

    if _stored(request, form, refusal, write):
        return _saved(request, request.path, digest_of(Course.objects.get(pk=course.pk), form.stored_fields()))
    return _page(request, course, form, Place(), _("Facts and goals of the course"), refusal=refusal)


@login_required
def course_authors(request, code: str):
    """Who the authors are."""
    course, refusal = fetch_to_write(request, code)
    emails = [authorship.user.email for authorship in course.authorships.all()]
    form = AuthorsForm(request.POST or None, initial={"emails": emails})

    def write():
        set_authors(course, form.cleaned_data["emails"], by=request.user, at=timezone.now())

    if _stored(request, form, refusal, write):
        stays = course.authorships.filter(user=request.user).exists()
        return redirect(course) if stays else redirect("courses:list")
    context = {"course": course, "form": form, "heading": _("Authors")}
    return render(request, "courses/edit.html", context, status=403 if refusal else 200)


@login_required
@require_POST
def course_presence(request, code: str):
    """Who else has the course open: asked by the script every half minute, which also says that this person has."""
    course = fetch(request, code, "course.read_working")
    at = timezone.now()
    mark_presence(course, request.user, place=request.POST.get("place", ""), at=at)
    return render(request, "courses/others.html", {"others": others_present(course, request.user, at=at)})


@login_required
def node_add(request, code: str, kind: str, parent: int):
    """Add a node below another one; ``parent`` is 0 for children of the course."""
    course, refusal = fetch_to_write(request, code)
    if kind not in KINDS:
        raise Http404(_("Page not found."))
    spec, added = KINDS[kind], []
    place = Place(kind, parent=fetch_node(course, spec.parent_kind, parent) if spec.parent_kind else None)
    form = _form(request, course, place)

    def write():
        added.append(add_node(course, kind, place.parent, form.values(), by=request.user, at=timezone.now()))

    if _stored(request, form, refusal, write):
        another = "another" in request.POST
        return _saved(request, request.path if another else reverse("courses:node", args=[code, kind, added[0].pk]))
    return _page(request, course, form, place, spec.add_label, refusal=refusal)


@login_required
def node_edit(request, code: str, kind: str, pk: int):
    """Change a node."""
    if _is_autosave(request):
        with transaction.atomic():
            node = node_to_save(request.user, code, kind, pk, at=timezone.now())
            if node is not None:
                return _node_autosaved(request, node, kind)
            transaction.set_rollback(True)
    course, refusal = fetch_to_write(request, code)
    place, stored = Place(kind, node=fetch_node(course, kind, pk)), []
    form = _form(request, course, place)

    def write():
        seen = form.cleaned_data["seen"]
        stored.append(change_node(course, place.node, form.values(), seen=seen, by=request.user, at=timezone.now()))

    if _stored(request, form, refusal, write):
        return _saved(request, request.path, stored[0])
    return _page(request, course, form, place, KINDS[kind].label, refusal=refusal)


def _node_autosaved(request, node, kind: str):
    """The short way of a save while somebody writes: the course is locked, and nothing is read twice."""
    course = SimpleLazyObject(lambda: course_of(node))  # few forms ask for it
    place, stored = Place(kind, node=copy(node)), []  # a form writes into its instance
    form = _form(request, course, place)

    def write():
        stored.append(save_locked(node, form.values(), seen=form.cleaned_data["seen"]))

    if _stored(request, form, "", write):
        return _saved(request, request.path, stored[0])
    transaction.set_rollback(True)
    return _refused(form, "")
