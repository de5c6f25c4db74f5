"""The report of a run, on the page and in Excel."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from mooc_portal.outbox.models import Letter, Status
from scheduling.jobs.report import report_of, write_report
from scheduling.jobs.sweep import run_due
from scheduling.models import PartRead, Standing
from tests.factories import make_user
from tests.scheduling.jobs.runs import day, make_run, register

pytestmark = pytest.mark.django_db


@pytest.fixture
def run():
    run = make_run(title="=1+1")
    early, late = register(run, at=day(run, -1)), register(run, at=day(run, 8))
    register(run, at=day(run, 0), standing=Standing.LEFT)
    for registration, section, part, days in ((early, 1, 1, 0), (early, 1, 2, 6), (early, 2, 1, 7), (late, 1, 1, 8)):
        PartRead.objects.create(registration=registration, section=section, part=part, read_at=day(run, days))
    run_due(at=day(run, 8))
    Letter.objects.filter(key__startswith=f"section:{run.pk}:1:").update(status=Status.SENT)
    return run


def test_weeks_count_who_came_who_was_active_and_what_was_read(run):
    weeks = {week.number: (week.registered, week.active, week.parts_read) for week in report_of(run).weeks}
    assert weeks == {0: (1, 0, 0), 1: (1, 1, 2), 2: (1, 2, 2), **dict.fromkeys(range(3, 8), (0, 0, 0))}


def test_sections_count_readers_and_letters(run):
    sections = [(one.number, one.readers, one.sent, one.waiting, one.failed) for one in report_of(run).sections]
    assert sections[:3] == [(1, 2, 2, 0, 0), (2, 1, 0, 2, 0), (3, 0, 0, 0, 0)]


def test_any_number_of_learners_takes_the_same_questions(run, django_assert_num_queries):
    report_of(run)
    with django_assert_num_queries(5):
        report_of(run)
    for _ in range(3):
        register(run, at=day(run, 3))
    with django_assert_num_queries(5):
        report_of(run)


def test_the_workbook_says_the_same_and_holds_no_formula(run):
    file = BytesIO()
    write_report(report_of(run), file, at=day(run, 8))
    book = load_workbook(file)
    summary, weeks, sections = book.worksheets
    assert (summary["B1"].value, summary["B1"].data_type) == ("=1+1", "s")
    assert [cell.value for cell in weeks[3]][2:] == [1, 1, 2]
    assert [cell.value for cell in sections[2]][2:] == [2, 2, 0, 0]


def test_author_and_quality_read_it_and_strangers_do_not(run, client):
    for person in (run.course.authorships.get().user, run.planned_by):
        client.force_login(person)
        assert client.get(f"/runs/{run.pk}/report/").status_code == 200
        response = client.get(f"/runs/{run.pk}/report/excel/")
        assert response["Content-Disposition"] == 'attachment; filename="derekter-1-2027-04-05.xlsx"'
    client.force_login(make_user())
    assert [client.get(f"/runs/{run.pk}/report/{rest}").status_code for rest in ("", "excel/")] == [404, 404]
