"""What a course was at each revision, and bringing parts of it back."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.actions import ContentRefused, bring_back
from courses.actions.arranging import kind_of
from courses.actions.content import KINDS
from courses.actions.history import GONE, SAME, old_places
from courses.models import Revision
from courses.permissions import PERMISSIONS
from courses.views.common import fetch

SHOWN = 200


@login_required
def revision_list(request, code: str):
    """The frozen revisions of a course, the newest first."""
    course = fetch(request, code, "course.read_working")
    revisions = course.revisions.select_related("made_by", "regulation").defer("document", "findings")[:SHOWN]
    return render(request, "courses/history.html", {"course": course, "revisions": revisions})


@login_required
def revision_page(request, code: str, number: int):
    """All that a revision held, what became of it, and a button to bring it back."""
    course = fetch(request, code, "course.read_working")
    revision = get_object_or_404(Revision.objects.select_related("made_by"), course=course, number=number)
    refusal = PERMISSIONS["course.edit"].refusal(request.user, course, timezone.now())
    if request.method == "POST":
        if refusal:
            raise PermissionDenied(refusal)
        try:
            node = bring_back(course, revision, request.POST.get("path", ""), by=request.user, at=timezone.now())
        except ContentRefused as refused:
            messages.error(request, str(refused))
            return redirect(request.path)
        messages.success(request, _("It is back. It stands behind the others."))
        return redirect(reverse("courses:node", args=[code, kind_of(node), node.pk]))
    context = {
        "course": course,
        "revision": revision,
        "places": [(one, KINDS[_kind(one.place)].label, one.state != SAME) for one in old_places(course, revision)],
        "gone": GONE,
        "may_edit": not refusal,
    }
    return render(request, "courses/revision.html", context)


def _kind(place) -> str:
    return "final" if place.kind == "task" and not place.parent else place.kind
