"""Rough cuts and final videos that those who film upload: in pieces, measured, and played for who sees the lecture."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from courses.models import Purpose, Video, VideoUpload
from courses.states import EDITABLE_STATES
from courses.video import uploads
from scheduling.models import LectureWork, Stage
from scheduling.permissions import PERMISSIONS
from scheduling.studio.pipeline_actions import Given, take_step

# In which stages a cut is taken: a final video may be replaced until it is measured.
STAGES = {Purpose.ROUGH_CUT: (Stage.EDITING,), Purpose.FINAL: (Stage.APPROVED, Stage.UPLOADED)}


def refusal_of(work: LectureWork, purpose: str, *, by, at: datetime) -> str | None:
    """Why no such cut of the lecture can be uploaded by the person now; None when it can."""
    refusal = PERMISSIONS["lecture.edit"].refusal(by, work.course, at)
    if refusal is not None:
        return str(refusal)
    if work.stage not in STAGES[purpose]:
        return _("This cut is not uploaded at the stage “%(stage)s”.") % {"stage": work.get_stage_display()}
    if work.lecture_id is None:
        return _("The lecture is no longer in the working copy of the course.")
    return None


def begin_cut(work: LectureWork, purpose: str, *, name: str, size: int, mark: str, by, at: datetime) -> VideoUpload:
    """``courses.video.uploads.begin`` for a cut.

    Raises:
        VideoRefused: as there, and where ``refusal_of`` objects.
    """
    _check(work, purpose, by=by, at=at)
    return uploads.begin(work.lecture, purpose, name=name, size=size, mark=mark, by=by, at=at)


def add_cut_piece(work: LectureWork, upload: VideoUpload, piece: bytes, *, offset: int, by, at: datetime) -> int:
    """``courses.video.uploads.add_piece`` for a cut.

    Raises:
        OutOfStep, VideoRefused: as there; VideoRefused also where ``refusal_of`` objects.
    """
    _check(work, upload.purpose, by=by, at=at)
    return uploads.add_piece(upload, piece, offset=offset)


def finish_cut(work: LectureWork, upload: VideoUpload, *, by, at: datetime) -> Video:
    """Measure what came. A rough cut waits to be shown; a final video is uploaded and measured with that.

    Where the course is locked the final video stays *uploaded*: its length is written down by the step that follows.

    Raises:
        OutOfStep, StillMeasuring, VideoRefused: as ``courses.video.uploads.finish``; VideoRefused also where
            ``refusal_of`` objects.
    """
    if upload.video is not None and upload.video.sha256 in (work.rough_cut, work.video):
        return upload.video
    _check(work, upload.purpose, by=by, at=at)
    take = {Purpose.ROUGH_CUT: _take_rough_cut, Purpose.FINAL: _take_final}[upload.purpose]
    return uploads.finish(upload, use=lambda video: take(work, video, by=by, at=at), by=by, at=at)


def _take_rough_cut(work: LectureWork, video: Video, *, by, at: datetime) -> None:
    with transaction.atomic():
        fresh = _locked(work, Purpose.ROUGH_CUT, by=by, at=at)
        fresh.rough_cut, fresh.version = video.sha256, fresh.version + 1
        fresh.save(update_fields=["rough_cut", "version"])


def _take_final(work: LectureWork, video: Video, *, by, at: datetime) -> None:
    with transaction.atomic():
        fresh = _locked(work, Purpose.FINAL, by=by, at=at)
        fresh.video, fresh.version = video.sha256, fresh.version + 1
        fresh.save(update_fields=["video", "version"])
        if fresh.stage == Stage.APPROVED:
            fresh = take_step(fresh, "upload", given=Given(), by=by, at=at, seen=fresh.version)
        if fresh.course.state in EDITABLE_STATES:
            take_step(fresh, "measure", given=Given(), by=by, at=at, seen=fresh.version)


def _locked(work: LectureWork, purpose: str, *, by, at: datetime) -> LectureWork:
    rows = LectureWork.objects.select_for_update(of=("self",)).select_related("course", "lecture")
    fresh = rows.get(pk=work.pk)
    _check(fresh, purpose, by=by, at=at)
    return fresh


def _check(work: LectureWork, purpose: str, *, by, at: datetime) -> None:
    refusal = refusal_of(work, purpose, by=by, at=at)
    if refusal is not None:
        raise uploads.VideoRefused(refusal)
