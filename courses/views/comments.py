"""The thread of a place beside its form, and all threads of a course."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from courses.actions.comments import CommentRefused, add_comment, settle_comments
from courses.actions.content import KINDS
from courses.comments import FACTS, thread_at, threads_of
from courses.models import Course
from courses.views.common import fetch, fetch_node


def _name_of(course: Course, kind: str, pk: int) -> str:
    """What the place is called.

    Raises:
        Http404: when the course has no such place.
    """
    if kind == FACTS and pk == 0:
        return _("Facts and goals of the course")
    return str(fetch_node(course, kind, pk)) or str(KINDS[kind].label)


@login_required
@require_http_methods(["GET", "POST"])
def thread(request, code: str, kind: str, pk: int):
    """A fragment: the thread of a place; a comment added, or what is open settled."""
    course = fetch(request, code, "course.comment")
    name, refusal, typed, said = _name_of(course, kind, pk), "", "", ""
    if request.method == "POST":
        typed, at = request.POST.get("text", ""), timezone.now()
        try:
            if "settle" in request.POST:
                settle_comments(course, kind=kind, node=pk, by=request.user, at=at)
                said = _("Settled")
            else:
                add_comment(course, kind=kind, node=pk, name=name, text=typed, by=request.user, at=at)
                typed, said = "", _("The comment was sent.")
        except CommentRefused as refused:
            refusal = str(refused)
        if not refusal and not request.htmx:
            return redirect("courses:comments", code)
    context = {"course": course, "thread": thread_at(course, kind, pk), "kind": kind, "pk": pk, "refusal": refusal}
    context |= {"typed": typed, "name": name, "said": said}
    template = "courses/comments_thread.html" if request.htmx else "courses/comments_place.html"
    return render(request, template, context)


@login_required
@require_GET
def comment_list(request, code: str):
    """All threads of the course, those with something open first."""
    course = fetch(request, code, "course.comment")
    return render(request, "courses/comments.html", {"course": course, "threads": threads_of(course), "facts": FACTS})
