"""Problems that were exported only as Studio's plain-text markup, as the XML they stand for."""

import re

from lxml import etree

LABEL = re.compile(r"^>>(.*)<<\s*$")
RADIO = re.compile(r"^\(\s*(x?)\s*\)\s?(.*)$", re.IGNORECASE)
CHECK = re.compile(r"^\[\s*(x?)\s*\]\s?(.*)$", re.IGNORECASE)
ANSWER = re.compile(r"^=\s*(.+)$")
OR_ANSWER = re.compile(r"^or=\s*(.+)$")
DROPDOWN = re.compile(r"^\[\[(.*?)\]\]\s*$")
FENCE = re.compile(r"^\[explanation\]\s*$", re.IGNORECASE)
HINT = re.compile(r"^\|\|(.*)\|\|\s*$")
FEEDBACK = re.compile(r"\s*\{\{\s*(?:(?:selected|s)\s*:\s*)?(.*?)\s*\}\}")
NUMERIC = re.compile(r"^[-+\d.\[(]")
TOLERANCE = re.compile(r"^(.*?)\s*\+-\s*(\S+)$")


def markdown_problem(text: str, problem: etree._Element) -> etree._Element:
    """A problem element with the same attributes, built from the markup."""
    root = etree.Element("problem", dict(problem.attrib))
    builder = Builder(root)
    for line in _joined_dropdowns(text).splitlines():
        builder.line(line.strip())
    return root


def _joined_dropdowns(text: str) -> str:
    """Dropdowns written over several lines, on one line."""
    return re.sub(
        r"\[\[\n(.*?)\n\]\]",
        lambda match: "[[" + ", ".join(line.strip() for line in match.group(1).splitlines()) + "]]",
        text.replace("\r\n", "\n"),
        flags=re.DOTALL,
    )


class Builder:
    """Adds elements line by line; choices gather until a line that is no choice."""

    def __init__(self, root: etree._Element):
        self.root = root
        self.group: etree._Element | None = None
        self.solution: etree._Element | None = None

    def line(self, line: str) -> None:
        if FENCE.match(line):
            self.solution = None if self.solution is not None else etree.SubElement(self.root, "solution")
        elif self.solution is not None:
            paragraph(self.solution, "p", line)
        elif not self.response(line):
            self.prose(line)

    def prose(self, line: str) -> None:
        if not line:
            return
        self.group = None
        label, hint = LABEL.match(line), HINT.match(line)
        if hint:
            paragraph(etree.SubElement(self.root, "demandhint"), "hint", hint.group(1))
        else:
            paragraph(self.root, "label" if label else "p", label.group(1) if label else line)

    def response(self, line: str) -> bool:
        """Add what the line asks for; whether it was part of a question."""
        for pattern, tag, group in (
            (RADIO, "multiplechoiceresponse", "choicegroup"),
            (CHECK, "choiceresponse", "checkboxgroup"),
        ):
            match = pattern.match(line)
            if match:
                self.choice(tag, group, *match.groups())
                return True
        dropdown, answer, other = DROPDOWN.match(line), ANSWER.match(line), OR_ANSWER.match(line)
        if dropdown:
            self.dropdown(dropdown.group(1))
        elif answer:
            self.answer(FEEDBACK.sub("", answer.group(1)))
        elif other and self.group is not None:
            etree.SubElement(self.group, "additional_answer", answer=FEEDBACK.sub("", other.group(1)))
        return bool(dropdown or answer or other)

    def choice(self, tag: str, group: str, mark: str, words: str) -> None:
        if self.group is None or self.group.tag != group:
            self.group = etree.SubElement(etree.SubElement(self.root, tag), group)
        self.add_choice(self.group, "choice", "choicehint", words, right=bool(mark))

    def dropdown(self, words: str) -> None:
        entry = etree.SubElement(etree.SubElement(self.root, "optionresponse"), "optioninput")
        self.group = None
        for option in words.split(","):
            option = option.strip()
            right = option.startswith("(") and option.endswith(")")
            self.add_choice(entry, "option", "optionhint", option[1:-1] if right else option, right=right)

    @staticmethod
    def add_choice(parent: etree._Element, tag: str, hint: str, words: str, *, right: bool) -> None:
        choice = paragraph(parent, tag, FEEDBACK.sub("", words))
        choice.set("correct", "true" if right else "false")
        for found in FEEDBACK.findall(words)[:1]:
            paragraph(choice, hint, found)

    def answer(self, given: str) -> None:
        if not NUMERIC.match(given):
            self.group = etree.SubElement(self.root, "stringresponse", answer=given.strip(), type="ci")
            return
        tolerance = TOLERANCE.match(given)
        value = tolerance.group(1) if tolerance else given.strip()
        self.group = etree.SubElement(self.root, "numericalresponse", answer=value)
        if tolerance:
            etree.SubElement(self.group, "responseparam", type="tolerance", default=tolerance.group(2))


def paragraph(parent: etree._Element, tag: str, words: str) -> etree._Element:
    element = etree.SubElement(parent, tag)
    element.text = words.strip()
    return element
