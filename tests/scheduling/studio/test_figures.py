"""Figures of the studios: the numbers, their measure, the pages and the workbook."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.utils import translation
from openpyxl import load_workbook

from courses.regulation.limits import FIRST_LIMITS
from scheduling.models import LectureStep, LectureWork, Stage
from scheduling.studio.actions import book, cancel
from scheduling.studio.figures import Bar, Figure, figures_of_studios
from scheduling.studio.pipeline_actions import follow_course
from tests.factories import NOW
from tests.scheduling.filming import slot

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2027, 2, 1), date(2027, 3, 14)


def figure(name: str) -> dict[str, Bar]:
    found = {one.name: one for one in figures_of_studios(FIRST, LAST, FIRST_LIMITS)}
    return {bar.label: bar for bar in found[name].bars}


def test_use_of_the_studios_by_week_against_their_open_hours(course, studio, author, quality):
    book(course, slot(studio, author), by=author, at=NOW)
    book(course, slot(studio, author, "13:00", "14:30", day=1), by=author, at=NOW)
    gone = book(course, slot(studio, author, day=2), by=author, at=NOW)
    cancel(gone, reason="x", by=quality, at=NOW)
    weeks = figure("use")
    assert len(weeks) == 6
    bars = list(weeks.values())
    assert [(bar.value, bar.of) for bar in bars[:2]] == [(0, 45), (3.5, 45)]
    assert bars[5].of == 36  # the eighth of March is a holiday


def test_days_from_filming_to_upload_against_two_weeks_and_one(course, author):
    follow_course(course, at=NOW)
    for days, work in zip((10, 34), LectureWork.objects.filter(course=course), strict=False):
        LectureWork.objects.filter(pk=work.pk).update(filmed_at=NOW - timedelta(days=days), stage=Stage.UPLOADED)
        LectureStep.objects.create(
            work=work, step="upload", from_stage=Stage.APPROVED, to_stage=Stage.UPLOADED, by=author, at=NOW
        )
    bar = figure("upload")[course.title]
    assert (bar.value, bar.of, bar.over) == (22, 21, True)


def test_measured_video_by_department_and_load_by_author(course, studio, author):
    follow_course(course, at=NOW)
    work = LectureWork.objects.filter(course=course).first()
    LectureWork.objects.filter(pk=work.pk).update(stage=Stage.MEASURED, seconds=5400, stage_since=NOW)
    assert figure("video")[str(course.department)].value == 1.5
    book(course, slot(studio, author, lectures=tuple(course.lectures.all()[:3])), by=author, at=NOW)
    bar = figure("load")[str(author)]
    assert (bar.value, bar.text) == (2, "2.0 (3)")
    with translation.override("kk"):
        assert figure("load")[str(author)].text == "2,0 (3)"


def test_bars_fit_their_picture_whatever_the_numbers():
    for values in ([], [0], [0, 0.0], [3, 10**9]):
        picture = Figure("x", "", "", ("",), [Bar("a", value, None, "") for value in values]).picture
        assert all(row["width"] > 0 and row["text_x"] <= picture["width"] for row in picture["rows"])


@pytest.mark.parametrize(
    "query", ["", "?first=2027-02-01&last=2027-03-14", "?first=x", "?first=2027-03-14&last=2027-02-01"]
)
def test_the_page_and_the_workbook(client, course, studio, author, quality, query, time_machine):
    time_machine.move_to(NOW, tick=False)
    book(course, slot(studio, author), by=author, at=NOW)
    client.force_login(author)
    assert client.get("/studio/figures/").status_code == 403
    client.force_login(quality)
    assert "<svg" in client.get("/studio/figures/" + query).content.decode()
    book_ = load_workbook(BytesIO(client.get("/studio/figures/excel/" + query).content))
    assert len(book_.worksheets) == 4
    assert book_.worksheets[3]["B3"].value == 2
