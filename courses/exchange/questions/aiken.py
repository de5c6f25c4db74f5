"""Aiken: one right option of some, a letter before each. Nothing else can be said in it."""

from __future__ import annotations

import re
import string

from django.utils.translation import gettext_lazy as _

from courses.document.types import Item, Option
from courses.exchange.olx.skipped import Notes

from .words import KIND_UNKNOWN, NO_ANSWER, PARAMETERS, name_of, note_left_out

OPTION = re.compile(r"([A-Z])[.)] ?(.*)")
ANSWER = re.compile(r"ANSWER:\s*([A-Z])\s*\Z")
LINES = _("A question with several lines, or a line that reads as an option, cannot be said in Aiken.")
TOO_MANY = _("Aiken has letters for 26 options.")


def looks_like_aiken(text: str) -> bool:
    return any(ANSWER.match(line.strip()) for line in text.splitlines())


def read_aiken(text: str, notes: Notes) -> list[Item]:
    """The items of a file; a question without an answer of its options is noted and left out."""
    items: list[Item] = []
    stem: list[str] = []
    options: list[tuple[str, str]] = []
    for line in map(str.strip, text.splitlines()):
        if answer := ANSWER.match(line):
            _finish(items, stem, options, answer[1], notes)
            stem, options = [], []
        elif option := OPTION.match(line):
            options.append((option[1], option[2].strip()))
        elif line and options:  # a new question begins though this one has no answer
            notes.add(name_of(" ".join(stem)), NO_ANSWER)
            stem, options = [line], []
        elif line:
            stem.append(line)
    if stem or options:
        notes.add(name_of(" ".join(stem)), NO_ANSWER)
    return items


def _finish(items: list[Item], stem: list[str], options: list[tuple[str, str]], right: str, notes: Notes) -> None:
    if right not in [letter for letter, _text in options] or not stem:
        notes.add(name_of(" ".join(stem)), NO_ANSWER)
        return
    built = tuple(Option(text=text, correct=letter == right) for letter, text in options)
    items.append(Item(kind="single", stem="\n".join(stem), options=built))


def write_aiken(items: list[Item], notes: Notes) -> str:
    """The items of one right option; all others are noted."""
    return "\n".join(filter(None, (_question(item, notes) for item in items)))


def _question(item: Item, notes: Notes) -> str:
    texts = [option.text.strip() for option in item.options]
    refusal = None
    if item.kind != "single" or sum(option.correct for option in item.options) != 1:
        refusal = KIND_UNKNOWN
    elif item.parameters:
        refusal = PARAMETERS
    elif len(texts) > len(string.ascii_uppercase):
        refusal = TOO_MANY
    elif not all(map(_is_line, (item.stem.strip(), *texts))) or _reads_as_more(item.stem.strip()):
        refusal = LINES
    if refusal is not None:
        notes.add(name_of(item.stem), refusal)
        return ""
    note_left_out(item, notes, "points", "outcome", "level", "feedback")
    if any(option.feedback for option in item.options):
        notes.add(name_of(item.stem), _("Feedback to the options is not written."))
    letters = string.ascii_uppercase
    right = next(letter for letter, option in zip(letters, item.options, strict=False) if option.correct)
    lines = [f"{letter}) {text}" for letter, text in zip(letters, texts, strict=False)]
    return "\n".join([item.stem.strip(), *lines, f"ANSWER: {right}", ""])


def _is_line(text: str) -> bool:
    return len(text.splitlines()) == 1


def _reads_as_more(line: str) -> bool:
    return bool(OPTION.match(line) or ANSWER.match(line))
