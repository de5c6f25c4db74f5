"""What all forms of a course share: the buttons, and noticing a second editor."""

from __future__ import annotations

from typing import NamedTuple

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from courses.actions.content import digest_of
from courses.document.difference import Mark, word_marks
from courses.forms.fields import LinesField, as_typed, holds_words, tell_language, within_format


class Conflict(NamedTuple):
    """A field that somebody else changed: what is stored now, and for texts word by word what saving would change.

    ``is_words`` says whether it holds words in the language of the course.
    """

    name: str
    label: str
    stored: str
    marks: tuple[Mark, ...]
    is_words: bool


class SeenForm(forms.ModelForm):
    """Carries a mark of what the person saw.

    When the stored values have changed meanwhile, the form is shown again with
    what was typed and, beside it, what is stored now; saving once more replaces it.
    """

    NULLABLE: tuple[str, ...] = ()  # texts that the format tells apart from an empty one

    template = "courses/fields.html"

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and not self.is_bound:
            self.fields["seen"].initial = digest_of(self.instance, self.stored_fields())
        for field in self.fields.values():
            if isinstance(field, forms.IntegerField) and not isinstance(field, forms.FloatField):
                within_format(field)
        self.conflict: list[Conflict] = []

    @cached_property
    def helper(self) -> FormHelper:
        """How the page lays the form out."""
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        helper.include_media = False
        return helper

    def write_in(self, language: str) -> None:
        """Say in which language the course's own words are written."""
        tell_language(self, language)

    def stored_fields(self) -> list[str]:
        """The columns this form writes."""
        return list(self._meta.fields)

    def stored(self, name: str):
        """What a field holds in the database; asked while the form is checked, before the instance takes on values."""
        return getattr(self.instance, name, None)

    def clean(self) -> dict:
        """Texts get the line ends of the format, and what nobody has touched stays as it is to the letter."""
        data = super().clean() or self.cleaned_data
        for name in list(data):
            data[name] = self._kept(name, data[name])
        return data

    def _kept(self, name: str, typed):
        field, stored = self.fields[name], self.stored(name)
        if name in self.NULLABLE and not typed:
            return "" if stored == "" else None
        if isinstance(field, LinesField):
            untouched = isinstance(stored, list) and field.to_python(field.prepare_value(stored)) == typed
            return stored if untouched else typed
        if isinstance(typed, list):
            return stored if isinstance(stored, list) and set(stored) == set(typed) else typed
        if isinstance(typed, str):
            untouched = isinstance(stored, str) and as_typed(stored) == as_typed(typed)
            return stored if untouched else typed.replace("\r\n", "\n")
        if isinstance(typed, int | float) and isinstance(stored, int | float) and typed == stored:
            return stored  # 1.0 is shown as 1
        return typed

    def values(self) -> dict:
        """Column values to store; call it on a valid form."""
        return {name: self.cleaned_data[name] for name in self.stored_fields()}

    def show_conflict(self, stored) -> None:
        """Keep what was typed, show what somebody else stored, and let the person decide."""
        self.add_error(
            None, _("Somebody changed this meanwhile. What is stored now stands beside; saving again replaces it.")
        )
        typed = self.values()
        self.conflict = [
            Conflict(
                name,
                stored._meta.get_field(name).verbose_name,
                self._readable(stored, name),
                _marks(getattr(stored, name), typed[name]),
                holds_words(self, name),
            )
            for name in self.stored_fields()
            if getattr(stored, name) != typed[name]
        ]
        self.data = self.data.copy()
        self.data["seen"] = digest_of(stored, self.stored_fields())

    def _readable(self, stored, name: str) -> str:
        """What a column holds, in the reader's words."""
        value = getattr(stored, name.removesuffix("_id"))
        if isinstance(value, dict):
            labelled = ((self.fields[key].label if key in self.fields else key, part) for key, part in value.items())
            return "\n".join(f"{label}: {_text(part)}" for label, part in labelled)
        display = getattr(stored, f"get_{name}_display", None)
        field = self.fields.get(name)
        return str(display()) if display else _text(value if field is None else field.prepare_value(value))


def _marks(stored, typed) -> tuple[Mark, ...]:
    return word_marks(stored, typed) if isinstance(stored, str) and isinstance(typed, str) and stored else ()


def _text(value) -> str:
    if value is None or value == "":
        return "–"
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value)
