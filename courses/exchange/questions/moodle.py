"""Moodle XML: the kinds of question that have their like here, with points and feedback."""

from __future__ import annotations

from defusedxml import ElementTree as Parsed
from django.utils.translation import gettext as _
from lxml import etree

from courses.document.types import Item, Option
from courses.exchange.olx.markdown import html_to_markdown, parse_html
from courses.exchange.olx.skipped import Notes

from . import words
from .words import name_of, note_left_out, number_of, number_text

SILENT = {"category", "description"}


def looks_like_xml(text: str) -> bool:
    return text.lstrip().startswith("<")


def read_moodle(text: str, notes: Notes) -> list[Item]:
    """The items of a quiz.

    Raises:
        defusedxml.DefusedXmlException, ParseError: for what is no XML, or wants to be more than that.
    """
    root = Parsed.fromstring(text)
    items = []
    for question in root.iter("question"):
        kind = question.get("type", "")
        if kind in SILENT:
            continue
        item = _question(question, kind, notes)
        if item is not None:
            items.append(item)
    return items


def _question(question, kind: str, notes: Notes) -> Item | None:
    stem = _text(question.find("questiontext"), notes)
    called = name_of(stem or _line(question.find("name")))
    if kind not in _READERS:
        notes.add(called, words.FORMAT_LOST)
        return None
    if next(question.iter("file"), None) is not None:
        notes.add(called, words.FILES)
    fields = _READERS[kind](question, called, notes)
    if fields is None:
        notes.add(called, words.NO_ANSWER)
        return None
    points = number_of(question.findtext("defaultgrade") or "1")
    return Item(
        stem=stem,
        points=points if points and points > 0 else 1,
        feedback=_text(question.find("generalfeedback"), notes),
        **fields,
    )


def _text(element, notes: Notes) -> str:
    """A text in whichever of Moodle's formats it is; HTML becomes CommonMark."""
    if element is None:
        return ""
    text = (element.findtext("text") or "").strip()
    if element.get("format", "html") in ("html", "moodle_auto_format") and ("<" in text or "&" in text):
        tree = parse_html(text)
        return html_to_markdown(tree, notes.add).strip() if tree is not None else ""
    return text


def _line(element) -> str:
    return "" if element is None else (element.findtext("text") or "").strip()


def _plain(element, notes: Notes) -> str:
    """The words of an option, which is shown as it stands here."""
    text = _line(element)
    if element is not None and element.get("format", "") in ("html", "moodle_auto_format") and "<" in text:
        tree = parse_html(text)
        return " ".join("".join(tree.itertext()).split()) if tree is not None else ""
    return text


def _share(answer) -> float:
    return number_of(answer.get("fraction", "0")) or 0


def _choice(question, called: str, notes: Notes) -> dict | None:
    answers = question.findall("answer")
    single = (question.findtext("single") or "true").strip().lower() in ("true", "1")
    if single and any(0 < _share(answer) < 100 for answer in answers):
        notes.add(called, words.PARTIAL)
    options = tuple(
        Option(
            text=_plain(answer, notes),
            correct=_share(answer) >= 100 if single else _share(answer) > 0,
            feedback=_plain(answer.find("feedback"), notes) or None,
        )
        for answer in answers
    )
    return {"kind": "single" if single else "multiple", "options": options} if options else None


def _truth(question, called: str, notes: Notes) -> dict | None:
    names = {"true": _("True"), "false": _("False")}
    options = tuple(
        Option(
            text=names.get(_line(answer).lower(), _line(answer)),
            correct=_share(answer) >= 100,
            feedback=_plain(answer.find("feedback"), notes) or None,
        )
        for answer in question.findall("answer")
    )
    return {"kind": "single", "options": options} if options else None


def _match(question, called: str, notes: Notes) -> dict | None:
    pairs = [(_plain(pair, notes), _line(pair.find("answer"))) for pair in question.findall("subquestion")]
    if any(not left for left, _right in pairs):
        notes.add(called, _("An answer that belongs to nothing is left out."))
    pairs = tuple((left, right) for left, right in pairs if left)
    return {"kind": "match", "pairs": pairs} if pairs else None


def _order(question, called: str, notes: Notes) -> dict | None:
    steps = tuple(_plain(answer, notes) for answer in question.findall("answer"))
    return {"kind": "order", "sequence": steps} if steps else None


def _short(question, called: str, notes: Notes) -> dict | None:
    answers = question.findall("answer")
    full = tuple(_line(answer) for answer in answers if _share(answer) >= 100)
    if len(full) < len(answers):
        notes.add(called, words.PARTIAL)
    return {"kind": "short_text", "accepted": full} if full else None


def _number(question, called: str, notes: Notes) -> dict | None:
    answers = [answer for answer in question.findall("answer") if _share(answer) >= 100]
    if len(answers) > 1:
        notes.add(called, words.SEVERAL)
    value = number_of(_line(answers[0])) if answers else None
    if value is None:
        return None
    tolerance = number_of(answers[0].findtext("tolerance") or "0") or 0
    return {"kind": "number", "answer": number_text(value), "tolerance": abs(tolerance)}


def _essay(question, called: str, notes: Notes) -> dict:
    grading = _text(question.find("graderinfo"), notes)
    if not grading:
        notes.add(called, words.BY_HAND)
    return {"kind": "free_form", "grading": grading or None}


_READERS = {
    "multichoice": _choice,
    "truefalse": _truth,
    "matching": _match,
    "ordering": _order,
    "shortanswer": _short,
    "numerical": _number,
    "essay": _essay,
}


def write_moodle(items: list[Item], notes: Notes) -> str:
    """A quiz of the items; those Moodle has no form for are noted."""
    root = etree.Element("quiz")
    for item in items:
        try:
            question = _written(item, notes)
        except ValueError:  # a sign that no XML can hold
            notes.add(name_of(item.stem), _("It has a sign that XML cannot hold."))
            continue
        if question is not None:
            root.append(question)
    return etree.tostring(root, pretty_print=True, xml_declaration=True, encoding="UTF-8").decode()


def _written(item: Item, notes: Notes) -> etree._Element | None:
    if item.parameters:
        notes.add(name_of(item.stem), words.PARAMETERS)
        return None
    question = etree.Element("question")
    _add_text(question, "name", name_of(item.stem) or "–")
    _add_text(question, "questiontext", item.stem, format="markdown")
    _add_text(question, "generalfeedback", item.feedback, format="markdown")
    etree.SubElement(question, "defaultgrade").text = number_text(item.points)
    kind = _WRITERS[item.kind](item, question)
    if kind is None:
        notes.add(name_of(item.stem), words.FORMULA if item.kind == "number" and item.answer else words.INCOMPLETE)
        return None
    question.set("type", kind)
    note_left_out(item, notes, "outcome", "level", "format")
    return question


def _add_text(parent, tag: str, text: str, **attributes):
    element = etree.SubElement(parent, tag, **attributes)
    etree.SubElement(element, "text").text = text.strip()
    return element


def _write_options(item: Item, question) -> str | None:
    right = sum(option.correct for option in item.options)
    single = item.kind == "single"
    if not right or (single and right != 1) or not all(option.text.strip() for option in item.options):
        return None
    etree.SubElement(question, "single").text = "true" if single else "false"
    etree.SubElement(question, "shuffleanswers").text = "true"
    wrong = "0" if single else "-100"
    for option in item.options:
        share = f"{100 / right:.5f}".rstrip("0").rstrip(".") if option.correct else wrong
        answer = _add_text(question, "answer", option.text, fraction=share, format="plain_text")
        if (option.feedback or "").strip():
            _add_text(answer, "feedback", option.feedback, format="plain_text")
    return "multichoice"


def _write_pairs(item: Item, question) -> str | None:
    if not item.pairs or not all(text.strip() for pair in item.pairs for text in pair):
        return None
    for left, right in item.pairs:
        pair = _add_text(question, "subquestion", left, format="plain_text")
        _add_text(pair, "answer", right)
    return "matching"


def _write_order(item: Item, question) -> str | None:
    for step in item.sequence:
        _add_text(question, "answer", step, fraction="1", format="plain_text")
    return "ordering" if item.sequence and all(step.strip() for step in item.sequence) else None


def _write_number(item: Item, question) -> str | None:
    value = number_of(item.answer or "")
    if value is None:
        return None
    answer = _add_text(question, "answer", number_text(value), fraction="100")
    etree.SubElement(answer, "tolerance").text = number_text(item.tolerance)
    return "numerical"


def _write_accepted(item: Item, question) -> str | None:
    for text in item.accepted:
        _add_text(question, "answer", text, fraction="100", format="plain_text")
    return "shortanswer" if item.accepted and all(text.strip() for text in item.accepted) else None


def _write_essay(item: Item, question) -> str:
    _add_text(question, "graderinfo", item.grading or "", format="markdown")
    return "essay"


_WRITERS = {
    "single": _write_options,
    "multiple": _write_options,
    "match": _write_pairs,
    "order": _write_order,
    "number": _write_number,
    "short_text": _write_accepted,
    "free_form": _write_essay,
}
