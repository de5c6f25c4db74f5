"""What another version would do to every course."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from courses.actions.freeze import freeze_revision
from courses.impact import PUBLISHED, WORKING, Change, impact, rows_of, stored_documents
from courses.impact_sheet import safe_cell, write_impact
from courses.models import Course, Regulation, WorkingDocument
from courses.regulation.limits import FIRST_LIMITS, Limits
from tests.factories import NOW, make_course, make_user

pytestmark = pytest.mark.django_db

FEWER_SECTIONS = Limits(sections_max=5)
STRICTER = FIRST_LIMITS.to_json() | {"sections_max": 5}


def publish_as_is(course, by) -> None:
    """A published revision without the way there, which is none of these tests' business."""
    revision = freeze_revision(course, by=by, at=NOW, gate="dept")
    Course.objects.filter(pk=course.pk).update(state="published", published_revision=revision)


def test_a_course_that_would_newly_break_is_named_with_the_rule():
    course = make_course(make_user())
    report = impact(FEWER_SECTIONS)
    assert (report.documents, report.conforming_before, report.conforming_after) == (1, 1, 0)
    assert report.broken == [Change(course.pk, WORKING, (), ("sections-max",))]
    assert report.rules_broken() == [("sections-max", 1)]
    assert report.healed == []
    assert report.limits == [("sections_max", 15, 5)]


def test_a_course_that_would_conform_from_then_on_is_named():
    course = make_course(make_user(), weeks=10, extra_week=None)
    report = impact(Limits(higher_weeks=(6, 10), extra_weeks_max=4))
    before = report.changes[0].before
    assert "duration-higher" in before
    assert [(change.course_id, change.after) for change in report.changes] == [(course.pk, ("section-one-week",))]


def test_a_healed_course():
    course = make_course(make_user(), weekly_hours=13)
    report = impact(Limits(weekly_hours=(8, 13)))
    assert report.healed == [Change(course.pk, WORKING, ("weekly-hours",), ())]
    assert (report.conforming_before, report.conforming_after, report.broken) == (0, 1, [])


def test_published_revisions_are_checked_beside_the_working_copies():
    author = make_user()
    course = make_course(author)
    publish_as_is(course, author)
    report = impact(FEWER_SECTIONS)
    assert [change.face for change in report.broken] == [WORKING, PUBLISHED]
    assert [row.face for row in rows_of(report.changes)] == ["published revision", "working copy"]


def test_the_same_limits_change_nothing():
    make_course(make_user())
    assert impact(FIRST_LIMITS).changes == []


def test_the_version_in_force_is_what_is_compared_with():
    papers = {"council_number": "1", "council_date": NOW, "approval_number": "1", "approval_date": NOW}
    Regulation.objects.create(
        version="strict", title="x", limits=STRICTER, status="in_force", in_force_from=NOW, **papers
    )
    make_course(make_user())
    report = impact(Regulation(version="next", title="x", limits=FIRST_LIMITS.to_json()))
    assert (report.before, report.after, len(report.healed)) == ("strict", "next", 1)


def test_stored_documents_that_are_behind_are_built_first():
    course = make_course(make_user())
    impact(FIRST_LIMITS)
    Course.objects.filter(pk=course.pk).update(title="Жаңа атау", version=course.version + 1)
    impact(FIRST_LIMITS)
    assert json.loads(WorkingDocument.objects.get().document)["title"] == "Жаңа атау"


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_the_courses(count, django_assert_num_queries):
    author = make_user()
    for number in range(count):
        make_course(author, code=f"course-{number}")
    impact(FIRST_LIMITS)
    with django_assert_num_queries(7):
        assert impact(FEWER_SECTIONS).documents == count


def test_progress_is_told():
    author, told = make_user(), []
    for number in range(3):
        make_course(author, code=f"course-{number}")
    impact(FIRST_LIMITS, progress=lambda done, total: told.append((done, total)))
    assert told == [(3, 3)]


def test_documents_are_streamed():
    make_course(make_user())
    impact(FIRST_LIMITS)
    documents = stored_documents()
    assert iter(documents) is documents
    assert next(documents)[1] == WORKING


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://example.kz")'])
def test_text_of_people_never_becomes_a_formula(text):
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append([safe_cell(sheet, text), safe_cell(sheet, "plain\x00"), safe_cell(sheet, 3)])
    file = io.BytesIO()
    book.save(file)
    cells = load_workbook(io.BytesIO(file.getvalue())).active[1]
    assert [(cell.value, cell.data_type) for cell in cells] == [(text, "s"), ("plain", "s"), (3, "n")]
    assert [cell.quotePrefix for cell in cells] == [True, False, False]


def test_the_workbook_lists_courses_and_rules():
    make_course(make_user(), title="=cmd|' /C calc'!A0")
    file = io.BytesIO()
    write_impact(impact(FEWER_SECTIONS), file)
    book = load_workbook(io.BytesIO(file.getvalue()))
    assert book.sheetnames == ["Summary", "Courses"]
    header, row = book["Courses"].iter_rows(values_only=True)
    assert header[:2] == ("Code", "Title")
    assert row[:5] == ("derekter-1", "=cmd|' /C calc'!A0", "draft", "working copy", "would no longer conform")
    assert "3.4" in row[6]
    assert book["Courses"]["B2"].data_type == "s"


def test_the_command_prints_the_report(capsys):
    Regulation.objects.create(version="2", title="x", limits=STRICTER)
    make_course(make_user())
    call_command("impact", "2", "--json")
    printed = capsys.readouterr()
    report = json.loads(printed.out)
    assert (report["documents"], report["broken"], report["changes"][0]["after"]) == (1, 1, ["sections-max"])
    assert "1 / 1" in printed.err
    call_command("impact", "2")
    assert "Would no longer conform: 1" in capsys.readouterr().out


def test_the_command_writes_a_workbook(tmp_path):
    Regulation.objects.create(version="2", title="x", limits=STRICTER)
    call_command("impact", "2", "--xlsx", str(tmp_path / "impact.xlsx"))
    assert load_workbook(tmp_path / "impact.xlsx").sheetnames == ["Summary", "Courses"]


def test_the_command_refuses_an_unknown_version():
    with pytest.raises(CommandError, match="no version 9"):
        call_command("impact", "9")


def test_the_page_shows_what_would_break(client):
    Regulation.objects.create(version="2", title="x", limits=STRICTER)
    make_course(make_user(), title="Деректер")
    client.force_login(make_user(is_staff=True, is_superuser=True))
    page = client.get(reverse("courses:impact", args=["2"]))
    assert page.status_code == 200
    assert "Деректер" in page.content.decode()
    workbook = client.get(reverse("courses:impact-workbook", args=["2"]))
    assert workbook["Content-Disposition"] == 'attachment; filename="impact-2.xlsx"'
    assert load_workbook(io.BytesIO(workbook.content)).sheetnames == ["Summary", "Courses"]


def test_too_many_documents_for_a_page_are_left_to_the_command(client, monkeypatch):
    monkeypatch.setattr("courses.views.regulation.MOST_DOCUMENTS_ON_A_PAGE", 0)
    Regulation.objects.create(version="2", title="x", limits=STRICTER)
    make_course(make_user())
    impact(FIRST_LIMITS)
    client.force_login(make_user(is_staff=True, is_superuser=True))
    page = client.get(reverse("courses:impact", args=["2"])).content.decode()
    assert "manage.py impact 2 --xlsx" in page
    assert client.get(reverse("courses:impact-workbook", args=["2"])).status_code == 302
