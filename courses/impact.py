"""What another version of the regulation would do to every course (8.3): before and after, side by side.

Documents are streamed from their rows and each is decoded once and checked
twice, so memory holds one batch and the list of courses that change sides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.db.models import BinaryField, F, Func, Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from courses.document.skeleton import decode_skeleton
from courses.models import Course, Regulation, Revision, WorkingDocument
from courses.readers import FIRST_VERSION, regulation_in_force
from courses.regulation.blocking import blocking_rules
from courses.regulation.finding import Finding
from courses.regulation.limits import FIRST_LIMITS, Limits
from courses.waived import LetPass, covers, waivers_in
from courses.working import current_documents

BATCH = 100
ROWS_AT_A_TIME = 16  # documents that stay in the processor's cache until they are decoded

WORKING = "working"
PUBLISHED = "published"
FACES = {
    WORKING: pgettext_lazy("face of a course", "working copy"),
    PUBLISHED: pgettext_lazy("face of a course", "published revision"),
}

Progress = Callable[[int, int], None]


class Change(NamedTuple):
    """A document that stands differently under the two versions.

    ``before`` and ``after`` are the ids of the rules that block, without repetition.
    """

    course_id: int
    face: str
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def breaks(self) -> bool:
        return not self.before and bool(self.after)

    @property
    def heals(self) -> bool:
        return bool(self.before) and not self.after

    @property
    def newly_broken_rules(self) -> tuple[str, ...]:
        return tuple(rule for rule in self.after if rule not in self.before)


class Row(NamedTuple):
    """A change with the course it is about."""

    change: Change
    code: str
    title: str
    state: str
    language: str

    @property
    def face(self) -> str:
        return str(FACES[self.change.face])


@dataclass
class ImpactReport:
    """How all documents stand under two versions. ``changes`` lists those that change sides or rules."""

    before: str
    after: str
    gate: str
    limits_before: Limits
    limits_after: Limits
    documents: int = 0
    conforming_before: int = 0
    conforming_after: int = 0
    waived: int = 0  # documents that under the other version rest on a waiver
    limits: list[tuple[str, object, object]] = field(default_factory=list)  # name, before, after
    changes: list[Change] = field(default_factory=list)

    @property
    def broken(self) -> list[Change]:
        return [change for change in self.changes if change.breaks]

    @property
    def healed(self) -> list[Change]:
        return [change for change in self.changes if change.heals]

    @property
    def broken_count(self) -> int:
        return len(self.broken)

    @property
    def healed_count(self) -> int:
        return len(self.healed)

    @property
    def changed(self) -> list[Change]:
        """Documents that conform neither before nor after, but for other rules."""
        return [change for change in self.changes if change.before and change.after]

    def rules_broken(self) -> list[tuple[str, int]]:
        """Rules that would newly block, with the number of documents; the most frequent first."""
        counts = Counter(rule for change in self.changes for rule in change.newly_broken_rules)
        return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))

    def add(self, course_id: int, face: str, before: tuple[str, ...], after: tuple[str, ...]) -> None:
        self.documents += 1
        self.conforming_before += not before
        self.conforming_after += not after
        if before != after:
            self.changes.append(Change(course_id, face, before, after))

    def to_json(self) -> dict:
        return {
            "before": self.before,
            "after": self.after,
            "gate": self.gate,
            "limits": [{"limit": name, "before": before, "after": after} for name, before, after in self.limits],
            "documents": self.documents,
            "conforming_before": self.conforming_before,
            "conforming_after": self.conforming_after,
            "waived": self.waived,
            "broken": len(self.broken),
            "healed": len(self.healed),
            "changes": [
                {
                    "course": row.code,
                    "title": row.title,
                    "face": row.change.face,
                    "state": row.state,
                    "before": row.change.before,
                    "after": row.change.after,
                }
                for row in rows_of(self.changes)
            ],
        }


def impact(
    regulation: Regulation | Limits,
    *,
    gate: str = "dept",
    progress: Progress | None = None,
    at: datetime | None = None,
) -> ImpactReport:
    """Check every working copy and every published revision under the version in force and under another one.

    What a waiver lets pass on the day of ``at`` (now, where it is not said) blocks
    nothing. ``progress(done, total)`` is called after every batch.
    """
    current = regulation_in_force()
    before = FIRST_LIMITS if current is None else Limits.from_json(current.limits)
    named = isinstance(regulation, Regulation)
    after = Limits.from_json(regulation.limits) if named else regulation
    report = ImpactReport(
        before=current.version if current else FIRST_VERSION,
        after=regulation.version if named else "",
        gate=gate,
        limits_before=before,
        limits_after=after,
    )
    report.limits = [
        (name, getattr(before, name), getattr(after, name))
        for name in Limits.__struct_fields__
        if getattr(before, name) != getattr(after, name)
    ]
    refresh_working_documents()
    total = documents_to_check()
    waivers = _standing_waivers(at or timezone.now())
    for course_id, face, stored in stored_documents():
        document = decode_skeleton(stored)
        found = blocking_rules(document, (before, after), gate)
        if (passed := waivers.get(course_id)) and any(found):
            standing = blocking_rules(document, (before, after), gate, lambda finding: not _covered(finding, passed))
            report.waived += standing[-1] != found[-1]
            found = standing
        report.add(course_id, face, *found)
        if progress is not None and (report.documents % BATCH == 0 or report.documents == total):
            progress(report.documents, total)
    return report


def _standing_waivers(at: datetime) -> dict[int, list[LetPass]]:
    """The waivers that hold, by course."""
    kept = Course.objects.exclude(waived=[]).values_list("pk", "waived")
    return {pk: waivers_in(stored, at=at) for pk, stored in kept}


def _covered(finding: Finding, waivers: list[LetPass]) -> bool:
    return any(covers(waiver, finding) for waiver in waivers)


def refresh_working_documents() -> None:
    """Build the stored working documents that are behind their courses, a batch at a time."""
    stale = Course.objects.filter(Q(working=None) | ~Q(working__course_version=F("version")))
    ids = list(stale.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), BATCH):
        current_documents(Course.objects.filter(pk__in=ids[start : start + BATCH]))


def documents_to_check() -> int:
    return WorkingDocument.objects.count() + _published().count()


def _published():
    return Revision.objects.filter(pk__in=Course.objects.values("published_revision"))


class StoredText(Func):
    """A text as the database holds it: SQLite then hands out UTF-8 as it is, which is what the decoder reads."""

    template = "%(expressions)s"
    arity = 1
    output_field = BinaryField()

    def as_sqlite(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, template="CAST(%(expressions)s AS BLOB)", **context)


def stored_documents() -> Iterator[tuple[int, str, bytes | str]]:
    """Course, face and stored text of every document; never more than a few in memory."""
    for face, rows in ((WORKING, WorkingDocument.objects.all()), (PUBLISHED, _published())):
        texts = rows.order_by().values_list("course_id", StoredText("document"))
        for course_id, document in texts.iterator(ROWS_AT_A_TIME):
            yield course_id, face, document


def rows_of(changes: list[Change]) -> Iterator[Row]:
    """Changes with their courses, by the Kazakh alphabet; one query for every thousand."""
    courses = {}
    ids = sorted({change.course_id for change in changes})
    for start in range(0, len(ids), 1000):
        facts = Course.objects.filter(pk__in=ids[start : start + 1000])
        for pk, *rest in facts.values_list("pk", "code", "title", "state", "language", "sort_text"):
            courses[pk] = rest
    known = [change for change in changes if change.course_id in courses]
    known.sort(key=lambda change: (courses[change.course_id][-1], change.course_id, change.face))
    for change in known:
        yield Row(change, *courses[change.course_id][:-1])
