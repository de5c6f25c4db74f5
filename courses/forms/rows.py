"""Repeated rows of a form: options, pairs, parameters. A row left empty is no row."""

from __future__ import annotations

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.forms.fields import NumberField, as_typed

SPARE = 2
MOST = 200


def line(label, **attrs) -> forms.CharField:
    return forms.CharField(label=label, required=False, widget=forms.Textarea({"rows": 1} | attrs))


class Row(forms.Form):
    """One row. ``typed_of`` gives what it would send back of a stored entry; ``built`` makes an entry of it."""

    use_required_attribute = False

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, empty_permitted=True, **kwargs)

    def clean(self) -> dict:
        return {name: as_typed(typed) if isinstance(typed, str) else typed for name, typed in super().clean().items()}


class OptionRow(Row):
    text = line(gettext_lazy("Option"))
    correct = forms.BooleanField(label=gettext_lazy("right"), required=False)
    feedback = line(gettext_lazy("Feedback"))

    @staticmethod
    def typed_of(option: dict) -> dict:
        text, feedback = as_typed(option["text"]), as_typed(option.get("feedback") or "")
        return {"text": text, "correct": option.get("correct", False), "feedback": feedback}

    @staticmethod
    def built(typed: dict) -> dict:
        return {name: value for name, value in typed.items() if value or name == "text"}


class PairRow(Row):
    left = line(gettext_lazy("Left side"))
    right = line(gettext_lazy("Right side"))

    @staticmethod
    def typed_of(pair: list) -> dict:
        return {"left": as_typed(pair[0]), "right": as_typed(pair[1])}

    @staticmethod
    def built(typed: dict) -> list:
        return [typed["left"], typed["right"]]


class ParameterRow(Row):
    """``values`` are parted by semicolons; one that reads as a number is a number."""

    name = forms.CharField(label=gettext_lazy("Name"), required=False)
    min = NumberField(label=gettext_lazy("Least"), required=False)
    max = NumberField(label=gettext_lazy("Greatest"), required=False)
    step = NumberField(label=gettext_lazy("Step"), required=False, above=0)
    values = line(gettext_lazy("or these values, parted by semicolons"))

    def clean(self) -> dict:
        data = super().clean()
        if self.errors:
            return data
        ranged = data.get("min") is not None and data.get("max") is not None
        partly = any(data.get(name) is not None for name in ("min", "max", "step"))
        if not data.get("name"):
            self.add_error("name", _("The parameter needs a name."))
        elif bool(data.get("values")) == ranged or (partly and not ranged):
            self.add_error("min", _("Give either the least and the greatest number, or the values."))
        return data

    @staticmethod
    def typed_of(entry: tuple[str, dict]) -> dict:
        name, form = entry
        values = "; ".join(NumberField.shown(value) for value in form.get("values", ()))
        step = None if "values" in form else form.get("step")
        return {
            "name": as_typed(name),
            "min": form.get("min"),
            "max": form.get("max"),
            "step": step,
            "values": as_typed(values),
        }

    @staticmethod
    def built(typed: dict) -> tuple[str, dict]:
        if typed["values"]:
            return typed["name"], {"values": [_value(part) for part in typed["values"].split(";") if part.strip()]}
        return typed["name"], {name: typed[name] for name in ("min", "max", "step") if typed[name] is not None}


def _value(text: str):
    try:
        return NumberField(required=False).clean(text.strip())
    except forms.ValidationError:
        return text.strip()


class Rows:
    """The rows of one kind in a form, with spare empty ones; ``more`` adds some to those sent."""

    def __init__(self, name: str, legend, row: type[Row], stored: list, data=None, *, more: bool = False) -> None:
        self.name, self.legend, self.row = name, legend, row
        self.entries = stored
        self.stored = [row.typed_of(entry) for entry in stored]
        self.bound, self.more = data is not None, more
        count = self._count_sent(data) if self.bound else 0
        self.sent = [row(data, prefix=f"{name}-{i}") for i in range(min(count, MOST))]
        self.too_many = count > MOST

    def _count_sent(self, data) -> int:
        first, count = next(iter(self.row.base_fields)), 0
        while count <= MOST and f"{self.name}-{count}-{first}" in data:
            count += 1
        return count

    @cached_property
    def forms(self) -> list[Row]:
        """The rows of the page: those sent or stored, and spare ones."""
        initial = [] if self.bound else self.stored[:MOST]
        shown = self.sent + [self.row(prefix=f"{self.name}-{i}", initial=entry) for i, entry in enumerate(initial)]
        if self.sent and not self.more:
            return shown
        return shown + [self.row(prefix=f"{self.name}-{i}") for i in range(len(shown), min(len(shown) + SPARE, MOST))]

    @property
    def filled(self) -> bool:
        """Whether anything is stored or was sent."""
        return bool(self.stored) or any(form.has_changed() for form in self.sent)

    def is_valid(self) -> bool:
        return not self.too_many and all(form.is_valid() for form in self.sent)

    def built(self) -> list:
        """The entries to be stored, empty rows left out; a row sent back as it was shown is stored as it was."""
        built = []
        for i, form in enumerate(self.sent):
            if i < len(self.stored) and self._is_as_shown(form, self.stored[i]):
                built.append(self.entries[i])
            elif form.has_changed():
                built.append(self.row.built(form.cleaned_data))
        return built

    @staticmethod
    def _is_as_shown(form: Row, shown: dict) -> bool:
        if form.has_changed():
            return form.cleaned_data == shown
        return not any(shown.values())
