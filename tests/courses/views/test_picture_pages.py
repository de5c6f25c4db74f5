"""A picture for a text is checked and cleaned, and shown to who may see the course."""

import hashlib
import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from courses.exchange.paste import LONGEST
from courses.models import Picture
from courses.pictures import MOST_PIXELS, WIDEST, NotAPicture, cleaned_picture, picture_path
from mooc_portal.people.models import Role
from reviews.actions import decide
from tests.factories import NOW, make_person, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def drawn(kind: str = "PNG", size: tuple[int, int] = (40, 20), **more) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, (11, 110, 117)).save(file, kind, **more)
    return file.getvalue()


@pytest.fixture
def send(client, course, author):
    client.force_login(author)

    def send(data: bytes, name: str = "сурет.png"):
        return client.post(f"/courses/{course.code}/pictures/", {"picture": SimpleUploadedFile(name, data)})

    return send


@pytest.mark.parametrize(("kind", "media_type"), [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("WEBP", "image/webp")])
def test_a_picture_is_kept_and_shown_with_the_right_headers(client, course, send, kind, media_type):
    answer = send(drawn(kind))
    address = answer.json()["address"]
    sha256 = address.removeprefix("picture:")
    picture = Picture.objects.get()
    assert (answer.status_code, picture.sha256, picture.name) == (200, sha256, "сурет.png")
    shown = client.get(f"/courses/{course.code}/picture/{sha256}/")
    assert (shown.status_code, shown["Content-Type"], shown["X-Content-Type-Options"]) == (200, media_type, "nosniff")
    assert hashlib.sha256(shown.content).hexdigest() == sha256


def test_the_same_picture_twice_is_one(send):
    assert send(drawn()).json() == send(drawn(), "other.png").json()
    assert Picture.objects.count() == 1


def test_the_place_and_the_camera_of_a_photograph_are_not_kept_and_it_stands_upright(send):
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x0110] = "Camera 7"
    exif.get_ifd(0x8825)[1] = "N"
    send(drawn("JPEG", exif=exif))
    with Image.open(picture_path(Picture.objects.get().sha256)) as kept:
        assert kept.size == (20, 40)
        assert dict(kept.getexif()) == {}
    assert b"Camera 7" not in picture_path(Picture.objects.get().sha256).read_bytes()


def test_a_picture_wider_than_any_screen_is_made_smaller(send):
    send(drawn(size=(WIDEST * 2, 100)))
    with Image.open(picture_path(Picture.objects.get().sha256)) as kept:
        assert kept.size == (WIDEST, 50)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no picture",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        drawn()[:60],
        drawn("GIF"),
        drawn("TIFF"),
    ],
    ids=["empty", "words", "svg", "cut off", "gif", "tiff"],
)
def test_what_is_no_picture_is_refused_with_a_reason_and_nothing_is_kept(send, folder, data):
    answer = send(data)
    assert answer.status_code == 422
    assert answer.json()["message"]
    assert [path for path in Path(folder).rglob("*") if path.is_file()] == []
    assert not Picture.objects.exists()


def test_a_bomb_of_pixels_is_refused_before_it_is_unpacked():
    side = int(MOST_PIXELS**0.5)
    header = drawn(size=(1, 1))
    wide = header.replace(b"\x00\x00\x00\x01\x00\x00\x00\x01\x08", (side + 1).to_bytes(4) * 2 + b"\x08", 1)
    with pytest.raises(NotAPicture):
        cleaned_picture(io.BytesIO(wide))


@pytest.mark.parametrize(("over", "status"), [(0, 200), (1, 422)])
def test_the_size_is_limited(send, settings, over, status):
    settings.PICTURE_LIMIT_BYTES = len(drawn()) - over
    assert send(drawn()).status_code == status


def test_a_request_without_a_picture_is_told_so(client, course, author):
    client.force_login(author)
    assert client.post(f"/courses/{course.code}/pictures/").status_code == 422


def test_only_who_may_see_the_course_may_fetch_it(client, course, author, send):
    sha256 = send(drawn()).json()["address"].removeprefix("picture:")
    address, judged = f"/courses/{course.code}/picture/{sha256}/", f"/reviews/{course.code}/picture/{sha256}/"
    reviewer = make_person(Role.DEPARTMENT_REVIEWER)
    for person, status in ((reviewer, 404), (make_user("stranger@example.kz"), 404)):
        client.force_login(person)
        assert client.get(address).status_code == status
        assert client.get(judged).status_code == status
        assert client.post(f"/courses/{course.code}/pictures/").status_code == 404
    decide(course, "submit", by=author, at=NOW, seen=0)
    client.force_login(reviewer)
    assert client.get(address).status_code == client.get(judged).status_code == 200
    client.logout()
    assert client.get(address).status_code == 302


def test_a_locked_course_takes_no_picture(course, author, send):
    decide(course, "submit", by=author, at=NOW, seen=0)
    assert send(drawn()).status_code == 403
    assert not Picture.objects.exists()


def test_what_is_pasted_comes_back_as_commonmark(client, course, author):
    client.force_login(author)
    html = "<h2>Кіріспе</h2><p><b>қалың</b></p>"
    assert client.post(f"/courses/{course.code}/paste/", {"html": html}).json() == {"text": "## Кіріспе\n\n**қалың**"}
    client.force_login(make_user("stranger@example.kz"))
    assert client.post(f"/courses/{course.code}/paste/", {"html": html}).status_code == 404


def test_too_much_at_once_is_said(client, course, author):
    client.force_login(author)
    answer = client.post(f"/courses/{course.code}/paste/", {"html": "x" * (LONGEST + 1)})
    assert (answer.status_code, "in parts" in answer.json()["message"]) == (422, True)


def test_a_picture_of_another_course_or_lost_by_the_disk_is_not_there(client, course, send):
    sha256 = send(drawn()).json()["address"].removeprefix("picture:")
    assert client.get(f"/courses/{course.code}/picture/{'0' * 64}/").status_code == 404
    picture_path(sha256).unlink()
    assert client.get(f"/courses/{course.code}/picture/{sha256}/").status_code == 404


def test_the_preview_shows_it_and_asks_for_words(client, course, send):
    address = send(drawn()).json()["address"]
    part = course.sections.first().parts.first()
    page = client.get(f"/courses/{course.code}/part/{part.pk}/")
    sent = {**page.context["form"].initial, "title": part.title, "text": f"![]({address})", "again": "1"}
    shown = client.post(f"/courses/{course.code}/part/{part.pk}/", sent).content.decode()
    assert f'src="/courses/{course.code}/picture/{address.removeprefix("picture:")}/"' in shown
    assert "A picture says nothing to who cannot see it" in shown


def test_the_reviewers_page_fetches_it_from_the_reviews(client, course, author, send):
    address = send(drawn()).json()["address"]
    course.sections.first().parts.update(text=f"![Сурет]({address})")
    decide(course, "submit", by=author, at=NOW, seen=0)
    client.force_login(make_person(Role.DEPARTMENT_REVIEWER))
    assert f'src="/reviews/{course.code}/picture/' in client.get(f"/reviews/{course.code}/").content.decode()
