"""The waivers of a course: what stands against it now, what was let pass, by whom and until when."""

from __future__ import annotations

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from courses.document.codec import decode_stored
from courses.permissions import PERMISSIONS as COURSE_PERMISSIONS
from courses.readers import course_for, limits_in_force
from courses.regulation.finding import BLOCK, WARN
from courses.regulation.findings import findings
from courses.rows import document_of
from courses.states import REVIEW_STATES
from reviews.checks import NotAllowed, Refused, gate_findings
from reviews.experts.readers import judged_course
from reviews.forms import DAY
from reviews.models import Waiver
from reviews.permissions import PERMISSIONS
from reviews.readers import latest_revision, next_gate
from reviews.waivers.actions import PERMISSION_OF, grant_waiver, withdraw_waiver
from reviews.waivers.readers import judged, standing_waivers, stands, waivers_of


class WaiverForm(forms.Form):
    """Which finding is let pass is chosen among those that stand now."""

    finding = forms.ChoiceField(label=gettext_lazy("What is waived"), widget=forms.RadioSelect)
    reason = forms.CharField(label=gettext_lazy("Reason"), required=False, widget=forms.Textarea({"rows": 3}))
    until = forms.DateField(label=gettext_lazy("Until (included)"), required=False, widget=DAY)

    def __init__(self, *args, found, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.found = {f"{one.rule} {one.path}": one for one in found}
        self.fields["finding"].choices = [(key, one.message) for key, one in self.found.items()]
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", gettext_lazy("Waive it")))


@login_required
def course_waivers(request, code: str):
    """Everybody who may see the course sees its waivers; who may give one does so here."""
    at = timezone.now()
    course = course_for(request.user, code, at=at)
    document, found = _now(request.user, course, at)
    waivers = waivers_of(course)
    standing = judged(found, [waiver for waiver in waivers if stands(waiver, at=at)]).standing
    mine = [one for one in standing if _may(one.severity, request.user, course, at)]
    form = WaiverForm(request.POST or None, found=mine) if mine else None
    if request.method == "POST":
        if form is None:
            raise PermissionDenied(_("There is nothing here that you may waive."))
        if form.is_valid():
            data = form.cleaned_data
            chosen = form.found[data["finding"]]
            try:
                grant_waiver(
                    course, chosen, document, reason=data["reason"], until=data["until"], by=request.user, at=at
                )
            except NotAllowed as refused:
                raise PermissionDenied(refused.reasons[0]) from refused
            except Refused as refused:
                for reason in refused.reasons:
                    form.add_error(None, reason)
            else:
                messages.success(request, _("The waiver is recorded."))
                return redirect("reviews:waivers", code=code)
    rows = [
        {
            "waiver": waiver,
            "stands": stands(waiver, at=at),
            "may_withdraw": stands(waiver, at=at) and _may(waiver.severity, request.user, course, at),
        }
        for waiver in waivers
    ]
    return render(request, "reviews/waivers/course.html", {"course": course, "form": form, "rows": rows})


def _may(severity: str, user, course, at) -> bool:
    permission = PERMISSION_OF.get(severity)
    return permission is not None and PERMISSIONS[permission].allows(user, course, at)


def _now(user, course, at):
    """The document that comes to a gate next, with what stands against it: the revision under review, or the draft."""
    if course.state in REVIEW_STATES:
        revision = latest_revision(course)
        document, found = decode_stored(revision.document), gate_findings(revision, next_gate(course))
    elif COURSE_PERMISSIONS["course.read_working"].allows(user, course, at):
        document = document_of(course)
        found = findings(document, limits_in_force(), "dept")
    else:
        return None, []
    return document, [one for one in found if one.severity in (BLOCK, WARN)]


@login_required
@require_POST
def waiver_withdraw(request, pk: int):
    """Let the finding stand again."""
    at = timezone.now()
    waiver = get_object_or_404(Waiver.objects.select_related("course"), pk=pk)
    waiver.course = course_for(request.user, waiver.course.code, at=at)
    try:
        withdraw_waiver(waiver, by=request.user, at=at)
    except NotAllowed as refused:
        raise PermissionDenied(refused.reasons[0]) from refused
    messages.success(request, _("The waiver is withdrawn."))
    return redirect("reviews:waivers", code=waiver.course.code)


@login_required
@require_GET
def waiver_line(request, code: str):
    """A fragment: what is let pass for the course now, and the way to the page for whoever may let something pass."""
    at = timezone.now()
    course = judged_course(request.user, code, at=at)
    may_open = any(_may(severity, request.user, course, at) for severity in PERMISSION_OF)
    context = {"course": course, "waivers": standing_waivers(course, at=at), "may_open": may_open}
    return render(request, "reviews/waivers/standing.html", context)
