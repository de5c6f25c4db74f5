"""A file from outside becomes a draft course: mooc-course/1 or an Open edX export."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

from courses.actions.imports import import_document, replace_content
from courses.document.codec import LARGEST_FILE, decode
from courses.document.errors import DocumentError
from courses.document.types import CourseDocument
from courses.exchange.olx import ExportError, Skipped, read_olx
from courses.models import Course
from courses.readers import limits_in_force
from courses.regulation.finding import Finding
from courses.regulation.findings import findings
from courses.rows import NotCarried

GZIP = b"\x1f\x8b"
LARGEST_UPLOAD = 300 * 1024 * 1024


@dataclass(frozen=True)
class ImportReport:
    """What became of a file: a draft and what it lacks, or the reason why there is none.

    ``findings`` are those of submission to the department. ``error`` is text
    for the reader; with it ``course`` is None.
    """

    course: Course | None = None
    skipped: tuple[Skipped, ...] = ()
    findings: tuple[Finding, ...] = ()
    error: str = ""


def import_upload(file: BinaryIO, *, by, at: datetime, department=None) -> ImportReport:
    """Make a draft of an uploaded file, whichever of the two formats it is.

    ``department`` is where the course goes when the file names no known one.
    """
    try:
        document, skipped = read_upload(file)
    except (DocumentError, ExportError) as error:
        return ImportReport(error=str(error))
    found = tuple(findings(document, limits_in_force(), "dept"))
    course, missing = import_document(document, by=by, at=at, department=department)
    return ImportReport(course, skipped + tuple(skipped_of(entry) for entry in missing), found)


def replace_by_upload(course: Course, file: BinaryIO, *, seen: int, by, at: datetime) -> ImportReport:
    """Write an uploaded file over the working copy of ``course``; ``seen`` is the version the person looked at.

    Raises:
        NotEditable, ContentRefused: as ``replace_content`` does.
    """
    try:
        document, skipped = read_upload(file)
    except (DocumentError, ExportError) as error:
        return ImportReport(error=str(error))
    missing = replace_content(course, document, seen=seen, by=by, at=at)
    found = tuple(findings(document, limits_in_force(), "dept"))
    return ImportReport(course, skipped + tuple(skipped_of(entry) for entry in missing), found)


def read_upload(file: BinaryIO) -> tuple[CourseDocument, tuple[Skipped, ...]]:
    """The document of a file, told by its first bytes, and what an export could not give.

    Raises:
        DocumentError, ExportError: for a file that is neither or is refused.
    """
    file.seek(0, 2)
    size = file.tell()
    file.seek(0)
    packed = file.read(2) == GZIP
    file.seek(0)
    if size > (LARGEST_UPLOAD if packed else LARGEST_FILE):
        limit = (LARGEST_UPLOAD if packed else LARGEST_FILE) >> 20
        raise ExportError(_("The file is too large. At most: %(limit)s MB."), limit=limit)
    if packed:
        course = read_olx(file)
        return course.document, course.skipped
    return decode(file.read()), ()


def skipped_of(entry: NotCarried) -> Skipped:
    """A unit or person that the university does not know, as a line of the report."""
    return Skipped(what=entry.what, where=entry.path, why=entry.why)
