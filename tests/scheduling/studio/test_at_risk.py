"""The board asks the database which lectures will not be in time, and it says what is said of each lecture."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from scheduling.models import LectureWork, Stage
from scheduling.studio.actions import book
from scheduling.studio.pipeline_actions import follow_course
from scheduling.studio.pipeline_readers import board_rows, outlook, works_at_risk, works_visible_to
from tests.factories import NOW, TODAY, ZONE
from tests.scheduling.filming import slot
from tests.scheduling.runs import make_run

pytestmark = pytest.mark.django_db
STAGES = list(Stage)


@pytest.fixture
def works(course):
    follow_course(course, at=NOW)
    for number, work in enumerate(LectureWork.objects.filter(course=course).order_by("place")):
        since = NOW - timedelta(days=number * 5 % 40)
        stage = STAGES[number % len(STAGES)]
        filmed = {} if stage == Stage.PLANNED else {"filmed_at": since, "filming_on": timezone.localdate(since, ZONE)}
        LectureWork.objects.filter(pk=work.pk).update(stage=stage, stage_since=since, seconds=700, **filmed)
    return course


def agree(author, at=NOW) -> set[int]:
    """The lectures in danger as the database has them, which are those that the rows say."""
    rows, now = works_visible_to(author, at=at), outlook(at=at)
    found = {work.pk for work in works_at_risk(rows, now=now)}
    assert found == {row.work.pk for row in board_rows(list(rows), now=now) if row.risk}
    return found


def starting(course, day: date) -> None:
    course.work_plan.starts_on = day
    course.work_plan.save()


@pytest.mark.parametrize("days", [-60, 0, 6, 7, 8, 13, 14, 20, 21, 22, 27, 28, 29, 60])
def test_the_database_and_the_row_agree_on_every_boundary(works, author, days):
    starting(works, TODAY + timedelta(days=days))
    found = agree(author)
    assert bool(found) == (days < 28)


def test_a_booked_lecture_is_judged_by_its_filming(works, studio, author):
    work = LectureWork.objects.filter(course=works, stage=Stage.PLANNED, section=1).first()
    book(works, slot(studio, author, "10:00", "11:00", day=7, lectures=(work.lecture,)), by=author, at=NOW)
    upload_ends = date(2027, 2, 15) + timedelta(days=21)
    starting(works, upload_ends)
    assert work.pk not in agree(author)
    starting(works, upload_ends - timedelta(days=1))
    assert work.pk in agree(author)


def test_the_time_counts_from_the_day_of_the_filming(works, author):
    LectureWork.objects.filter(course=works).update(stage=Stage.FILMED, filming_on=TODAY)
    starting(works, TODAY + timedelta(days=21))
    assert agree(author) == set()
    starting(works, TODAY + timedelta(days=20))
    assert agree(author)


def test_a_run_counts_where_there_is_no_work_plan(author):
    run = make_run()
    follow_course(run.course, at=NOW)
    run.course.authorships.get_or_create(user=author, defaults={"position": 9})
    assert agree(author) == set()
    assert agree(author, at=datetime.combine(run.starts_on, time(12), tzinfo=ZONE))


def test_an_annotation_video_has_no_section_that_opens(works, author):
    starting(works, TODAY - timedelta(days=60))
    annotation = LectureWork.objects.get(course=works, section=None)
    LectureWork.objects.filter(pk=annotation.pk).update(stage=Stage.PLANNED)
    assert annotation.pk not in agree(author)
