"""A video comes in pieces, is measured, and becomes the video of its lecture (4.4)."""

from __future__ import annotations

import hashlib
import os
import shutil
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from courses.actions.content import change_node, digest_of
from courses.actions.editing import NotEditable
from courses.models import Course, Lecture, Video, VideoUpload
from courses.permissions import PERMISSIONS
from courses.video.files import part_path, poster_path, video_path
from courses.video.measuring import NotAVideo, measure

SUFFIXES = (".mp4", ".m4v", ".mov", ".webm")
PIECE = 2 * 1024 * 1024
KEPT = timedelta(days=2)  # an upload that stands still longer begins anew


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


def begin_upload(course: Course, lecture: Lecture, *, name: str, size: int, mark: str, by, at: datetime) -> VideoUpload:
    """Begin an upload, or go on with that of the same file by the same person.

    Raises:
        NotEditable: when the course is locked or not the person's to edit.
        VideoRefused: for a wrong type or size, and where the disk has no room.
    """
    _check_editable(course, by=by, at=at)
    drop_old_uploads(at=at)
    if not name.lower().endswith(SUFFIXES):
        raise VideoRefused(_("This is no video that browsers play. Export it as MP4 (H.264) or WebM."))
    if not 0 < size <= settings.VIDEO_LIMIT_BYTES:
        limit = settings.VIDEO_LIMIT_BYTES >> 20
        raise VideoRefused(_("The video is empty or too large. At most: %(limit)s MB.") % {"limit": limit})
    upload = VideoUpload.objects.filter(lecture=lecture, by=by, mark=mark, size=size).first()
    if upload is not None and (upload.video_id or part_path(upload.key).exists()):
        return upload
    folder = part_path("").parent
    folder.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(folder).free < size:
        raise VideoRefused(_disk_is_full())
    VideoUpload.objects.filter(lecture=lecture, by=by, mark=mark).delete()
    upload = VideoUpload.objects.create(lecture=lecture, name=name[-255:], size=size, mark=mark, by=by, begun_at=at)
    part_path(upload.key).touch()
    return upload


def add_piece(course: Course, upload: VideoUpload, piece: bytes, *, offset: int, by, at: datetime) -> int:
    """Write a piece behind the others and return how many bytes are there.

    Raises:
        NotEditable: when the course is locked or not the person's to edit.
        OutOfStep: when the piece does not begin where the last one ended, or goes beyond the end.
        VideoRefused: when the disk is full; what is there stays, to go on later.
    """
    _check_editable(course, by=by, at=at)
    with transaction.atomic():
        locked = VideoUpload.objects.select_for_update().get(pk=upload.pk)
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


def finish_upload(course: Course, upload: VideoUpload, *, by, at: datetime) -> Video:
    """Measure what came and make it the video of the lecture; asked twice, it answers the same.

    Raises:
        NotEditable: when the course is locked or not the person's to edit.
        OutOfStep: when bytes are missing.
        VideoRefused: when it is no whole video; nothing of it is kept.
    """
    _check_editable(course, by=by, at=at)
    if upload.video is not None:
        return upload.video
    if upload.received != upload.size:
        raise OutOfStep(upload.received)
    path = part_path(upload.key)
    try:
        measured = measure(path)
        sha256 = _sha256(path)
        _keep(path, sha256, measured.poster)
    except (NotAVideo, OSError) as error:
        drop_upload(upload)
        raise VideoRefused(str(error) if isinstance(error, NotAVideo) else _disk_is_full()) from error
    facts = {"media_type": measured.media_type, "size": upload.size, "seconds": measured.seconds}
    facts |= {"name": upload.name, "uploaded_by": by, "uploaded_at": at}
    with transaction.atomic():
        video, _made = Video.objects.get_or_create(course=course, sha256=sha256, defaults=facts)
        values = {"video": sha256, "seconds": measured.seconds, "measured": True}
        lecture = Lecture.objects.get(pk=upload.lecture_id)
        change_node(course, lecture, values, seen=digest_of(lecture, values), by=by, at=at)
        VideoUpload.objects.filter(pk=upload.pk).update(video=video)
    return video


def drop_upload(upload: VideoUpload) -> None:
    """Forget an upload with all that came of it."""
    part_path(upload.key).unlink(missing_ok=True)
    upload.delete()


def drop_old_uploads(*, at: datetime) -> None:
    """Forget the uploads that nobody has gone on with."""
    for upload in VideoUpload.objects.filter(begun_at__lt=at - KEPT):
        drop_upload(upload)


def _check_editable(course: Course, *, by, at: datetime) -> None:
    refusal = PERMISSIONS["course.edit"].refusal(by, course, at)
    if refusal is not None:
        raise NotEditable(refusal)


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
