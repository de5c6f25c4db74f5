"""An Open edX problem as a task with items.

A problem is prose with response elements among it; each response becomes an
item, with the words before it as its stem. Words before the label of the first
question speak of the whole problem and become the instructions.
"""

from copy import deepcopy

from django.utils.translation import gettext_lazy as _
from lxml import etree
from msgspec.structs import replace

from courses.document.types import Item, Task, TaskKind

from .answers import decimal_of, number_json
from .items import Response, is_response
from .markdown import Lost, html_to_markdown
from .plain import markdown_problem

HINTS = _("Hints are not carried over; put what is needed into the instructions or the feedback.")
PROGRAM = _("A program of the old platform is not carried over and not executed.")
NO_ITEMS = _("No question was found in this problem; the task is without items.")
# How deep responses are looked for inside wrappers.
DEEPEST = 40
ASSIGNMENTS: tuple[tuple[tuple[str, ...], TaskKind], ...] = (
    (("homework", "домашн", "үй тапсырма"), "homework"),
    (("lab", "practic", "практи", "лаборат"), "practical"),
    (("exercise", "упражнен", "жаттығу"), "exercise"),
)


def read_task(element: etree._Element, *, title: str, assignment: str, lost: Lost) -> Task:
    """The task of a problem. ``assignment`` is the type its subsection is graded as, or empty."""
    if not len(element) and not (element.text or "").strip() and element.get("markdown"):
        element = markdown_problem(element.get("markdown"), element)
    reader = Reader(element, lost)
    reader.walk(element, 0)
    instructions, items = reader.finish()
    if not items:
        lost("problem", NO_ITEMS)
    by_hand = any(item.kind == "free_form" for item in items) or not items
    return Task(
        title=title or first_words(items),
        kind=kind_of(items, assignment),
        instructions=instructions,
        graded_by="teacher" if by_hand else "auto",
        items=tuple(items),
    )


def first_words(items: list[Item]) -> str:
    """A title for a problem without one: how its first question begins."""
    words = " ".join(items[0].stem.split()) if items else ""
    return words if len(words) <= 80 else words[:80].rsplit(" ", 1)[0] + "…"


def kind_of(items: list[Item], assignment: str) -> TaskKind:
    """The kind: by the name of the graded assignment, else by how the answers are checked."""
    folded = assignment.casefold()
    for words, kind in ASSIGNMENTS:
        if any(word in folded for word in words):
            return kind
    return "test" if items and all(item.kind != "free_form" for item in items) else "exercise"


class Reader:
    """Walks a problem in document order, gathering prose until a response comes."""

    def __init__(self, problem: etree._Element, lost: Lost):
        self.problem, self.lost = problem, lost
        self.prose = etree.Element("div")
        self.instructions: list[str] = []
        self.items: list[Item] = []
        self.solutions: list[str] = []

    def walk(self, element: etree._Element, depth: int) -> None:
        add_text(self.prose, element.text)
        for child in element:
            if isinstance(child.tag, str):
                self.meet(child, depth)
            add_text(self.prose, child.tail)

    def meet(self, child: etree._Element, depth: int) -> None:
        if is_response(child):
            self.respond(child)
        elif child.tag == "solution":
            self.solutions.append(html_to_markdown(child, self.lost))
        elif child.tag == "demandhint":
            self.lost("demandhint", HINTS)
        elif child.tag == "script":
            self.lost("script", PROGRAM)
        elif depth < DEEPEST and any(is_response(inner) for inner in child.iter()):
            self.walk(child, depth + 1)
        else:
            self.prose.append(without_tail(child))

    def respond(self, element: etree._Element) -> None:
        """One response: its items, with the prose before it."""
        response = Response(element, self.lost)
        label = self.prose.find("label")
        if not self.items and (label is not None or response.speaks):
            self.instructions.append(html_to_markdown(cut_before(self.prose, label), self.lost))
        stem = html_to_markdown(self.prose, self.lost)
        self.prose = etree.Element("div")
        self.items += response.items(stem)

    def finish(self) -> tuple[str, list[Item]]:
        """Instructions and items, with the points and the explanations in place."""
        self.instructions.append(html_to_markdown(self.prose, self.lost))
        explanation = "\n\n".join(text for text in self.solutions if text)
        if explanation and self.items:
            last = self.items[-1]
            feedback = "\n\n".join(text for text in (last.feedback, explanation) if text)
            self.items[-1] = replace(last, feedback=feedback)
        elif explanation:
            self.instructions.append(explanation)
        points = points_of(self.problem.get("weight"))
        if points is not None and len(self.items) == 1:
            self.items[0] = replace(self.items[0], points=points)
        return "\n\n".join(text for text in self.instructions if text), self.items


def points_of(text: str | None) -> int | float | None:
    value = decimal_of(text)
    return number_json(value) if value is not None and value > 0 else None


def cut_before(prose: etree._Element, label: etree._Element | None) -> etree._Element:
    """Take the words before the label (all of them without one) out of the prose."""
    before = etree.Element("div")
    before.text, prose.text = prose.text, None
    for child in list(prose):
        if child is label:
            break
        before.append(child)
    return before


def without_tail(element: etree._Element) -> etree._Element:
    copy = deepcopy(element)
    copy.tail = None
    return copy


def add_text(element: etree._Element, text: str | None) -> None:
    if not text:
        return
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text
