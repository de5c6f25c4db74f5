"""The working programme on its way through the department."""

from __future__ import annotations

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
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
from reviews.forms import DAY
from reviews.models import ProgrammeState
from reviews.papers import CONTENT_TYPES, Protocol
from reviews.permissions import PERMISSIONS
from reviews.programme.actions import ProgrammeRefused, decide_programme, send_programme
from reviews.programme.readers import programme_approval_of, programme_changes, programmes_visible_to


class ProgrammeForm(forms.Form):
    number = forms.CharField(label=gettext_lazy("Protocol number"), required=False, max_length=40)
    date = forms.DateField(label=gettext_lazy("Protocol date"), required=False, widget=DAY)
    file = forms.FileField(
        label=gettext_lazy("Protocol extract"),
        required=False,
        help_text=gettext_lazy("PDF, PNG, JPEG or Word document."),
    )
    reason = forms.CharField(
        label=gettext_lazy("What has to be changed, and why"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Only where the programme goes back."),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
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
        "changes": programme_changes(approved, document) if approved else [],
        "groups": verdict_groups(found, Tree(course).place_url),
        "refused": refused,
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
        protocol = Protocol(data["number"], data["date"], data["file"])
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
