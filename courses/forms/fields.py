"""Fields that read what teachers write: a length as 12:30, a weight with a comma, a list one a line."""

from __future__ import annotations

import math
import re
from collections.abc import Collection
from functools import cache

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator, ProhibitNullCharactersValidator
from django.utils.formats import get_format
from django.utils.translation import gettext_lazy as _

from courses.document.types import LARGEST_INTEGER
from courses.models import Course

NUMBER = re.compile(r"-?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?\Z", re.ASCII)
# Short fields for words of the course; the long ones are told by their widget.
TITLES = ("title", "term", "extra_week")
WEIGHT = re.compile(r"(100([.,]0{1,2})?|[0-9]{1,2}([.,][0-9]{1,2})?)\Z")


class LengthField(forms.CharField):
    """Minutes and seconds ("12:30"); kept as seconds, None when left empty."""

    def prepare_value(self, value):
        return f"{value // 60}:{value % 60:02d}" if isinstance(value, int) else value

    def to_python(self, value):
        value = super().to_python(value)
        if not value:
            return None
        match = re.match(r"([0-9]{1,4}):([0-5][0-9])\Z", value.strip())
        if match is None:
            raise forms.ValidationError(_("Write the length as minutes and seconds, such as 12:30."))
        return int(match[1]) * 60 + int(match[2])


class WeightField(forms.CharField):
    """Per cent of the final grade with at most two decimals; comma or point."""

    def to_python(self, value):
        value = super().to_python(value).strip()
        if not WEIGHT.match(value):
            raise forms.ValidationError(_("Share of the grade, %: from 0 to 100 with at most two decimals."))
        return value.replace(",", ".")


class NumberField(forms.CharField):
    """A number with comma or point, kept as the format has it: 10 is whole, 0.5 is not; None when left empty."""

    def __init__(self, *, above: float | None = None, least: float | None = None, **kwargs) -> None:
        super().__init__(**kwargs)
        self.above, self.least = above, least
        self.widget.attrs.setdefault("inputmode", "decimal")

    @staticmethod
    def shown(value) -> str:
        """A number as the reader writes it; any other value as it is."""
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return str(value).replace(".", get_format("DECIMAL_SEPARATOR")) if is_number else str(value)

    def prepare_value(self, value):
        return None if value is None else self.shown(value)

    def to_python(self, value):
        text = re.sub(r"\s", "", super().to_python(value)).replace(",", ".").replace("−", "-")
        if not text:
            return None
        if not NUMBER.match(text):
            raise forms.ValidationError(forms.FloatField.default_error_messages["invalid"])
        number = int(text) if re.match(r"-?[0-9]{1,16}\Z", text) else float(text)
        if isinstance(number, float) and number.is_integer():
            number = int(number)
        if abs(number) > LARGEST_INTEGER and isinstance(number, int):
            number = float(number)
        self._check(number)
        return number

    def _check(self, number) -> None:
        bounds = [f"> {self.shown(self.above)}"] if self.above is not None and number <= self.above else []
        bounds += [f"≥ {self.shown(self.least)}"] if self.least is not None and number < self.least else []
        if not math.isfinite(number):
            raise forms.ValidationError(forms.FloatField.default_error_messages["invalid"])
        if bounds:
            raise forms.ValidationError(
                _("The number is out of range. Required: %(bound)s."), params={"bound": bounds[0]}
            )


class OutcomeField(forms.ChoiceField):
    """The code of a learning outcome; one that is stored stays, even where the course has lost it.

    The course is asked for its outcomes only by a page that shows them, or for a code that is not stored.
    """

    none = (("", "–"),)
    stored: Collection[str] = ()

    def offer(self, course: Course, stored: Collection[str]) -> None:
        """Let the outcomes of ``course`` be chosen, and what is stored."""
        self.stored = stored

        @cache
        def choices() -> list[tuple[str, str]]:
            known = [(outcome.code, str(outcome)) for outcome in course.outcomes.all()]
            lost = set(stored) - {code for code, _label in known}
            return [*self.none, *known, *((code, code) for code in stored if code in lost)]

        self.choices = choices

    def valid_value(self, value: str) -> bool:
        return value in self.stored or super().valid_value(value)


class OutcomesField(OutcomeField, forms.MultipleChoiceField):
    """Any number of them."""

    none = ()


class LinesField(forms.CharField):
    """A list of texts, one a line; empty lines are left out."""

    widget = forms.Textarea

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def to_python(self, value):
        text = super().to_python(value)
        ProhibitNullCharactersValidator()(text)  # Django's own look comes after the text has become a list
        return [line.strip() for line in text.splitlines() if line.strip()]


def within_format(field: forms.IntegerField, least: int = 0) -> None:
    """Let a whole number be one that the format can hold; databases take longer ones."""
    own = [check for check in field.validators if not isinstance(check, MinValueValidator | MaxValueValidator)]
    least = max(least, field.min_value or 0)
    field.validators = [*own, MinValueValidator(least), MaxValueValidator(LARGEST_INTEGER)]
    field.widget.attrs |= {"min": least, "max": LARGEST_INTEGER}


def holds_words(form: forms.BaseForm, name: str) -> bool:
    """Whether authors write the course's own words in a field, in the language of the course."""
    return name in form.fields and (name in TITLES or isinstance(form.fields[name].widget, forms.Textarea))


def tell_language(form: forms.BaseForm, language: str) -> None:
    """Let browsers spell, and screen readers read, the course's own words in their language."""
    for name, field in form.fields.items():
        if holds_words(form, name):
            field.widget.attrs["lang"] = language


def as_typed(text: str) -> str:
    """What a browser sends back of a text that nobody has touched: other line ends, no space around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
