"""The queue, the reviewer's page, the decision, and the papers of a decision."""

from __future__ import annotations

from pathlib import PurePath

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.document.codec import decode_stored
from courses.models import Revision
from courses.permissions import PERMISSIONS
from courses.readers import course_for, limits_in_force
from courses.regulation.findings import findings
from courses.regulation.limits import Limits
from courses.rows import document_of
from courses.tree import Tree
from courses.verdicts import recorded_groups, verdict_groups
from mooc_portal.text import fold
from reviews import readers
from reviews.actions import NotAllowed, Outrun, Refused, decide
from reviews.forms import DecisionForm
from reviews.models import Decision
from reviews.papers import CONTENT_TYPES
from reviews.workflow import TRANSITIONS


@login_required
def queue(request):
    """What waits for me, overdue first."""
    at = timezone.now()
    text = fold(request.GET.get("q", ""))
    rows = readers.waiting_for(request.user, at=at)
    shown = [row for row in rows if text in row.course.search_text] if text else rows
    context = {
        "rows": shown,
        "q": request.GET.get("q", ""),
        "total": len(rows),
        "overdue": sum(r.overdue for r in rows),
    }
    return render(request, "reviews/queue.html", context)


@login_required
def detail(request, code: str):
    """The frozen revision as learners will read it, with its findings and the decisions so far."""
    at = timezone.now()
    course = course_for(request.user, code, at=at)
    revision = readers.latest_revision(course)
    if revision is None:
        if PERMISSIONS["course.read_working"].allows(request.user, course, at):
            return redirect(course)
        raise Http404(_("Page not found."))
    document = decode_stored(revision.document)
    found = findings(document, Limits.from_json(revision.regulation.limits), "dept")
    severities = [finding.severity for finding in found]
    context = {
        "course": course,
        "revision": revision,
        "document": document,
        "groups": verdict_groups(found),
        "blocking": severities.count("block"),
        "warnings": severities.count("warn"),
        "due": readers.due_date(course.state_since),
    }
    return render(request, "reviews/detail.html", context)


@login_required
def decision(request, code: str, transition: str):
    """Take a step: GET asks, POST decides. What was typed survives every refusal."""
    at = timezone.now()
    course = course_for(request.user, code, at=at)
    if transition not in TRANSITIONS:
        raise Http404(_("Page not found."))
    step = TRANSITIONS[transition]
    refusal = PERMISSIONS[step.permission].refusal(request.user, course, at)
    if refusal is not None:
        raise PermissionDenied(refusal)
    revision = None if step.freezes else readers.latest_revision(course)
    data = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = DecisionForm(*data, transition=step, course=course, revision=revision)
    found = []
    if request.method == "POST" and form.is_valid():
        try:
            _decide(course, step, form, request.user, at)
        except NotAllowed as refused:
            raise PermissionDenied(refused.reasons[0]) from refused
        except Refused as refused:
            found = refused.found
            _show_refusal(request, form, refused)
        else:
            messages.success(request, _("Done. %(step)s: %(course)s.") % {"step": step.label, "course": course})
            return redirect("reviews:detail", code=course.code)
    elif step.gate and step.freezes:
        found = findings(document_of(course), limits_in_force(), step.gate)
    context = {"course": course, "step": step, "form": form, "revision": revision}
    context["groups"] = verdict_groups(found, Tree(course).place_url if step.freezes else None)
    return render(request, "reviews/decide.html", context)


def _decide(course, step, form, user, at) -> None:
    shown = Revision.objects.filter(pk=form.cleaned_data.get("revision"), course=course).first()
    decide(
        course,
        step.name,
        by=user,
        at=at,
        seen=form.cleaned_data["seen"],
        revision=shown,
        papers=form.papers(),
    )


def _show_refusal(request, form, refused: Refused) -> None:
    for reason in refused.reasons:
        form.add_error(None, reason)
    if "protocol_file" in form.fields and request.FILES.get("protocol_file"):
        form.add_error("protocol_file", _("Choose the file again: a page cannot keep it."))
    if isinstance(refused, Outrun):
        form.data = form.data.copy()
        form.data["seen"] = -1  # deciding needs a fresh look at the course


@login_required
def protocol(request, pk: int):
    """The file of a protocol extract, for those who may see the course."""
    row = get_object_or_404(Decision.objects.select_related("course"), pk=pk)
    course = course_for(request.user, row.course.code, at=timezone.now())
    if not row.protocol_file:
        raise Http404(_("Page not found."))
    ending = PurePath(row.protocol_file.name).suffix.removeprefix(".")
    response = FileResponse(
        row.protocol_file.open("rb"),
        as_attachment=True,
        filename=f"{course.code}-{row.transition}-{row.number}.{ending}",
        content_type=CONTENT_TYPES.get(ending, "application/octet-stream"),
    )
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
def gate_record(request, pk: int):
    """The findings that stood when a decision was made."""
    row = get_object_or_404(Decision.objects.select_related("course", "revision"), pk=pk)
    course_for(request.user, row.course.code, at=timezone.now())
    return render(request, "reviews/record.html", {"decision": row, "groups": recorded_groups(row.findings)})
