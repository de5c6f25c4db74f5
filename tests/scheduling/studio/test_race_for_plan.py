"""Two people at one released plan, on PostgreSQL: nobody's change is lost unseen, nobody is told twice."""

import threading

import pytest
from django.db import connection
from django.utils.translation import override

from mooc_portal.outbox.models import Letter
from mooc_portal.people.models import Role
from scheduling.models import (
    Booking,
    BookingState,
    PlanRelease,
    ProposedSession,
    ScheduleProposal,
    Studio,
    StudioWorker,
    ToldSlot,
)
from scheduling.studio.actions import BookingRefused, acknowledge, book, cancel, confirm, move
from scheduling.studio.due import sweep_studio
from scheduling.studio.pipeline_actions import follow_course
from scheduling.studio.planner.actions import accept_sessions
from scheduling.studio.release import ReleaseRefused, has_unreleased_changes, release_plan
from tests.factories import NOW, make_course, make_person, make_user
from tests.scheduling.filming import MONDAY, moment, slot, with_programme

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def at_once(*acts) -> list[str]:
    """What came of each: ``done``, or the sentence of the refusal."""
    barrier, outcomes = threading.Barrier(len(acts)), [""] * len(acts)

    def run(number, act):
        barrier.wait()
        try:
            with override("en"):
                act()
            outcomes[number] = "done"
        except (BookingRefused, ReleaseRefused) as refused:
            outcomes[number] = str(refused)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.fixture
def studio():
    return Studio.objects.create(name_kk="A", name_ru="A", name_en="A")


@pytest.fixture
def author():
    return make_user("author@example.kz")


@pytest.fixture
def course(author):
    return with_programme(make_course(author), author)


@pytest.fixture
def colleagues():
    return make_person(Role.QUALITY_SPECIALIST), make_person(Role.QUALITY_SPECIALIST)


@pytest.fixture
def released(course, studio, author, colleagues):
    """A filming that its lecturer was told of."""
    booking = book(course, slot(studio, author), by=colleagues[0], at=NOW)
    acknowledge(booking, by=author, at=NOW)
    confirm(booking, by=colleagues[0], at=NOW)
    release_plan(by=colleagues[0], at=NOW)
    return Booking.objects.get(pk=booking.pk)


def test_two_who_move_one_filming_of_a_released_plan_do_not_undo_each_other(released, studio, author, colleagues):
    hours = [("13:00", "14:00"), ("15:00", "16:00")]
    acts = [
        lambda who=who, hour=hour: move(released, slot(studio, author, *hour), seen=released.version, by=who, at=NOW)
        for who, hour in zip(colleagues, hours, strict=True)
    ]
    outcomes = at_once(*acts)
    assert outcomes.count("done") == 1
    assert "Somebody changed this filming meanwhile" in next(one for one in outcomes if one != "done")
    now = Booking.objects.get(pk=released.pk)
    first, last = hours[outcomes.index("done")]
    assert (now.starts_at, now.ends_at) == (moment(first), moment(last))


def test_one_moves_it_while_the_other_cancels_it(released, studio, author, colleagues):
    outcomes = at_once(
        lambda: move(released, slot(studio, author, "15:00", "16:00"), seen=released.version, by=colleagues[0], at=NOW),
        lambda: cancel(released, reason="the lecturer is ill", by=colleagues[1], at=NOW),
    )
    now = Booking.objects.get(pk=released.pk)
    assert outcomes[1] == "done"  # a cancelled filming is cancelled wherever it was moved to
    assert now.standing == BookingState.CANCELLED
    assert not now.things.filter(is_live=True).exists()


def test_a_change_during_a_release_is_told_by_it_or_waits_for_the_next(released, studio, author, colleagues):
    move(released, slot(studio, author, "13:00", "14:00"), seen=released.version, by=colleagues[0], at=NOW)
    now = Booking.objects.get(pk=released.pk)
    acknowledge(now, by=author, at=NOW)
    confirm(now, by=colleagues[0], at=NOW)
    seen = Booking.objects.get(pk=released.pk).version
    outcomes = at_once(
        lambda: release_plan(by=colleagues[0], at=NOW),
        lambda: move(now, slot(studio, author, "15:00", "16:00"), seen=seen, by=colleagues[1], at=NOW),
    )
    assert outcomes[1] == "done"
    told, now = ToldSlot.objects.get(), Booking.objects.get(pk=released.pk)
    is_told = told.is_live and (told.starts_at, told.ends_at) == (now.starts_at, now.ends_at)
    assert is_told or has_unreleased_changes(at=NOW)


def test_two_releases_at_once_write_once(released, studio, author, colleagues):
    move(released, slot(studio, author, "13:00", "14:00"), seen=released.version, by=colleagues[0], at=NOW)
    now = Booking.objects.get(pk=released.pk)
    acknowledge(now, by=author, at=NOW)
    confirm(now, by=colleagues[0], at=NOW)
    outcomes = at_once(*(lambda who=who: release_plan(by=who, at=NOW) for who in colleagues))
    assert outcomes.count("done") == 1
    assert "Nothing has moved" in next(one for one in outcomes if one != "done")
    assert PlanRelease.objects.count() == 2
    assert Letter.objects.filter(kind="filming_moved").count() == 1


def proposed(course, studio, author, by) -> ScheduleProposal:
    day = MONDAY.date()
    proposal = ScheduleProposal.objects.create(asked_by=by, asked_at=NOW, first=day, last=day, seconds=60)
    operator = make_user("operator@example.kz")
    StudioWorker.objects.create(user=operator)
    hours = {"starts_at": moment("10:00"), "ends_at": moment("12:00")}
    ProposedSession.objects.create(
        proposal=proposal, course=course, lecturer=author, studio=studio, operator=operator, **hours
    ).lectures.set(course.lectures.all()[:2])
    return proposal


def test_two_who_accept_one_proposed_schedule_book_it_once(course, studio, author, colleagues):
    proposal = proposed(course, studio, author, colleagues[0])
    assert at_once(
        *(lambda who=who: accept_sessions(proposal, proposal.sessions.all(), by=who, at=NOW) for who in colleagues)
    ) == ["done", "done"]
    assert Booking.objects.count() == 1
    assert proposal.sessions.get().booking == Booking.objects.get()


def test_a_proposal_accepted_while_another_books_its_hour_keeps_the_reason(course, studio, author, colleagues):
    proposal = proposed(course, studio, author, colleagues[0])
    other_author = make_user("other@example.kz")
    other = with_programme(make_course(other_author, code="other"), other_author)
    outcomes = at_once(
        lambda: accept_sessions(proposal, proposal.sessions.all(), by=colleagues[0], at=NOW),
        lambda: book(other, slot(studio, other_author), by=colleagues[1], at=NOW),
    )
    session, booking = proposal.sessions.get(), Booking.objects.get()
    assert outcomes[0] == "done"  # what could not be booked is told on its row
    if outcomes[1] == "done":
        assert (session.booking, booking.course) == (None, other)
        assert "Taken already" in session.reason
    else:
        assert (session.booking, session.reason) == (booking, "")
        assert "Taken already" in outcomes[1]


def test_two_sweeps_at_once_remind_once(released):
    at = moment("09:00", day=-1)
    assert at_once(*[lambda: sweep_studio(at=at)] * 4) == ["done"] * 4
    assert Letter.objects.filter(kind="filming_reminder").count() == 1


@pytest.mark.parametrize("_round", range(5))
def test_two_filmings_of_a_lecture_booked_at_once_in_two_studios_leave_it_the_later_day(
    course, studio, author, colleagues, _round
):
    other = Studio.objects.create(name_kk="B", name_ru="B", name_en="B")
    follow_course(course, at=NOW)
    lecture = course.lectures.filter(part__isnull=False).first()
    assert at_once(
        lambda: book(course, slot(studio, author, lectures=(lecture,)), by=colleagues[0], at=NOW),
        lambda: book(course, slot(other, author, day=2, lectures=(lecture,)), by=colleagues[1], at=NOW),
    ) == ["done", "done"]
    assert lecture.work.filming_on == moment("10:00", 2).date()
