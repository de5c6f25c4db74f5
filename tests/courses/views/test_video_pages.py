"""A video comes up in pieces over a connection that breaks, is measured, and is played for who may see the course."""

import hashlib
import os
from collections import namedtuple
from datetime import timedelta
from pathlib import Path

import pytest

from courses.actions.videos import begin_upload
from courses.models import Video, VideoUpload
from courses.video.files import part_path, video_path
from courses.video.uploads import PIECE
from mooc_portal.people.models import Role
from reviews.actions import decide
from reviews.experts.actions import ask_expert
from tests.clips import clip
from tests.factories import NOW, TODAY, make_person

pytestmark = pytest.mark.django_db
CLIP = clip(3)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def lecture(course):
    return course.lectures.exclude(part=None).first()


@pytest.fixture
def begin(client, course, author, lecture):
    client.force_login(author)

    def begin(data: bytes = CLIP, name: str = "lecture.mp4", **changes):
        about = {"name": name, "size": len(data), "mark": f"1-{name}"} | changes
        return client.post(f"/courses/{course.code}/lecture/{lecture.pk}/video/", about)

    return begin


@pytest.fixture
def send(client, course):
    def send(key: str, data: bytes, offset: int):
        address = f"/courses/{course.code}/upload/{key}/?offset={offset}"
        return client.post(address, data, content_type="application/octet-stream")

    return send


@pytest.fixture
def upload(client, course, begin, send):
    """Bring a whole file up; the answer to the end of it."""

    def upload(data: bytes = CLIP, name: str = "lecture.mp4"):
        key = begin(data, name).json()["upload"]
        send(key, data, 0)
        return client.post(f"/courses/{course.code}/upload/{key}/finish/")

    return upload


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_video_is_measured_and_becomes_that_of_its_lecture(upload, lecture):
    answer = upload().json()
    sha256 = hashlib.sha256(CLIP).hexdigest()
    assert answer == {"state": "done", "sha256": sha256, "seconds": 3}
    lecture.refresh_from_db()
    assert (lecture.video, lecture.seconds, lecture.measured) == (sha256, 3, True)
    assert video_path(sha256).read_bytes() == CLIP


def test_a_broken_upload_goes_on_where_it_stopped(client, course, begin, send):
    first = begin().json()
    assert (first["received"], first["piece"]) == (0, PIECE)
    assert send(first["upload"], CLIP[:100], 0).json() == {"state": "going", "received": 100}
    again = begin().json()
    assert (again["upload"], again["received"]) == (first["upload"], 100)
    assert send(first["upload"], CLIP[100:], 100).json()["received"] == len(CLIP)
    finish = f"/courses/{course.code}/upload/{first['upload']}/finish/"
    assert client.post(finish).json()["state"] == "done"


def test_an_answer_that_was_lost_is_given_again(client, course, begin, send):
    key = begin().json()["upload"]
    send(key, CLIP[:100], 0)
    repeated = send(key, CLIP[:100], 0)
    assert (repeated.status_code, repeated.json()) == (409, {"state": "step", "received": 100})
    send(key, CLIP[100:], 100)
    finish = f"/courses/{course.code}/upload/{key}/finish/"
    assert client.post(finish).json() == client.post(finish).json()
    assert Video.objects.count() == 1


@pytest.mark.parametrize(("offset", "data"), [(50, b"x"), (0, b"x" * (PIECE + 1)), (0, CLIP + b"x")])
def test_a_piece_out_of_its_place_is_not_written(begin, send, offset, data):
    key = begin().json()["upload"]
    assert send(key, data, offset).json() == {"state": "step", "received": 0}
    assert part_path(key).read_bytes() == b""


def test_what_is_not_whole_is_not_finished(client, course, begin, send):
    key = begin().json()["upload"]
    send(key, CLIP[:-1], 0)
    assert client.post(f"/courses/{course.code}/upload/{key}/finish/").status_code == 409


@pytest.mark.parametrize("name", ["lecture.avi", "lecture.exe", "mp4", ""])
def test_a_wrong_type_is_refused_before_anything_is_sent(begin, folder, name):
    response = begin(name=name)
    assert (response.status_code, response.json()["state"]) == (422, "refused")
    assert "no video that browsers play" in response.json()["message"]
    assert files(folder) == []


@pytest.mark.parametrize(("size", "status"), [("0", 422), ("1", 200), ("1000", 200), ("1001", 422), ("x", 422)])
def test_the_size_is_limited(begin, settings, size, status):
    settings.VIDEO_LIMIT_BYTES = 1000
    assert begin(size=size).status_code == status


def test_of_a_broken_file_nothing_is_kept(upload, lecture, folder):
    before = lecture.video, lecture.seconds, lecture.measured
    response = upload(CLIP[:-300])
    assert (response.status_code, response.json()["state"]) == (422, "refused")
    lecture.refresh_from_db()
    assert (lecture.video, lecture.seconds, lecture.measured) == before
    assert (files(folder), VideoUpload.objects.count(), Video.objects.count()) == ([], 0, 0)


def test_a_disk_without_room_is_said_before_anything_is_sent(begin, folder, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr("courses.video.uploads.shutil.disk_usage", lambda _folder: usage(10, 9, len(CLIP) - 1))
    response = begin()
    assert "no room" in response.json()["message"]
    assert (files(folder), VideoUpload.objects.count()) == ([], 0)


def test_a_disk_that_fills_up_keeps_what_came_for_later(begin, send, monkeypatch):
    key = begin().json()["upload"]
    send(key, CLIP[:100], 0)
    real = Path.open

    def full(self, mode="r", *args, **options):
        if mode == "r+b":
            raise OSError(28, os.strerror(28))
        return real(self, mode, *args, **options)

    monkeypatch.setattr(Path, "open", full)
    response = send(key, CLIP[100:], 100)
    assert (response.status_code, response.json()["state"]) == (507, "later")
    monkeypatch.undo()
    assert begin().json()["received"] == 100


def test_an_upload_nobody_goes_on_with_is_forgotten(course, author, lecture, folder):
    about = {"name": "a.mp4", "size": 10, "by": author}
    begin_upload(course, lecture, mark="1", **about, at=NOW)
    begin_upload(course, lecture, mark="2", **about, at=NOW + timedelta(days=2))
    assert VideoUpload.objects.count() == 2
    last = begin_upload(course, lecture, mark="2", **about, at=NOW + timedelta(days=2, seconds=1))
    assert files(folder) == [part_path(last.key)]


def test_it_is_played_from_any_place_with_its_picture(client, course, upload, lecture):
    sha256 = upload().json()["sha256"]
    page = client.get(f"/courses/{course.code}/lecture/{lecture.pk}/").content.decode()
    address = f"/courses/{course.code}/video/{sha256}/"
    assert f'src="{address}"' in page
    assert f'poster="{address}poster/"' in page
    response = client.get(address, headers={"Range": "bytes=10-19"})
    assert (response.status_code, response.getvalue()) == (206, CLIP[10:20])
    assert response["Content-Type"] == "video/mp4"
    assert client.get(f"{address}poster/")["Content-Type"] == "image/jpeg"


def test_only_who_may_see_the_course_may_fetch_it(client, course, upload):
    addresses = [f"/courses/{course.code}/video/{upload().json()['sha256']}/"]
    addresses.append(f"{addresses[0]}poster/")
    for person in (make_person(Role.INSTRUCTOR, email="stranger@example.kz"), make_person(Role.QUALITY_SPECIALIST)):
        client.force_login(person)
        assert [client.get(address).status_code for address in addresses] == [404, 404]
    client.logout()
    assert [client.get(address).status_code for address in addresses] == [302, 302]


def test_a_colleague_cannot_write_into_an_upload_of_another(client, course, begin, send):
    key = begin().json()["upload"]
    colleague = make_person(Role.INSTRUCTOR, email="colleague@example.kz")
    course.authorships.create(user=colleague, position=1)
    client.force_login(colleague)
    assert send(key, CLIP, 0).status_code == 404


def test_a_locked_course_takes_no_video(course, author, begin, send):
    key = begin().json()["upload"]
    decide(course, "submit", by=author, at=NOW, seen=0)
    assert begin().status_code == 403
    assert send(key, CLIP, 0).status_code == 403


def test_a_section_has_no_video(client, course, author):
    client.force_login(author)
    address = f"/courses/{course.code}/section/{course.sections.first().pk}/video/"
    assert client.post(address, {"name": "a.mp4", "size": 1}).status_code == 404


def test_who_judges_the_course_watches_its_lectures_experts_included(client, course, author, lecture, upload):
    sha256 = upload().json()["sha256"]
    type(lecture).objects.filter(pk=lecture.pk).update(seconds=700)  # a clip of twelve minutes is not needed here
    reviewer, expert = make_person(Role.DEPARTMENT_REVIEWER), make_person(Role.INSTRUCTOR, email="expert@example.kz")
    decide(course, "submit", by=author, at=NOW, seen=0)
    address = f"/reviews/{course.code}/video/{sha256}/"
    client.force_login(expert)
    assert client.get(address).status_code == 404
    ask_expert(course, expert, due_on=TODAY + timedelta(days=5), by=reviewer, at=NOW)
    for judge in (reviewer, expert):
        client.force_login(judge)
        assert f'src="{address}"' in client.get(f"/reviews/{course.code}/").content.decode()
        assert client.get(address, headers={"Range": "bytes=10-19"}).getvalue() == CLIP[10:20]
    assert client.get(f"/reviews/{course.code}/video/{'0' * 64}/").status_code == 404
