"""The form of a decision: it asks for just the papers that the step needs."""

from __future__ import annotations

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.states import State
from reviews.actions import Papers
from reviews.papers import Placement, Protocol
from reviews.workflow import PLACEMENT, PROTOCOL, REASON, TARGET, Transition

DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")


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
        help_text=_("One line; only where there are warnings."),
    )
    protocol_number = forms.CharField(label=_("Protocol number"), required=False, max_length=40)
    protocol_date = forms.DateField(label=_("Protocol date"), required=False, widget=DAY)
    protocol_file = forms.FileField(
        label=_("Protocol extract"), required=False, help_text=_("PDF, PNG, JPEG or Word document.")
    )
    placement_email = forms.EmailField(label=_("Placement information sent to"), required=False)
    placement_sent_on = forms.DateField(label=_("Placement information sent on"), required=False, widget=DAY)

    def __init__(self, *args, transition: Transition, course, revision, **kwargs) -> None:
        initial = {
            "seen": course.decision_count,
            "revision": revision.pk if revision else None,
            "placement_email": settings.PLATFORM_EMAIL,
            "placement_sent_on": timezone.localdate(),
        }
        super().__init__(*args, initial=initial, **kwargs)
        needs = {"seen", "revision"}
        if REASON in transition.needs or transition.name == "withdraw":
            needs.add("reason")
        if transition.gate:
            needs.add("deviation")
        if PROTOCOL in transition.needs:
            needs |= {"protocol_number", "protocol_date", "protocol_file"}
        if PLACEMENT in transition.needs:
            needs |= {"placement_email", "placement_sent_on"}
        if TARGET in transition.needs:
            needs.add("target")
        for name in set(self.fields) - needs:
            del self.fields[name]
        self.helper = FormHelper()
        self.helper.form_tag = False
        css = "btn-danger" if transition.dangerous else ""
        self.helper.add_input(Submit("save", transition.label, css_class=css))

    def papers(self) -> Papers:
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
        )
