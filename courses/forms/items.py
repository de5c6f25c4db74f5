"""A test item of any kind as one form: its kind decides which fields are shown, what is filled is always shown."""

from __future__ import annotations

import msgspec
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.document.formula import FormulaError, parse
from courses.document.types import Item as ItemNode
from courses.forms.base import SeenForm
from courses.forms.fields import LinesField, NumberField, OutcomeField, tell_language
from courses.forms.rows import MOST, OptionRow, PairRow, ParameterRow, Rows
from courses.models import Course, Item
from courses.models.content import Level
from courses.rows import item_body, item_of

# What a kind asks for; all kinds may have parameters, points, an outcome, a level and feedback.
FIELDS_OF = {
    "single": {"options"},
    "multiple": {"options"},
    "match": {"pairs"},
    "order": {"sequence"},
    "number": {"answer", "tolerance", "parameters"},
    "short_text": {"accepted"},
    "free_form": {"format", "grading"},
}
ALWAYS = ("outcome", "level", "points", "feedback")
BY_KIND = ("sequence", "accepted", "answer", "tolerance", "format", "grading")
LISTS = ("sequence", "accepted")
DEFAULTS = {"points": 1, "tolerance": 0}


class ItemForm(SeenForm):
    template = "courses/item_fields.html"

    sequence = LinesField(
        label=gettext_lazy("Steps"),
        required=False,
        help_text=gettext_lazy("One a line, in the right order."),
        widget=forms.Textarea({"rows": 4}),
    )
    accepted = LinesField(
        label=gettext_lazy("Accepted answers"),
        required=False,
        help_text=gettext_lazy("One a line."),
        widget=forms.Textarea({"rows": 3}),
    )
    answer = forms.CharField(
        label=gettext_lazy("Answer formula"), required=False, help_text=gettext_lazy("For a number, such as 2*a + b.")
    )
    tolerance = NumberField(label=gettext_lazy("Tolerance"), required=False, least=0)
    format = forms.CharField(label=gettext_lazy("Name of the format"), required=False)
    grading = forms.CharField(
        label=gettext_lazy("How it is graded"), required=False, widget=forms.Textarea({"rows": 2})
    )
    outcome = OutcomeField(label=gettext_lazy("Learning outcome"), required=False)
    level = forms.ChoiceField(label=gettext_lazy("Level"), required=False)
    points = NumberField(label=gettext_lazy("Points"), required=False, above=0)
    feedback = forms.CharField(label=gettext_lazy("Feedback"), required=False, widget=forms.Textarea({"rows": 2}))

    class Meta:
        model = Item
        fields = ["kind", "stem"]
        widgets = {"stem": forms.Textarea({"rows": 4, "data-pictures": "yes"})}
        help_texts = {"stem": gettext_lazy("CommonMark; {name} stands for a parameter.")}

    def __init__(self, *args, course: Course, more: str = "", **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial["kind"] = self.instance.kind or "single"
        body = self.stored_body = self.instance.body
        self.fields["level"].choices = [("", "–"), *Level.choices]
        self.fields["outcome"].offer(course, [body["outcome"]] if body.get("outcome") else [])
        for name in (*BY_KIND, *ALWAYS):
            self.fields[name].initial = body.get(name, DEFAULTS.get(name))
        data = self.data if self.is_bound else None
        self.rows = {
            name: Rows(name, legend, row, stored, data, more=more == name)
            for name, legend, row, stored in (
                ("options", gettext_lazy("Options"), OptionRow, body.get("options", [])),
                ("pairs", gettext_lazy("Pairs"), PairRow, body.get("pairs", [])),
                ("parameters", gettext_lazy("Parameters"), ParameterRow, list(body.get("parameters", {}).items())),
            )
        }

    def write_in(self, language: str) -> None:
        super().write_in(language)
        for row in (row for rows in self.rows.values() for row in rows.forms):
            tell_language(row, language)

    def stored_fields(self) -> list[str]:
        return ["kind", "stem", "body"]

    def stored(self, name: str):
        return self.stored_body.get(name) if name in (*BY_KIND, *ALWAYS) else super().stored(name)

    @property
    def kind_shown(self) -> str:
        return self["kind"].value()

    def shown(self, name: str) -> bool:
        """Whether a field or a table of rows is on the page: the kind asks for it, or something is in it."""
        if name in FIELDS_OF.get(self.kind_shown, ()):
            return True
        if name in self.rows:
            return self.rows[name].filled
        return name in self.stored_body or bool(self.is_bound and self[name].value() not in (None, "", "0"))

    def rows_shown(self) -> list[Rows]:
        return [rows for name, rows in self.rows.items() if self.shown(name)]

    def fields_shown(self) -> list:
        return [self[name] for name in BY_KIND if self.shown(name)]

    def fields_always(self) -> list:
        return [self[name] for name in ALWAYS]

    def clean(self) -> dict:
        data = super().clean()
        for name in LISTS:
            if len(data.get(name) or ()) > MOST:
                self.add_error(name, _("Lines: at most %(limit)s.") % {"limit": MOST})
        if any(rows.too_many for rows in self.rows.values()):
            self.add_error(None, _("Lines: at most %(limit)s.") % {"limit": MOST})
        elif not self._rows_are_valid():
            self.add_error(None, _("Look at the rows marked below."))
        if not self.errors:
            self._build(data)
        return data

    def _rows_are_valid(self) -> bool:
        """All of them are asked, so that each shows its errors."""
        return [rows.is_valid() for rows in self.rows.values()].count(False) == 0

    def _build(self, data: dict) -> None:
        body = self._body(data)
        if body is None:
            return
        if data["kind"] == "number" and body.get("answer"):
            try:
                parse(body["answer"], body.get("parameters", {}))
            except FormulaError as error:
                self.add_error("answer", str(error))
                return
        try:
            item = msgspec.convert({"kind": data["kind"], "stem": data["stem"], **body}, ItemNode)
            self.body = item_body(item)
        except msgspec.ValidationError:
            self.add_error(None, _("The item cannot be stored like this. Look at its numbers and parameters."))

    def _body(self, data: dict) -> dict | None:
        """What was typed as a body of the format; None with an error where two parameters share a name."""
        kept = self.stored_body
        body = {
            name: data[name]
            for name in (*BY_KIND, *ALWAYS)
            if data[name] not in ("", None, []) or (name in kept and kept[name] == data[name])
        }
        for name, rows in self.rows.items():
            built = rows.built()
            if name == "parameters":
                if len(dict(built)) < len(built):
                    self.add_error(None, _("Two parameters have the same name."))
                    return None
                built = dict(built)
            if built:
                body[name] = built
        return body

    def show_conflict(self, stored: Item) -> None:
        super().show_conflict(stored)
        self.conflict = [one for one in self.conflict if one.name == "stem"]
        self.stored_item = item_of(stored)

    def values(self) -> dict:
        return {"kind": self.cleaned_data["kind"], "stem": self.cleaned_data["stem"], "body": self.body}
