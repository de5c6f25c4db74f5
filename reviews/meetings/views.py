"""Meetings: gathering courses, printing the agenda, keeping the protocol, deciding on each course."""

from __future__ import annotations

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from courses.models import Course
from mooc_portal.people.readers import roles_of
from reviews.checks import NotAllowed, Refused
from reviews.forms import DAY, MinutesFields
from reviews.meetings.actions import call_meeting, record_protocol
from reviews.meetings.papers import agenda_paper, protocol_paper
from reviews.meetings.readers import agenda_of, courses_for_meeting, meetings_visible_to, units_meeting_for
from reviews.printing.output import asked_paper
from reviews.readers import offers
from reviews.sheets import download, workbook

PAGE = 20
STEPS = ("endorse", "approve", "return")
VOTES = ("votes_for", "against", "abstained", "spoke")


class CallForm(forms.Form):
    """Which courses come before the meeting, and when it is."""

    day = forms.DateField(label=gettext_lazy("Day of the meeting"), widget=DAY)
    courses = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Courses on the agenda"),
        queryset=Course.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args, courses, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["courses"].queryset = courses
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", gettext_lazy("Call the meeting")))


class ProtocolForm(MinutesFields):
    """The protocol of the whole meeting; votes and what was said belong to each question."""

    number = forms.CharField(label=gettext_lazy("Protocol number"), required=False, max_length=40)
    day = forms.DateField(label=gettext_lazy("Protocol date"), widget=DAY)

    field_order = ("number", "day")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in VOTES:
            del self.fields[name]
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", gettext_lazy("Keep the protocol")))


@login_required
def meeting_list(request):
    """Meetings of one's units, the newest first, and the way to call one."""
    at = timezone.now()
    if not roles_of(request.user, at).judges:
        raise PermissionDenied(_("Only reviewers have meetings."))
    if request.GET.get("format") == "xlsx":
        return _meeting_sheet(meetings_visible_to(request.user, at=at))
    page = Paginator(meetings_visible_to(request.user, at=at), PAGE).get_page(request.GET.get("page"))
    units = units_meeting_for(request.user, at=at)
    shown = [{"kind": unit._meta.model_name, "pk": unit.pk, "name": unit.name} for unit in units]
    context = {"page": page, "units": shown, "query": ""}
    return render(request, "reviews/meetings/list.html", context)


def _meeting_sheet(meetings):
    header = [_("Date"), _("Unit"), _("Protocol"), _("Decided"), _("Courses")]
    rows = [[one.day, one.unit.name, one.number, one.decided, one.questions] for one in meetings]
    return download(workbook(_("Meetings"), header, rows), "meetings")


@login_required
def meeting_new(request, kind: str, pk: int):
    """Gather courses for a meeting of one unit."""
    at = timezone.now()
    units = {(unit._meta.model_name, unit.pk): unit for unit in units_meeting_for(request.user, at=at)}
    unit = units.get((kind, pk))
    if unit is None:
        raise PermissionDenied(_("Only a reviewer of this unit calls its meetings (cl. 5.1.5)."))
    courses = courses_for_meeting(unit, request.user)
    initial = {"day": timezone.localdate(at), "courses": courses}
    form = CallForm(request.POST or None, initial=initial, courses=courses)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            meeting = call_meeting(unit, list(data["courses"]), day=data["day"], by=request.user, at=at)
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(None, reason)
        else:
            messages.success(request, _("The meeting is called: print its agenda."))
            return redirect("reviews:meeting", pk=meeting.pk)
    return render(request, "reviews/meetings/new.html", {"unit": unit, "form": form})


@login_required
def meeting_detail(request, pk: int):
    """The agenda with what was decided on each course; the protocol is kept here before."""
    at = timezone.now()
    meeting = get_object_or_404(meetings_visible_to(request.user, at=at), pk=pk)
    holds = meeting.unit in units_meeting_for(request.user, at=at)
    initial = {"number": meeting.number, "day": meeting.day, **meeting.minutes}
    form = ProtocolForm(request.POST or None, initial=initial) if holds and not meeting.decided else None
    if request.method == "POST":
        if form is None:
            raise PermissionDenied(_("Decisions name this protocol already: it stays as it is."))
        if form.is_valid() and _recorded(request, meeting, form, at):
            return redirect("reviews:meeting", pk=pk)
    items = agenda_of(meeting)
    rows = [{"item": item, "steps": _steps(item, request.user, at) if meeting.number else []} for item in items]
    context = {"meeting": meeting, "rows": rows, "form": form}
    context["agenda_url"] = reverse("reviews:meeting_agenda", args=[pk])
    context["protocol_url"] = reverse("reviews:meeting_protocol", args=[pk])
    return render(request, "reviews/meetings/detail.html", context)


def _recorded(request, meeting, form: ProtocolForm, at) -> bool:
    data = form.cleaned_data
    try:
        record_protocol(meeting, number=data["number"], day=data["day"], minutes=form.minutes(), by=request.user, at=at)
    except NotAllowed as refused:
        raise PermissionDenied(refused.reasons[0]) from refused
    except Refused as refused:
        for reason in refused.reasons:
            form.add_error(None, reason)
        return False
    messages.success(request, _("The protocol is kept: decide on each course."))
    return True


def _steps(item, user, at) -> list:
    if item.decision is not None:
        return []
    allowed = [offer.transition for offer in offers(item.course, user, at=at) if not offer.refusal]
    return [step for step in allowed if step.name in STEPS]


@login_required
@require_GET
def meeting_agenda(request, pk: int):
    """The agenda as PDF or Word."""
    meeting = get_object_or_404(meetings_visible_to(request.user, at=timezone.now()), pk=pk)
    items = agenda_of(meeting)
    return asked_paper(request, lambda: agenda_paper(meeting, items), f"agenda-{meeting.day}")


@login_required
@require_GET
def meeting_protocol(request, pk: int):
    """The protocol of the whole meeting as PDF or Word."""
    meeting = get_object_or_404(meetings_visible_to(request.user, at=timezone.now()), pk=pk)
    items = agenda_of(meeting)
    return asked_paper(request, lambda: protocol_paper(meeting, items), f"protocol-{meeting.day}")
