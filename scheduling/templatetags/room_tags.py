"""What the pages of the room say of tasks and lectures."""

from __future__ import annotations

from urllib.parse import urlsplit

from django import template

from courses.document.types import Task
from courses.models.content import TaskKind

register = template.Library()


@register.filter
def task_kind(task: Task) -> str:
    return dict(TaskKind.choices)[task.kind]


@register.filter
def is_web_address(video: str | None) -> bool:
    """Whether a lecture is hosted somewhere; otherwise it is named by the hash of its file, or not there yet."""
    return urlsplit(video or "").scheme in ("http", "https")
