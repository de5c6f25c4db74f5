"""An author uploads the video of a lecture: it is measured and becomes that of the lecture (4.4)."""

from __future__ import annotations

from datetime import datetime

from courses.actions.content import change_node, digest_of
from courses.actions.editing import NotEditable
from courses.models import Course, Lecture, Purpose, Video, VideoUpload
from courses.permissions import PERMISSIONS
from courses.video import uploads


def begin_upload(course: Course, lecture: Lecture, *, name: str, size: int, mark: str, by, at: datetime) -> VideoUpload:
    """``courses.video.uploads.begin`` for the video of a lecture.

    Raises:
        NotEditable: when the course is locked or not the person's to edit.
        VideoRefused: for a wrong type or size, and where the disk has no room.
    """
    _check_editable(course, by=by, at=at)
    return uploads.begin(lecture, Purpose.LECTURE, name=name, size=size, mark=mark, by=by, at=at)


def add_piece(course: Course, upload: VideoUpload, piece: bytes, *, offset: int, by, at: datetime) -> int:
    """``courses.video.uploads.add_piece``.

    Raises:
        NotEditable: when the course is locked or not the person's to edit.
        OutOfStep, VideoRefused: as there.
    """
    _check_editable(course, by=by, at=at)
    return uploads.add_piece(upload, piece, offset=offset)


def finish_upload(course: Course, upload: VideoUpload, *, by, at: datetime) -> Video:
    """Measure what came and make it the video of the lecture; asked twice, it answers the same.

    Raises:
        NotEditable: when the course is locked or not the person's to edit.
        OutOfStep, StillMeasuring, VideoRefused: as ``courses.video.uploads.finish``.
    """
    _check_editable(course, by=by, at=at)

    def use(video: Video) -> None:
        lecture = Lecture.objects.get(pk=upload.lecture_id)
        if lecture.video == video.sha256 and lecture.measured:
            return
        values = {"video": video.sha256, "seconds": video.seconds, "measured": True}
        change_node(course, lecture, values, seen=digest_of(lecture, values), by=by, at=at)

    return uploads.finish(upload, use=use, by=by, at=at)


def _check_editable(course: Course, *, by, at: datetime) -> None:
    refusal = PERMISSIONS["course.edit"].refusal(by, course, at)
    if refusal is not None:
        raise NotEditable(refusal)
