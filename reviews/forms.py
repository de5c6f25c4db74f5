"""The form of a decision: it asks for just the papers that the step needs."""

from __future__ import annotations

from datetime import date

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout, Submit
from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.states import State
from reviews.actions import Papers
from reviews.checklist.answers import Answers
from reviews.minutes import Minutes
from reviews.papers import Placement, Protocol
from reviews.workflow import PLACEMENT, PROTOCOL, REASON, TARGET, Transition

DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")

REASON_LABELS = {
    "endorse": _("Why the course is ready"),
    "approve": _("Why the course is ready"),
    "return": _("What has to be changed, and why"),
    "correct": _("What was corrected, and why"),
}


def _asked_for(transition: Transition, warned: bool, meeting) -> set[str]:
    """The names of the fields that a step asks for; a meeting has its protocol already, but for the votes."""
    names = {"seen", "revision"}
    if REASON in transition.needs or transition.name == "withdraw":
        names.add("reason")
    if warned:
        names.add("deviation")
    if meeting is not None:
        names |= {"protocol_file", *VOTES}
    elif PROTOCOL in transition.needs:
        names |= {"protocol_number", "protocol_date", "protocol_file", *MINUTES}
    if PLACEMENT in transition.needs:
        names |= {"placement_email", "placement_sent_on"}
    if TARGET in transition.needs:
        names.add("target")
    return names


class MinutesFields(forms.Form):
    """The minutes of a meeting, of which the portal makes the extract where no file is given."""

    place = forms.CharField(label=_("Place of the meeting"), required=False, max_length=200)
    chair = forms.CharField(label=_("Chair of the meeting"), required=False, max_length=200)
    secretary = forms.CharField(label=_("Secretary of the meeting"), required=False, max_length=200)
    present = forms.IntegerField(label=_("Members present"), required=False, min_value=0, max_value=10_000)
    members = forms.IntegerField(label=_("Members in all"), required=False, min_value=0, max_value=10_000)
    votes_for = forms.IntegerField(label=_("Votes for"), required=False, min_value=0, max_value=10_000)
    against = forms.IntegerField(label=_("Votes against"), required=False, min_value=0, max_value=10_000)
    abstained = forms.IntegerField(label=_("Abstained"), required=False, min_value=0, max_value=10_000)
    spoke = forms.CharField(
        label=_("Who spoke, and what was said"), required=False, widget=forms.Textarea({"rows": 2}), max_length=4000
    )

    def minutes(self) -> Minutes:
        return Minutes(**{name: self.cleaned_data[name] for name in MINUTES if name in self.fields})


MINUTES = tuple(MinutesFields.base_fields)
VOTES = ("votes_for", "against", "abstained", "spoke")


def layout_of(form: forms.Form, *last: str) -> Layout:
    """The fields of a form in their order, those of the minutes together after them, and ``last`` after all."""
    own = [name for name in form.fields if name not in (*MINUTES, *last)]
    minutes = [name for name in MINUTES if name in form.fields]
    if not minutes:
        return Layout(*own, *last)
    return Layout(*own, Fieldset(_("Minutes of the meeting"), *minutes, css_class="minutes"), *last)


FILE_HELP = _(
    "PDF, PNG, JPEG or Word document. Without a file the portal makes the extract of the minutes that you write here."
)


class DecisionForm(MinutesFields):
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
    protocol_file = forms.FileField(label=_("Protocol extract"), required=False, help_text=FILE_HELP)
    placement_email = forms.EmailField(label=_("Placement information sent to"), required=False)
    placement_sent_on = forms.DateField(label=_("Placement information sent on"), required=False, widget=DAY)

    def __init__(
        self, *args, transition, course, revision, warned: bool, today: date, pack=None, meeting=None, **kwargs
    ) -> None:
        initial = {
            "seen": course.decision_count,
            "revision": revision.pk if revision else None,
            "placement_email": (pack and pack.sent_to) or settings.PLATFORM_EMAIL,
            "placement_sent_on": timezone.localdate(pack.at) if pack else today,
        }
        if meeting is not None:
            initial["votes_for"] = meeting.minutes.get("present")
        super().__init__(*args, initial=initial, **kwargs)
        self.meeting = meeting
        for name in set(self.fields) - _asked_for(transition, warned, meeting):
            del self.fields[name]
        if "target" in self.fields:
            others = [choice for choice in State.choices if choice[0] != course.state]
            self.fields["target"].choices = [("", "–"), *others]
        if "reason" in self.fields and transition.name in REASON_LABELS:
            self.fields["reason"].label = REASON_LABELS[transition.name]
        self.helper = FormHelper()
        self.helper.layout = layout_of(self)
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
            file = data["protocol_file"]
            protocol = Protocol(data["protocol_number"], data["protocol_date"], file, self.minutes())
        elif self.meeting is not None:
            protocol = self._protocol_of_meeting()
        if "placement_email" in self.fields:
            placement = Placement(data["placement_email"], data["placement_sent_on"])
        return Papers(
            reason=data.get("reason", ""),
            deviation=data.get("deviation", ""),
            protocol=protocol,
            placement=placement,
            target=data.get("target") or None,
            checklist=checklist,
            meeting=self.meeting,
        )

    def _protocol_of_meeting(self) -> Protocol:
        """The protocol that the meeting keeps, with the votes on this question."""
        data, meeting = self.cleaned_data, self.meeting
        minutes = Minutes(**(meeting.minutes | {name: data[name] for name in VOTES}))
        return Protocol(meeting.number, meeting.day, data["protocol_file"], minutes)
