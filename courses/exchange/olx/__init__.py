"""Reading a course exported from Open edX (OLX)."""

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

from courses.document.codec import decode, encode
from courses.document.errors import DocumentError
from courses.document.types import CourseDocument

from .archive import read_files
from .course import CourseReader
from .errors import ExportError
from .skipped import Notes, Skipped
from .tree import Export, course_folders

ANOTHER_COURSE = _("The archive holds several courses and the first one was read; export this one by itself.")

__all__ = ["ExportError", "OlxCourse", "Skipped", "read_olx"]


@dataclass(frozen=True)
class OlxCourse:
    """A course read from an export: a valid document, and what it could not hold."""

    document: CourseDocument
    skipped: tuple[Skipped, ...]


def read_olx(source: Path | BinaryIO) -> OlxCourse:
    """Read an export: a ``.tar.gz`` (path or open file) or an unpacked folder.

    Of several courses in one archive the first in the order of paths is read
    and the others are named among the skipped.

    Raises:
        ExportError: for whatever is no course export, is damaged or is refused.
    """
    files = read_files(source)
    folders = course_folders(files)
    if not folders:
        raise ExportError(_("The export has no file course.xml."))
    notes = Notes()
    try:
        document = decode(encode(CourseReader(Export(files, folders[0], notes), notes).document()))
    except RecursionError:
        raise ExportError(_("The course is nested too deep to be read.")) from None
    except DocumentError as error:
        raise ExportError(str(error)) from None
    except UnicodeError:
        raise ExportError(_("The archive is damaged or not an archive.")) from None
    for folder in folders[1:]:
        notes.add(f"course {folder}", ANOTHER_COURSE)
    return OlxCourse(document, tuple(notes))
