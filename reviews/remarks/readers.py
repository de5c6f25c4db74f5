"""Which remarks a person sees, and where they stand in what is on the screen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from courses.document.codec import decode_stored
from courses.document.places import carried, matched, nearest, places_of
from courses.document.types import CourseDocument
from courses.models import Course, Revision
from courses.permissions import is_author, reviews_department, reviews_faculty
from courses.states import State
from courses.tree import Tree
from reviews.models import Act, Remark, RemarkStep, Resolution, Severity
from reviews.permissions import PERMISSIONS
from reviews.remarks.rules import ACTS


def remarks_visible_to(user, course: Course, *, at: datetime) -> QuerySet[Remark]:
    """The remarks on a course; notes among reviewers only to reviewers of their stage, never to an author."""
    seen = Q(private=False)
    if not is_author.allows(user, course, at):
        if reviews_department.allows(user, course, at):
            seen |= Q(stage=State.DEPARTMENT_REVIEW)
        if reviews_faculty.allows(user, course, at):
            seen |= Q(stage=State.FACULTY_REVIEW)
    remarks = Remark.objects.filter(seen, course=course).select_related("by", "revision")
    return remarks.defer("revision__document", "revision__findings").order_by("pk")


def remarks_with_steps(user, course: Course, *, at: datetime) -> list[Remark]:
    """The same with ``told``, what was said and done since; one query, as every remark has its first step."""
    visible = remarks_visible_to(user, course, at=at)
    steps = RemarkStep.objects.filter(remark__in=visible.order_by()).select_related(
        "by", "remark__by", "remark__revision"
    )
    steps = steps.defer("remark__revision__document", "remark__revision__findings").order_by("remark_id", "number")
    remarks: dict[int, Remark] = {}
    for step in steps:
        remark = remarks.setdefault(step.remark_id, step.remark)
        remark.course = course
        if step.act == Act.ADD:
            remark.told = []
        else:
            remark.told.append(step)
    return list(remarks.values())


@dataclass
class Shown:
    """A remark on the screen: where it stands now (None: gone), where that is edited, and what the reader may do."""

    remark: Remark
    place: str | None
    url: str = ""
    acts: list[str] = field(default_factory=list)

    @property
    def place_name(self) -> str:
        names = self.remark.place_names
        return names.get(get_language() or "kk", "") or next(iter(names.values()), "")

    @property
    def answers(self) -> list[RemarkStep]:
        """What was said and done about it after it was made, where that was loaded with it."""
        return getattr(self.remark, "told", [])


class RemarkBoard:
    """The remarks of a course on one page: by place, those whose place is gone, and counts."""

    def __init__(self, shown: Iterable[Shown]) -> None:
        self.all = list(shown)
        self.gone = [one for one in self.all if one.place is None]
        self._by_place: dict[str, list[Shown]] = defaultdict(list)
        for one in self.all:
            if one.place is not None:
                self._by_place[one.place].append(one)

    def at(self, path: str) -> list[Shown]:
        """The remarks shown under the node at ``path``."""
        return self._by_place.get(path, [])

    @property
    def unresolved(self) -> list[Shown]:
        return [one for one in self.all if one.remark.is_unresolved and not one.remark.private]

    @property
    def settled(self) -> list[Shown]:
        return [one for one in self.all if not one.remark.is_unresolved]

    @property
    def essential(self) -> int:
        return sum(one.remark.severity == Severity.ESSENTIAL for one in self.unresolved)

    @property
    def to_answer(self) -> int:
        return sum(one.remark.resolution == Resolution.OPEN for one in self.unresolved)


def acts_for(remark: Remark, user, *, at: datetime) -> list[str]:
    """What this person may do about the remark as it stands."""
    return [
        act.value
        for act, (sources, _target) in ACTS.items()
        if remark.resolution in sources and PERMISSIONS[f"remark.{act}"].allows(user, remark, at)
    ]


def board_of_revision(user, course: Course, revision: Revision, document: CourseDocument, *, at: datetime):
    """The remarks on the frozen revision that a reviewer reads."""
    places = places_of(document)
    shown = []
    for remark in remarks_with_steps(user, course, at=at):
        stands = remark.stands_on_id == revision.pk
        place = nearest(remark.place, places).path if stands else None
        shown.append(Shown(remark, place, acts=acts_for(remark, user, at=at)))
    return RemarkBoard(shown)


def board_of_working_copy(user, course: Course, tree: Tree, document: CourseDocument, *, at: datetime) -> RemarkBoard:
    """The remarks where their places stand in the working copy that the author edits."""
    remarks = remarks_with_steps(user, course, at=at)
    revisions = Revision.objects.in_bulk({remark.stands_on_id for remark in remarks})
    after = places_of(document)
    ways = {}
    for pk, revision in revisions.items():
        before = places_of(decode_stored(revision.document))
        ways[pk] = (before, matched(before, after))
    shown = []
    for remark in remarks:
        before, found = ways[remark.stands_on_id]
        path = carried(remark.place, before, after, found)
        place = None if path is None else nearest(path, after).path
        url = tree.place_url(path) if path is not None else ""
        shown.append(Shown(remark, place, url, acts_for(remark, user, at=at)))
    return RemarkBoard(shown)
