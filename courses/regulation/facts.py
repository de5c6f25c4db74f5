"""One walk over a document that counts all that the rules ask about."""

from __future__ import annotations

import math
import re
import unicodedata
from functools import lru_cache

from courses.document.formula import FormulaError, parse
from courses.document.types import CourseDocument, Item, Parameter, Section, Task
from courses.regulation.limits import Limits

GROUP_PROJECT = "group_project"
# Formulas without brackets need no tree to be judged: operand, sign, operand …
_OPERAND = r"(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+|[A-Za-z_][A-Za-z0-9_]*)"
_PLAIN = re.compile(rf"\s*-?\s*{_OPERAND}(?:\s*(?:\*\*|[-+*/])\s*{_OPERAND})*\s*\Z")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_MANY = 10**9  # more distinct variants than anybody needs are not counted further


class SectionFacts:
    """What was counted in one section. ``seconds`` takes unknown lengths as 0."""

    __slots__ = ("announcement", "exercises", "homework", "lectures", "path", "seconds", "task_minutes", "tests")
    __slots__ += ("optional", "unknown_lengths")

    def __init__(self, path: str) -> None:
        self.path = path
        self.lectures = self.seconds = self.unknown_lengths = 0
        self.tests = self.homework = self.exercises = self.optional = 0
        self.task_minutes = self.announcement = 0


class Facts:
    """The document, the limits and all counts; sums of weights are hundredths of a per cent."""

    __slots__ = ("assessed", "bad_items", "document", "group_projects", "integrity", "limits", "odd_lectures")
    __slots__ += ("sections", "tasks", "unfit_open", "unfit_parameterised", "weights")

    def __init__(self, document: CourseDocument, limits: Limits) -> None:
        self.document = document
        self.limits = limits
        self.sections: list[SectionFacts] = []
        self.odd_lectures: list[tuple[str, int | None, bool]] = []
        self.bad_items: list[tuple[str, tuple[str, ...]]] = []
        self.unfit_parameterised: list[tuple[str, Task, int | None]] = []
        self.unfit_open: list[tuple[str, Task]] = []
        self.group_projects: list[tuple[str, Task]] = []
        self.tasks: list[Task] = []
        self.assessed: set[str] = set()
        self.weights = self.integrity = 0


def facts_of(document: CourseDocument, limits: Limits) -> Facts:
    """Walk the document once."""
    facts = Facts(document, limits)
    for i, section in enumerate(document.sections):
        facts.sections.append(_section(facts, section, f"/sections/{i}"))
    for k, task in enumerate(document.final_tasks):
        _task(facts, task, "/final_tasks", k)
    return facts


def announcement_length(text: str) -> int:
    """Characters of an announcement (4.5): code points after NFC, CRLF as one, the ends trimmed, spaces included."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return len(text.replace("\r\n", "\n").strip())


@lru_cache(maxsize=16384)
def hundredths(weight: str) -> int:
    """A weight of the format ("33.34") in hundredths of a per cent, exactly."""
    whole, _point, rest = weight.partition(".")
    return int(whole) * 100 + int(rest.ljust(2, "0") or 0)


def _section(facts: Facts, section: Section, path: str) -> SectionFacts:
    counted = SectionFacts(path)
    shortest, longest = facts.limits.lecture_seconds
    tolerance = facts.limits.lecture_tolerance_s
    shortest, longest = shortest - tolerance, longest + tolerance
    for j, part in enumerate(section.parts):
        lectures = part.lectures
        counted.lectures += len(lectures)
        for k, lecture in enumerate(lectures):
            seconds = lecture.seconds
            if seconds is None:
                counted.unknown_lengths += 1
            else:
                counted.seconds += seconds
                if shortest <= seconds <= longest:
                    continue
            facts.odd_lectures.append((f"{path}/parts/{j}/lectures/{k}", seconds, lecture.measured))
        tasks_path = f"{path}/parts/{j}/tasks"
        for k, task in enumerate(part.tasks):
            _task(facts, task, tasks_path, k)
            _count(counted, task)
    counted.announcement = announcement_length(section.announcement)
    return counted


def _count(counted: SectionFacts, task: Task) -> None:
    kind = task.kind
    if kind == "test":
        counted.tests += bool(task.items)
    elif kind == "homework":
        counted.homework += 1
    elif kind == "exercise":
        counted.exercises += 1
    elif kind in ("practical", "forum"):
        counted.optional += 1
    counted.task_minutes += task.minutes or 0


def _task(facts: Facts, task: Task, above: str, k: int) -> None:
    """``above`` and ``k`` make the path, which few tasks need."""
    facts.tasks.append(task)
    weight = hundredths(task.weight)
    if weight:
        facts.weights += weight
        facts.assessed.update(task.outcomes)
    for n, item in enumerate(task.items):
        faults = item_faults(item)
        if faults:
            facts.bad_items.append((f"{above}/{k}/items/{n}", faults))
    integrity = task.integrity
    if integrity == "parameterised":
        fewest = fewest_variants(task, facts.limits.min_variants)
        if fewest is None:
            facts.integrity += weight
        else:
            facts.unfit_parameterised.append((f"{above}/{k}", task, fewest))
    elif integrity == "open":
        if task.match_check:
            facts.integrity += weight
        else:
            facts.unfit_open.append((f"{above}/{k}", task))
    if task.kind == GROUP_PROJECT:
        facts.group_projects.append((f"{above}/{k}", task))


def item_faults(item: Item) -> tuple[str, ...]:
    """Which required fields of the item template (4.6, T3) are missing or wrong; empty when it is complete."""
    faults = _KINDS[item.kind](item)
    return faults if item.stem.strip() else ("stem", *faults)


def _single(item: Item) -> tuple[str, ...]:
    right = 0
    for option in item.options:
        right += option.correct
    if len(item.options) < 2:
        return ("options",)
    return () if right == 1 else ("one_right",)


def _multiple(item: Item) -> tuple[str, ...]:
    if len(item.options) < 2:
        return ("options",)
    for option in item.options:
        if option.correct:
            return ()
    return ("any_right",)


def _match(item: Item) -> tuple[str, ...]:
    return () if len(item.pairs) >= 2 else ("pairs",)


def _order(item: Item) -> tuple[str, ...]:
    return () if len(item.sequence) >= 2 else ("steps",)


def _number(item: Item) -> tuple[str, ...]:
    return () if formula_names(item) is not None else ("formula",)


def _short_text(item: Item) -> tuple[str, ...]:
    for answer in item.accepted:
        if answer.strip():
            return ()
    return ("accepted",)


def _free_form(item: Item) -> tuple[str, ...]:
    faults = () if (item.format or "").strip() else ("format",)
    return faults if (item.grading or "").strip() else (*faults, "grading")


_KINDS = {
    "single": _single,
    "multiple": _multiple,
    "match": _match,
    "order": _order,
    "number": _number,
    "short_text": _short_text,
    "free_form": _free_form,
}


def formula_names(item: Item) -> frozenset[str] | set[str] | None:
    """The parameters an item's answer formula speaks of; None where it is no formula over numeric parameters."""
    answer = item.answer
    if answer is None:
        return None
    parameters = item.parameters
    if len(answer) <= 200 and _PLAIN.match(answer):
        names = set(_NAME.findall(answer))
        if not names.issubset(parameters):
            return None
    else:
        try:
            names = parse(answer, parameters).names
        except FormulaError:
            return None
    for name in names:
        values = parameters[name].values
        if values is not None and any(isinstance(value, str) for value in values):
            return None
    return names


def fewest_variants(task: Task, needed: int) -> int | None:
    """None where each item of the task gives each learner a condition of their own (4.8a).

    Otherwise the distinct variants of the first item that falls short; 0 where it
    has no parameters, no formula over them, or where the task has no items.
    """
    if not task.items:
        return 0
    for item in task.items:
        variants = distinct_variants(item)
        if variants < needed:
            return variants
        if item.kind == "number" and not formula_names(item):
            return 0
    return None


def distinct_variants(item: Item) -> int:
    """How many distinct conditions the parameters of an item give: the product of their distinct values."""
    if not item.parameters:
        return 0
    variants = 1
    for parameter in item.parameters.values():
        variants = min(variants * distinct_values(parameter), _MANY)
    return variants


def distinct_values(parameter: Parameter) -> int:
    """How many distinct values one parameter takes; a range that ends before it begins takes none."""
    if parameter.values is not None:
        return len(set(parameter.values))
    if parameter.max < parameter.min:
        return 0
    # A hair more than the quotient, so that 0.1 … 0.3 by 0.1 is three values.
    steps = (parameter.max - parameter.min) / parameter.step
    return _MANY if not math.isfinite(steps) or steps >= _MANY else math.floor(steps + 1e-9) + 1
