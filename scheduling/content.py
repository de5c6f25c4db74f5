"""What a run teaches: its frozen revision, never the working copy."""

from __future__ import annotations

from functools import lru_cache

from courses.document import codec
from courses.document.types import CourseDocument
from courses.models import Revision
from scheduling.models import Run

# A frozen document never changes, so that a process may keep those it read last.
KEPT = 32


def document_of_run(run: Run) -> CourseDocument:
    """The document that the run serves; ``run.revision`` may be loaded without its text."""
    return _document(run.revision_id, run.revision.sha256)


@lru_cache(maxsize=KEPT)
def _document(revision: int, sha256: str) -> CourseDocument:
    text = Revision.objects.filter(pk=revision, sha256=sha256).values_list("document", flat=True).get()
    return codec.decode_stored(text)
