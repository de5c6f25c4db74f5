"""Uploading the video of a lecture in pieces, and playing it for who may see the course."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from courses.actions.videos import add_piece, begin_upload, finish_upload
from courses.models import Purpose, Video, VideoUpload
from courses.video.files import poster_path, poster_response, private, range_response, video_path
from courses.views.common import fetch, fetch_node
from courses.views.uploading import about_file, added, begun, finished

KINDS_WITH_VIDEO = ("lecture", "annotation")


def _upload(course, request, key) -> VideoUpload:
    uploads = VideoUpload.objects.select_related("video", "lecture__course").filter(purpose=Purpose.LECTURE)
    return get_object_or_404(uploads, key=key, by=request.user, lecture__course=course)


@login_required
@require_POST
def video_begin(request, code: str, kind: str, pk: int):
    course = fetch(request, code, "course.edit")
    if kind not in KINDS_WITH_VIDEO:
        raise Http404(_("Page not found."))
    node, about = fetch_node(course, kind, pk), about_file(request)
    return begun(lambda: begin_upload(course, node, **about, by=request.user, at=timezone.now()))


@login_required
@require_POST
def video_piece(request, code: str, key):
    course = fetch(request, code, "course.edit")
    upload, at = _upload(course, request, key), timezone.now()

    def add(piece: bytes, offset: int) -> int:
        return add_piece(course, upload, piece, offset=offset, by=request.user, at=at)

    return added(request, upload, add)


@login_required
@require_POST
def video_finish(request, code: str, key):
    course = fetch(request, code, "course.edit")
    upload = _upload(course, request, key)
    return finished(lambda: finish_upload(course, upload, by=request.user, at=timezone.now()))


def _video(request, code: str, sha256: str) -> Video:
    return get_object_or_404(Video, course=fetch(request, code), sha256=sha256)


@login_required
@require_GET
def video_play(request, code: str, sha256: str):
    """The video itself, whole or the bytes asked for."""
    video = _video(request, code, sha256)
    return private(range_response(request.headers.get("Range", ""), video_path(sha256), video.media_type))


@login_required
@require_GET
def video_poster(request, code: str, sha256: str):
    """The picture before it is played."""
    _video(request, code, sha256)
    return private(poster_response(poster_path(sha256)))
