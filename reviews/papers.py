"""The papers a decision needs, and what may be wrong with them."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from zipfile import BadZipFile, ZipFile

from django.conf import settings
from django.core.files.base import File
from django.utils.translation import gettext as _

from reviews.minutes import Minutes, minutes_objections

SIGNATURES = {
    "pdf": b"%PDF-",
    "png": b"\x89PNG\r\n\x1a\n",
    "jpg": b"\xff\xd8\xff",
    "docx": b"PK\x03\x04",
}
WORD_BODY = "word/document.xml"  # what tells a Word document from any other zip archive
NAME_LENGTH = 120
NO_MINUTES = Minutes()
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@dataclass(frozen=True)
class Protocol:
    """A protocol (5.1.5): number, date, and a file of its extract or the minutes to make one of."""

    number: str
    date: date | None
    file: File | None
    minutes: Minutes = NO_MINUTES


@dataclass(frozen=True)
class Placement:
    """To whom and when the information for placement was sent (5.2.1)."""

    email: str
    sent_on: date | None


def kind_of_file(file: File) -> str | None:
    """pdf, png, jpg or docx by the content of the file, whatever it is called; None for anything else."""
    file.seek(0)
    head = file.read(8)
    kind = next((kind for kind, signature in SIGNATURES.items() if head.startswith(signature)), None)
    if kind == "docx" and not _is_word(file):
        kind = None
    file.seek(0)
    return kind


def _is_word(file: File) -> bool:
    """Only the directory of the archive is read; nothing is unpacked."""
    file.seek(0)
    try:
        with ZipFile(file) as archive:
            return WORD_BODY in archive.namelist()
    except (BadZipFile, ValueError, OSError, NotImplementedError):
        return False


def stored_name(file: File) -> str:
    """A name nobody can guess or misuse, with the ending of what the file is."""
    return f"{secrets.token_hex(16)}.{kind_of_file(file)}"


def kept_name(file: File) -> str:
    """The name the person gave, to be shown: no folders, no control characters, the ending of what the file is."""
    given = PurePath(str(file.name).replace("\\", "/")).name
    stem = " ".join("".join(sign for sign in PurePath(given).stem if sign.isprintable()).split())
    ending = f".{kind_of_file(file)}"
    return (stem[: NAME_LENGTH - len(ending)] or "extract") + ending


def protocol_objections(
    protocol: Protocol | None, *, today: date, not_before: date | None, authors: Iterable[str] = ()
) -> list[str]:
    """Everything wrong with the extract; ``not_before`` is the date of the department's, ``authors`` are names."""
    if protocol is None:
        return [_("The protocol extract is missing: number, date and file (cl. 5.1.5).")]
    objections = []
    if not protocol.number.strip():
        objections.append(_("The number of the protocol is missing (cl. 5.1.5)."))
    if protocol.date is None:
        objections.append(_("The date of the protocol is missing (cl. 5.1.5)."))
    elif protocol.date > today:
        objections.append(_("The protocol is dated in the future."))
    elif not_before is not None and protocol.date < not_before:
        objections.append(_("The faculty's protocol is dated before the department's (cl. 5.1.5)."))
    if protocol.minutes.is_given:
        objections += minutes_objections(protocol.minutes, authors=authors)
    if protocol.file or not protocol.minutes.is_given:
        objections += file_objections(protocol.file)
    return objections


def file_objections(file: File | None) -> list[str]:
    """Everything wrong with an uploaded extract."""
    if not file:
        return [_("The file of the protocol extract is missing (cl. 5.1.5).")]
    if file.size > settings.UPLOAD_LIMIT_BYTES:
        return [
            _("File size, MB: %(size)s. Required: at most %(limit)s.")
            % {"size": -(-file.size >> 20), "limit": settings.UPLOAD_LIMIT_BYTES >> 20}
        ]
    if kind_of_file(file) is None:
        return [_("The file “%(name)s” is not a PDF, PNG, JPEG or Word document.") % {"name": PurePath(file.name).name}]
    return []


def placement_objections(placement: Placement | None, *, has_pack: bool, today: date) -> list[str]:
    """What is wrong with the record of the placement information; ``has_pack`` where the portal made the pack."""
    if placement is None or not placement.email.strip() or placement.sent_on is None:
        return [_("It is missing when and to whom the information for placement was sent (cl. 5.2.1).")]
    if placement.sent_on > today:
        return [_("The information for placement is dated in the future.")]
    if not has_pack:
        return [_("The placement pack of this revision is not made yet (cl. 5.2.1).")]
    return []
