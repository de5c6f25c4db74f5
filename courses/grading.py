"""The tasks of a course in one table: running sums of weights and academic integrity (4.8), outcomes (4.7)."""

from __future__ import annotations

from typing import NamedTuple

from courses.models import Course, Task
from courses.models.content import Integrity
from courses.regulation.facts import fewest_variants, hundredths
from courses.regulation.finding import percent
from courses.regulation.limits import Limits
from courses.regulation.measures import Measure, measures
from courses.rows import Rows
from courses.tree import Tree

FIELDS = ("weight", "outcomes")


class Row(NamedTuple):
    """A task with the sums up to it; ``counts`` says whether it counts towards academic integrity."""

    task: Task
    kind: str
    section: int | None
    total: str
    secured: str
    counts: bool
    cells: list[tuple[str, bool]]


class Grading(NamedTuple):
    """``codes`` are the outcomes with how many graded tasks assess each; ``meters`` are of the whole course."""

    rows: list[Row]
    codes: list[tuple[str, str, int]]
    total: str
    secured: str
    meters: list[Measure]


def grading_of(course: Course, limits: Limits) -> Grading:
    """All tasks in the order of the course; codes that the course no longer has stay in the table until unticked."""
    rows = Rows([course])
    tree, document = Tree(course, rows), rows.document(course)
    tasks = _placed(tree)
    nodes = [task for section in document.sections for part in section.parts for task in part.tasks]
    nodes += document.final_tasks
    texts = {outcome.code: outcome.text for outcome in tree.outcomes}
    codes = list(dict.fromkeys([*texts, *(code for _k, _s, task in tasks for code in task.outcomes)]))
    total = secured = 0
    found = []
    for (kind, section, task), node in zip(tasks, nodes, strict=True):
        weight, counts = hundredths(task.weight), is_secured(node, limits)
        total, secured = total + weight, secured + weight * counts
        cells = [(code, code in task.outcomes) for code in codes]
        found.append(Row(task, kind, section, percent(total), percent(secured), counts, cells))
    graded = [task for _kind, _section, task in tasks if hundredths(task.weight)]
    covered = [(code, texts.get(code, ""), sum(code in task.outcomes for task in graded)) for code in codes]
    meters = [measure for measure in measures(document, limits).course if measure.clause == "4.8"]
    return Grading(found, covered, percent(total), percent(secured), meters)


def is_secured(node, limits: Limits) -> bool:
    """Whether a task counts towards academic integrity (4.8): parameterised throughout, or open with the check."""
    if node.integrity == Integrity.PARAMETERISED:
        return fewest_variants(node, limits.min_variants) is None
    return node.integrity == Integrity.OPEN and node.match_check


def _placed(tree: Tree) -> list[tuple[str, int | None, Task]]:
    placed = [
        ("task", number, task)
        for number, section in enumerate(tree.sections, 1)
        for part in section.tree_parts
        for task in part.tree_tasks
    ]
    return placed + [("final", None, task) for task in tree.final_tasks]
