"""What objects to a step: approvals that no longer stand, missing revisions, papers that are not what they say."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from courses.actions import editing
from courses.models import Course, Lecture
from courses.states import State
from mooc_portal.people.models import Role
from reviews import letters
from reviews.actions import Papers, Refused, decide
from reviews.models import Decision
from reviews.papers import kept_name, kind_of_file, stored_name
from tests.factories import ALL_YES, NOW, TODAY, make_course, make_person, make_user, packed, pdf, placement, protocol

LATER = NOW + timedelta(days=1)


@pytest.fixture
def people(db):
    return {
        "author": make_user("author@example.kz"),
        "department": make_person(Role.DEPARTMENT_REVIEWER),
        "faculty": make_person(Role.FACULTY_REVIEWER),
        "quality": make_person(Role.QUALITY_SPECIALIST),
        "administrator": make_user(is_superuser=True),
    }


STEPS = {"submit": "author", "endorse": "department", "approve": "faculty", "publish": "quality"}


def take(course: Course, people: dict, *steps: str, **papers):
    decision = None
    for step in steps:
        by = people[STEPS.get(step, "administrator")]
        if step == "publish":
            packed(course)
        given = {"reason": "Дайын", "protocol": protocol(), "placement": placement(), "checklist": ALL_YES} | papers
        decision = decide(course, step, by=by, at=NOW, seen=course.decision_count, papers=Papers(**given))
    return decision


def test_an_approved_revision_is_not_approved_twice(people):
    course = make_course(people["author"])
    take(course, people, "submit", "endorse", "approve")
    with pytest.raises(Refused, match="already approved"):
        take(course, people, "approve")


def test_an_approval_that_was_taken_back_publishes_nothing(people):
    course = make_course(people["author"])
    take(course, people, "submit", "endorse", "approve")
    decide(course, "return", by=people["faculty"], at=NOW, seen=3, papers=Papers(reason="Қате"))
    Course.objects.filter(pk=course.pk).update(state=State.FACULTY_REVIEW)
    with pytest.raises(Refused, match="has not approved"):
        take(course, people, "publish")


def test_an_approval_does_not_outlive_a_forced_step(people):
    course = make_course(people["author"])
    take(course, people, "submit", "endorse", "approve")
    take(course, people, "force", target=State.DEPARTMENT_REVIEW)
    take(course, people, "force", target=State.FACULTY_REVIEW)
    with pytest.raises(Refused, match="has not approved"):
        take(course, people, "publish")


def test_a_draft_forced_into_review_is_frozen_as_it_was_written(people):
    course = make_course(people["author"])
    decision = take(course, people, "force", target=State.DEPARTMENT_REVIEW)
    assert (course.state, decision.revision, course.revisions.get().number) == (
        State.DEPARTMENT_REVIEW,
        course.revisions.get(),
        1,
    )


def test_nothing_is_endorsed_where_there_is_no_revision(people):
    course = make_course(people["author"])
    Course.objects.filter(pk=course.pk).update(state=State.DEPARTMENT_REVIEW)
    course.refresh_from_db()
    with pytest.raises(Refused, match="no revision to decide on"):
        take(course, people, "endorse")


def test_a_course_without_a_revision_is_neither_forced_into_the_catalogue_nor_reopened(people):
    course = make_course(people["author"])
    with pytest.raises(Refused, match="no revision that could be published"):
        take(course, people, "force", target=State.PUBLISHED)
    Course.objects.filter(pk=course.pk).update(state=State.ARCHIVED)
    with pytest.raises(Refused, match="no revision that could be published"):
        decide(course, "reopen", by=people["quality"], at=NOW, seen=0)


def test_a_correction_where_nothing_is_published_is_refused(people):
    course = make_course(people["author"])
    Course.objects.filter(pk=course.pk).update(state=State.PUBLISHED)
    with pytest.raises(Refused, match="no published revision"):
        decide(course, "correct", by=people["author"], at=NOW, seen=0, papers=Papers(reason="Қате түзетілді"))


def test_a_correction_may_not_break_a_limit_that_was_kept(people):
    course = make_course(people["author"])
    take(course, people, "submit", "endorse", "approve", "publish")
    with editing(course, by=people["author"], at=NOW):
        course.sections.filter(pk=course.sections.first().pk).update(announcement="ұ" * 601)
    with pytest.raises(Refused, match="break the regulation") as refused:
        decide(course, "correct", by=people["author"], at=NOW, seen=4, papers=Papers(reason="Толықтырылды"))
    assert [finding.path for finding in refused.value.found] == ["/sections/0/announcement"]
    assert course.revisions.count() == 1


@pytest.mark.parametrize(("days", "fits"), [(-1, True), (0, True), (1, False)])
def test_the_date_of_a_protocol_is_at_the_latest_today(people, days, fits):
    course = make_course(people["author"])
    take(course, people, "submit")
    given = protocol(on=TODAY + timedelta(days=days))
    if fits:
        assert take(course, people, "endorse", protocol=given).protocol_date == given.date
    else:
        with pytest.raises(Refused, match="in the future"):
            take(course, people, "endorse", protocol=given)


@pytest.mark.parametrize(("days", "fits"), [(-1, False), (0, True)])
def test_the_facultys_protocol_may_bear_the_departments_date(people, days, fits):
    course = make_course(people["author"])
    take(course, people, "submit", "endorse", protocol=protocol(on=TODAY - timedelta(days=3)))
    given = protocol(on=TODAY - timedelta(days=3) + timedelta(days=days))
    if fits:
        assert take(course, people, "approve", protocol=given).to_state == State.FACULTY_REVIEW
    else:
        with pytest.raises(Refused, match="before the department"):
            take(course, people, "approve", protocol=given)


def test_all_missing_papers_are_told_at_once(people):
    course = make_course(people["author"])
    take(course, people, "submit")
    with pytest.raises(Refused) as refused:
        take(course, people, "endorse", reason="", protocol=protocol(number="", on=None))
    assert len(refused.value.reasons) == 3


def test_a_reason_for_going_on_with_warnings_is_kept_only_where_there_are_warnings(people):
    clean = take(make_course(people["author"], code="clean"), people, "submit", deviation="Келісілді")
    warned = make_course(people["author"], code="warned", annotation_video=None)
    assert (clean.deviation, take(warned, people, "submit", deviation="Келісілді").deviation) == ("", "Келісілді")


def archive(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name in names:
            packed.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\n", "pdf"),
        (b"\x89PNG\r\n\x1a\n....", "png"),
        (b"\xff\xd8\xff\xe0....", "jpg"),
        (archive("word/document.xml"), "docx"),
        (archive("xl/workbook.xml"), None),
        (b"PK\x03\x04 not an archive", None),
        (b"<!doctype html><script>", None),
        (b"GIF89a", None),
        (b"", None),
    ],
)
def test_a_file_is_what_its_content_says(content, kind):
    assert kind_of_file(SimpleUploadedFile("extract.pdf", content)) == kind


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Үзінді № 7.pdf", "Үзінді № 7.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\dean\\a\r\nb.exe", "ab.pdf"),
        ("\u202ecod.exe", "cod.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_the_given_name_is_kept_without_what_could_do_harm(given, kept):
    file = pdf()
    file._name = given
    assert kept_name(file) == kept


def test_stored_names_are_random_and_end_with_what_the_file_is():
    names = {stored_name(pdf("same.exe")) for _time in range(10)}
    assert len(names) == 10
    assert {len(name) for name in names} == {36}
    assert {name[-4:] for name in names} == {".pdf"}


def test_an_extract_is_stored_under_another_name_than_given(people):
    course = make_course(people["author"])
    take(course, people, "submit")
    decision = take(course, people, "endorse", protocol=protocol(file=pdf("Кафедра хаттамасы.pdf")))
    assert decision.protocol_file_name == "Кафедра хаттамасы.pdf"
    assert "хаттамасы" not in decision.protocol_file.name


def stored_files() -> set[str]:
    folders, _files = default_storage.listdir("protocols") if default_storage.exists("protocols") else ([], [])
    return {name for folder in folders for name in default_storage.listdir(f"protocols/{folder}")[1]}


def test_a_step_that_fails_at_its_end_leaves_no_row_and_no_file(people, monkeypatch):
    course = make_course(people["author"])
    take(course, people, "submit")
    before = stored_files()
    monkeypatch.setattr(letters, "queue_for", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        take(course, people, "endorse")
    course.refresh_from_db()
    assert (course.state, Decision.objects.count(), stored_files()) == (State.DEPARTMENT_REVIEW, 1, before)


def test_a_correction_of_more_than_words_names_each_place_and_leads_to_it(people, client):
    course = make_course(people["author"])
    take(course, people, "submit", "endorse", "approve", "publish")
    with editing(course, by=people["author"], at=NOW):
        lecture = Lecture.objects.filter(part__section__course=course).order_by("pk").first()
        Lecture.objects.filter(pk=lecture.pk).update(seconds=(lecture.seconds or 600) + 1)
        course.outcomes.last().delete()
    client.force_login(people["author"])
    answer = client.post(
        reverse("reviews:decide", args=[course.code, "correct"]),
        {"reason": "Қате түзетілді", "seen": course.decision_count, "revision": course.published_revision_id},
    )
    links = dict(answer.context["changed"])
    assert {name.rpartition(": ")[2] for name in links} == {"learning outcomes", "length in seconds"}
    assert f"/lecture/{lecture.pk}/" in next(url for name, url in links.items() if "Lecture 1" in name)
    assert course.revisions.count() == 1
