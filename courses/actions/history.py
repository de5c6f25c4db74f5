"""The course as it was at a revision, and parts of it brought back."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.db.models import Model
from django.utils.translation import gettext

from courses.actions.content import siblings
from courses.actions.writing import ContentRefused, writing
from courses.document.codec import decode
from courses.document.places import Place, matched, places_of
from courses.models import Course, Revision
from courses.rows import Rows, document_of, write_node
from courses.tree import Tree

SAME, CHANGED, GONE = "same", "changed", "gone"


class OldPlace(NamedTuple):
    """A node of a revision, how deep it stands, and what became of it in the working copy."""

    place: Place
    depth: int
    state: str


def old_places(course: Course, revision: Revision) -> list[OldPlace]:
    """All nodes of a revision, each beside what the working copy has in its stead."""
    before, after = _both(course, revision)
    found = matched(before, after)
    return [_old(place, after.get(found.get(path, ""))) for path, place in before.items() if path]


def _old(place: Place, now: Place | None) -> OldPlace:
    state = GONE if now is None or not now.path else SAME if now.node == place.node else CHANGED
    return OldPlace(place, (place.path.count("/") - 1) // 2, state)


def _both(course: Course, revision: Revision) -> tuple[dict[str, Place], dict[str, Place]]:
    return places_of(decode(revision.document.encode())), places_of(document_of(course))


def bring_back(course: Course, revision: Revision, path: str, *, by, at: datetime) -> Model:
    """Add the node at ``path`` of a revision, with all below it, behind its siblings of now; nothing is replaced.

    Raises:
        NotEditable: when the course is locked or not the person's to edit.
        ContentRefused: when the revision has no such node, what it stood in is gone, or it can be there only once.
    """
    with writing(course, by=by, at=at) as locked:
        before, after = _both(locked, revision)
        place = before.get(path)
        if place is None or not path:
            raise ContentRefused(gettext("The revision has no such part."))
        if place.kind == "annotation" and locked.lectures.filter(part=None).exists():
            raise ContentRefused(gettext("The course has an annotation video already."))
        parent = None
        if place.parent:
            parent = Tree(locked, Rows([locked])).row_at(matched(before, after).get(place.parent, ""))
            if parent is None:
                raise ContentRefused(gettext("What it stood in is deleted too. Bring that back first."))
        node = write_node(locked, parent, 0, place.node)
        others = siblings(node).exclude(pk=node.pk).order_by("-position").values_list("position", flat=True)
        node.position = others[0] + 1 if others else 0
        node.save(update_fields=["position"])
    return node
