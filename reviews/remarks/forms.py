"""The form of a remark, and that of a step in its life."""

from __future__ import annotations

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from courses.regulation.clauses import CLAUSES
from reviews.models import Act, Severity
from reviews.remarks.rules import NEED_WORDS

BUTTONS = {
    Act.ANSWER: _("Answer"),
    Act.RESOLVE: _("Resolve"),
    Act.REOPEN: _("Open again"),
    Act.WITHDRAW: _("Withdraw the remark"),
}
WORDS = {
    Act.ANSWER: _("What you changed, or why you did not"),
    Act.REOPEN: _("What is still missing"),
}


def clause_choices() -> list[tuple[str, str]]:
    """Every clause with its line in the reader's language."""
    language = get_language() or "kk"
    return [("", "–"), *((number, f"{number}  {lines[language]}") for number, lines in CLAUSES.items())]


class RemarkForm(forms.Form):
    """A new remark on one place."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    path = forms.CharField(widget=forms.HiddenInput, required=False, max_length=300)
    text = forms.CharField(label=_("Remark"), widget=forms.Textarea({"rows": 4}), required=False)
    severity = forms.ChoiceField(
        label=_("Weight"),
        choices=Severity.choices,
        widget=forms.RadioSelect,
        initial=Severity.ESSENTIAL,
        help_text=_("With an essential remark that is not settled the course is neither endorsed nor approved."),
    )
    clause = forms.ChoiceField(label=_("Clause of the regulation"), choices=clause_choices, required=False)
    private = forms.BooleanField(
        label=_("A note for the reviewers of this stage only: authors do not see it"), required=False
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.add_input(Submit("save", _("Save the remark")))


class StepForm(forms.Form):
    """What somebody says with a step; the gateway of remarks says what is missing."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(label=_("In words"), widget=forms.Textarea({"rows": 3}), required=False)

    def __init__(self, *args, act: str, seen: int | None = None, **kwargs) -> None:
        super().__init__(*args, initial={"seen": seen}, **kwargs)
        self.fields["text"].label = WORDS.get(act, self.fields["text"].label)
        if act in NEED_WORDS:
            self.fields["text"].widget.attrs["required"] = True
        self.helper = FormHelper()
        self.helper.form_tag = False
        css = "btn-danger" if act == Act.WITHDRAW else ""
        self.helper.add_input(Submit("save", BUTTONS[act], css_class=css))
