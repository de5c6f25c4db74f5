"""The day that is kept beside each lecture is the day of its filming, whatever was booked, moved or filmed."""

import importlib
from datetime import UTC, date, time, timedelta

import pytest
from django.apps import apps
from django.db import connection

from courses.models import Lecture
from scheduling.models import Booking, LectureWork, ScheduleProposal, Stage, Studio
from scheduling.studio.actions import book, cancel, move
from scheduling.studio.filming_days import booked_day
from scheduling.studio.pipeline_actions import Given, follow_course, take_step
from scheduling.studio.planner.actions import accept_sessions
from tests.factories import NOW
from tests.scheduling.filming import MONDAY, moment, slot

pytestmark = pytest.mark.django_db
TICKED = Given(test_take=True, clothing=True, note="the sound is gone")


@pytest.fixture
def work(course) -> LectureWork:
    follow_course(course, at=NOW)
    return course.lecture_works.filter(section=1).first()


def kept(work) -> date | None:
    """What is kept, which for every unfilmed lecture of the course is what its filmings say."""
    for one in LectureWork.objects.filter(course=work.course_id, filmed_at=None):
        assert one.filming_on == booked_day(one)
    return LectureWork.objects.get(pk=work.pk).filming_on


def day(number: int) -> date:
    return MONDAY.date() + timedelta(days=number)


def booked(work, studio, author, number=0, **hours):
    return book(work.course, slot(studio, author, day=number, lectures=(work.lecture,), **hours), by=author, at=NOW)


def step(work, name, by, *, at=NOW):
    work.refresh_from_db()
    take_step(work, name, given=TICKED, by=by, at=at, seen=work.version)


def test_no_day_before_anything_is_booked(work):
    assert kept(work) is None


def test_a_filming_that_is_booked_gives_its_lectures_its_day_and_no_other(work, studio, author):
    booked(work, studio, author)
    assert kept(work) == day(0)
    assert LectureWork.objects.exclude(filming_on=None).get() == work


def test_the_last_of_two_filmings_counts(work, studio, author):
    booked(work, studio, author, 3)
    booked(work, studio, author, 1)
    assert kept(work) == day(3)


def test_a_filming_that_is_moved_takes_the_day_along(work, studio, author):
    booking = booked(work, studio, author)
    move(booking, slot(studio, author, day=2, lectures=(work.lecture,)), seen=booking.version, by=author, at=NOW)
    assert kept(work) == day(2)


def test_a_filming_of_other_lectures_gives_the_day_back(work, studio, author):
    booking = booked(work, studio, author)
    other = work.course.lecture_works.exclude(pk=work.pk).first()
    move(booking, slot(studio, author, lectures=(other.lecture,)), seen=booking.version, by=author, at=NOW)
    assert kept(work) is None
    assert kept(other) == day(0)


def test_a_filming_that_is_cancelled_leaves_the_one_before(work, studio, author):
    booked(work, studio, author, 1)
    later = booked(work, studio, author, 3)
    cancel(later, reason="ill", by=author, at=NOW)
    assert kept(work) == day(1)
    cancel(Booking.objects.exclude(pk=later.pk).get(), reason="ill", by=author, at=NOW)
    assert kept(work) is None


def test_the_day_is_that_of_the_university(work, author):
    night = Studio.objects.create(name_kk="Т", name_ru="Н", name_en="N", opens=time(0), closes=time(23, 59))
    booked(work, night, author, first="00:30", last="01:30")
    assert moment("00:30").astimezone(UTC).date() == day(-1)
    assert kept(work) == day(0)


def test_a_lecture_booked_before_its_making_was_known_has_its_day_from_the_beginning(course, studio, author):
    lecture = course.lectures.filter(part__isnull=False).first()
    book(course, slot(studio, author, lectures=(lecture,)), by=author, at=NOW)
    assert not course.lecture_works.exists()
    follow_course(course, at=NOW)
    assert kept(LectureWork.objects.get(lecture=lecture)) == day(0)


def test_a_lecture_that_was_replaced_is_booked_no_longer(work, studio, author):
    booked(work, studio, author)
    old = work.lecture
    LectureWork.objects.filter(pk=work.pk).update(stage=Stage.EDITING)  # so that it stays without its lecture
    Lecture.objects.create(course=old.course, part=old.part, title=old.title, position=99)
    old.delete()
    follow_course(work.course, at=NOW)
    assert kept(work) is None


def test_what_the_planner_books_is_kept_too(work, studio, author, quality, operator):
    proposal = ScheduleProposal.objects.create(asked_by=quality, asked_at=NOW, first=day(0), last=day(4), seconds=60)
    hours = {"starts_at": moment("10:00", 4), "ends_at": moment("12:00", 4)}
    people = {"lecturer": author, "operator": operator}
    proposal.sessions.create(course=work.course, studio=studio, **people, **hours).lectures.set([work.lecture])
    assert accept_sessions(proposal, proposal.sessions.all(), by=quality, at=NOW) == (1, 0)
    assert kept(work) == day(4)


def test_filming_writes_its_own_day_and_a_booking_leaves_that(work, studio, author, operator):
    booked(work, studio, author)
    step(work, "film", operator, at=moment("00:10", 1))
    assert kept(work) == day(1)
    booked(work, studio, author, 3)
    assert kept(work) == day(1)


def test_filming_once_more_counts_from_the_next_filming(work, studio, author, operator, quality):
    step(work, "film", operator)
    step(work, "retake", quality)
    assert kept(work) is None
    step(work, "film", operator)
    booked(work, studio, author, 3)
    step(work, "retake", quality)
    assert kept(work) == day(3)


def test_the_migration_writes_the_days_of_what_is_there(work, studio, author, operator):
    booked(work, studio, author, 3)
    filmed = work.course.lecture_works.exclude(pk=work.pk).first()
    step(filmed, "film", operator, at=moment("00:10"))
    LectureWork.objects.update(filming_on=None)
    migration = importlib.import_module("scheduling.migrations.0019_lecture_filming_day")
    migration.fill(apps, connection.schema_editor())
    assert kept(work) == day(3)
    assert kept(filmed) == day(0)
