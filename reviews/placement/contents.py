"""The files of a placement pack, and the archive of them. Nothing in it speaks of a learner."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable
from datetime import datetime
from pathlib import PurePath
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from courses.document.types import CourseDocument, Lecture
from reviews.approval_sheet import approval_sheet, proof_of
from reviews.placement.information import information_paper
from reviews.placement.parts import Parts
from reviews.printing.output import pdf_of
from reviews.printing.paper import papers_in
from reviews.programme.paper import programme_paper

HASH_LENGTH = 64
HEADER = ("section", "part", "lecture", "title", "seconds", "measured", "video", "sha256")


class PackFile(NamedTuple):
    name: str
    data: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def pack_files(parts: Parts, *, at: datetime) -> list[PackFile]:
    """All files of a complete pack, the list of checksums last."""
    course, document, programme = parts.course, parts.document, parts.programme
    proof = proof_of(course, parts.revision, at=at)
    files = [
        PackFile("1-information.pdf", pdf_of(papers_in("both", lambda: information_paper(parts)))),
        _stored("1-picture", parts.information.image),
        *(_stored(f"1-author-{number}", photo.image) for number, (_author, photo) in enumerate(parts.photos, start=1)),
        PackFile("2-programme.pdf", pdf_of(papers_in("both", lambda: programme_paper(course, document, programme)))),
        _stored("2-extract-programme", programme.protocol_file),
        _stored("3-extract-department", parts.department.protocol_file),
        _stored("4-extract-faculty", parts.faculty.protocol_file),
        PackFile("5-course.json", parts.revision.document.encode()),
        PackFile("6-media.csv", media_list(document, _checksums(course))),
        PackFile("7-approval-sheet.pdf", pdf_of(papers_in("both", lambda: approval_sheet(proof)))),
    ]
    sums = "".join(f"{file.sha256}  {file.name}\n" for file in files)
    return [*files, PackFile("SHA256SUMS", sums.encode())]


def archive(files: Iterable[PackFile], *, at: datetime) -> bytes:
    """One ZIP; the same files at the same moment give the same bytes."""
    data, moment = io.BytesIO(), timezone.localtime(at).timetuple()[:6]
    with ZipFile(data, "w", ZIP_DEFLATED) as packed:
        for file in files:
            packed.writestr(ZipInfo(file.name, moment), file.data, ZIP_DEFLATED)
    return data.getvalue()


def media_list(document: CourseDocument, checksums: dict[str, str]) -> bytes:
    """Every video with its place, length, address and checksum ("" where no file was ever seen), as CSV."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(HEADER)
    if document.annotation_video is not None:
        rows.writerow(("", "", "", *_media(document.annotation_video, checksums)))
    for s, section in enumerate(document.sections, start=1):
        for p, part in enumerate(section.parts, start=1):
            for number, lecture in enumerate(part.lectures, start=1):
                rows.writerow((s, p, number, *_media(lecture, checksums)))
    return text.getvalue().encode("utf-8-sig")


def _media(lecture: Lecture, checksums: dict[str, str]) -> tuple:
    video = lecture.video or ""
    is_hash = len(video) == HASH_LENGTH and video.isalnum()
    sha256 = video if is_hash else checksums.get(video, "")
    title = f"'{lecture.title}" if lecture.title[:1] in ("=", "+", "-", "@") else lecture.title
    return (title, lecture.seconds, int(lecture.measured), "" if is_hash else video, sha256)


def _checksums(course) -> dict[str, str]:
    """Checksums of final videos by their address, as the roof knows them."""
    return import_string(settings.VIDEO_CHECKSUMS)(course)


def _stored(name: str, file) -> PackFile:
    with file.storage.open(file.name) as stored:
        return PackFile(f"{name}{PurePath(file.name).suffix}", stored.read())
