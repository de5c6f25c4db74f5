"""What the three formats share: numbers as text, and the sentences for what they cannot say."""

from __future__ import annotations

import math
import re

from django.utils.translation import gettext_lazy as _

from courses.document.types import Item
from courses.exchange.olx.skipped import Notes

NUMBER = re.compile(r"\s*[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?\s*\Z")
PARTIAL = _("A share of the points for one answer is not kept: an answer here is right or not.")
FORMAT_LOST = _("The kind of question is not known here.")
NO_ANSWER = _("The question has no answer that can be read.")
FILES = _("Pictures and sounds inside the question are not carried over.")
BY_HAND = _("Say how the answer is to be formatted and graded.")
SEVERAL = _("Only the first of several right numbers is kept.")
KIND_UNKNOWN = _("The format does not know this kind of item.")
PARAMETERS = _("The format does not know parameters.")
FORMULA = _("The format knows a number as an answer and no formula.")
INCOMPLETE = _("The item is not complete.")
LEFT_OUT = {
    "points": _("Points are not written."),
    "outcome": _("The learning outcome is not written."),
    "level": _("The level is not written."),
    "feedback": _("Feedback is not written."),
    "grading": _("How it is graded is not written."),
    "format": _("The name of the format is not written."),
}
SHORT = 60


def name_of(text: str) -> str:
    """How a question is called in a report: its first words."""
    words = " ".join(text.split())
    return words if len(words) <= SHORT else words[: SHORT - 1] + "…"


def number_of(text: str) -> float | int | None:
    """The number that a text is; None where it is none, or too large for a format of numbers."""
    if not NUMBER.match(text):
        return None
    value = float(text)
    if not math.isfinite(value):
        return None
    return int(value) if value.is_integer() and abs(value) < 2**53 else value


def number_text(value: float) -> str:
    """A number as all readers of these formats take it: a point, no thousands."""
    return repr(value)


def note_left_out(item: Item, notes: Notes, *fields: str) -> None:
    """Name what of an item the format at hand has no place for."""
    for field in fields:
        if getattr(item, field) not in (None, "", 1):
            notes.add(name_of(item.stem), LEFT_OUT[field])
