"""Uploading the cuts of a lecture in pieces, and playing them for who may see its making."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from courses.models import Purpose, Video, VideoUpload
from courses.video.files import poster_path, poster_response, private, range_response, video_path
from courses.views.uploading import about_file, added, begun, finished
from scheduling.models import LectureWork
from scheduling.studio.cut_videos import STAGES, add_cut_piece, begin_cut, finish_cut
from scheduling.studio.pipeline_readers import uploaded_cut, work_for


@login_required
@require_POST
def cut_begin(request, pk: int, purpose: str):
    at = timezone.now()
    work = work_for(request.user, pk, at=at)
    if purpose not in STAGES:
        raise Http404(_("Page not found."))
    about = about_file(request)
    return begun(lambda: begin_cut(work, Purpose(purpose), **about, by=request.user, at=at))


def _upload(work: LectureWork, request, key) -> VideoUpload:
    uploads = VideoUpload.objects.select_related("video", "lecture__course").filter(purpose__in=STAGES)
    return get_object_or_404(uploads, key=key, by=request.user, lecture=work.lecture_id)


@login_required
@require_POST
def cut_piece(request, pk: int, key):
    at = timezone.now()
    work = work_for(request.user, pk, at=at)
    upload = _upload(work, request, key)

    def add(piece: bytes, offset: int) -> int:
        return add_cut_piece(work, upload, piece, offset=offset, by=request.user, at=at)

    return added(request, upload, add)


@login_required
@require_POST
def cut_finish(request, pk: int, key):
    at = timezone.now()
    work = work_for(request.user, pk, at=at)
    upload = _upload(work, request, key)
    return finished(lambda: finish_cut(work, upload, by=request.user, at=at))


def _cut(request, pk: int, purpose: str) -> Video:
    work = work_for(request.user, pk, at=timezone.now())
    video = uploaded_cut(work, purpose) if purpose in STAGES else None
    if video is None:
        raise Http404(_("Page not found."))
    return video


@login_required
@require_GET
def cut_play(request, pk: int, purpose: str):
    """The cut itself, whole or the bytes asked for."""
    video = _cut(request, pk, purpose)
    return private(range_response(request.headers.get("Range", ""), video_path(video.sha256), video.media_type))


@login_required
@require_GET
def cut_poster(request, pk: int, purpose: str):
    """The picture before it is played."""
    return private(poster_response(poster_path(_cut(request, pk, purpose).sha256)))
