"""What stands beside a form of a course: the regulation's word on the place as it is typed, and how it will read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import override

from courses.actions.content import KINDS
from courses.document import types
from courses.document.pointer import steps_of
from courses.markdown import render, undescribed_pictures, unreadable_formulas
from courses.models import Course
from courses.preview import Preview, preview_of
from courses.regulation.facts import announcement_length
from courses.regulation.finding import BLOCK, WARN
from courses.regulation.findings import findings
from courses.regulation.limits import Limits
from courses.regulation.measures import Measure, measures
from courses.rows import Rows, item_of
from courses.script_hints import Hints, hints_of
from courses.terms import terms_of
from courses.tree import FACTS, Tree
from courses.verdicts import verdict_groups
from courses.waived import with_waivers
from mooc_portal.outbox.rendering import render_letter

ROWS_OF = {
    "outcome": "outcomes",
    "entry": "glossary",
    "section": "sections",
    "part": "parts",
    "item": "items",
    "annotation": "lectures",
    "lecture": "lectures",
    "task": "tasks",
    "final": "tasks",
}
PREVIEWED = {"part": "text", "task": "instructions", "final": "instructions"}
SPOKEN = ("lecture", "annotation")


class Place(NamedTuple):
    """Where a form writes: a kind of node ("" for the facts), the node itself or the parent it is added to."""

    kind: str = ""
    node: object | None = None
    parent: object | None = None


class Beside(NamedTuple):
    """``groups`` of findings at the place and below it, ``meters`` of its section or of the course, previews.

    ``letter`` is subject and body of a section's letter.

    ``unreadable`` are formulas of the text that can only be shown as they were written, ``undescribed``
    counts pictures without words.
    """

    groups: list
    meters: list[Measure]
    count: int | None = None
    bounds: tuple[int, int] | None = None
    letter: tuple[str, str] | None = None
    text: str = ""
    unreadable: Sequence[str] = ()
    undescribed: int = 0
    preview: Preview | None = None
    hints: Hints | None = None

    @property
    def blocking(self) -> int:
        """How many of the findings are violations."""
        return self._count(BLOCK)

    @property
    def warnings(self) -> int:
        """How many of the findings are warnings."""
        return self._count(WARN)

    def _count(self, severity: str) -> int:
        return sum(verdict.severity == severity for _title, verdicts in self.groups for verdict in verdicts)


def beside(
    course: Course, rows: Rows, place: Place, form, limits: Limits, *, at: datetime, typed: dict | None = None
) -> Beside:
    """Judge the working copy of ``course`` with the values ``typed`` into ``form`` in place of the stored ones.

    ``course`` and its ``rows`` are changed in memory only.
    """
    pictures = f"{course.get_absolute_url()}picture/"
    row = _row(rows, course, place, typed)
    tree = Tree(course, rows)
    path = tree.path_of(row) if row is not None else None
    document = rows.document(course)
    found = with_waivers(findings(document, limits, "dept"), course, at=at)
    here = [finding for finding in found if _is_here(finding.path, path, place.kind)]
    measured = measures(document, limits)
    shown = Beside(verdict_groups(here, tree.place_url), _meters(measured, path or _parent_path(tree, rows, place)))
    if place.kind == "section":
        text = form["announcement"].value() or ""
        shown = shown._replace(count=announcement_length(text), bounds=limits.announcement_chars)
        if text.strip() and row is not None:
            shown = shown._replace(letter=_letter(course, row.title, int(steps_of(path)[1]) + 1, text))
    if place.kind in PREVIEWED:
        shown = _with_text(shown, form[PREVIEWED[place.kind]].value() or "", document, pictures)
    if place.kind in SPOKEN and row is not None:
        shown = shown._replace(hints=hints_of(row))
    if place.kind == "item":
        item = types.Item(kind=form["kind"].value(), stem=form["stem"].value() or "")
        shown = shown._replace(preview=preview_of(item if row is None else item_of(row), limits.min_variants, pictures))
        shown = shown._replace(unreadable=unreadable_formulas(item.stem), undescribed=undescribed_pictures(item.stem))
    return shown


def _letter(course: Course, title: str, number: int, text: str) -> tuple[str, str]:
    """Subject and body of the section's letter (4.5); the day and the address are those of a run, not known yet."""
    context = {"course": course.title, "number": number, "title": title, "text": text.replace("\r\n", "\n").strip()}
    with override(course.language):
        context |= dict.fromkeys(("closes", "link"), _("(known once a run is planned)"))
    return render_letter("section_opened", course.language, context)


def _with_text(shown: Beside, text: str, document: types.CourseDocument, pictures: str) -> Beside:
    return shown._replace(
        text=render(text, terms_of(document), pictures=pictures),
        unreadable=unreadable_formulas(text),
        undescribed=undescribed_pictures(text),
    )


def _row(rows: Rows, course: Course, place: Place, typed: dict | None):
    """The row of the place with what is typed; a new one stands last among its siblings."""
    if not place.kind:
        row = course
    elif place.node is not None:
        row = _same(rows, place.kind, place.node)
    elif typed is None:
        return None
    else:
        spec = KINDS[place.kind]
        parent = place.parent or course
        row = spec.model(**{spec.parent_field: parent})
        getattr(rows, ROWS_OF[place.kind])[f"{spec.parent_field}_id", parent.pk].append(row)
    for name, value in (typed or {}).items():
        setattr(row, name, value)
    return row


def _same(rows: Rows, kind: str, node):
    groups = getattr(rows, ROWS_OF[kind]).values()
    return next((row for group in groups for row in group if row.pk == node.pk), None)


def _is_here(path: str, place: str | None, kind: str) -> bool:
    if not kind:
        return not path or steps_of(path)[0] in FACTS
    return place is not None and (path == place or path.startswith(f"{place}/"))


def _parent_path(tree: Tree, rows: Rows, place: Place) -> str | None:
    """For a node that is not there yet: the path of what it is added to."""
    if place.parent is None:
        return None
    return tree.path_of(_same(rows, KINDS[place.kind].parent_kind, place.parent))


def _meters(measured, path: str | None) -> list[Measure]:
    """The meters of the section where the place is; of the course elsewhere."""
    steps = steps_of(path) if path else []
    return measured.sections[int(steps[1])] if steps[:1] == ["sections"] else measured.course
