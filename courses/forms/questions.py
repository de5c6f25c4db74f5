"""Test items from another system: a file, or text that was pasted."""

from __future__ import annotations

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class QuestionsForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"), required=False, help_text=gettext_lazy("GIFT, Aiken or Moodle XML, in UTF-8.")
    )
    text = forms.CharField(
        label=gettext_lazy("Or paste the questions"), required=False, widget=forms.Textarea({"rows": 8})
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", gettext_lazy("Bring in")))

    def clean(self) -> dict:
        data = super().clean()
        if not self.errors and bool(data.get("file")) == bool(data.get("text")):
            raise forms.ValidationError(_("Choose a file or paste the questions: one of the two."))
        return data

    def data_sent(self) -> bytes:
        """The bytes of the file, or of what was pasted."""
        file = self.cleaned_data["file"]
        return file.read() if file else self.cleaned_data["text"].encode()
