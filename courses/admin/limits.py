"""The limits of a version as fields of a form: a number, or a range written 6–10."""

from __future__ import annotations

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.models import Regulation
from courses.regulation.limits import (
    FIRST_LIMITS,
    LIMIT_TITLES,
    SETTING_LIMITS,
    TEXT_LIMITS,
    Limits,
    LimitsError,
)

RANGE = re.compile(r"\s*(\d{1,7})\s*[-–—]\s*(\d{1,7})\s*")
PREFIX = "limit_"
TEXT_FIELDS = [PREFIX + name for name in TEXT_LIMITS]
SETTING_FIELDS = [PREFIX + name for name in SETTING_LIMITS]


class RangeField(forms.CharField):
    def prepare_value(self, value):
        return value if isinstance(value, str) or value is None else f"{value[0]}–{value[1]}"

    def clean(self, value) -> tuple[int, int]:
        match = RANGE.fullmatch(super().clean(value))
        if match is None:
            raise forms.ValidationError(_("Write a range as two numbers: 6–10."))
        return int(match[1]), int(match[2])

    def has_changed(self, initial, data) -> bool:
        return self.prepare_value(initial) != data


def limit_field(name: str) -> forms.Field:
    if isinstance(getattr(FIRST_LIMITS, name), tuple):
        return RangeField(label=LIMIT_TITLES[name], max_length=20)
    return forms.IntegerField(label=LIMIT_TITLES[name], min_value=0)


class LimitsForm(forms.ModelForm):
    """Fills ``limits`` from the fields, and refuses limits that rules could not use."""

    class Meta:
        model = Regulation
        fields = [
            "version",
            "title",
            "council_number",
            "council_date",
            "approval_number",
            "approval_date",
            "basis",
            "file",
        ]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        try:
            limits = Limits.from_json(self.instance.limits or {})
        except LimitsError:
            limits = FIRST_LIMITS
        for name in Limits.__struct_fields__:
            if PREFIX + name in self.fields:
                self.fields[PREFIX + name].initial = getattr(limits, name)

    def clean(self):
        cleaned = super().clean()
        names = [name for name in Limits.__struct_fields__ if PREFIX + name in self.fields]
        if names and all(PREFIX + name in cleaned for name in names):
            try:
                limits = Limits.from_json({name: cleaned[PREFIX + name] for name in names})
            except LimitsError as error:
                raise forms.ValidationError(str(error)) from error
            self.instance.limits = limits.to_json()
        return cleaned


RegulationForm = type(
    "RegulationForm", (LimitsForm,), {PREFIX + name: limit_field(name) for name in Limits.__struct_fields__}
)
