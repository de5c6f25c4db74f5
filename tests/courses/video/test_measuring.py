"""What a video file is found to be."""

import pytest

from courses.video.measuring import NotAVideo, measure
from tests.clips import clip, sound


@pytest.fixture
def stored(tmp_path):
    def store(data: bytes):
        path = tmp_path / "video"
        path.write_bytes(data)
        return path

    return store


@pytest.mark.parametrize(
    ("container", "codec", "media_type"),
    [("mp4", "libx264", "video/mp4"), ("mov", "libx264", "video/mp4"), ("webm", "libvpx-vp9", "video/webm")],
)
def test_length_and_kind_are_read_from_the_file(stored, container, codec, media_type):
    found = measure(stored(clip(7, container=container, codec=codec)))
    assert (found.seconds, found.media_type) == (7, media_type)
    assert found.poster.startswith(b"\xff\xd8")
    assert found.poster.endswith(b"\xff\xd9")


def test_a_file_cut_off_is_refused(stored):
    whole = clip(30, container="webm", codec="libvpx-vp9")
    with pytest.raises(NotAVideo, match="cut off"):
        measure(stored(whole[: len(whole) // 2]))


def test_an_mp4_without_its_end_is_refused(stored):
    with pytest.raises(NotAVideo, match="broken"):
        measure(stored(clip()[:-200]))


@pytest.mark.parametrize("data", [b"", b"not a video", b"\x00" * 5000, b"%PDF-1.7\n" * 100, b"GIF89a" + b"\x01" * 500])
def test_what_is_no_video_is_refused(stored, data):
    with pytest.raises(NotAVideo):
        measure(stored(data))


def test_sound_alone_and_films_no_browser_plays_are_refused(stored):
    for data in (sound(), clip(container="avi", codec="mpeg4"), clip(container="mp4", codec="mpeg4")):
        with pytest.raises(NotAVideo, match="browsers play"):
            measure(stored(data))
