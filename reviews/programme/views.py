"""The working programme on its way through the department."""

from __future__ import annotations

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from courses.document.codec import decode_stored
from courses.permissions import PERMISSIONS as COURSE_PERMISSIONS
from courses.readers import course_for, limits_in_force
from courses.regulation.finding import BLOCK
from courses.regulation.findings import findings
from courses.rows import document_of
from courses.tree import Tree
from courses.verdicts import verdict_groups
from reviews.experts.readers import judged_course
from reviews.extract import programme_extract
from reviews.forms import DAY, FILE_HELP, MinutesFields, layout_of
from reviews.models import ProgrammeState
from reviews.papers import CONTENT_TYPES, Protocol
from reviews.permissions import PERMISSIONS
from reviews.printing.output import asked_paper
from reviews.programme.actions import ProgrammeRefused, decide_programme, send_programme
from reviews.programme.deviations import deviations
from reviews.programme.paper import programme_paper
from reviews.programme.readers import programme_approval_of, programmes_visible_to
from reviews.readers import latest_revision


class ProgrammeForm(MinutesFields):
    number = forms.CharField(label=gettext_lazy("Protocol number"), required=False, max_length=40)
    date = forms.DateField(label=gettext_lazy("Protocol date"), required=False, widget=DAY)
    file = forms.FileField(label=gettext_lazy("Protocol extract"), required=False, help_text=FILE_HELP)
    reason = forms.CharField(
        label=gettext_lazy("What has to be changed, and why"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Only where the programme goes back."),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = layout_of(self, "reason")
        self.helper.add_input(Submit("approve", gettext_lazy("Approve the programme")))
        self.helper.add_input(Submit("return", gettext_lazy("Return it"), css_class="btn-outline"))


@login_required
def course_programme(request, code: str):
    """The author's page: where the programme stands, what it still lacks, and sending it."""
    at = timezone.now()
    course = course_for(request.user, code, at=at)
    if not COURSE_PERMISSIONS["course.read_working"].allows(request.user, course, at):
        raise Http404(_("Page not found."))
    refused: list[str] = []
    if request.method == "POST":
        try:
            send_programme(course, by=request.user, at=at)
        except ProgrammeRefused as refusal:
            refused = refusal.reasons
        else:
            messages.success(request, _("The working programme was sent to the department."))
            return redirect("reviews:course_programme", code=code)
    document, approved = document_of(course), programme_approval_of(course)
    found = [one for one in findings(document, limits_in_force(), "prog") if one.severity == BLOCK]
    context = {
        "course": course,
        "document": document,
        "programmes": programmes_visible_to(request.user, at=at).filter(course=course),
        "waits": course.programmes.filter(standing=ProgrammeState.SENT).exists(),
        "approved": approved,
        "deviations": deviations(approved, document) if approved else [],
        "groups": verdict_groups(found, Tree(course).place_url),
        "refused": refused,
        "paper_url": reverse("reviews:course_programme_paper", args=[code]),
    }
    return render(request, "reviews/programme/course.html", context)


@login_required
def programme_detail(request, pk: int):
    """The programme as it was sent; whoever decides on it does so here."""
    at = timezone.now()
    programme = get_object_or_404(programmes_visible_to(request.user, at=at), pk=pk)
    refusal = PERMISSIONS["programme.decide"].refusal(request.user, programme.course, at)
    decides = programme.standing == ProgrammeState.SENT and refusal is None
    form = ProgrammeForm(request.POST or None, request.FILES or None) if decides or request.POST else None
    if request.method == "POST" and form.is_valid():
        data, approved = form.cleaned_data, "approve" in request.POST
        protocol = Protocol(data["number"], data["date"], data["file"], form.minutes())
        try:
            decide_programme(
                programme, approved=approved, protocol=protocol, reason=data["reason"], by=request.user, at=at
            )
        except ProgrammeRefused as refused:
            for reason in refused.reasons:
                form.add_error(None, reason)
        else:
            messages.success(request, _("The decision was recorded."))
            return redirect("reviews:programme", pk=pk)
    context = {"programme": programme, "document": decode_stored(programme.document), "form": form}
    context["paper_url"] = reverse("reviews:programme_paper", args=[pk])
    return render(request, "reviews/programme/detail.html", context)


@login_required
@require_GET
def programme_file(request, pk: int):
    """The extract of the protocol that approved a programme."""
    programme = get_object_or_404(programmes_visible_to(request.user, at=timezone.now()), pk=pk)
    if not programme.protocol_file:
        raise Http404(_("Page not found."))
    ending = programme.protocol_file.name.rpartition(".")[2]
    response = FileResponse(
        programme.protocol_file.open("rb"),
        as_attachment=True,
        filename=programme.protocol_file_name,
        content_type=CONTENT_TYPES.get(ending, "application/octet-stream"),
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_GET
def programme_paper_file(request, pk: int):
    """A programme as it was sent, as PDF or Word, in the languages asked for."""
    programme = get_object_or_404(programmes_visible_to(request.user, at=timezone.now()), pk=pk)
    return _paper(request, programme.course, decode_stored(programme.document), programme)


@login_required
@require_GET
def programme_extract_file(request, pk: int):
    """The extract of the approval as the portal words it, as PDF or Word."""
    programme = get_object_or_404(programmes_visible_to(request.user, at=timezone.now()), pk=pk)
    if programme.standing != ProgrammeState.APPROVED:
        raise Http404(_("Page not found."))
    return asked_paper(request, lambda: programme_extract(programme), f"{programme.course.code}-programme-extract")


@login_required
@require_GET
def course_programme_paper(request, code: str):
    """The programme of the working copy, for its authors to look at before they send it."""
    at = timezone.now()
    course = course_for(request.user, code, at=at)
    if not COURSE_PERMISSIONS["course.read_working"].allows(request.user, course, at):
        raise Http404(_("Page not found."))
    return _paper(request, course, document_of(course), None)


def _paper(request, course, document, programme):
    return asked_paper(request, lambda: programme_paper(course, document, programme), f"{course.code}-programme")


@login_required
@require_GET
def programme_line(request, code: str):
    """A fragment: whether the course agrees with its approved programme.

    For its authors the working copy, for everybody else, and with ``?of=revision``, the latest revision.
    """
    at = timezone.now()
    course = judged_course(request.user, code, at=at)
    revision = latest_revision(course)
    working = COURSE_PERMISSIONS["course.read_working"].allows(request.user, course, at)
    if working and request.GET.get("of") != "revision":
        document = document_of(course)
    elif revision is not None:
        document = decode_stored(revision.document)
    else:
        raise Http404(_("Page not found."))
    approved = programme_approval_of(course)
    found = deviations(approved, document) if approved else []
    context = {"course": course, "approved": approved, "deviations": found}
    return render(request, "reviews/programme/line.html", context)
