"""A lecture from the plan to the measured video: every edge and person, the notes on the cut, what is not in time."""

import re
from datetime import date, datetime, time, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from openpyxl import load_workbook

from courses.models import Course, Lecture
from courses.regulation.limits import FIRST_LIMITS
from courses.rows import document_of, write_document
from mooc_portal.people.models import Role
from reviews.printing.paper import Table, papers_in
from scheduling.models import CutNote, LectureStep, LectureWork, Stage, StudioWorker, WorkPlan
from scheduling.studio.actions import book
from scheduling.studio.filming_paper import work_plan_paper
from scheduling.studio.pipeline import STEPS, next_step
from scheduling.studio.pipeline_actions import (
    Given,
    StepRefused,
    add_note,
    follow_course,
    missing,
    settle_note,
    take_step,
)
from scheduling.studio.pipeline_readers import (
    annotation_offered,
    board_rows,
    length_findings,
    outlook,
    readiness,
    upload_ends_on,
    works_held_by,
    works_in_making,
    works_visible_to,
)
from tests.factories import NOW, TODAY, appoint, make_person, make_user
from tests.scheduling.filming import slot

pytestmark = pytest.mark.django_db
ALL = Given(True, True, True, "/cut.mp4", "/final.mp4", 700, "why")


@pytest.fixture
def editor():
    user = make_user("editor@example.kz")
    StudioWorker.objects.create(user=user, work="editor")
    return user


@pytest.fixture
def works(course):
    follow_course(course, at=NOW)
    return list(LectureWork.objects.filter(course=course, section=1).order_by("path"))


@pytest.fixture
def work(works):
    return works[0]


def step(work, name, by, *, given=ALL, at=NOW):
    work.refresh_from_db()
    return take_step(work, name, given=given, by=by, at=at, seen=work.version)


def stand(work, stage: str) -> LectureWork:
    """As if it had gone there, which the tests of the edges do."""
    filmed = {} if stage == Stage.PLANNED else {"filmed_at": NOW, "filming_on": TODAY}
    LectureWork.objects.filter(pk=work.pk).update(
        stage=stage, seconds=700, stage_since=NOW, rough_cut="/cut.mp4", video="/final.mp4", **filmed
    )
    work.refresh_from_db()
    return work


def refusal(act) -> list[str]:
    with pytest.raises(StepRefused) as refused:
        act()
    return refused.value.reasons


def test_every_lecture_of_the_course_has_its_row_the_annotation_last(course, works):
    rows = LectureWork.objects.filter(course=course)
    assert rows.count() == course.lectures.count()
    assert works[0].path == "/sections/0/parts/0/lectures/0"
    assert rows.get(section=None).path == "/annotation_video"


def test_a_lecture_goes_the_whole_way_and_every_step_is_written_down(work, operator, editor, author):
    step(work, "film", operator)
    step(work, "edit", editor)
    step(work, "show", editor)
    step(work, "approve", author)
    step(work, "upload", editor)
    step(work, "measure", editor)
    work.refresh_from_db()
    assert (work.stage, work.editor, work.test_take, work.version) == (Stage.MEASURED, editor, True, 6)
    log = [(row.from_stage, row.to_stage, row.by) for row in work.steps.all()]
    assert log[0] == (Stage.PLANNED, Stage.FILMED, operator)
    assert log[-1] == (Stage.UPLOADED, Stage.MEASURED, editor)
    assert next_step(work.stage) is None


@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize("name", list(STEPS))
def test_only_the_edges_of_the_table_lead_on(work, quality, name, stage):
    stand(work, stage)
    if name == "send_back":
        CutNote.objects.create(work=work, second=1, kind="cut", by=quality, at=NOW)
    if stage in STEPS[name].sources:
        assert step(work, name, quality).stage == STEPS[name].target
        assert work.steps.get().from_stage == stage
    else:
        assert "does not lead on" in refusal(lambda: step(work, name, quality))[0]
        assert not work.steps.exists()


MAY = {
    "film": {"quality", "operator", "admin"},
    "edit": {"quality", "editor", "admin"},
    "show": {"quality", "editor", "admin"},
    "send_back": {"quality", "author"},
    "approve": {"quality", "author"},
    "upload": {"quality", "editor", "admin"},
    "measure": {"quality", "editor", "admin"},
    "retake": {"quality", "operator"},
}


@pytest.mark.parametrize("who", ["quality", "operator", "editor", "author", "admin", "stranger"])
@pytest.mark.parametrize("name", list(STEPS))
def test_who_takes_which_step(work, request, name, who):
    made = {
        "admin": lambda: make_user("admin@example.kz", is_superuser=True, is_staff=True),
        "stranger": lambda: make_person(Role.INSTRUCTOR),
    }
    by = made[who]() if who in made else request.getfixturevalue(who)
    assert STEPS[name].may.allows(by, work.course, NOW) == (who in MAY[name])


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("film", Given(clothing=True)),
        ("film", Given(test_take=True)),
        ("show", Given(rough_cut=" ")),
        ("send_back", Given()),
        ("upload", Given()),
        ("measure", Given()),
        ("measure", Given(seconds=0)),
        ("measure", Given(seconds=24 * 3600 + 1)),
        ("retake", Given(note=" ")),
    ],
)
def test_a_step_without_what_it_needs_is_refused(work, quality, name, given):
    stand(work, STEPS[name].sources[0])
    LectureWork.objects.filter(pk=work.pk).update(rough_cut="", video="")
    assert len(refusal(lambda: step(work, name, quality, given=given))) == 1
    assert not LectureStep.objects.exists()


def test_materials_that_did_not_come_keep_nobody_from_filming(work, operator):
    assert missing(work, STEPS["film"], Given(test_take=True, clothing=True)) == []
    assert step(work, "film", operator, given=Given(test_take=True, clothing=True)).materials is False


def test_of_two_people_one_is_told_that_somebody_was_faster(work, operator, quality):
    take_step(work, "film", given=ALL, by=operator, at=NOW, seen=0)
    assert "faster" in refusal(lambda: take_step(work, "film", given=ALL, by=quality, at=NOW, seen=0))[0]
    assert work.steps.count() == 1


def test_the_author_notes_the_editor_settles_and_only_then_the_cut_is_approved(work, author, editor, operator):
    stand(work, Stage.ROUGH_CUT)
    note = add_note(work, second=83, kind="slide", text="Formula", by=author, at=NOW)
    assert "not settled" in refusal(lambda: step(work, "approve", author))[0]
    step(work, "send_back", author)
    assert "not settled" in refusal(lambda: step(work, "show", editor))[0]
    refusal(lambda: settle_note(note, by=operator, at=NOW))
    settle_note(note, by=editor, at=NOW)
    step(work, "show", editor)
    assert step(work, "approve", author).stage == Stage.APPROVED


def test_notes_are_for_a_rough_cut_and_for_those_who_view_it(work, author, editor):
    refusal(lambda: add_note(work, second=1, kind="cut", text="", by=author, at=NOW))
    stand(work, Stage.ROUGH_CUT)
    refusal(lambda: add_note(work, second=1, kind="cut", text="", by=editor, at=NOW))


@pytest.mark.parametrize(("seconds", "faults"), [(599, 1), (600, 0), (900, 0), (901, 1)])
def test_a_typed_length_is_declared_and_judged_at_once(work, editor, seconds, faults):
    stand(work, Stage.UPLOADED)
    before = Course.objects.get(pk=work.course_id).version
    found = step(work, "measure", editor, given=Given(seconds=seconds))
    lecture = Lecture.objects.get(pk=work.lecture_id)
    assert (lecture.seconds, lecture.measured, lecture.video) == (seconds, False, "/final.mp4")
    assert Course.objects.get(pk=work.course_id).version == before + 1
    assert [one.severity for one in length_findings(found)] == ["warn"] * faults


def test_while_the_course_is_under_review_nothing_is_measured(work, editor):
    stand(work, Stage.UPLOADED)
    Course.objects.filter(pk=work.course_id).update(state="department_review")
    assert "locked" in refusal(lambda: step(work, "measure", editor))[0]
    work.refresh_from_db()
    assert work.stage == Stage.UPLOADED


def test_a_replaced_course_keeps_how_far_its_lectures_are(course, work, operator):
    step(work, "film", operator)
    write_document(course, document_of(course))
    follow_course(course, at=NOW)
    work.refresh_from_db()
    assert work.lecture is not None
    assert work.stage == Stage.FILMED
    assert LectureWork.objects.filter(course=course).count() == course.lectures.count()


def test_a_deleted_lecture_goes_where_nothing_was_done_and_stays_where_something_was(course, works, operator):
    step(works[0], "film", operator)
    Lecture.objects.filter(pk__in=[works[0].lecture_id, works[1].lecture_id]).delete()
    follow_course(course, at=NOW)
    assert LectureWork.objects.filter(pk=works[0].pk).exists()
    assert LectureWork.objects.filter(course=course).count() == course.lectures.count() + 1


@pytest.mark.parametrize(
    ("stage", "days"),
    [
        (Stage.PLANNED, 28),
        (Stage.FILMED, 21),
        (Stage.EDITING, 21),
        (Stage.ROUGH_CUT, 7),
        (Stage.APPROVED, 7),
        (Stage.UPLOADED, None),
        (Stage.MEASURED, None),
    ],
)
def test_when_the_upload_would_end(work, stage, days):
    stand(work, stage)
    expected = None if days is None else TODAY + timedelta(days=days)
    assert upload_ends_on(work, TODAY, FIRST_LIMITS) == expected


def test_a_booked_lecture_counts_from_its_filming(course, work, studio, author):
    book(course, slot(studio, author, lectures=(work.lecture,)), by=author, at=NOW)
    booked = works_visible_to(author, at=NOW).get(pk=work.pk)
    assert upload_ends_on(booked, TODAY, FIRST_LIMITS) == date(2027, 2, 8) + timedelta(days=21)


@pytest.mark.parametrize(("opens", "risk"), [(28, False), (27, True)])
def test_a_lecture_that_would_be_uploaded_after_its_section_opens_is_at_risk(course, work, opens, risk):
    course.work_plan.starts_on = TODAY + timedelta(days=opens)
    course.work_plan.save()
    assert board_rows([works_in_making().get(pk=work.pk)], now=outlook(at=NOW))[0].risk == risk


def test_readiness_adds_up_by_section_and_course(course, works):
    stand(works[0], Stage.UPLOADED)
    stand(works[1], Stage.MEASURED)
    whole, sections = readiness(course)
    assert (sections[0].section, sections[0].ready, sections[0].all) == (1, 2, 6)
    assert (whole.ready, whole.all) == (2, course.lectures.count())
    assert sections[-1].section is None


def test_the_annotation_is_offered_once_the_last_lecture_is_filmed(course, works):
    lectures = LectureWork.objects.filter(course=course, section__isnull=False)
    lectures.exclude(pk=works[0].pk).update(stage=Stage.FILMED)
    assert not annotation_offered(course)
    stand(works[0], Stage.FILMED)
    assert annotation_offered(course)
    LectureWork.objects.filter(course=course, section=None).update(stage=Stage.FILMED)
    assert not annotation_offered(course)


def test_what_waits_for_whom(course, works, operator, editor, author, quality):
    for work, stage in zip(works, (Stage.FILMED, Stage.ROUGH_CUT, Stage.APPROVED), strict=False):
        stand(work, stage)
    everything = works_visible_to(quality, at=NOW)
    held = {who: works_held_by(who, everything, at=NOW).count() for who in (operator, editor, author)}
    assert held == {operator: course.lectures.count() - 3, editor: 2, author: 1}


def page(client, user, path: str) -> str:
    client.force_login(user)
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_the_board_filters_by_course_stage_holder_and_risk(client, course, works, author, quality):
    stand(works[0], Stage.ROUGH_CUT)
    first, second = works[0].pk, works[1].pk
    for query, shown in (
        ("", (True, True)),
        ("?stage=rough_cut", (True, False)),
        ("?mine=on", (True, False)),
        ("?course=" + course.code, (True, True)),
        ("?risk=on", (False, False)),
        ("?stage=nonsense&course=nonsense", (True, True)),
    ):
        html = page(client, author, "/studio/board/" + query)
        assert tuple(f'/studio/lectures/{pk}/"' in html for pk in (first, second)) == shown, query
    assert works[0].title in page(client, quality, "/studio/board/")


def test_the_board_shows_what_it_was_filtered_by(client, course, works, author):
    html = page(client, author, f"/studio/board/?stage=rough_cut&mine=on&course={course.code}")
    assert f'<option value="{course.code}" selected>' in html
    assert '<option value="rough_cut" selected>' in html
    assert re.findall(r'name="(mine|risk)"( checked)?>', html) == [("mine", " checked"), ("risk", "")]


def test_a_stranger_sees_no_lecture_of_others(client, work):
    stranger = make_person(Role.INSTRUCTOR)
    assert work.title not in page(client, stranger, "/studio/board/?stage=planned")
    for path in ("", "step/film/", "notes/", "upload/final/", f"upload/{uuid4()}/", f"upload/{uuid4()}/finish/"):
        assert client.post(f"/studio/lectures/{work.pk}/{path}").status_code in (404, 405)
    assert client.get(f"/studio/production/{work.course.code}/").status_code == 404
    client.force_login(make_user())
    assert client.get("/studio/board/").status_code == 404


def test_the_pages_bring_a_lecture_on_and_give_back_what_was_refused(client, work, quality, author):
    client.force_login(quality)
    path = f"/studio/lectures/{work.pk}/"
    refused = client.post(path + "step/film/", {"film-seen": 0, "film-test_take": "on"})
    assert "Tick that the clothing" in refused.content.decode()
    client.post(path + "step/film/", {"film-seen": 0, "film-test_take": "on", "film-clothing": "on"})
    client.post(path + "step/edit/", {"edit-seen": 1})
    bad = client.post(path + "step/show/", {"show-seen": 2, "show-rough_cut": "javascript:alert(1)"})
    assert "Write an address" in bad.content.decode()
    client.post(path + "step/show/", {"show-seen": 2, "show-rough_cut": "/media/cut.mp4"})
    client.force_login(author)
    client.post(path + "notes/", {"second": "1:23", "kind": "cut", "text": "Cough"})
    assert work.notes.get().second == 83
    assert "Write the time" in client.post(path + "notes/", {"second": "1:83", "kind": "cut"}).content.decode()
    client.post(path + f"notes/{work.notes.get().pk}/done/")
    client.post(path + "step/approve/", {"approve-seen": 3})
    work.refresh_from_db()
    assert work.stage == Stage.APPROVED
    assert client.post(path + "step/nonsense/", {}).status_code == 404
    stale = client.post(path + "step/approve/", {"approve-seen": 3}).content.decode()
    assert "Somebody was faster" in stale


def test_the_board_asks_as_often_for_all_lectures_as_for_one(client, course, works, quality, django_assert_num_queries):
    client.force_login(quality)
    client.get("/studio/board/")
    with django_assert_num_queries(8):
        client.get("/studio/board/?course=" + course.code)
    LectureWork.objects.exclude(pk=works[0].pk).delete()
    with django_assert_num_queries(8):
        client.get("/studio/board/?course=" + course.code)


def test_planning_follows_the_course_from_then_on(client, course, author):
    appoint(author, Role.INSTRUCTOR)
    page(client, author, "/studio/board/")
    lecture = course.lectures.exclude(part=None).first()
    Lecture.objects.filter(pk=lecture.pk).update(title="Renamed")
    Course.objects.filter(pk=course.pk).update(version=course.version + 9)
    assert "Renamed" in page(client, author, f"/studio/production/{course.code}/")


@pytest.mark.parametrize(
    ("text", "kept"), [("", ""), ("AB" * 32, "ab" * 32), ("ab" * 31, None), ("zz" * 32, None), ("ab" * 33, None)]
)
def test_the_hash_of_the_final_file_is_kept_or_refused(client, work, editor, text, kept):
    stand(work, Stage.UPLOADED)
    client.force_login(editor)
    form = {"measure-seen": work.version, "measure-seconds": "10:00", "measure-sha256": text}
    answer = client.post(f"/studio/lectures/{work.pk}/step/measure/", form)
    work.refresh_from_db()
    if kept is None:
        assert "64 digits" in answer.content.decode()
        assert work.stage == Stage.UPLOADED
    else:
        assert (work.stage, work.sha256) == (Stage.MEASURED, kept)


def filming_sheet_line(client, course, number: int) -> list:
    book_ = load_workbook(BytesIO(client.get(f"/studio/plans/{course.code}/excel/").content))
    return [cell.value for cell in book_.worksheets[1][number + 1]][8:]


def test_the_filming_sheet_says_how_far_each_lecture_is(client, course, works, author, editor, operator):
    work, day = works[0], datetime.combine(TODAY, time.min)
    client.force_login(author)
    assert filming_sheet_line(client, course, 1) == [None] * 6 + ["the camera operator", None]
    step(work, "film", operator, given=Given(test_take=True, clothing=True))
    step(work, "edit", editor)
    assert filming_sheet_line(client, course, 1) == [None, "yes", day, None, None, None, str(editor), None]
    step(work, "show", editor)
    add_note(work, second=83, kind="cut", text="Cough", by=author, at=NOW)
    step(work, "send_back", author, at=NOW + timedelta(days=1))
    line = filming_sheet_line(client, course, 1)
    assert line[2:] == [day, day + timedelta(days=1), None, None, str(editor), "1:23 cut out Cough"]


@pytest.mark.parametrize(("language", "expected"), [("kk", ["kk"]), ("ru", ["ru"]), ("both", ["kk", "ru"])])
def test_the_filming_sheet_as_a_paper_in_each_language(course, works, operator, author, language, expected):
    step(works[0], "film", operator)
    plan = WorkPlan.objects.get(course=course)
    papers = papers_in(language, lambda: work_plan_paper(plan, at=NOW))
    assert [paper.language for paper in papers] == expected
    tables = [block for block in papers[0].blocks if isinstance(block, Table)]
    assert [len(table.rows) for table in tables] == [plan.items.count(), course.lectures.count()]
    day = TODAY.strftime("%d.%m.%Y")
    assert tables[1].rows[0][3].count(day) == 1
    assert all(len(row) == len(table.widths) == len(table.header) for table in tables for row in table.rows)


def test_the_paper_is_downloaded_as_pdf_and_word_by_those_who_see_the_plan(client, course, author):
    client.force_login(author)
    path = f"/studio/plans/{course.code}/paper/"
    assert client.get(path).content.startswith(b"%PDF-")
    assert client.get(path + "?kind=docx").content.startswith(b"PK")
    assert client.get(path + "?language=en").status_code == 404
    client.force_login(make_person(Role.INSTRUCTOR))
    assert client.get(path).status_code == 404


def test_a_lecture_filmed_once_more_has_empty_days_again(client, course, works, author, operator):
    client.force_login(author)
    step(works[0], "film", operator)
    step(works[0], "retake", operator)
    assert filming_sheet_line(client, course, 1)[2:6] == [None] * 4
