"""Where a course stands and which steps lead on: data, shared by the model, the gateway and the tests."""

from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class State(TextChoices):
    DRAFT = "draft", pgettext_lazy("course state", "draft")
    DEPARTMENT_REVIEW = "department_review", pgettext_lazy("course state", "department review")
    FACULTY_REVIEW = "faculty_review", pgettext_lazy("course state", "faculty review")
    PUBLISHED = "published", pgettext_lazy("course state", "published")
    ARCHIVED = "archived", pgettext_lazy("course state", "archived")


# A published course is open to corrections of words (5.2.5): its learners read
# the published revision, so nothing leaks from the working copy.
EDITABLE_STATES = frozenset({State.DRAFT, State.PUBLISHED})
REVIEW_STATES = frozenset({State.DEPARTMENT_REVIEW, State.FACULTY_REVIEW})


class Edge(NamedTuple):
    """From which states a transition leaves and where it leads; ``target`` None is chosen by the person."""

    sources: tuple[State, ...]
    target: State | None


EDGES: dict[str, Edge] = {
    "submit": Edge((State.DRAFT,), State.DEPARTMENT_REVIEW),
    "withdraw": Edge((State.DEPARTMENT_REVIEW, State.FACULTY_REVIEW), State.DRAFT),
    "return": Edge((State.DEPARTMENT_REVIEW, State.FACULTY_REVIEW), State.DRAFT),
    "endorse": Edge((State.DEPARTMENT_REVIEW,), State.FACULTY_REVIEW),
    "approve": Edge((State.FACULTY_REVIEW,), State.FACULTY_REVIEW),
    "publish": Edge((State.FACULTY_REVIEW,), State.PUBLISHED),
    "revise": Edge((State.PUBLISHED,), State.DRAFT),
    "correct": Edge((State.PUBLISHED,), State.PUBLISHED),
    "archive": Edge((State.PUBLISHED,), State.ARCHIVED),
    "reopen": Edge((State.ARCHIVED,), State.PUBLISHED),
    "force": Edge(tuple(State), None),
}
