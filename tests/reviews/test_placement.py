"""The placement pack (5.2.1): what it lacks, what is in it, where it went; never anything of a learner."""

import hashlib
import io
import json
from zipfile import ZipFile

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from courses.models import Course
from mooc_portal.demo.papers import picture as demo_picture
from mooc_portal.outbox.actions import deliver_letters_due_now
from mooc_portal.outbox.models import Letter
from mooc_portal.people.models import Role
from reviews.actions import Papers, decide
from reviews.checks import NotAllowed, Refused
from reviews.models import PlacementInformation, PlacementPack
from reviews.placement.actions import make_pack, save_information
from reviews.placement.contents import media_list
from reviews.placement.parts import parts_of, pieces
from reviews.programme.actions import decide_programme, send_programme
from tests.documents import conforming, typed
from tests.factories import ALL_YES, NOW, make_course, make_person, make_user, placement, protocol

pytestmark = pytest.mark.django_db
PICTURE = demo_picture()
FORM = {
    "short_text": "Деректермен жұмыс негіздері",
    "long_text": "сөз " * 160,
    "about_authors": "Доцент",
    "requirements": "Мектеп математикасы",
    "subtitles": "қазақша",
    "starts_on": NOW.date(),
    "pass_mark": 50,
    "certificate": True,
    "rights": "Бөтен материал жоқ",
    "contact": "mooc@example.kz",
}


def picture(data: bytes = PICTURE) -> SimpleUploadedFile:
    return SimpleUploadedFile("course.png", data)


@pytest.fixture
def quality():
    return make_person(Role.QUALITY_SPECIALIST)


@pytest.fixture
def course(author):
    """Approved by the faculty, its programme by the department."""
    reviewer = make_person(Role.DEPARTMENT_REVIEWER)
    course = make_course(author)
    programme = send_programme(course, by=author, at=NOW)
    decide_programme(programme, approved=True, protocol=protocol("3"), reason="", by=reviewer, at=NOW)
    papers = Papers(reason="Дайын", deviation="Керек", protocol=protocol(), checklist=ALL_YES)
    people = {"submit": author, "endorse": reviewer, "approve": make_person(Role.FACULTY_REVIEWER)}
    for seen, (step, by) in enumerate(people.items()):
        decide(course, step, by=by, at=NOW, seen=seen, papers=papers)
    return course


@pytest.fixture
def complete(course, author):
    save_information(course, FORM, image=picture(), photos={author.pk: picture()}, by=author, at=NOW)
    return course


def shown(data: bytes) -> tuple:
    with Image.open(io.BytesIO(data)) as image:
        return image.size, image.convert("RGB").tobytes()


def lacking(course) -> list[str]:
    return [piece.name for piece in pieces(parts_of(Course.objects.get(pk=course.pk))) if piece.holds_back]


def unpacked(pack: PlacementPack) -> dict[str, bytes]:
    with pack.file.storage.open(pack.file.name) as file, ZipFile(io.BytesIO(file.read())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_complete_pack_lacks_nothing(complete):
    assert lacking(complete) == []


def test_a_course_on_its_way_is_told_everything_that_is_missing(author):
    course = make_course(author, code="fresh", annotation_video=None)
    assert len(lacking(course)) == 16


@pytest.mark.parametrize(
    ("name", "value", "ok"),
    [
        ("long_text", "сөз " * 149, False),
        ("long_text", "сөз " * 150, True),
        ("long_text", "сөз " * 400, True),
        ("long_text", "сөз " * 401, False),
        ("rights", "  ", False),
        ("pass_mark", 0, True),
        ("pass_mark", None, False),
        ("starts_on", None, False),
    ],
)
def test_every_field_of_the_form_counts(complete, author, name, value, ok):
    save_information(complete, {name: value}, image=None, by=author, at=NOW)
    assert (lacking(complete) == []) is ok


def test_the_pack_holds_the_form_the_programme_the_extracts_the_course_and_the_media(complete, quality):
    pack = make_pack(complete, send=False, by=quality, at=NOW)
    files = unpacked(pack)
    assert [name for name in files if name.endswith(".pdf")] == [
        "1-information.pdf",
        "2-programme.pdf",
        "2-extract-programme.pdf",
        "3-extract-department.pdf",
        "4-extract-faculty.pdf",
        "7-approval-sheet.pdf",
    ]
    assert all(data.startswith(b"%PDF-") for name, data in files.items() if name.endswith(".pdf"))
    assert shown(files["1-picture.png"]) == shown(files["1-author-1.png"]) == shown(PICTURE)
    assert files["5-course.json"].decode() == complete.revisions.get().document
    assert json.loads(files["5-course.json"])["format"] == "mooc-course/1"


def test_checksums_are_those_of_the_files(complete, quality):
    pack = make_pack(complete, send=False, by=quality, at=NOW)
    files = unpacked(pack)
    sums = dict(reversed(line.split("  ")) for line in files.pop("SHA256SUMS").decode().splitlines())
    assert sums == {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    with pack.file.storage.open(pack.file.name) as file:
        assert hashlib.sha256(file.read()).hexdigest() == pack.sha256


def test_the_media_list_names_every_video_with_its_checksum():
    raw = conforming()
    first, second, *others = raw["sections"][0]["parts"][0]["lectures"]
    first, second = first | {"video": "a" * 64, "title": "=1+1"}, second | {"video": "https://video.example/2"}
    raw["sections"][0]["parts"][0]["lectures"] = [first, second, *others]
    raw["annotation_video"] = None
    rows = media_list(typed(raw), {"https://video.example/2": "b" * 64}).decode("utf-8-sig").splitlines()
    lectures = sum(len(part["lectures"]) for section in raw["sections"] for part in section["parts"])
    assert len(rows) == 1 + lectures
    assert any(row.startswith("1,1,1,'=1+1,") and row.endswith(",," + "a" * 64) for row in rows)
    assert any(row.endswith(f"https://video.example/2,{'b' * 64}") for row in rows)


def test_no_word_of_a_learner_is_in_the_pack(complete, quality):
    learner = make_user("learner.of.the.course@example.kz")
    learner.name = "Learner Of The Course"
    learner.save(update_fields=["name"])
    for data in unpacked(make_pack(complete, send=False, by=quality, at=NOW)).values():
        assert b"earner.of.the.course" not in data
        assert b"Learner Of The Course" not in data


@pytest.mark.django_db(transaction=True)
def test_a_pack_is_sent_through_the_outbox_with_the_archive(complete, quality, settings):
    settings.PLATFORM_EMAIL = "platform@example.kz"
    pack = make_pack(complete, send=True, by=quality, at=NOW)
    deliver_letters_due_now(at=NOW)
    (message,) = [one for one in mail.outbox if one.to == ["platform@example.kz"]]
    ((name, data, _kind),) = message.attachments
    assert name == "derekter-1-placement.zip"
    assert hashlib.sha256(data).hexdigest() == pack.sha256
    assert "орналастыр" in message.body
    assert "разместить" in message.body
    assert pack.sha256 in message.body


def test_a_downloaded_pack_is_logged_and_nobody_is_written_to(complete, quality):
    pack = make_pack(complete, send=False, by=quality, at=NOW)
    assert (pack.sent_to, pack.by, pack.revision) == ("", quality, complete.revisions.get())
    assert not Letter.objects.filter(kind="placement_pack").exists()


@pytest.mark.parametrize("send", [True, False])
def test_a_course_is_published_once_its_pack_is_made(client, complete, quality, send):
    client.force_login(quality)
    address, papers = f"/reviews/{complete.code}/publish/", Papers(placement=placement())
    page = client.get(address, headers={"accept-language": "en"}).content.decode()
    assert "pack of this revision is not made yet" in page
    with pytest.raises(Refused, match="pack of this revision is not made yet"):
        decide(complete, "publish", by=quality, at=NOW, seen=complete.decision_count, papers=papers)
    make_pack(complete, send=send, by=quality, at=NOW)
    page = client.get(address, headers={"accept-language": "en"}).content.decode()
    assert "not made yet" not in page
    assert ("was sent to" in page, "has fetched the placement pack" in page) == (send, not send)
    assert decide(complete, "publish", by=quality, at=NOW, seen=complete.decision_count, papers=papers)


def test_an_incomplete_pack_is_refused_with_every_piece(course, quality):
    with pytest.raises(Refused) as refused:
        make_pack(course, send=True, by=quality, at=NOW)
    assert len(refused.value.reasons) == 11
    assert not PlacementPack.objects.exists()


def test_a_pack_of_what_was_not_approved_is_refused(complete, author, quality):
    decide(complete, "withdraw", by=author, at=NOW, seen=3)
    with pytest.raises(Refused):
        make_pack(complete, send=True, by=quality, at=NOW)


def test_only_the_quality_department_sends_and_never_its_own(complete, author, quality):
    with pytest.raises(NotAllowed):
        make_pack(complete, send=True, by=author, at=NOW)
    complete.authorships.create(user=quality, position=1)
    with pytest.raises(NotAllowed):
        make_pack(Course.objects.get(pk=complete.pk), send=True, by=quality, at=NOW)


def test_reviewers_do_not_write_the_form(course):
    with pytest.raises(NotAllowed):
        save_information(course, FORM, image=None, by=make_person(Role.DEPARTMENT_REVIEWER), at=NOW)


def test_a_picture_that_is_none_is_refused(course, author):
    with pytest.raises(Refused):
        save_information(course, FORM, image=picture(b"%PDF-1.4"), by=author, at=NOW)


def test_a_second_editor_of_the_form_sees_both_texts_and_chooses(client, complete, author, quality):
    address = f"/reviews/{complete.code}/placement/"
    client.force_login(author)
    seen = client.get(address).context["form"]["seen"].value()
    save_information(complete, {"rights": "Суреттер еркін лицензиямен"}, image=None, by=quality, at=NOW)
    typed = {**FORM, "certificate": "on", "rights": "Менің сөзім", "act": "save", "seen": seen}
    page = client.post(address, typed)
    assert [(one.name, one.stored) for one in page.context["form"].conflict] == [
        ("rights", "Суреттер еркін лицензиямен")
    ]
    assert "Менің сөзім" in page.content.decode()
    assert "Суреттер еркін лицензиямен" in page.content.decode()
    again = {**typed, "act": "", "save": "1", "seen": page.context["form"]["seen"].value()}
    assert client.post(address, again).status_code == 302
    assert PlacementInformation.objects.get().rights == "Менің сөзім"


@pytest.mark.parametrize(("mark", "status"), [(100, 302), (101, 200)])
def test_nobody_needs_more_than_all_to_pass(client, course, author, mark, status):
    client.force_login(author)
    sent = {**FORM, "pass_mark": mark, "act": "save", "seen": ""}
    assert client.post(f"/reviews/{course.code}/placement/", sent).status_code == status


def test_a_photograph_is_kept_without_what_the_camera_added_and_the_earlier_one_goes(
    complete, author, django_capture_on_commit_callbacks
):
    earlier = complete.author_photos.get().image
    photo, taken = io.BytesIO(), Image.Exif()
    taken[0x010F] = "Camera"
    Image.new("RGB", (30, 40), "teal").save(photo, "JPEG", exif=taken)
    with django_capture_on_commit_callbacks(execute=True):
        save_information(complete, FORM, image=None, photos={author.pk: picture(photo.getvalue())}, by=author, at=NOW)
    kept = complete.author_photos.get().image
    with kept.open() as file, Image.open(file) as image:
        assert (image.size, dict(image.getexif())) == ((30, 40), {})
    assert not earlier.storage.exists(earlier.name)


def test_every_author_has_a_photograph_and_nobody_else(complete, author):
    second, stranger = make_user("second@example.kz"), make_user("stranger@example.kz")
    complete.authorships.create(user=second, position=1)
    assert lacking(complete) == ["Photographs of the authors"]
    photos = {second.pk: picture(), stranger.pk: picture()}
    save_information(complete, FORM, image=None, photos=photos, by=author, at=NOW)
    assert lacking(complete) == []
    assert {photo.user for photo in complete.author_photos.all()} == {author, second}


def test_a_broken_photograph_is_refused_and_nothing_of_the_form_is_stored(course, author):
    broken = {author.pk: picture(PICTURE[:40])}
    with pytest.raises(Refused, match="no picture that browsers show"):
        save_information(course, FORM, image=None, photos=broken, by=author, at=NOW)
    assert not PlacementInformation.objects.exists()


def test_the_page_leads_from_the_form_to_the_pack(client, course, author, quality):
    address = f"/reviews/{course.code}/placement/"
    client.force_login(author)
    page = client.get(address).content.decode()
    assert 'value="save"' in page
    assert 'value="send"' not in page
    pictures = {"picture": picture(), f"photo_{author.pk}": picture()}
    response = client.post(address, {**FORM, "certificate": "on", "act": "save", **pictures})
    assert response.status_code == 302
    assert client.post(address, {"act": "send"}).status_code == 403
    client.force_login(quality)
    assert 'value="send"' in client.get(address).content.decode()
    response = client.post(address, {"act": "download"}, follow=True)
    assert response["Content-Type"] == "application/zip"
    assert client.post(address, {"act": "send"}).status_code == 302
    assert "platform@" in client.get(f"/reviews/{course.code}/publish/").content.decode()
    assert course.packs.count() == 2


def test_an_incomplete_pack_is_refused_on_the_page(client, course, quality):
    client.force_login(quality)
    page = client.post(f"/reviews/{course.code}/placement/", {"act": "send"})
    assert 'role="alert"' in page.content.decode()


def test_strangers_find_neither_page_nor_pack(client, complete, quality, author):
    pack = make_pack(complete, send=False, by=quality, at=NOW)
    client.force_login(make_user("other@example.kz"))
    assert client.get(f"/reviews/{complete.code}/placement/").status_code == 404
    assert client.get(f"/reviews/pack/{pack.pk}/").status_code == 404
    client.force_login(author)
    assert client.get(f"/reviews/pack/{pack.pk}/").status_code == 403
