"""Files that nothing refers to go after a month, and no other."""

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command

from courses.actions.history import bring_back
from courses.models import Picture, Video
from courses.pictures import picture_path
from courses.video.files import poster_path, video_path
from reviews.actions import decide
from reviews.models import PaperBatch
from scheduling.cleaning import KEPT, Cleaned, clean_files
from scheduling.models import LectureWork
from scheduling.tasks import clean_files as task
from tests.factories import NOW, make_course, make_user

pytestmark = pytest.mark.django_db
LATER = NOW + KEPT + timedelta(seconds=1)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def author():
    return make_user("author@example.kz")


@pytest.fixture
def course(author):
    return make_course(author)


def written(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    return path


def video(course, letter: str) -> Video:
    sha256 = letter * 64
    written(video_path(sha256))
    written(poster_path(sha256))
    facts = {"name": "a.mp4", "media_type": "video/mp4", "size": 1, "seconds": 700}
    return Video.objects.create(
        course=course, sha256=sha256, uploaded_by=course.authors.first(), uploaded_at=NOW, **facts
    )


def picture(course, letter: str) -> Picture:
    sha256 = letter * 64
    written(picture_path(sha256))
    facts = {"name": "a.png", "media_type": "image/png", "size": 1}
    return Picture.objects.create(
        course=course, sha256=sha256, uploaded_by=course.authors.first(), uploaded_at=NOW, **facts
    )


def clean(django_capture_on_commit_callbacks, at=LATER) -> Cleaned:
    with django_capture_on_commit_callbacks(execute=True):
        return clean_files(at=at)


def files(folder) -> set[str]:
    return {path.stem[0] for path in folder.rglob("*") if path.is_file()}


def test_what_nobody_refers_to_goes_after_thirty_days_and_not_before(
    course, folder, django_capture_on_commit_callbacks
):
    video(course, "a")
    picture(course, "b")
    assert clean(django_capture_on_commit_callbacks, at=NOW + KEPT) == Cleaned()
    assert files(folder) == {"a", "b"}
    assert clean(django_capture_on_commit_callbacks) == Cleaned(videos=1, pictures=1)
    assert files(folder) == set()
    assert not Video.objects.exists()
    assert not Picture.objects.exists()


def test_what_a_text_a_lecture_or_those_who_film_refer_to_stays(course, folder, django_capture_on_commit_callbacks):
    for letter in "abc":
        video(course, letter)
    picture(course, "d")
    course.lectures.filter(pk=course.lectures.first().pk).update(video="a" * 64)
    facts = {"course": course, "path": "/annotation_video", "stage_since": NOW}
    LectureWork.objects.create(rough_cut="b" * 64, video="c" * 64, **facts)
    part = course.sections.first().parts.first()
    part.text = f"![Ми](picture:{'d' * 64})"
    part.save()
    assert clean(django_capture_on_commit_callbacks) == Cleaned()
    assert files(folder) == set("abcd")


def test_what_a_frozen_revision_shows_stays_and_can_be_brought_back(
    course, author, folder, django_capture_on_commit_callbacks
):
    video(course, "a")
    lecture = course.sections.first().parts.first().lectures.first()
    type(lecture).objects.filter(pk=lecture.pk).update(video="a" * 64, seconds=700)
    decide(course, "submit", by=author, at=NOW, seen=0)
    decide(course, "withdraw", by=author, at=NOW, seen=1)
    lecture.delete()
    assert clean(django_capture_on_commit_callbacks) == Cleaned()
    revision = course.revisions.get()
    assert bring_back(course, revision, "/sections/0/parts/0/lectures/0", by=author, at=NOW).video == "a" * 64


def test_what_was_deleted_and_can_be_undone_keeps_its_pictures(course, author, django_capture_on_commit_callbacks):
    from courses.actions import delete_node

    picture(course, "d")
    part = course.sections.first().parts.first()
    part.text = f"![Ми](picture:{'d' * 64})"
    part.save()
    delete_node(course, part, by=author, at=NOW)
    assert clean(django_capture_on_commit_callbacks) == Cleaned()


def test_a_file_that_another_course_has_stays_on_the_disk(course, author, folder, django_capture_on_commit_callbacks):
    other = make_course(author, code="other")
    video(course, "a")
    video(other, "a")
    other.lectures.filter(pk=other.lectures.first().pk).update(video="a" * 64)
    assert clean(django_capture_on_commit_callbacks) == Cleaned(videos=1)
    assert files(folder) == {"a"}
    assert Video.objects.get().course == other


def test_archives_of_papers_go_too(author, folder, django_capture_on_commit_callbacks):
    batch = PaperBatch.objects.create(user=author, languages="kk", kind="pdf", total=1, at=NOW, moved_at=NOW)
    batch.file.save("batch.zip", ContentFile(b"x"))
    assert clean(django_capture_on_commit_callbacks) == Cleaned(archives=1)
    assert files(folder) == set()


def test_the_command_and_the_worker_do_the_same(course, folder, time_machine, django_capture_on_commit_callbacks):
    time_machine.move_to(LATER, tick=False)
    video(course, "a")
    out = StringIO()
    with django_capture_on_commit_callbacks(execute=True):
        call_command("clean_files", stdout=out)
    assert json.loads(out.getvalue()) == {"videos": 1, "pictures": 0, "archives": 0}
    picture(course, "b")
    with django_capture_on_commit_callbacks(execute=True):
        task()
    assert files(folder) == set()
