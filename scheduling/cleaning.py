"""Files that nothing refers to any more: videos, pictures and archives of papers, taken away a month later.

Here and not with the courses, because those who film refer to videos too. Packs for the platform are records and stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from django.db import transaction

from courses.document.codec import encode
from courses.models import Course, Picture, Video
from courses.pictures import picture_path
from courses.rows import document_of
from courses.video.files import poster_path, video_path
from courses.video.uploads import drop_old_uploads
from reviews.models import PaperBatch

# Long enough for what was cut out of a text to be put back.
KEPT = timedelta(days=30)
HASH = re.compile(r"[0-9a-f]{64}")


@dataclass
class Cleaned:
    """How many rows went, each with its files."""

    videos: int = 0
    pictures: int = 0
    archives: int = 0


def clean_files(*, at: datetime) -> Cleaned:
    """Take away what came more than thirty days ago and is referred to by no text, revision, deleted part or lecture.

    A course is locked while it is looked at. A file goes when no course has it.
    """
    before, cleaned = at - KEPT, Cleaned()
    old_videos = Video.objects.filter(uploaded_at__lt=before).values_list("course", flat=True)
    old_pictures = Picture.objects.filter(uploaded_at__lt=before).values_list("course", flat=True)
    for pk in sorted({*old_videos, *old_pictures}):
        with transaction.atomic():
            course = Course.objects.select_for_update(of=("self",)).get(pk=pk)
            mentioned = set(_mentioned(course))
            cleaned.videos += _drop(course.videos, before, mentioned, _video_files)
            cleaned.pictures += _drop(course.pictures, before, mentioned, lambda sha256: [picture_path(sha256)])
    drop_old_uploads(at=at)
    for batch in PaperBatch.objects.filter(at__lt=before):
        batch.file.delete(save=False)
        batch.delete()
        cleaned.archives += 1
    return cleaned


def _mentioned(course: Course) -> Iterator[str]:
    """Every hash that anything of the course speaks of."""
    yield from HASH.findall(encode(document_of(course)).decode())
    for rows in (course.revisions.all(), course.deleted.all()):
        for document in rows.order_by().values_list("document", flat=True).iterator(chunk_size=20):
            yield from HASH.findall(document)
    for cuts in course.lecture_works.values_list("rough_cut", "video"):
        yield from cuts


def _video_files(sha256: str) -> list[Path]:
    return [poster_path(sha256), video_path(sha256)]


def _drop(rows, before: datetime, mentioned: set[str], files_of) -> int:
    """Delete the old rows that nobody mentions; their files after the commit, unless another course has them."""
    old = rows.filter(uploaded_at__lt=before)
    unused = [row for row in old if row.sha256 not in mentioned]
    for row in unused:
        row.delete()
        if not type(row).objects.filter(sha256=row.sha256).exists():
            transaction.on_commit(partial(_unlink, files_of(row.sha256)))
    return len(unused)


def _unlink(paths: list[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)
