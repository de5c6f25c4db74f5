"""GIFT, the text format of Moodle: choice, matching, numbers, short and long answers."""

from __future__ import annotations

import re
from typing import NamedTuple

from django.utils.translation import gettext as _
from msgspec.structs import replace

from courses.document.types import Item, Option
from courses.exchange.olx.skipped import Notes

from . import words
from .words import name_of, note_left_out, number_of, number_text

SIGNS = "~=#{}:"
FORMATS = re.compile(r"\s*\[(html|moodle|plain|markdown)\]\s*")
WEIGHT = re.compile(r"\s*%(-?[0-9]{1,3}(?:\.[0-9]*)?)%")
TRUTH = re.compile(r"\s*(T|TRUE|F|FALSE)\s*\Z", re.IGNORECASE)
# Escaped signs stand as private letters while a question is taken apart.
HIDDEN = {sign: chr(0xE000 + n) for n, sign in enumerate(SIGNS + "\\")}
SHOWN = {hidden: sign for sign, hidden in HIDDEN.items()}
LINE_BREAK = chr(0xE010)


class Answer(NamedTuple):
    """One answer between the brackets: ``=`` or ``~``, its share of the points, text and feedback."""

    sign: str
    share: float | None
    text: str
    feedback: str

    @property
    def right(self) -> bool:
        return self.share > 0 if self.share is not None else self.sign == "="


def read_gift(text: str, notes: Notes) -> list[Item]:
    """The items of a file; what cannot become an item is noted."""
    items = []
    for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n")):
        lines = [line for line in block.split("\n") if not line.lstrip().startswith("//")]
        question = _hide("\n".join(lines)).strip()
        if not question or question.startswith("$CATEGORY"):
            continue
        item = _question(question, notes)
        if item is not None:
            items.append(item)
    return items


def _hide(text: str) -> str:
    escaped = {"n": LINE_BREAK} | HIDDEN
    return re.sub(r"\\(.)", lambda match: escaped.get(match[1], match[0]), text)


def _show(text: str) -> str:
    text = text.strip().replace(LINE_BREAK, "\n")
    return "".join(SHOWN.get(letter, letter) for letter in text)


def _plain(text: str) -> str:
    """A text without the name of its format in front."""
    return _show(FORMATS.sub("", text, count=1) if FORMATS.match(text) else text)


def _question(question: str, notes: Notes) -> Item | None:
    question = re.sub(r"\A::.*?::", "", question, count=1, flags=re.DOTALL)
    before, opened, rest = question.partition("{")
    inside, closed, after = rest.rpartition("}") if "}" in rest else (rest, "", "")
    stem = _plain(before)
    if not opened or not closed:
        notes.add(name_of(stem), words.NO_ANSWER)
        return None
    after = _show(after.rstrip('";. \n')) if after.strip() in {'";', ";", "."} else _show(after)
    if after:
        stem = f"{stem} ___ {after}"
    inside, _mark, general = inside.partition("####")
    item = _answered(stem, inside, notes)
    if item is None:
        notes.add(name_of(stem), words.NO_ANSWER)
        return None
    return item if not general.strip() else replace(item, feedback=_plain(general))


def _answered(stem: str, inside: str, notes: Notes) -> Item | None:
    if not inside.strip():
        notes.add(name_of(stem), words.BY_HAND)
        return Item(kind="free_form", stem=stem)
    if inside.lstrip().startswith("#"):
        return _number(stem, inside.lstrip()[1:], notes)
    truth, *feedback = re.split("#", inside)
    if TRUTH.match(truth):
        return _truth(stem, truth.strip().upper().startswith("T"), [_plain(one) for one in feedback])
    answers = _answers(inside)
    if not answers:
        return None
    if all(answer.sign == "=" for answer in answers):
        if all("->" in answer.text for answer in answers):
            return _match(stem, answers)
        return _short_text(stem, answers, notes)
    return _choice(stem, answers, notes)


def _answers(inside: str) -> list[Answer]:
    found = []
    for match in re.finditer(r"([=~])([^=~]*)", inside):
        sign, body = match.groups()
        share = None
        if weight := WEIGHT.match(body):
            share, body = float(weight[1]), body[weight.end() :]
        text, _mark, feedback = body.partition("#")
        found.append(Answer(sign, share, _plain(text), _plain(feedback)))
    return found


def _choice(stem: str, answers: list[Answer], notes: Notes) -> Item:
    has_right = any(answer.sign == "=" for answer in answers)
    if has_right and any(answer.share not in (None, 0.0, 100.0) for answer in answers):
        notes.add(name_of(stem), words.PARTIAL)
    options = tuple(
        Option(
            text=answer.text,
            correct=answer.sign == "=" if has_right else answer.right,
            feedback=answer.feedback or None,
        )
        for answer in answers
    )
    return Item(kind="single" if has_right else "multiple", stem=stem, options=options)


def _truth(stem: str, is_true: bool, feedback: list[str]) -> Item:
    """Feedback to a wrong answer comes first."""
    wrong, right, *_more = [*feedback, "", ""]
    options = (
        Option(text=_("True"), correct=is_true, feedback=(right if is_true else wrong) or None),
        Option(text=_("False"), correct=not is_true, feedback=(wrong if is_true else right) or None),
    )
    return Item(kind="single", stem=stem, options=options)


def _match(stem: str, answers: list[Answer]) -> Item:
    pairs = [answer.text.split("->", 1) for answer in answers]
    return Item(kind="match", stem=stem, pairs=tuple((left.strip(), right.strip()) for left, right in pairs))


def _short_text(stem: str, answers: list[Answer], notes: Notes) -> Item:
    full = [answer.text for answer in answers if answer.share in (None, 100.0)]
    if len(full) < len(answers):
        notes.add(name_of(stem), words.PARTIAL)
    if any(answer.feedback for answer in answers):
        notes.add(name_of(stem), words.LEFT_OUT["feedback"])
    return Item(kind="short_text", stem=stem, accepted=tuple(full))


def _number(stem: str, inside: str, notes: Notes) -> Item | None:
    answers = _answers(inside if inside.lstrip()[:1] in ("=", "~") else f"={inside}")
    full = [answer for answer in answers if answer.sign == "=" and answer.share in (None, 100.0)]
    if len(answers) > 1:
        notes.add(name_of(stem), words.PARTIAL if len(full) == 1 else words.SEVERAL)
    if not full:
        return None
    text = full[0].text
    low, is_range, high = text.partition("..")
    if is_range:
        low, high = number_of(low), number_of(high)
        if low is None or high is None:
            return None
        answer, tolerance = (low + high) / 2, abs(high - low) / 2
    else:
        value, _colon, spread = text.partition(":")
        answer, tolerance = number_of(value), number_of(spread or "0")
        if answer is None or tolerance is None:
            return None
    return Item(kind="number", stem=stem, answer=number_text(answer), tolerance=abs(tolerance))


def write_gift(items: list[Item], notes: Notes) -> str:
    """The items as GIFT; those it has no form for are noted."""
    return "\n".join(filter(None, (_written(item, notes) for item in items)))


def _escape(text: str) -> str:
    text = re.sub(rf"([\\{re.escape(SIGNS)}])", r"\\\1", text.strip().replace("\r\n", "\n"))
    return text.replace("\n", "\\n")


def _answer_text(text: str) -> str:
    """A text of an answer; one that begins as the name of a format or a share does is kept from being read as that."""
    escaped = _escape(text)
    return f"[plain]{escaped}" if FORMATS.match(escaped) or escaped.startswith("%") else escaped


def _written(item: Item, notes: Notes) -> str:
    body = None if item.parameters else _BODIES[item.kind](item)
    if body is None:
        notes.add(name_of(item.stem), words.PARAMETERS if item.parameters else _why_not(item))
        return ""
    note_left_out(item, notes, "points", "outcome", "level", "grading", "format")
    general = f"####[markdown]{_escape(item.feedback)}" if item.feedback.strip() else ""
    return f"[markdown]{_escape(item.stem)}{{{body}{general}}}\n"


def _why_not(item: Item):
    if item.kind == "order":
        return words.KIND_UNKNOWN
    return words.FORMULA if item.kind == "number" and item.answer else words.INCOMPLETE


def _single(item: Item) -> str | None:
    if sum(option.correct for option in item.options) != 1 or len(item.options) < 2:
        return None
    return _options(item, lambda option: "=" if option.correct else "~")


def _multiple(item: Item) -> str | None:
    right = sum(option.correct for option in item.options)
    if not right:
        return None
    share = f"{100 / right:.5f}".rstrip("0").rstrip(".")
    return _options(item, lambda option: f"~%{share}%" if option.correct else "~%-100%")


def _options(item: Item, sign) -> str | None:
    if not all(option.text.strip() for option in item.options):
        return None
    lines = []
    for option in item.options:
        feedback = f"#{_answer_text(option.feedback)}" if (option.feedback or "").strip() else ""
        lines.append(f"\n\t{sign(option)}{_answer_text(option.text)}{feedback}")
    return "".join(lines) + "\n"


def _pairs(item: Item) -> str | None:
    texts = [text.strip() for pair in item.pairs for text in pair]
    if not texts or not all(texts) or any("->" in text for text in texts):
        return None
    return "".join(f"\n\t={_answer_text(left)} -> {_escape(right)}" for left, right in item.pairs) + "\n"


def _numeric(item: Item) -> str | None:
    value = number_of(item.answer or "")
    return None if value is None else f"#{number_text(value)}:{number_text(item.tolerance)}"


def _accepted(item: Item) -> str | None:
    if not item.accepted or not all(text.strip() for text in item.accepted):
        return None
    if all("->" in text for text in item.accepted):
        return None
    return "".join(f"\n\t={_answer_text(text)}" for text in item.accepted) + "\n"


_BODIES = {
    "single": _single,
    "multiple": _multiple,
    "match": _pairs,
    "order": lambda item: None,
    "number": _numeric,
    "short_text": _accepted,
    "free_form": lambda item: "",
}
