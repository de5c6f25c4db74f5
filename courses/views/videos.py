"""Uploading the video of a lecture in pieces, and playing it for who may see the course."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from courses.actions.videos import PIECE, OutOfStep, VideoRefused, add_piece, begin_upload, finish_upload
from courses.models import Video, VideoUpload
from courses.video.files import poster_path, poster_response, private, range_response, video_path
from courses.views.common import fetch, fetch_node

KINDS_WITH_VIDEO = ("lecture", "annotation")


def _answered(refused: VideoRefused) -> JsonResponse:
    state = "later" if refused.can_go_on else "refused"
    return JsonResponse({"state": state, "message": str(refused)}, status=507 if refused.can_go_on else 422)


def _upload(course, request, key) -> VideoUpload:
    uploads = VideoUpload.objects.select_related("video")
    return get_object_or_404(uploads, key=key, by=request.user, lecture__course=course)


@login_required
@require_POST
def video_begin(request, code: str, kind: str, pk: int):
    """Begin, or go on: the answer says where the pieces go, how large they are and how much is there."""
    course = fetch(request, code, "course.edit")
    if kind not in KINDS_WITH_VIDEO:
        raise Http404(_("Page not found."))
    size = request.POST.get("size", "")
    try:
        upload = begin_upload(
            course,
            fetch_node(course, kind, pk),
            name=request.POST.get("name", ""),
            size=int(size) if size.isdecimal() and len(size) < 16 else 0,
            mark=request.POST.get("mark", "")[:64],
            by=request.user,
            at=timezone.now(),
        )
    except VideoRefused as refused:
        return _answered(refused)
    return JsonResponse({"state": "going", "upload": str(upload.key), "received": upload.received, "piece": PIECE})


@login_required
@require_POST
def video_piece(request, code: str, key):
    """A piece, in the body of the request; ``?offset=`` says where it begins."""
    course = fetch(request, code, "course.edit")
    offset = request.GET.get("offset", "")
    upload = _upload(course, request, key)
    if not offset.isdecimal() or len(offset) > 15 or len(request.body) > PIECE:
        return JsonResponse({"state": "step", "received": upload.received}, status=409)
    try:
        received = add_piece(course, upload, request.body, offset=int(offset), by=request.user, at=timezone.now())
    except OutOfStep as wrong:
        return JsonResponse({"state": "step", "received": wrong.received}, status=409)
    except VideoRefused as refused:
        return _answered(refused)
    return JsonResponse({"state": "going", "received": received})


@login_required
@require_POST
def video_finish(request, code: str, key):
    """All pieces are there: measured, kept, and the video of its lecture."""
    course = fetch(request, code, "course.edit")
    try:
        video = finish_upload(course, _upload(course, request, key), by=request.user, at=timezone.now())
    except OutOfStep as wrong:
        return JsonResponse({"state": "step", "received": wrong.received}, status=409)
    except VideoRefused as refused:
        return _answered(refused)
    return JsonResponse({"state": "done", "sha256": video.sha256, "seconds": video.seconds})


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
