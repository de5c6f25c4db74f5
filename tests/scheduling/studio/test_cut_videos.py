"""Who films uploads rough cut and final video: measured, played for who sees the lecture, judged at once."""

import hashlib
from datetime import timedelta

import pytest

from courses.models import Course, Lecture, Purpose, Video, VideoUpload
from courses.video.files import part_path, video_path
from courses.video.uploads import MEASURING, StillMeasuring, VideoRefused
from mooc_portal.people.models import Role
from scheduling.models import LectureWork, Stage, StudioWorker
from scheduling.studio.cut_videos import STAGES, begin_cut, finish_cut, refusal_of
from scheduling.studio.pipeline_actions import Given, follow_course, take_step
from scheduling.studio.pipeline_readers import length_findings
from tests.clips import clip
from tests.factories import NOW, make_person, make_user

pytestmark = pytest.mark.django_db
CLIP = clip(3)
SHA = hashlib.sha256(CLIP).hexdigest()


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def editor():
    user = make_user("editor@example.kz")
    StudioWorker.objects.create(user=user, work="editor")
    return user


@pytest.fixture
def work(course):
    follow_course(course, at=NOW)
    return LectureWork.objects.filter(course=course, section=1).order_by("path").first()


def stand(work, stage: str) -> None:
    LectureWork.objects.filter(pk=work.pk).update(stage=stage, stage_since=NOW)
    work.refresh_from_db()


@pytest.fixture
def upload(client, work, editor):
    """Bring a whole cut up as its editor; the answer to the end of it."""

    def upload(purpose: str, data: bytes = CLIP):
        client.force_login(editor)
        about = {"name": "cut.mp4", "size": len(data), "mark": "1-cut"}
        begun = client.post(f"/studio/lectures/{work.pk}/upload/{purpose}/", about).json()
        address = f"/studio/lectures/{work.pk}/upload/{begun['upload']}/"
        client.post(f"{address}?offset=0", data, content_type="application/octet-stream")
        answer = client.post(f"{address}finish/")
        work.refresh_from_db()
        return answer

    return upload


def test_a_rough_cut_waits_on_the_page_until_its_editor_shows_it(client, work, editor, author, upload):
    stand(work, Stage.EDITING)
    assert upload("rough_cut").json() == {"state": "done", "sha256": SHA, "seconds": 3}
    assert (work.stage, work.rough_cut, work.video) == (Stage.EDITING, SHA, "")
    shown = client.post(f"/studio/lectures/{work.pk}/step/show/", {"show-seen": work.version, "show-rough_cut": ""})
    assert shown.status_code == 302
    client.force_login(author)
    page = client.get(f"/studio/lectures/{work.pk}/").content.decode()
    address = f"/studio/lectures/{work.pk}/cut/rough_cut/"
    assert f'src="{address}"' in page
    assert "Add a note" in page
    assert b"".join(client.get(address)) == CLIP
    assert client.get(address, headers={"Range": "bytes=0-9"}).status_code == 206
    assert client.get(address + "poster/")["Content-Type"] == "image/jpeg"


def test_a_final_video_goes_into_the_lecture_measured_and_is_judged_at_once(work, editor, upload):
    stand(work, Stage.APPROVED)
    upload("final")
    assert (work.stage, work.video, work.seconds, work.sha256) == (Stage.MEASURED, SHA, 3, SHA)
    lecture = Lecture.objects.get(pk=work.lecture_id)
    assert (lecture.video, lecture.seconds, lecture.measured) == (SHA, 3, True)
    assert [one.severity for one in length_findings(work)] == ["block"]
    assert [(row.step, row.by) for row in work.steps.all()] == [("upload", editor), ("measure", editor)]


def test_while_the_course_is_locked_a_final_video_is_uploaded_and_measured_later(client, work, editor, upload):
    stand(work, Stage.APPROVED)
    Course.objects.filter(pk=work.course_id).update(state="department_review")
    upload("final")
    assert (work.stage, work.video) == (Stage.UPLOADED, SHA)
    page = client.get(f"/studio/lectures/{work.pk}/").content.decode()
    assert 'name="measure-seconds"' not in page
    assert "The course is locked" in page
    Course.objects.filter(pk=work.course_id).update(state="draft")
    client.post(f"/studio/lectures/{work.pk}/step/measure/", {"measure-seen": work.version})
    work.refresh_from_db()
    assert (work.stage, work.seconds, work.sha256) == (Stage.MEASURED, 3, SHA)


def test_a_wrong_final_video_is_replaced_until_it_is_measured(work, upload):
    stand(work, Stage.UPLOADED)
    LectureWork.objects.filter(pk=work.pk).update(video="/wrong.mp4")
    upload("final")
    assert (work.stage, work.video) == (Stage.MEASURED, SHA)


def test_a_lecture_that_is_filmed_once_more_forgets_its_cuts(work, quality, upload):
    stand(work, Stage.EDITING)
    upload("rough_cut")
    take_step(work, "retake", given=Given(note="noise"), by=quality, at=NOW, seen=work.version)
    work.refresh_from_db()
    assert (work.stage, work.rough_cut) == (Stage.PLANNED, "")


def test_a_broken_cut_is_refused_and_nothing_changes(work, upload, folder):
    stand(work, Stage.EDITING)
    answer = upload("rough_cut", CLIP[:-300])
    assert (answer.status_code, answer.json()["state"]) == (422, "refused")
    assert (work.rough_cut, VideoUpload.objects.count(), Video.objects.count()) == ("", 0, 0)
    assert [path for path in (folder / "videos").rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize("purpose", list(STAGES))
def test_a_cut_is_taken_at_its_stages_alone(work, editor, purpose, stage):
    stand(work, stage)
    assert (refusal_of(work, purpose, by=editor, at=NOW) is None) == (stage in STAGES[purpose])


@pytest.mark.parametrize(
    ("who", "may"), [("editor", True), ("quality", True), ("operator", False), ("author", False), ("stranger", False)]
)
def test_who_uploads_a_cut(client, request, work, who, may):
    stand(work, Stage.EDITING)
    by = make_person(Role.INSTRUCTOR) if who == "stranger" else request.getfixturevalue(who)
    client.force_login(by)
    about = {"name": "cut.mp4", "size": 9, "mark": "1"}
    response = client.post(f"/studio/lectures/{work.pk}/upload/rough_cut/", about)
    assert response.status_code == (404 if who == "stranger" else 200 if may else 422)
    assert VideoUpload.objects.exists() == may


def test_only_who_sees_the_lecture_plays_its_cuts(client, work, upload):
    stand(work, Stage.EDITING)
    upload("rough_cut")
    address = f"/studio/lectures/{work.pk}/cut/rough_cut/"
    client.force_login(make_person(Role.INSTRUCTOR))
    assert [client.get(address + end).status_code for end in ("", "poster/")] == [404, 404]
    client.logout()
    assert client.get(address).status_code == 302


def test_there_is_no_other_purpose_and_no_cut_before_one_came(client, work, editor):
    stand(work, Stage.EDITING)
    client.force_login(editor)
    about = {"name": "cut.mp4", "size": 9, "mark": "1"}
    for purpose in ("lecture", "nonsense"):
        assert client.post(f"/studio/lectures/{work.pk}/upload/{purpose}/", about).status_code == 404
        assert client.get(f"/studio/lectures/{work.pk}/cut/{purpose}/").status_code == 404
    assert client.get(f"/studio/lectures/{work.pk}/cut/rough_cut/").status_code == 404


def test_a_lecture_that_is_gone_from_the_course_takes_no_cut(work, editor):
    stand(work, Stage.EDITING)
    Lecture.objects.filter(pk=work.lecture_id).delete()
    work.refresh_from_db()
    assert "no longer in the working copy" in refusal_of(work, Purpose.ROUGH_CUT, by=editor, at=NOW)


def test_two_requests_do_not_measure_one_upload_at_once(work, editor):
    stand(work, Stage.EDITING)
    about = {"name": "cut.mp4", "size": len(CLIP), "mark": "1"}
    upload = begin_cut(work, Purpose.ROUGH_CUT, **about, by=editor, at=NOW)
    part_path(upload.key).write_bytes(CLIP)
    VideoUpload.objects.filter(pk=upload.pk).update(received=len(CLIP), held_until=NOW + MEASURING)
    upload.refresh_from_db()
    with pytest.raises(StillMeasuring):
        finish_cut(work, upload, by=editor, at=NOW + MEASURING)
    video = finish_cut(work, upload, by=editor, at=NOW + MEASURING + timedelta(seconds=1))
    assert video_path(video.sha256).read_bytes() == CLIP


def test_an_upload_begun_before_the_lecture_went_on_is_refused_at_its_end(work, editor):
    stand(work, Stage.EDITING)
    upload = begin_cut(work, Purpose.ROUGH_CUT, name="cut.mp4", size=9, mark="1", by=editor, at=NOW)
    stand(work, Stage.APPROVED)
    with pytest.raises(VideoRefused, match="not uploaded at the stage"):
        finish_cut(work, upload, by=editor, at=NOW)
