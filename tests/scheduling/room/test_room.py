"""The room of a run: every path that gives content, before, at and after the instant."""

import hashlib

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.models import Course, Picture, Video
from courses.pictures import picture_path
from courses.video.files import poster_path, video_path
from mooc_portal.people.models import Role
from scheduling.models import PartRead, Run, SectionLetter, Way
from scheduling.registration.actions import leave, register
from scheduling.room.readers import sections_readable
from tests.documents import conforming, section
from tests.factories import make_person, make_user
from tests.scheduling.runs import local, make_learner, make_run

pytestmark = pytest.mark.django_db
OPEN = local("2027-03-16 12:00")


def marked_sections() -> list[dict]:
    """Six sections, each with words of its own, and a link to a video."""
    found = []
    for number in range(1, 7):
        one = section()
        one["title"] = f"Тарау {number}"
        one["parts"][0]["text"] = f"Құпия{number} мәтін"
        one["parts"][0]["lectures"][0] = {
            **one["parts"][0]["lectures"][0],
            "video": f"https://video.example/{number}",
        }
        found.append(one)
    return found


@pytest.fixture
def author():
    return make_user("author@example.kz")


@pytest.fixture
def run(author):
    return make_run(author=author, sections=marked_sections())


@pytest.fixture
def learner(run):
    return make_learner(run, at=OPEN).user


def at_moment(user, moment, path) -> tuple[int, str]:
    """What the path answers to the user at a moment."""
    with time_machine.travel(moment, tick=False):
        client = Client(headers={"accept-language": "en"})
        client.force_login(user)
        answer = client.get(path)
        return answer.status_code, answer.content.decode()


PATHS = {
    "section": "section/2/",
    "part": "section/2/part/1/",
    "download": "section/2/text/",
}


@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)
def test_nothing_of_a_section_is_read_before_its_instant(run, learner, path):
    address = f"/learning/{run.pk}/{path}"
    assert at_moment(learner, local("2027-03-21 23:59:59"), address)[0] == 404
    assert at_moment(learner, local("2027-03-22 00:00:00"), address)[0] == 200
    assert at_moment(learner, local("2027-03-22 00:00:01"), address)[0] == 200


@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)
def test_after_its_window_it_is_read_until_the_end_where_the_run_says_so(run, learner, path):
    address, closes = f"/learning/{run.pk}/{path}", local("2027-04-05 00:00:00")
    assert at_moment(learner, closes, address)[0] == 200
    assert at_moment(learner, local("2027-05-02 23:59:59"), address)[0] == 200
    assert at_moment(learner, local("2027-05-03 00:00:00"), address)[0] == 404
    Run.objects.filter(pk=run.pk).update(stays_readable=False)
    assert at_moment(learner, local("2027-04-04 23:59:59"), address)[0] == 200
    assert at_moment(learner, closes, address)[0] == 404


@pytest.fixture
def uploaded(author, settings, tmp_path):
    """A run whose second section has an uploaded video; the address of the video in the room."""
    settings.MEDIA_ROOT = tmp_path
    data, sections = b"a video of forty-two bytes, more or less..", marked_sections()
    sha256 = hashlib.sha256(data).hexdigest()
    sections[1]["parts"][0]["lectures"][0]["video"] = sha256
    run = make_run(author=author, sections=sections)
    Video.objects.create(
        course=run.course,
        sha256=sha256,
        name="2.mp4",
        media_type="video/mp4",
        size=len(data),
        seconds=600,
        uploaded_by=author,
        uploaded_at=OPEN,
    )
    video_path(sha256).parent.mkdir(parents=True)
    video_path(sha256).write_bytes(data)
    poster_path(sha256).write_bytes(b"a picture")
    return run, f"/learning/{run.pk}/section/2/part/1/video/{sha256}/"


def watched(user, moment, path: str) -> tuple[int, bytes]:
    """What a player gets that asks for ten bytes from the third on."""
    with time_machine.travel(moment, tick=False):
        client = Client()
        client.force_login(user)
        answer = client.get(path, headers={"range": "bytes=2-11"})
        return answer.status_code, answer.getvalue()


@pytest.mark.parametrize(("path", "opened"), [("", (206, b"video of f")), ("poster/", (200, b"a picture"))])
def test_the_video_of_a_section_and_its_picture_are_there_from_its_instant(uploaded, path, opened):
    run, address = uploaded
    learner = make_learner(run, at=OPEN).user
    closed, address = local("2027-04-05 00:00:00"), address + path
    assert watched(learner, local("2027-03-21 23:59:59"), address)[0] == 404
    assert watched(learner, local("2027-03-22 00:00:00"), address) == opened
    assert watched(learner, closed, address) == opened
    Run.objects.filter(pk=run.pk).update(stays_readable=False)
    assert watched(learner, local("2027-04-04 23:59:59"), address) == opened
    assert watched(learner, closed, address)[0] == 404


def test_a_video_is_not_reached_by_another_section_nor_by_a_stranger(uploaded, author):
    run, address = uploaded
    learner = make_learner(run, at=OPEN).user
    late = local("2027-03-29 12:00")
    assert watched(learner, late, address)[0] == 206
    assert watched(learner, late, address.replace("section/2", "section/1"))[0] == 404
    assert watched(make_user("stranger@example.kz"), late, address)[0] == 404
    assert watched(author, local("2027-03-01"), address)[0] == 206


@pytest.fixture
def pictured(author, settings, tmp_path):
    """A run whose second section shows a picture; the address of the picture in the room."""
    settings.MEDIA_ROOT = tmp_path
    data, sections = b"a picture", marked_sections()
    sha256 = hashlib.sha256(data).hexdigest()
    sections[1]["parts"][0]["text"] = f"![Сурет](picture:{sha256})"
    run = make_run(author=author, sections=sections)
    facts = {"name": "2.png", "media_type": "image/png", "size": len(data), "uploaded_by": author, "uploaded_at": OPEN}
    Picture.objects.create(course=run.course, sha256=sha256, **facts)
    picture_path(sha256).parent.mkdir(parents=True)
    picture_path(sha256).write_bytes(data)
    return run, f"/learning/{run.pk}/section/2/part/1/picture/{sha256}/"


def test_a_picture_is_there_from_the_instant_of_its_section(pictured, author):
    run, address = pictured
    learner = make_learner(run, at=OPEN).user
    opens, closed = local("2027-03-22 00:00:00"), local("2027-04-05 00:00:00")
    assert f'src="{address}"' in at_moment(learner, opens, address.split("picture/")[0])[1]
    assert watched(learner, local("2027-03-21 23:59:59"), address)[0] == 404
    assert watched(learner, opens, address) == (200, b"a picture")
    assert watched(learner, closed, address)[0] == 200
    Run.objects.filter(pk=run.pk).update(stays_readable=False)
    assert watched(learner, local("2027-04-04 23:59:59"), address)[0] == 200
    assert watched(learner, closed, address)[0] == 404


def test_a_picture_is_reached_by_the_part_that_shows_it_alone(pictured):
    run, address = pictured
    learner, late = make_learner(run, at=OPEN).user, local("2027-03-29 12:00")
    assert watched(learner, late, address.replace("section/2", "section/1"))[0] == 404
    assert watched(make_user("stranger@example.kz"), late, address)[0] == 404


def test_a_video_that_the_disk_has_lost_is_not_there(uploaded):
    run, address = uploaded
    learner = make_learner(run, at=OPEN).user
    for path in tuple(video_path(address.split("/")[-2]).parent.iterdir()):
        path.unlink()
    assert watched(learner, local("2027-03-29 12:00"), address)[0] == 404
    assert watched(learner, local("2027-03-29 12:00"), address + "poster/")[0] == 404


def test_search_finds_nothing_in_closed_sections(run, learner):
    address = f"/learning/{run.pk}/search/?q=ҚҰПИЯ2"
    link = f"/learning/{run.pk}/section/2/part/1/"
    assert link not in at_moment(learner, local("2027-03-21 23:59:59"), address)[1]
    assert link in at_moment(learner, local("2027-03-22 00:00:00"), address)[1]


def test_the_room_names_closed_sections_with_their_day_and_gives_none_of_their_content(run, learner):
    status, page = at_moment(learner, local("2027-03-21 23:59:59"), f"/learning/{run.pk}/")
    assert (status, "Тарау 2" in page, "opens: 22 March 2027" in page) == (200, True, True)
    assert f"/learning/{run.pk}/section/2/" not in page
    assert "Құпия2" not in page
    assert f"/learning/{run.pk}/section/2/" in at_moment(learner, local("2027-03-22"), f"/learning/{run.pk}/")[1]


def test_the_glossary_opens_with_the_first_section(run, learner):
    address = f"/learning/{run.pk}/glossary/"
    assert at_moment(learner, local("2027-03-14 23:59:59"), address)[0] == 404
    assert "медиана" in at_moment(learner, local("2027-03-15 00:00:00"), address)[1]


def test_a_part_has_its_video_text_and_tasks_and_no_answers(run, learner):
    page = at_moment(learner, OPEN, f"/learning/{run.pk}/section/1/part/1/")[1]
    for said in ("https://video.example/1", "Құпия1", "Тест", "questions: 1", "Share of the final grade, %: 5"):
        assert said in page
    for hidden in ("Медиана деген не?", "Иә", "Жоқ", "correct"):
        assert hidden not in page


def test_graded_tasks_are_closed_after_the_window(run, learner):
    address = f"/learning/{run.pk}/section/1/part/1/"
    assert "until 28 March 2027" in at_moment(learner, local("2027-03-28 23:59:59"), address)[1]
    after = at_moment(learner, local("2027-03-29 00:00:00"), address)[1]
    assert "until 28 March 2027" not in after
    assert "· closed" in after


def test_a_section_shows_the_text_written_for_the_run_where_the_revision_has_none(author):
    sections = marked_sections()
    sections[0]["announcement"] = ""
    run = make_run(author=author, sections=sections)
    SectionLetter.objects.create(run=run, section=1, text="Written for this run")
    learner = make_learner(run, at=OPEN).user
    assert "Written for this run" in at_moment(learner, OPEN, f"/learning/{run.pk}/section/1/")[1]


def test_only_who_is_registered_reads(run, learner):
    address = f"/learning/{run.pk}/section/1/part/1/"
    assert at_moment(make_user(), OPEN, address)[0] == 404
    assert Client().get(address).status_code == 302
    Run.objects.filter(pk=run.pk).update(capacity=1)
    waiting = make_learner(run, at=OPEN)
    assert waiting.standing == "waiting"
    assert at_moment(waiting.user, OPEN, address)[0] == 404
    leave(run.registrations.get(user=learner), by=learner, at=OPEN)
    assert at_moment(learner, OPEN, address)[0] == 404
    other_run = make_run(code="other", author=make_user("o@example.kz"))
    assert at_moment(waiting.user, OPEN, f"/learning/{other_run.pk}/")[0] == 404


def test_who_has_not_consented_reads_nothing(run):
    user = make_user()
    register(run, user, way=Way.LIST, at=OPEN, by=make_person(Role.QUALITY_SPECIALIST))
    assert sections_readable(run, user, at=OPEN) == frozenset()
    for path in ("", "glossary/", "search/?q=құпия1", *PATHS.values()):
        assert at_moment(user, local("2027-03-23"), f"/learning/{run.pk}/{path}")[0] == 302


def test_the_readers_answer_agrees(run, learner, author):
    assert sections_readable(run, learner, at=local("2027-03-21 23:59:59")) == {1}
    assert sections_readable(run, learner, at=local("2027-03-22 00:00:00")) == {1, 2}
    assert sections_readable(run, author, at=local("2027-01-01")) == set(range(1, 8))
    assert sections_readable(run, make_user(), at=OPEN) == frozenset()


def test_authors_see_everything_always_and_can_look_as_a_learner(run, author):
    for moment in ("2027-02-02", "2027-06-01"):
        assert at_moment(author, local(moment), f"/learning/{run.pk}/section/6/part/1/")[0] == 200
    on = "?on=2027-03-22"
    page = at_moment(author, local("2027-02-02"), f"/learning/{run.pk}/{on}")[1]
    assert "This is what a learner sees on 22 March 2027." in page
    assert f"/learning/{run.pk}/section/2/{on}" in page
    assert f"/learning/{run.pk}/section/3/" not in page
    assert at_moment(author, local("2027-02-02"), f"/learning/{run.pk}/section/3/{on}")[0] == 404
    assert at_moment(author, local("2027-02-02"), f"/learning/{run.pk}/section/2/part/1/{on}")[0] == 200


def test_a_learner_cannot_choose_the_day(run, learner):
    assert at_moment(learner, OPEN, f"/learning/{run.pk}/section/2/?on=2027-04-20")[0] == 404


def test_the_quality_department_looks_in_and_a_strange_teacher_does_not(run):
    assert at_moment(make_person(Role.QUALITY_SPECIALIST), OPEN, f"/learning/{run.pk}/section/6/")[0] == 200
    assert at_moment(make_person(Role.INSTRUCTOR), OPEN, f"/learning/{run.pk}/")[0] == 404


def test_an_edit_of_the_working_copy_never_reaches_learners(run, learner):
    course = run.course
    course.sections.all().delete()
    Course.objects.filter(pk=course.pk).update(title="Жаңа")
    status, page = at_moment(learner, OPEN, f"/learning/{run.pk}/section/1/part/1/")
    assert (status, "Құпия1" in page, "Жаңа" in page) == (200, True, False)


@pytest.mark.parametrize("place", ["section/0/", "section/8/", "section/1/part/0/", "section/1/part/3/", "section/99/"])
def test_places_that_do_not_exist_are_not_found(run, learner, author, place):
    assert at_moment(learner, OPEN, f"/learning/{run.pk}/{place}")[0] == 404
    assert at_moment(author, OPEN, f"/learning/{run.pk}/{place}")[0] == 404


def test_the_final_week_has_its_tasks_in_its_time(run, learner):
    address = f"/learning/{run.pk}/section/7/part/1/"
    assert at_moment(learner, local("2027-04-25 23:59:59"), address)[0] == 404
    assert "Емтихан" in at_moment(learner, local("2027-04-26 00:00:00"), address)[1]
    assert at_moment(learner, local("2027-04-26"), f"/learning/{run.pk}/section/7/text/")[0] == 404


def test_reading_is_kept_and_leads_on(run, learner):
    with time_machine.travel(OPEN, tick=False):
        client = Client(headers={"accept-language": "en"})
        client.force_login(learner)
        read = reverse("scheduling:read", args=[run.pk, 1, 1])
        assert client.get(read).status_code == 405
        assert client.post(read).url == reverse("scheduling:part", args=[run.pk, 1, 2])
        assert client.post(read).status_code == 302
        assert list(PartRead.objects.values_list("section", "part", "read_at")) == [(1, 1, OPEN)]
        page = client.get(reverse("scheduling:room", args=[run.pk])).content.decode()
        assert "read: 1 of 2" in page
        assert reverse("scheduling:part", args=[run.pk, 1, 2]) in page
        fragment = client.post(reverse("scheduling:read", args=[run.pk, 1, 2]), headers={"hx-request": "true"})
        assert "You have read this part." in fragment.content.decode()
        assert "<html" not in fragment.content.decode()
        assert "You have read everything that is open." in client.get(reverse("scheduling:learning")).content.decode()
        client.post(read, {"unread": "yes"})
        assert PartRead.objects.count() == 1
        assert client.post(reverse("scheduling:read", args=[run.pk, 2, 1])).status_code == 404
        assert PartRead.objects.count() == 1


def test_an_author_who_looks_in_keeps_no_progress(run, author):
    with time_machine.travel(OPEN, tick=False):
        client = Client()
        client.force_login(author)
        assert client.post(reverse("scheduling:read", args=[run.pk, 6, 1])).status_code == 302
    assert PartRead.objects.count() == 0


def test_a_latecomer_is_told_what_was_missed(run):
    late = make_learner(run, at=local("2027-04-01 12:00"))
    page = at_moment(late.user, local("2027-04-01 12:00"), f"/learning/{run.pk}/")[1]
    assert "Graded tasks are closed already in sections: 1 (cl. 4.5)." in page


def test_my_learning_says_what_is_open_and_what_opens_next(run, learner):
    page = at_moment(learner, OPEN, "/learning/")[1]
    assert reverse("scheduling:part", args=[run.pk, 1, 1]) in page
    assert "Opens next: section 2, 22 March 2027." in page
    assert "Finished" in at_moment(learner, local("2027-05-03"), "/learning/")[1]
    assert "You learn in no course now." in at_moment(make_user(), OPEN, "/learning/")[1]


@pytest.mark.parametrize("count", [1, 3])
def test_my_learning_asks_as_much_for_three_courses_as_for_one(client, count):
    user = make_user()
    with time_machine.travel(OPEN, tick=False):
        for number in range(count):
            make_learner(make_run(code=f"c{number}", author=make_user()), user=user, at=OPEN)
        client.force_login(user)
        client.get("/learning/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/learning/")
    assert len(queries) == 5


@pytest.mark.parametrize("sections", [1, 6])
def test_a_part_asks_the_same_however_long_the_course_is(client, author, sections):
    document = conforming()["sections"][:sections]
    run = make_run(author=author, sections=document, weeks=sections + 1)
    user = make_learner(run, at=OPEN).user
    with time_machine.travel(OPEN, tick=False):
        client.force_login(user)
        address = reverse("scheduling:part", args=[run.pk, 1, 1])
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
    assert len(queries) == 7
