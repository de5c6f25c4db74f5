"""The review checklist (T6, 5.1.5): what people must judge because no program can.

The department weighs the content, the video, the assessment, the glossary and the
language, the faculty the goals, the assessment, the rights and the fit to the
educational programme. Questions that stand for a rule of severity CHECK hold the
course back unless they are answered with yes.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.document.types import CourseDocument

DEPARTMENT, FACULTY = ("endorse",), ("approve",)
BOTH = DEPARTMENT + FACULTY
YES, REMARK, NOT_APPLICABLE = "yes", "remark", "na"
ANSWERS = (
    (YES, pgettext_lazy("checklist", "yes")),
    (REMARK, pgettext_lazy("checklist", "with a remark")),
    (NOT_APPLICABLE, pgettext_lazy("checklist", "not applicable")),
)
GROUPS = {
    "A": _("A. Goals and learning outcomes"),
    "B": _("B. Structure"),
    "C": _("C. Content"),
    "D": _("D. Video"),
    "E": _("E. Assessment"),
    "F": _("F. Glossary and literature"),
    "G": _("G. Rights and academic integrity"),
    "H": _("H. Accessibility and language"),
}


class Item(NamedTuple):
    """One question. ``rule`` names the rule of severity CHECK it answers: then only yes lets the course go on."""

    id: str
    group: str
    clause: str
    question: Any
    steps: tuple[str, ...]
    rule: str = ""

    @property
    def must_hold(self) -> bool:
        return bool(self.rule)


ITEMS = (
    Item("programme", "A", "3.2", _("The goals and outcomes fit the educational programme."), FACULTY),
    Item("outcomes", "A", "3.2", _("The outcomes are worded so that reaching them can be assessed."), FACULTY),
    Item("structure", "B", "4.1", _("The sections and parts follow one another logically."), DEPARTMENT),
    Item("correct", "C", "3.6", _("The content is correct and up to date."), DEPARTMENT),
    Item(
        "clear",
        "C",
        "3.6",
        _("The materials are visual, clear and unambiguous, and their logic can be seen."),
        DEPARTMENT,
        "materials-clear",
    ),
    Item("picture", "D", "7.4.8", _("Picture and sound of the lectures are good."), DEPARTMENT),
    Item("speech", "D", "7.4.1", _("The lectures are spoken simply, clearly and in good language."), DEPARTMENT),
    Item(
        "annotation",
        "D",
        "7.4.7",
        _("The annotation video tells the topics, the work, the number of lectures and the highlights."),
        DEPARTMENT,
        "annotation-content",
    ),
    Item(
        "fitting",
        "E",
        "4.7",
        _("The tasks fit the outcomes they assess, and their levels."),
        BOTH,
        "task-fits-outcome",
    ),
    Item(
        "labour",
        "E",
        "4.7",
        _("A learner can do the work of a week in the hours that are given for it."),
        BOTH,
        "labour-balance",
    ),
    Item("glossary", "F", "4.11", _("The glossary explains the special terms of every section."), DEPARTMENT),
    Item("literature", "F", "5.1.2", _("The literature is sufficient and accessible."), DEPARTMENT),
    Item("rights", "G", "5.2.1", _("The rights of others to texts, pictures and videos are respected."), FACULTY),
    Item("integrity", "G", "4.8", _("The tasks counted as individual cannot be copied from one another."), FACULTY),
    Item("language", "H", "7.4.1", _("The language of the texts is correct."), DEPARTMENT),
    Item("access", "H", "3.6", _("The texts, tables and pictures can be read on a phone and by ear."), DEPARTMENT),
)


def items_of(document: CourseDocument, step: str) -> list[Item]:
    """The questions a step must answer about this document; clarity is asked section by section too."""
    items = [item for item in ITEMS if step in item.steps]
    if document.annotation_video is None:  # the annotation blocks no earlier than placing (7.4.7)
        items = [item._replace(rule="") if item.id == "annotation" else item for item in items]
    if not any(item.id == "clear" for item in items):
        return items
    place = next(i for i, item in enumerate(items) if item.id == "clear") + 1
    items[place:place] = [
        Item(f"clear-{number}", "C", "3.6", _SectionClear(number, section.title), DEPARTMENT, "materials-clear")
        for number, section in enumerate(document.sections, start=1)
    ]
    return items


class _SectionClear:
    """The question about one section, in the language of the moment it is read."""

    def __init__(self, number: int, title: str) -> None:
        self.values = {"n": number, "title": " ".join(title.split())[:60]}

    def __str__(self) -> str:
        return str(_("Section %(n)s, “%(title)s”: visual, clear and unambiguous.")) % self.values
