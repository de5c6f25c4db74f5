"""How a video comes in pieces and is measured, whoever sends it and whatever it is for; the callers ask who may."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from courses.models import Lecture, Video, VideoUpload
from courses.video.files import part_path, poster_path, video_path
from courses.video.measuring import NotAVideo, measure

SUFFIXES = (".mp4", ".m4v", ".mov", ".webm")
PIECE = 2 * 1024 * 1024
KEPT = timedelta(days=2)  # an upload that stands still longer begins anew
MEASURING = timedelta(minutes=10)  # longer than any video takes: then its worker was lost


class VideoRefused(Exception):
    """The video is not taken; the text says why. Nothing of it is kept, unless ``can_go_on``."""

    def __init__(self, reason: str, *, can_go_on: bool = False) -> None:
        super().__init__(reason)
        self.can_go_on = can_go_on


class OutOfStep(Exception):
    """A piece does not follow what was received; ``received`` is where to go on."""

    def __init__(self, received: int) -> None:
        super().__init__(received)
        self.received = received


class StillMeasuring(Exception):
    """Another request measures this upload now: ask again a little later."""


def begin(lecture: Lecture, purpose: str, *, name: str, size: int, mark: str, by, at: datetime) -> VideoUpload:
    """Begin an upload, or go on with that of the same file by the same person for the same purpose.

    Raises:
        VideoRefused: for a wrong type or size, and where the disk has no room.
    """
    drop_old_uploads(at=at)
    if not name.lower().endswith(SUFFIXES):
        raise VideoRefused(_("This is no video that browsers play. Export it as MP4 (H.264) or WebM."))
    if not 0 < size <= settings.VIDEO_LIMIT_BYTES:
        limit = settings.VIDEO_LIMIT_BYTES >> 20
        raise VideoRefused(_("The video is empty or too large. At most: %(limit)s MB.") % {"limit": limit})
    same = VideoUpload.objects.filter(lecture=lecture, purpose=purpose, by=by, mark=mark)
    upload = same.filter(size=size).first()
    if upload is not None and (upload.video_id or part_path(upload.key).exists()):
        return upload
    folder = part_path("").parent
    folder.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(folder).free < size:
        raise VideoRefused(_disk_is_full())
    same.delete()
    about = {"lecture": lecture, "purpose": purpose, "mark": mark, "by": by}
    upload = VideoUpload.objects.create(name=name[-255:], size=size, begun_at=at, **about)
    part_path(upload.key).touch()
    return upload


def add_piece(upload: VideoUpload, piece: bytes, *, offset: int) -> int:
    """Write a piece behind the others and return how many bytes are there.

    Raises:
        OutOfStep: when the piece does not begin where the last one ended, or goes beyond the end.
        VideoRefused: when the disk is full; what is there stays, to go on later.
    """
    with transaction.atomic():
        locked = VideoUpload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
        if offset != locked.received or offset + len(piece) > locked.size:
            raise OutOfStep(locked.received)
        try:
            with part_path(locked.key).open("r+b") as file:
                file.seek(offset)
                file.write(piece)
                file.truncate()
        except OSError as error:
            raise VideoRefused(_disk_is_full(), can_go_on=True) from error
        locked.received += len(piece)
        locked.save(update_fields=["received"])
    return locked.received


def finish(upload: VideoUpload, *, use: Callable[[Video], None], by, at: datetime) -> Video:
    """Measure what came and hand it to ``use``; asked again, it answers the same and ``use`` is called again.

    Raises:
        OutOfStep: when bytes are missing.
        StillMeasuring: while another request is at it.
        VideoRefused: when it is no whole video; nothing of it is kept.
    """
    video = upload.video
    if video is None:
        if upload.received != upload.size:
            raise OutOfStep(upload.received)
        with _held(upload, at):
            video = _measured(upload, by=by, at=at)
    use(video)
    return video


@contextmanager
def _held(upload: VideoUpload, at: datetime) -> Iterator[None]:
    """Measured by this request alone; what goes wrong can be tried again at once."""
    rows = VideoUpload.objects.filter(pk=upload.pk)
    free = rows.filter(Q(held_until=None) | Q(held_until__lt=at), video=None)
    if not free.update(held_until=at + MEASURING):
        raise StillMeasuring
    try:
        yield
    finally:
        rows.update(held_until=None)


def _measured(upload: VideoUpload, *, by, at: datetime) -> Video:
    """The file goes to its place last of all: what fails before leaves it to be measured again."""
    path = part_path(upload.key)
    try:
        measured = measure(path)
        sha256 = _sha256(path)
        facts = {"media_type": measured.media_type, "size": upload.size, "seconds": measured.seconds}
        facts |= {"name": upload.name, "uploaded_by": by, "uploaded_at": at}
        with transaction.atomic():
            video, _made = Video.objects.get_or_create(course=upload.lecture.course, sha256=sha256, defaults=facts)
            VideoUpload.objects.filter(pk=upload.pk).update(video=video)
            _keep(path, sha256, measured.poster)
    except (NotAVideo, OSError) as error:
        drop_upload(upload)
        raise VideoRefused(str(error) if isinstance(error, NotAVideo) else _disk_is_full()) from error
    return video


def drop_upload(upload: VideoUpload) -> None:
    """Forget an upload with all that came of it."""
    part_path(upload.key).unlink(missing_ok=True)
    upload.delete()


def drop_old_uploads(*, at: datetime) -> None:
    """Forget the uploads that nobody has gone on with."""
    for upload in VideoUpload.objects.filter(begun_at__lt=at - KEPT):
        drop_upload(upload)


def _keep(path: Path, sha256: str, poster: bytes) -> None:
    """The picture first: a video that can be played has one."""
    video_path(sha256).parent.mkdir(parents=True, exist_ok=True)
    poster_path(sha256).write_bytes(poster)
    os.replace(path, video_path(sha256))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _disk_is_full() -> str:
    return _("The server has no room for this video. Tell the administrator, and try again later.")
