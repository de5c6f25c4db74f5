"""The bytes that a player asks for."""

import pytest

from courses.video.files import range_response

DATA = bytes(range(10))


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "video"
    file.write_bytes(DATA)
    return file


@pytest.mark.parametrize(
    ("asked", "status", "sent", "place"),
    [
        ("", 200, DATA, None),
        ("bytes=0-", 206, DATA, "bytes 0-9/10"),
        ("bytes=0-0", 206, DATA[:1], "bytes 0-0/10"),
        ("bytes=3-5", 206, DATA[3:6], "bytes 3-5/10"),
        ("bytes=9-99", 206, DATA[9:], "bytes 9-9/10"),
        ("bytes=-4", 206, DATA[6:], "bytes 6-9/10"),
        ("bytes=-99", 206, DATA, "bytes 0-9/10"),
        ("bytes=10-", 416, b"", "bytes */10"),
        ("bytes=5-3", 416, b"", "bytes */10"),
        ("bytes=-0", 416, b"", "bytes */10"),
        ("bytes=-", 200, DATA, None),
        ("bytes=0-1,3-4", 200, DATA, None),
        ("pages=1-2", 200, DATA, None),
    ],
)
def test_the_bytes_asked_for_are_sent(path, asked, status, sent, place):
    response = range_response(asked, path, "video/mp4")
    assert (response.status_code, response.getvalue(), response.get("Content-Range")) == (status, sent, place)
    if status != 416:
        assert response["Content-Length"] == str(len(sent))
