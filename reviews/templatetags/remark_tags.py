"""Remarks where their places are: on the reviewer's page and on those of the author."""

from django import template
from django.utils import timezone

from courses.document.pointer import pointer
from courses.permissions import PERMISSIONS
from reviews.remarks.forms import BUTTONS
from reviews.remarks.readers import RemarkBoard, board_of_working_copy
from reviews.remarks.rules import NEED_WORDS

register = template.Library()


@register.simple_tag
def path_of(*steps) -> str:
    """The JSON Pointer of a place; the first step may be the pointer of its parent."""
    first, *rest = steps
    return (first if str(first).startswith("/") else pointer(first)) + pointer(*rest)


@register.inclusion_tag("reviews/remarks/place.html", takes_context=True)
def remarks_at(context, path: str) -> dict:
    """The remarks on one place of the revision that is read, and the way to make another."""
    board = context.get("board")
    return {
        "path": path,
        "remarks": board.at(path) if board else [],
        "may_remark": context.get("may_remark"),
        "course": context.get("course"),
        "csrf_token": context.get("csrf_token"),
    }


@register.simple_tag(takes_context=True)
def remarks_on_working(context, course, tree) -> RemarkBoard | None:
    """The remarks as they stand in the working copy; None while the course was never judged, or for who may not."""
    user, at = context["user"], timezone.now()
    if not course.decision_count or not PERMISSIONS["course.read_working"].allows(user, course, at):
        return None
    return board_of_working_copy(user, course, tree, tree.rows.document(course), at=at)


@register.simple_tag
def unsettled_at(board, url: str) -> int:
    """How many unsettled remarks stand at what is edited at ``url``."""
    return sum(one.url.partition("#")[0] == url for one in board.unresolved) if board else 0


@register.filter
def act_label(act: str):
    return BUTTONS[act]


@register.filter
def needs_words(act: str) -> bool:
    """Whether the step asks for words and so has a page of its own."""
    return act in NEED_WORDS
