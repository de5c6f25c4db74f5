"""What the pages of the room say of tasks and lectures."""

from __future__ import annotations

from django import template

from courses.document.types import Task
from courses.models.content import TaskKind

register = template.Library()


@register.filter
def task_kind(task: Task) -> str:
    return dict(TaskKind.choices)[task.kind]
