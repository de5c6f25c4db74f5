"""Video clips made on the spot, a second or some."""

import io
from fractions import Fraction

import av
from av.video.frame import VideoFrame


def clip(
    seconds: int = 3, *, container: str = "mp4", codec: str = "libx264", width: int = 64, shade: int = 40
) -> bytes:
    """A grey clip of so many seconds, five pictures a second."""
    file = io.BytesIO()
    with av.open(file, "w", format=container) as output:
        stream = output.add_stream(codec, rate=5)
        stream.width, stream.height, stream.pix_fmt = width, 48, "yuv420p"
        for number in range(seconds * 5):
            frame = VideoFrame(width, 48, "yuv420p")
            for plane in frame.planes:
                plane.update(bytes([(shade + number) % 256]) * plane.buffer_size)
            frame.pts, frame.time_base = number, Fraction(1, 5)
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    return file.getvalue()


def sound() -> bytes:
    """An MP4 without any picture."""
    file = io.BytesIO()
    with av.open(file, "w", format="mp4") as output:
        stream = output.add_stream("aac", rate=44100)
        frame = av.AudioFrame(format="fltp", layout="mono", samples=1024)
        frame.sample_rate, frame.pts = 44100, 0
        for plane in frame.planes:
            plane.update(bytes(plane.buffer_size))
        output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    return file.getvalue()
