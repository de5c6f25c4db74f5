"""A response element of an Open edX problem as items of a task."""

from collections.abc import Callable
from copy import deepcopy

from django.utils.translation import gettext_lazy as _
from lxml import etree

from courses.document.types import Item, Option

from .answers import formula_of, listed_options, number_json, range_of, tolerance_of, written
from .markdown import Lost, html_to_markdown, plain_text

GAP = "……"
INPUTS = frozenset(
    [
        "choicegroup",
        "checkboxgroup",
        "radiogroup",
        "optioninput",
        "textline",
        "formulaequationinput",
        "textbox",
        "filesubmission",
        "imageinput",
        "jsinput",
        "schematic",
        "chemicalequationinput",
        "editamoleculeinput",
        "designprotein2dinput",
        "editageneinput",
        "annotationinput",
        "drag_and_drop_input",
        "crystallography",
        "vsepr_input",
        "javascriptinput",
        "codeinput",
        "matlabinput",
        "choicetextgroup",
        "radiotextgroup",
        "checkboxtextgroup",
        "inputfields",
    ]
)
BLANKS = frozenset(["textline", "formulaequationinput", "textbox", "chemicalequationinput"])
HINTS = frozenset(
    [
        "correcthint",
        "hintgroup",
        "choicehint",
        "compoundhint",
        "additional_answer",
        "stringequalhint",
        "responseparam",
        "demandhint",
        "optionhint",
        "hint",
        "script",
        "style",
        "solution",
        "answer",
    ]
)

ADDITIONAL = _("Further accepted numbers are not carried over: an item of kind number has one answer.")
OPEN_ENDS = _("An interval became its middle with a tolerance, so its ends count as right.")
TOLERANCE = _("The tolerance could not be read as a number.")
ANSWER = _("The answer could not be read as arithmetic; the item became free form.")
PATTERN = _("A pattern cannot be checked here; the item became free form.")
SEVERAL_RIGHT = _("Several options are right where one is to be chosen; the item became a choice of several.")
FREE = _("This kind of answer is not checked here; the item became free form.")

FORMATS = {
    "numericalresponse": _("Number"),
    "formularesponse": _("Formula"),
    "symbolicresponse": _("Formula"),
    "customresponse": _("Answer checked by a program"),
    "externalresponse": _("Answer checked by a program"),
    "coderesponse": _("Program code"),
    "imageresponse": _("Place on a picture"),
    "schematicresponse": _("Electrical circuit"),
    "annotationresponse": _("Annotation of a text"),
    "stringresponse": _("Text by a pattern"),
    "jsmeresponse": _("Structural formula"),
    "javascriptresponse": _("Interactive exercise"),
    "choicetextresponse": _("Choice with an answer in words"),
}
OTHER_FORMAT = _("Free form")
BY_TEACHER = _("The teacher grades the answer by hand.")
EXPECTED = _("Expected: %(answer)s. The teacher grades the answer by hand.")


def is_response(element: etree._Element) -> bool:
    return isinstance(element.tag, str) and element.tag.endswith("response") and element.tag != "response"


class Response:
    """One response element: its own words, its inputs and its answers.

    ``speaks`` says whether the question stands inside the response itself.
    """

    def __init__(self, element: etree._Element, lost: Lost):
        self.element, self.lost = element, lost
        self.speaks = bool("".join(own_prose(element, labels=False).itertext()).replace(GAP, "").strip())

    def items(self, before: str) -> list[Item]:
        """The items, with the prose that stood before the response in the stem."""
        own = html_to_markdown(own_prose(self.element, labels=True, said=before), self.lost)
        stem = "\n\n".join(part for part in (before, own) if part)
        make: Callable[[str], list[Item]] = {
            "multiplechoiceresponse": self.one_of,
            "truefalseresponse": self.some_of,
            "choiceresponse": self.some_of,
            "optionresponse": self.dropdowns,
            "numericalresponse": self.number,
            "stringresponse": self.text,
        }.get(self.element.tag, self.free)
        return make(stem)

    def feedback(self) -> str:
        parts = [*self.element.iter("correcthint"), *self.element.iter("solution")]
        texts = (html_to_markdown(part, self.lost) for part in parts)
        return "\n\n".join(text for text in texts if text)

    def options(self) -> tuple[Option, ...]:
        return tuple(self.option(choice) for choice in self.element.iter("choice"))

    def option(self, choice: etree._Element, tag: str = "choicehint") -> Option:
        """An answer option; of two hints the one for a learner who chose it."""
        hints = sorted(choice.iter(tag), key=lambda hint: hint.get("selected") == "false")
        words = [text for hint in hints[:1] if (text := plain_text(hint, self.lost))]
        return Option(
            text=plain_text(choice, self.lost, without=(tag,)),
            correct=(choice.get("correct") or "").strip().casefold() == "true",
            feedback=words[0] if words else None,
        )

    def one_of(self, stem: str) -> list[Item]:
        options = self.options()
        several = sum(option.correct for option in options) > 1
        if several:
            self.lost(self.element.tag, SEVERAL_RIGHT)
        kind = "multiple" if several else "single"
        return [Item(kind=kind, stem=stem, options=options, feedback=self.feedback())]

    def some_of(self, stem: str) -> list[Item]:
        return [Item(kind="multiple", stem=stem, options=self.options(), feedback=self.feedback())]

    def dropdowns(self, stem: str) -> list[Item]:
        """An item for each list to choose from; several share the words and are told apart by number."""
        inputs = list(self.element.iter("optioninput"))
        items = []
        for number, entry in enumerate(inputs, 1):
            own = f"{stem}\n\n({number})".strip() if len(inputs) > 1 else stem
            items.append(Item(kind="single", stem=own, options=self.list_options(entry), feedback=self.feedback()))
        return items

    def list_options(self, entry: etree._Element) -> tuple[Option, ...]:
        children = list(entry.iter("option"))
        if children:
            return tuple(self.option(child, "optionhint") for child in children)
        right = (entry.get("correct") or "").strip()
        return tuple(Option(text=text, correct=text == right) for text in listed_options(entry.get("options")))

    def number(self, stem: str) -> list[Item]:
        given = self.element.get("answer")
        interval = range_of(given)
        if interval is not None:
            self.lost("numericalresponse", OPEN_ENDS)
            return [self.number_item(stem, written(interval[0]), interval[1])]
        answer = formula_of(given)
        if answer is None:
            return self.free(stem, why=ANSWER)
        if any(True for _found in self.element.iter("additional_answer")):
            self.lost("additional_answer", ADDITIONAL)
        tolerance = tolerance_of(self.stated_tolerance(), answer)
        if tolerance is None:
            self.lost("responseparam", TOLERANCE)
        return [self.number_item(stem, answer, tolerance)]

    def stated_tolerance(self) -> str | None:
        for parameter in self.element.iter("responseparam"):
            if parameter.get("type") == "tolerance":
                return parameter.get("default")
        return None

    def number_item(self, stem: str, answer: str, tolerance) -> Item:
        margin = number_json(tolerance) if tolerance else 0
        return Item(kind="number", stem=stem, answer=answer, tolerance=margin, feedback=self.feedback())

    def text(self, stem: str) -> list[Item]:
        if "regexp" in (self.element.get("type") or ""):
            return self.free(stem, why=PATTERN)
        given = (self.element.get("answer") or "").split("_or_")
        given += [more.get("answer") or more.text or "" for more in self.element.iter("additional_answer")]
        accepted = tuple(dict.fromkeys(text.strip() for text in given if text.strip()))
        return [Item(kind="short_text", stem=stem, accepted=accepted, feedback=self.feedback())]

    def free(self, stem: str, *, why=FREE) -> list[Item]:
        """An answer that only a person can check, with what the export says of it."""
        self.lost(self.element.tag, why)
        known = [self.element.get("answer") or "", *(e.get("correct_answer") or "" for e in self.element.iter())]
        answer = "; ".join(text.strip() for text in known if text.strip() and not text.strip().startswith("$"))
        return [
            Item(
                kind="free_form",
                stem=stem,
                format=str(FORMATS.get(self.element.tag, OTHER_FORMAT)),
                grading=str(EXPECTED) % {"answer": answer} if answer else str(BY_TEACHER),
                feedback=self.feedback(),
            )
        ]


def own_prose(element: etree._Element, *, labels: bool, said: str = "") -> etree._Element:
    """The words of a response without its inputs and answers; an input among words leaves a gap.

    With ``labels`` the inputs' own labels stand before them, but for one that was ``said`` already.
    """
    prose = deepcopy(element)
    prose.tag, prose.tail = "div", None
    for found in [node for node in prose.iter() if isinstance(node.tag, str) and node.tag in INPUTS | HINTS]:
        parent = found.getparent()
        if parent is None:
            continue
        label = " ".join((found.get("label") or "").split()) if found.tag in INPUTS and labels else ""
        label = "" if label in said else label
        unit = found.get("trailing_text") or ""
        shown = found.tag in BLANKS and (parent is not prose or label or unit)
        if label:
            found.addprevious(label_element(label))
        replace_with_text(parent, found, f"{GAP} {unit}".strip() if shown else "")
    return prose


def label_element(text: str) -> etree._Element:
    label = etree.Element("label")
    label.text = text
    return label


def replace_with_text(parent: etree._Element, element: etree._Element, text: str) -> None:
    words = text + (element.tail or "")
    previous = element.getprevious()
    if previous is not None:
        previous.tail = (previous.tail or "") + words
    else:
        parent.text = (parent.text or "") + words
    parent.remove(element)
