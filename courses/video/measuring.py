"""What a video file really is, by reading it: length, kind, a picture. Pure, apart from the file."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import av
from django.utils.translation import gettext as _

# What browsers play. The first name that a container goes by decides its media type.
MEDIA_TYPES = {"mov": "video/mp4", "mp4": "video/mp4", "matroska": "video/webm", "webm": "video/webm"}
CODECS = {"h264", "hevc", "vp8", "vp9", "av1"}
LARGEST_PICTURE = 8192 * 4320
END_CHECKED = 10  # seconds before the end that must be there
TOLERANCE = 2
POSTER_WIDTH = 640


class NotAVideo(Exception):
    """The file cannot be taken as a video; ``str()`` says why, for the reader."""


class Measured(NamedTuple):
    """Length in whole seconds, media type, and the poster as JPEG."""

    seconds: int
    media_type: str
    poster: bytes


def measure(path: Path) -> Measured:
    """Read a video.

    Raises:
        NotAVideo: for a file that is none, that browsers do not play, or that is broken or cut off.
    """
    try:
        with av.open(str(path)) as container:
            stream = _stream(container)
            seconds = _length(container, stream)
            return Measured(round(seconds), _media_type(container), _poster(container, stream, seconds))
    except (av.error.FFmpegError, ValueError) as error:
        raise NotAVideo(_("The file is broken, or it is no video. Export it once more and upload it again.")) from error


def _stream(container):
    if _media_type(container) == "" or not container.streams.video:
        raise NotAVideo(_("This is no video that browsers play. Export it as MP4 (H.264) or WebM."))
    stream = container.streams.video[0]
    if stream.codec_context.name not in CODECS:
        raise NotAVideo(_("This is no video that browsers play. Export it as MP4 (H.264) or WebM."))
    if not 0 < stream.width * stream.height <= LARGEST_PICTURE:
        raise NotAVideo(_("The picture of the video is too large. Export it with 1920 × 1080."))
    return stream


def _media_type(container) -> str:
    return next((MEDIA_TYPES[name] for name in container.format.name.split(",") if name in MEDIA_TYPES), "")


def _length(container, stream) -> float:
    """The last moment that is really in the file; what the head of the file promises must be there."""
    promised = container.duration / av.time_base if container.duration else None
    if promised:
        container.seek(int(max(promised - END_CHECKED, 0) * av.time_base))
    last = 0.0
    for packet in container.demux(stream):
        if packet.pts is not None:
            last = max(last, float((packet.pts + (packet.duration or 0)) * packet.time_base))
    start = float(stream.start_time * stream.time_base) if stream.start_time else 0.0
    seconds = last - start
    if seconds <= 0 or (promised and seconds < promised - TOLERANCE):
        raise NotAVideo(_("The video is cut off before its end. Export it once more and upload it again."))
    return seconds


def _poster(container, stream, seconds: float) -> bytes:
    """A picture from the first tenth of the video."""
    container.seek(int(seconds / 10 * av.time_base))
    frame = next(container.decode(stream))
    width = min(POSTER_WIDTH, frame.width) // 2 * 2 or 2
    height = max(round(frame.height * width / frame.width / 2) * 2, 2)
    picture = frame.reformat(width=width, height=height, format="yuvj420p")
    picture.pts = 0
    codec = av.CodecContext.create("mjpeg", "w")
    codec.width, codec.height, codec.pix_fmt, codec.time_base = width, height, "yuvj420p", Fraction(1, 25)
    return b"".join(bytes(packet) for packet in (*codec.encode(picture), *codec.encode(None)))
