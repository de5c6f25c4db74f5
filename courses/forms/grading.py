"""The cells of the table of graded tasks that were touched."""

from __future__ import annotations

from copy import copy
from typing import NamedTuple

from django.core.exceptions import ValidationError

from courses.actions.content import digest_of
from courses.forms.fields import WeightField
from courses.grading import FIELDS
from courses.models import Task


class Touched(NamedTuple):
    """A task with what was typed for it and the mark of what the person saw; ``error`` where it cannot be stored."""

    task: Task
    values: dict
    seen: str
    error: str = ""


def touched_rows(tasks: list[Task], codes: list[str], data) -> list[Touched]:
    """The tasks of which ``data`` holds something else than the person was shown.

    A row of which nothing was sent, or that was not touched, is none of them: it never undoes what
    somebody else has written meanwhile.
    """
    found = []
    for task in tasks:
        seen = data.get(f"seen-{task.pk}")
        if seen is None:
            continue
        ticked = set(data.getlist(f"outcomes-{task.pk}"))
        values = {"weight": data.get(f"weight-{task.pk}", ""), "outcomes": _in_order(task, codes, ticked)}
        try:
            values["weight"] = WeightField().clean(values["weight"])
        except ValidationError as error:
            found.append(Touched(task, values, seen, str(error.messages[0])))
            continue
        if _mark(task, values) != seen:
            found.append(Touched(task, values, seen))
    return found


def _in_order(task: Task, codes: list[str], ticked: set[str]) -> list[str]:
    """What stays ticked keeps its order, what is new goes behind it."""
    kept = [code for code in task.outcomes if code in ticked]
    return kept + [code for code in codes if code in ticked and code not in kept]


def _mark(task: Task, values: dict) -> str:
    typed = copy(task)
    for name, value in values.items():
        setattr(typed, name, value)
    return digest_of(typed, FIELDS)
