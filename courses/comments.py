"""Threads of the authors: all comments of a place, and all places that have some."""

from __future__ import annotations

from dataclasses import dataclass, field

from courses.actions.content import KINDS
from courses.models import Comment, Course

FACTS = "facts"


@dataclass
class Thread:
    """The comments of one place; ``is_there`` says whether the place still is."""

    kind: str
    node: int
    name: str
    open: list[Comment] = field(default_factory=list)
    settled: list[Comment] = field(default_factory=list)
    is_there: bool = True


def thread_at(course: Course, kind: str, node: int) -> Thread:
    """The thread of a place; empty where nobody has said anything. One query."""
    return _gathered(course.comments.filter(kind=kind, node=node), kind, node)


def threads_of(course: Course) -> list[Thread]:
    """Every thread of a course, those with open comments first, then by the last comment. A query for each kind."""
    threads: dict[tuple[str, int], list[Comment]] = {}
    for comment in course.comments.select_related("by", "settled_by"):
        threads.setdefault((comment.kind, comment.node), []).append(comment)
    found = [_thread(kind, node, comments) for (kind, node), comments in threads.items()]
    for kind in {one.kind for one in found} - {FACTS}:
        keys = [one.node for one in found if one.kind == kind]
        there = set(KINDS[kind].model.objects.filter(pk__in=keys).values_list("pk", flat=True))
        for one in found:
            one.is_there = one.is_there and (one.kind != kind or one.node in there)
    found.sort(key=lambda one: max(comment.at for comment in one.open + one.settled), reverse=True)
    return sorted(found, key=lambda one: not one.open)


def _gathered(rows, kind: str, node: int) -> Thread:
    return _thread(kind, node, list(rows.select_related("by", "settled_by")))


def _thread(kind: str, node: int, comments: list[Comment]) -> Thread:
    opened = [one for one in comments if one.settled_at is None]
    settled = [one for one in comments if one.settled_at is not None]
    return Thread(kind, node, comments[-1].name if comments else "", opened, settled)
