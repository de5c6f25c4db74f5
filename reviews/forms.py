"""The form of a decision: it asks for just the papers that the step needs."""

from __future__ import annotations

from datetime import date

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from courses.states import State
from reviews.actions import Papers
from reviews.checklist.answers import Answers
from reviews.papers import Placement, Protocol
from reviews.workflow import PLACEMENT, PROTOCOL, REASON, TARGET, Transition

DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")

REASON_LABELS = {
    "endorse": _("Why the course is ready"),
    "approve": _("Why the course is ready"),
    "return": _("What has to be changed, and why"),
    "correct": _("What was corrected, and why"),
}


def _asked_for(transition: Transition, warned: bool) -> set[str]:
    """The names of the fields that a step asks for."""
    names = {"seen", "revision"}
    if REASON in transition.needs or transition.name == "withdraw":
        names.add("reason")
    if warned:
        names.add("deviation")
    if PROTOCOL in transition.needs:
        names |= {"protocol_number", "protocol_date", "protocol_file"}
    if PLACEMENT in transition.needs:
        names |= {"placement_email", "placement_sent_on"}
    if TARGET in transition.needs:
        names.add("target")
    return names


class DecisionForm(forms.Form):
    """Fields that a step does not need are left out; the gateway says what is missing."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    target = forms.ChoiceField(label=_("New state"), choices=State.choices, required=False)
    reason = forms.CharField(label=_("Reason"), required=False, widget=forms.Textarea({"rows": 5}))
    deviation = forms.CharField(
        label=_("Reason for going on with warnings"),
        required=False,
        max_length=500,
        help_text=_("One line: why the course goes on in spite of the warnings."),
    )
    protocol_number = forms.CharField(label=_("Protocol number"), required=False, max_length=40)
    protocol_date = forms.DateField(label=_("Protocol date"), required=False, widget=DAY)
    protocol_file = forms.FileField(
        label=_("Protocol extract"), required=False, help_text=_("PDF, PNG, JPEG or Word document.")
    )
    placement_email = forms.EmailField(label=_("Placement information sent to"), required=False)
    placement_sent_on = forms.DateField(label=_("Placement information sent on"), required=False, widget=DAY)

    def __init__(self, *args, transition: Transition, course, revision, warned: bool, today: date, **kwargs) -> None:
        initial = {
            "seen": course.decision_count,
            "revision": revision.pk if revision else None,
            "placement_email": settings.PLATFORM_EMAIL,
            "placement_sent_on": today,
        }
        super().__init__(*args, initial=initial, **kwargs)
        for name in set(self.fields) - _asked_for(transition, warned):
            del self.fields[name]
        if "target" in self.fields:
            others = [choice for choice in State.choices if choice[0] != course.state]
            self.fields["target"].choices = [("", "–"), *others]
        if "reason" in self.fields and transition.name in REASON_LABELS:
            self.fields["reason"].label = REASON_LABELS[transition.name]
        self.helper = FormHelper()
        self.helper.form_tag = False
        css = "btn-danger" if transition.dangerous else ""
        self.helper.add_input(Submit("save", transition.label, css_class=css))

    def show_refusal(self, reasons: list[str]) -> None:
        """Say why the step was not taken; all that was typed stays, but a file cannot."""
        for reason in reasons:
            self.add_error(None, reason)
        if self.files.get("protocol_file"):
            self.add_error("protocol_file", _("Choose the file again: a page cannot keep it."))

    def only_to_copy(self) -> None:
        """Keep what was typed for copying, and offer no way to send it."""
        self.helper.inputs = []
        for name in ("protocol_file", "seen"):
            self.fields.pop(name, None)

    def papers(self, checklist: Answers | None = None) -> Papers:
        """What the person gave, for the gateway."""
        data = self.cleaned_data
        protocol = placement = None
        if "protocol_number" in self.fields:
            protocol = Protocol(data["protocol_number"], data["protocol_date"], data["protocol_file"])
        if "placement_email" in self.fields:
            placement = Placement(data["placement_email"], data["placement_sent_on"])
        return Papers(
            reason=data.get("reason", ""),
            deviation=data.get("deviation", ""),
            protocol=protocol,
            placement=placement,
            target=data.get("target") or None,
            checklist=checklist,
        )
