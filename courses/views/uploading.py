"""The conversation of an upload in JSON, the same wherever a video is uploaded: begin, pieces, the end."""

from __future__ import annotations

from collections.abc import Callable

from django.http import JsonResponse

from courses.models import Video, VideoUpload
from courses.video.uploads import PIECE, OutOfStep, StillMeasuring, VideoRefused


def about_file(request) -> dict:
    """What the browser says of the file: name, size in bytes (0 where unreadable), and a mark to know it again by."""
    size = request.POST.get("size", "")
    return {
        "name": request.POST.get("name", ""),
        "size": int(size) if size.isdecimal() and len(size) < 16 else 0,
        "mark": request.POST.get("mark", "")[:64],
    }


def begun(begin: Callable[[], VideoUpload]) -> JsonResponse:
    """Begin, or go on: how large the pieces are and how much is there."""
    try:
        upload = begin()
    except VideoRefused as refused:
        return _answered(refused)
    return JsonResponse({"state": "going", "upload": str(upload.key), "received": upload.received, "piece": PIECE})


def added(request, upload: VideoUpload, add: Callable[[bytes, int], int]) -> JsonResponse:
    """A piece, in the body of the request; ``?offset=`` says where it begins."""
    offset = request.GET.get("offset", "")
    if not offset.isdecimal() or len(offset) > 15 or len(request.body) > PIECE:
        return JsonResponse({"state": "step", "received": upload.received}, status=409)
    try:
        received = add(request.body, int(offset))
    except OutOfStep as wrong:
        return JsonResponse({"state": "step", "received": wrong.received}, status=409)
    except VideoRefused as refused:
        return _answered(refused)
    return JsonResponse({"state": "going", "received": received})


def finished(finish: Callable[[], Video]) -> JsonResponse:
    """All pieces are there: measured and kept."""
    try:
        video = finish()
    except OutOfStep as wrong:
        return JsonResponse({"state": "step", "received": wrong.received}, status=409)
    except StillMeasuring:
        return JsonResponse({"state": "busy"}, status=409)
    except VideoRefused as refused:
        return _answered(refused)
    return JsonResponse({"state": "done", "sha256": video.sha256, "seconds": video.seconds})


def _answered(refused: VideoRefused) -> JsonResponse:
    state = "later" if refused.can_go_on else "refused"
    return JsonResponse({"state": state, "message": str(refused)}, status=507 if refused.can_go_on else 422)
