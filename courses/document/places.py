"""The places of a document that a person can point at, and where each of them stands in another document.

A place is a node (a section, a lecture, an item) by its JSON Pointer. Nodes carry
no identity of their own in the format, so two documents are matched by what the
nodes say: equal content first, then a name that only one of them has, then
likeness of words, and at last the same seat under the same parent.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator
from typing import Any, NamedTuple

import msgspec
from django.utils.translation import gettext as _

from courses.document.pointer import pointer, steps_of
from courses.document.types import CourseDocument

# The lists of each kind of node, with the kind of what they hold; parents come before children.
CHILDREN = {
    "course": (("outcomes", "outcome"), ("glossary", "entry"), ("sections", "section"), ("final_tasks", "task")),
    "section": (("parts", "part"),),
    "part": (("lectures", "lecture"), ("tasks", "task")),
    "task": (("items", "item"),),
}
KINDS = ("outcome", "entry", "annotation", "section", "part", "lecture", "task", "item")
NAMES = {"outcome": "code", "entry": "term", "item": "stem"}
ALIKE = 0.5  # the share of words two nodes must have in common to be the same one rewritten

_encoder = msgspec.json.Encoder(order="deterministic")


class Place(NamedTuple):
    """A node with its kind, its JSON Pointer, that of its parent and its number among its siblings."""

    kind: str
    path: str
    parent: str
    index: int
    node: Any

    @property
    def name(self) -> str:
        """What the node is called: its title, code, term or stem."""
        return getattr(self.node, NAMES.get(self.kind, "title"))


def places_of(document: CourseDocument) -> dict[str, Place]:
    """All places in reading order, by path; the first is the course itself."""
    return {place.path: place for place in _walk(Place("course", "", "", 0, document))}


def _walk(place: Place) -> Iterator[Place]:
    yield place
    if place.kind == "course" and place.node.annotation_video is not None:
        yield Place("annotation", "/annotation_video", "", 0, place.node.annotation_video)
    for field, kind in CHILDREN.get(place.kind, ()):
        for index, node in enumerate(getattr(place.node, field)):
            yield from _walk(Place(kind, f"{place.path}/{field}/{index}", place.path, index, node))


def nearest(path: str, places: dict[str, Place]) -> Place:
    """The innermost place that ``path`` points at or into; the course where nothing closer is there."""
    steps = steps_of(path)
    while steps and pointer(*steps) not in places:
        steps.pop()
    return places[pointer(*steps)]


def matched(before: dict[str, Place], after: dict[str, Place]) -> dict[str, str]:
    """Where each place of ``before`` stands in ``after``; what is missing is gone."""
    found = {"": ""}
    for kind in KINDS:
        _Level(kind, before, after, found).match()
    return found


def carried(path: str, before: dict[str, Place], after: dict[str, Place], found: dict[str, str]) -> str | None:
    """``path`` as it reads in the later document: the place it is in has moved with it. None where that is gone."""
    place = nearest(path, before)
    there = found.get(place.path)
    if there is None or there not in after:
        return None
    return there + path[len(place.path) :]


class _Level:
    """The nodes of one kind on both sides; each pass pairs some of what is left."""

    def __init__(self, kind: str, before: dict[str, Place], after: dict[str, Place], found: dict[str, str]) -> None:
        self.left = [place for place in before.values() if place.kind == kind]
        self.right = [place for place in after.values() if place.kind == kind]
        self.found = found

    def match(self) -> None:
        content = {id(place): _encoder.encode(place.node) for place in (*self.left, *self.right)}
        self._by(lambda place, parent: (parent, content[id(place)]))
        self._by(lambda place, parent: content[id(place)])
        self._by(lambda place, parent: (parent, place.name.strip()), alone=True)
        self._by(lambda place, parent: place.name.strip(), alone=True)
        self._by_likeness()
        self._by(lambda place, parent: (parent, place.index))

    def _by(self, key: Callable[[Place, str | None], Hashable], *, alone: bool = False) -> None:
        """Pair nodes of the same key in order; ``alone``: only where one on each side has it."""
        groups: dict[Hashable, tuple[list, list]] = defaultdict(lambda: ([], []))
        for place in self.left:
            groups[key(place, self.found.get(place.parent))][0].append(place)
        for place in self.right:
            groups[key(place, place.parent)][1].append(place)
        for ours, theirs in groups.values():
            if not alone or len(ours) == len(theirs) == 1:
                for pair in zip(ours, theirs, strict=False):
                    self._pair(*pair)

    def _by_likeness(self) -> None:
        words = {id(place): _words(place.node) for place in (*self.left, *self.right)}
        pairs = []
        for ours in self.left:
            for theirs in self.right:
                share = likeness(words[id(ours)], words[id(theirs)])
                if share >= ALIKE:
                    at_home = self.found.get(ours.parent) == theirs.parent
                    pairs.append((-share, not at_home, abs(ours.index - theirs.index), ours, theirs))
        for *_rank, ours, theirs in sorted(pairs, key=lambda pair: pair[:3]):
            if ours in self.left and theirs in self.right:
                self._pair(ours, theirs)

    def _pair(self, ours: Place, theirs: Place) -> None:
        self.found[ours.path] = theirs.path
        self.left.remove(ours)
        self.right.remove(theirs)


def likeness(ours: Counter, theirs: Counter) -> float:
    """The share of words in common, from 0 to 1."""
    total = ours.total() + theirs.total()
    return 2 * (ours & theirs).total() / total if total else 0.0


def _words(node) -> Counter:
    """Every word that a node and what it holds say."""
    return Counter(word for text in _texts(msgspec.to_builtins(node)) for word in text.casefold().split())


def _texts(value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)


def place_name(path: str, places: dict[str, Place]) -> str:
    """The place as people call it, in the active language: Section 2 “Charts” · Lecture 3 “Colour”."""
    place, names = nearest(path, places), []
    while place.kind != "course":
        label = _KIND_LABELS[place.kind]() % {"n": place.index + 1}
        names.insert(0, f"{label} «{_short(place.name)}»" if place.name.strip() else label)
        place = places[place.parent]
    return " · ".join(names) or _("The course as a whole")


def _short(name: str) -> str:
    name = " ".join(name.split())
    return name if len(name) <= 60 else name[:59] + "…"


_KIND_LABELS: dict[str, Callable[[], str]] = {
    "outcome": lambda: _("Learning outcome"),
    "entry": lambda: _("Glossary entry"),
    "annotation": lambda: _("Annotation video"),
    "section": lambda: _("Section %(n)s"),
    "part": lambda: _("Part %(n)s"),
    "lecture": lambda: _("Lecture %(n)s"),
    "task": lambda: _("Task %(n)s"),
    "item": lambda: _("Item %(n)s"),
}
