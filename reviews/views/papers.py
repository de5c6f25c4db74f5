"""The papers of a course's review, for those who may see the course."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from courses.readers import course_for
from courses.views.common import fetch
from reviews.approval_sheet import approval_sheet, proof_of, proved_revision
from reviews.check_paper import check_paper
from reviews.experts.readers import judged_course
from reviews.extract import decision_extract
from reviews.models import Decision
from reviews.printing.output import asked_paper


@login_required
@require_GET
def decision_extract_file(request, pk: int):
    """The extract of a decision as the portal words it, as PDF or Word."""
    row = get_object_or_404(Decision.objects.select_related("course", "revision"), pk=pk)
    row.course = course_for(request.user, row.course.code, at=timezone.now())
    if not row.protocol_number:
        raise Http404(_("Page not found."))
    return asked_paper(request, lambda: decision_extract(row), f"{row.course.code}-extract-{row.number}")


@login_required
@require_GET
def approval_sheet_file(request, code: str):
    """The approval sheet of a course, as PDF or Word."""
    at = timezone.now()
    course = judged_course(request.user, code, at=at)
    if (revision := proved_revision(course)) is None:
        raise Http404(_("Page not found."))
    proof = proof_of(course, revision, at=at)
    return asked_paper(request, lambda: approval_sheet(proof), f"{course.code}-approval-sheet")


@login_required
@require_GET
def check_file(request, code: str):
    """What the regulation says of the working copy, for whoever may read it, as PDF or Word."""
    course, by, at = fetch(request, code, "course.read_working"), request.GET.get("by", ""), timezone.now()
    return asked_paper(request, lambda: check_paper(course, by=by, at=at), f"{course.code}-check")
