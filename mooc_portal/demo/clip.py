"""A small film for the demo university, drawn on the spot: a field that grows lighter, and a bar that says how far."""

from __future__ import annotations

import io
from fractions import Fraction

import av
from av.video.frame import VideoFrame

WIDTH, HEIGHT, BAR = 320, 180, 12
EVERY = 4  # seconds a picture stands


def film(seconds: int, *, shade: int = 60) -> bytes:
    """An MP4 of so many seconds that browsers play; ``shade`` (0 to 200) tells films apart."""
    file, pictures = io.BytesIO(), max(seconds // EVERY, 1)
    with av.open(file, "w", format="mp4") as output:
        stream = output.add_stream("libx264", rate=1)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        for number in range(pictures):
            output.mux(stream.encode(_picture(number, pictures, seconds, shade)))
        output.mux(stream.encode(None))
    return file.getvalue()


def _picture(number: int, pictures: int, seconds: int, shade: int) -> VideoFrame:
    frame = VideoFrame(WIDTH, HEIGHT, "yuv420p")
    light, colours = frame.planes[0], frame.planes[1:]
    done = WIDTH * (number + 1) // pictures
    field = bytes(shade + 40 * column // WIDTH for column in range(WIDTH)).ljust(light.line_size, b"\0")
    bar = (bytes([220]) * done + bytes([shade]) * (WIDTH - done)).ljust(light.line_size, b"\0")
    light.update(field * (HEIGHT - BAR) + bar * BAR)
    for plane, colour in zip(colours, (150, 110), strict=True):
        plane.update(bytes([colour]) * plane.buffer_size)
    frame.pts, frame.time_base = number * seconds // pictures, Fraction(1, 1)
    return frame
