"""Where uploaded videos lie, and how a part of one is sent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext as _

BLOCK = 64 * 1024
RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})\Z", re.ASCII)


def video_path(sha256: str) -> Path:
    return Path(settings.MEDIA_ROOT) / "videos" / sha256[:2] / sha256


def poster_path(sha256: str) -> Path:
    return video_path(sha256).with_suffix(".jpg")


def part_path(key) -> Path:
    """Where an upload gathers its bytes."""
    return Path(settings.MEDIA_ROOT) / "videos" / "uploads" / f"{key}.part"


def range_response(asked: str, path: Path, media_type: str) -> HttpResponseBase:
    """The file, or the bytes that the header ``Range`` asks for; several ranges at once are answered with all.

    Raises:
        Http404: when the disk has lost the file.
    """
    if not path.is_file():
        raise Http404(_("The file is not there any more. Tell the academic quality department."))
    size = path.stat().st_size
    first, last = 0, size - 1
    found = RANGE.match(asked)
    if found and any(found.groups()):
        if found[1]:
            first, last = int(found[1]), min(int(found[2] or last), last)
        else:
            first = max(size - int(found[2]), 0)
        if first > last:
            return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    else:
        found = None
    response = StreamingHttpResponse(_bytes(path, first, last), content_type=media_type, status=206 if found else 200)
    response["Content-Length"] = str(last - first + 1)
    response["Accept-Ranges"] = "bytes"
    if found:
        response["Content-Range"] = f"bytes {first}-{last}/{size}"
    return response


def poster_response(path: Path) -> HttpResponse:
    """The picture of a video."""
    if not path.is_file():
        raise Http404(_("The file is not there any more. Tell the academic quality department."))
    return HttpResponse(path.read_bytes(), content_type="image/jpeg")


def private(response):
    """Kept by the reader's own browser alone, and never taken for another type."""
    response["Cache-Control"] = "private, max-age=3600"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _bytes(path: Path, first: int, last: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(first)
        left = last - first + 1
        while left and (block := file.read(min(BLOCK, left))):
            left -= len(block)
            yield block
