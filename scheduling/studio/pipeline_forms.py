"""Forms of a lecture on its way."""

from __future__ import annotations

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from scheduling.models import Cut, LectureWork
from scheduling.studio.pipeline import Step, is_uploaded

CLOCK = re.compile(r"^(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)$|^(\d{1,6})$")


class ClockField(forms.CharField):
    """A time of a video: 12:34, 1:02:03, or seconds."""

    def __init__(self, **options) -> None:
        super().__init__(**{"max_length": 12, "help_text": _("Minutes and seconds, as 12:34.")} | options)

    def clean(self, value) -> int | None:
        text = super().clean(value).strip()
        if not text:
            return None
        match = CLOCK.match(text)
        if match is None:
            raise forms.ValidationError(_("Write the time as 12:34."))
        hours, minutes, seconds, plain = match.groups()
        return int(plain) if plain else int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)


class AddressField(forms.CharField):
    """An address on the web or on this site; never of another scheme."""

    def clean(self, value) -> str:
        text = super().clean(value)
        if text and not re.match(r"^(https?://[^\s]+|/[^/\s][^\s]*)$", text):
            raise forms.ValidationError(_("Write an address that begins with https:// or with /."))
        return text


class HashField(forms.CharField):
    """A SHA-256 as 64 hexadecimal digits, in whatever case a tool prints it."""

    def clean(self, value) -> str:
        text = super().clean(value).strip().lower()
        if text and not re.fullmatch(r"[0-9a-f]{64}", text):
            raise forms.ValidationError(_("Write the SHA-256 as 64 digits from 0 to f."))
        return text


FIELDS = {
    "test_take": lambda: forms.BooleanField(label=_("A test take was made (cl. 7.2.1)"), required=False),
    "clothing": lambda: forms.BooleanField(label=_("The clothing is as in the memo (cl. 7.1)"), required=False),
    "materials": lambda: forms.BooleanField(label=_("The materials came beforehand (cl. 7.3.1)"), required=False),
    "rough_cut": lambda: AddressField(label=_("Address of a hosted rough cut"), required=False, max_length=500),
    "video": lambda: AddressField(label=_("Address of a hosted final video"), required=False, max_length=500),
    "seconds": lambda: ClockField(label=_("Length of the final video"), required=False),
    "sha256": lambda: HashField(label=_("SHA-256 of the final file"), required=False),
    "note": lambda: forms.CharField(label=_("Why"), required=False, max_length=500),
}


# What the server knows of a file that was uploaded.
KNOWN_OF_A_FILE = {"seconds", "sha256"}


class StepForm(forms.Form):
    """What a step of that lecture asks for, and the version that the person looked at."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, step: Step, work: LectureWork, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        known = KNOWN_OF_A_FILE if is_uploaded(work.video) else set()
        for name in (*step.needs, *step.offers):
            if name in FIELDS and name not in known:
                self.fields[name] = FIELDS[name]()

    def given(self) -> dict:
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class NoteForm(forms.Form):
    second = ClockField(label=_("Time in the video"))
    kind = forms.ChoiceField(label=_("What to do"), choices=Cut.choices)
    text = forms.CharField(label=_("Note"), required=False, max_length=500)
