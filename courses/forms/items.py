"""A test item of any kind as one plain form: lists one a line, right options marked with +."""

from __future__ import annotations

import json
import math
import re

import msgspec
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.document.formula import FormulaError, parse
from courses.document.types import Item as ItemNode
from courses.forms.base import SeenForm
from courses.models import Item
from courses.models.content import Level
from courses.rows import item_body

MOST_LINES = 200
RANGE = re.compile(r"\s*(?P<min>\S+?)\s*\.\.\s*(?P<max>[^\s:]+)\s*(?::\s*(?P<step>\S+)\s*)?\Z")
PAIR = " => "


def to_line(text: str) -> str:
    """A text on one line, so that no line break is lost."""
    return text.replace("\\", "\\\\").replace("\r", "\\r").replace("\n", "\\n").replace(PAIR, " =\\> ")


def from_line(line: str) -> str:
    """The inverse of ``to_line``."""
    known = {"\\\\": "\\", "\\n": "\n", "\\r": "\r", "\\>": ">"}
    return re.sub(r"\\[\\nr>]", lambda match: known[match[0]], line)


def options_text(options: list[dict]) -> str:
    lines = []
    for option in options:
        lines.append(f"{'+' if option.get('correct') else '-'} {to_line(option['text'])}")
        if option.get("feedback") is not None:
            lines.append(f"# {to_line(option['feedback'])}")
    return "\n".join(lines)


def options_of(text: str) -> list[dict]:
    options: list[dict] = []
    for line in lines_of(text):
        if line.startswith("#") and options:
            options[-1]["feedback"] = from_line(line[1:].removeprefix(" "))
        elif line[0] in "+*":
            options.append({"text": from_line(line[1:].removeprefix(" ")), "correct": True})
        else:
            options.append({"text": from_line(line.removeprefix("-").removeprefix(" "))})
    return options


def parameters_text(parameters: dict) -> str:
    lines = []
    for name, form in parameters.items():
        shown = name if name.isidentifier() else json.dumps(name, ensure_ascii=False)
        if "values" in form:
            lines.append(f"{shown} = {json.dumps(form['values'], ensure_ascii=False)}")
        else:
            step = f" : {form['step']}" if "step" in form else ""
            lines.append(f"{shown} = {form['min']} .. {form['max']}{step}")
    return "\n".join(lines)


def parameters_of(text: str) -> dict:
    """Raises ValueError with the line that cannot be read."""
    parameters = {}
    for line in lines_of(text):
        try:
            if line.startswith('"'):
                name, end = json.JSONDecoder().raw_decode(line)
                form = line[end:].strip().removeprefix("=")
            else:
                name, _sign, form = line.partition("=")
            parameters[name.strip()] = _parameter(form.strip())
        except (ValueError, KeyError):
            raise ValueError(line) from None
    return parameters


def _parameter(form: str) -> dict:
    if form.startswith("["):
        return {"values": [_finite(value) for value in json.loads(form)]}
    match = RANGE.match(form)
    if match is None:
        raise ValueError(form)
    return {name: _finite(json.loads(number.replace(",", "."))) for name, number in match.groupdict().items() if number}


def _finite(value):
    """NaN and what is too large for a number are none of the format, though Python's own decoder takes them."""
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(value)
    return value


def lines_of(text: str) -> list[str]:
    return [line for line in (line.strip() for line in text.splitlines()) if line]


def area(label, help_text, rows: int = 4) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, required=False, widget=forms.Textarea({"rows": rows}), strip=False
    )


class ItemForm(SeenForm):
    options = area(gettext_lazy("Options"), gettext_lazy("One a line: + before a right one, - before a wrong one."), 5)
    pairs = area(gettext_lazy("Pairs"), gettext_lazy("One a line: left => right."))
    sequence = area(gettext_lazy("Steps"), gettext_lazy("One a line, in the right order."))
    accepted = area(gettext_lazy("Accepted answers"), gettext_lazy("One a line."))
    answer = forms.CharField(
        label=gettext_lazy("Answer formula"), required=False, help_text=gettext_lazy("For a number, such as 2*a + b.")
    )
    tolerance = forms.FloatField(label=gettext_lazy("Tolerance"), required=False, min_value=0, localize=True)
    parameters = area(
        gettext_lazy("Parameters"), gettext_lazy("One a line: a = 1 .. 20, b = 0.5 .. 3 : 0.5, or c = [2, 3, 5].")
    )
    format = forms.CharField(label=gettext_lazy("Name of the format"), required=False)
    grading = area(gettext_lazy("How it is graded"), "", 2)
    points = forms.FloatField(label=gettext_lazy("Points"), required=False, min_value=0.01, initial=1, localize=True)
    outcome = forms.CharField(label=gettext_lazy("Code of the learning outcome"), required=False)
    level = forms.ChoiceField(label=gettext_lazy("Level"), required=False)
    feedback = area(gettext_lazy("Feedback"), "", 2)

    class Meta:
        model = Item
        fields = ["kind", "stem"]
        widgets = {"stem": forms.Textarea({"rows": 4})}
        help_texts = {"stem": gettext_lazy("CommonMark; {name} stands for a parameter.")}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        levels = self.fields["level"]
        levels.choices = [("", "–"), *Level.choices]
        body = self.instance.body
        for name, shown in _shown(body).items():
            self.fields[name].initial = shown

    def stored_fields(self) -> list[str]:
        return ["kind", "stem", "body"]

    def clean(self) -> dict:
        data = super().clean()
        for name in ("options", "pairs", "sequence", "accepted", "parameters"):
            if len(lines_of(data.get(name) or "")) > MOST_LINES:
                self.add_error(name, _("Lines: at most %(limit)s.") % {"limit": MOST_LINES})
        if not self.errors:
            self._build(data)
        return data

    def _build(self, data: dict) -> None:
        try:
            raw = _raw(data)
        except ValueError as error:
            self.add_error("parameters", _("This line cannot be read: %(line)s") % {"line": error})
            return
        if data["kind"] == "number" and data["answer"]:
            try:
                parse(data["answer"], raw.get("parameters", {}))
            except FormulaError as error:
                self.add_error("answer", str(error))
                return
        try:
            self.body = item_body(msgspec.convert(raw, ItemNode))
        except msgspec.ValidationError:
            self.add_error(None, _("The item cannot be stored like this. Look at its numbers and parameters."))

    def values(self) -> dict:
        return {"kind": self.cleaned_data["kind"], "stem": self.cleaned_data["stem"], "body": self.body}


def _shown(body: dict) -> dict:
    """The fields of the form for a stored body."""
    return {
        "options": options_text(body.get("options", [])),
        "pairs": "\n".join(f"{to_line(left)}{PAIR}{to_line(right)}" for left, right in body.get("pairs", [])),
        "sequence": "\n".join(map(to_line, body.get("sequence", []))),
        "accepted": "\n".join(map(to_line, body.get("accepted", []))),
        "parameters": parameters_text(body.get("parameters", {})),
        "points": body.get("points", 1),
        **{name: body.get(name, "") for name in ("answer", "format", "grading", "outcome", "level", "feedback")},
        "tolerance": body.get("tolerance", 0),
    }


def _raw(data: dict) -> dict:
    """The item of the format that the form describes; raises ValueError for a parameter that cannot be read."""
    raw = {"kind": data["kind"], "stem": data["stem"], "feedback": data["feedback"]}
    raw["options"] = options_of(data["options"])
    raw["pairs"] = [[from_line(side) for side in line.split(PAIR, 1)] for line in lines_of(data["pairs"])]
    raw["sequence"] = [from_line(line) for line in lines_of(data["sequence"])]
    raw["accepted"] = [from_line(line) for line in lines_of(data["accepted"])]
    raw["parameters"] = parameters_of(data["parameters"])
    for name in ("tolerance", "points"):
        if data[name] is not None:
            raw[name] = int(data[name]) if float(data[name]).is_integer() else data[name]
    raw |= {name: data[name] for name in ("answer", "format", "grading", "outcome", "level") if data[name]}
    return raw
