"""A schedule asked for, computed, looked at and booked, all or parts of it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from celery import current_app

from mooc_portal.people.models import Role
from scheduling.models import (
    Absence,
    Aid,
    Booking,
    LectureWork,
    ProposalState,
    ProposedSession,
    ScheduleProposal,
    StudioWorker,
    WorkPlan,
)
from scheduling.studio.actions import book
from scheduling.studio.pipeline_actions import follow_course
from scheduling.studio.plan_actions import PlanRefused, wish_for_filming
from scheduling.studio.planner.actions import (
    LOST_AFTER,
    ProposalRefused,
    accept_sessions,
    ask_for_schedule,
    give_up_lost,
)
from scheduling.studio.planner.computing import compute_proposal
from scheduling.studio.planner.loading import load_problem
from scheduling.tasks import accept_schedule
from tests.factories import NOW, TODAY, make_person, make_user
from tests.scheduling.filming import MONDAY, slot

pytestmark = pytest.mark.django_db
FIRST = MONDAY.date()
LAST = FIRST + timedelta(days=20)


@pytest.fixture
def plan(course, studio, operator):
    """A course to be filmed in those three weeks."""
    plan = WorkPlan.objects.get(course=course)
    plan.items.filter(work="filming").update(first=FIRST, last=LAST)
    return plan


@pytest.fixture
def proposal(plan, quality):
    row = ScheduleProposal.objects.create(first=FIRST, last=LAST, seconds=5, asked_by=quality, asked_at=NOW)
    return compute_proposal(row.pk, at=NOW)


def test_a_quality_specialist_asks_and_the_worker_proposes(plan, quality, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        row = ask_for_schedule(first=FIRST, last=LAST, seconds=5, by=quality, at=NOW)
    row.refresh_from_db()
    assert (row.standing, row.planner, row.figures["unplaced"]) == (ProposalState.DONE, "CP-SAT", 0)
    assert 0 <= row.bound <= row.cost <= row.first_fit["cost"]


def test_all_lectures_of_the_course_are_proposed_once_but_not_the_annotation(proposal, course):
    lectures = [lecture.pk for row in proposal.sessions.all() for lecture in row.lectures.all()]
    assert sorted(lectures) == sorted(course.lectures.exclude(part=None).values_list("pk", flat=True))
    assert all(row.lectures.count() <= 6 for row in proposal.sessions.all())


def test_once_all_lectures_are_filmed_the_annotation_is_proposed(plan, course):
    follow_course(course, at=NOW)
    LectureWork.objects.filter(course=course, section__isnull=False).update(stage="filmed")
    loaded = load_problem(FIRST, LAST)
    assert [[one.pk for one in lectures] for lectures in loaded.lectures.values()] == [
        [course.lectures.get(part=None).pk]
    ]


def test_a_proposed_schedule_can_be_booked_as_it_is(proposal, quality):
    count = proposal.sessions.count()
    assert accept_sessions(proposal, proposal.sessions.all(), by=quality, at=NOW) == (count, 0)
    assert Booking.objects.count() == count
    assert accept_sessions(proposal, proposal.sessions.all(), by=quality, at=NOW) == (0, 0)


def test_a_part_is_booked_and_what_was_taken_meanwhile_is_refused_with_the_reason(proposal, course, studio, quality):
    first, second = proposal.sessions.all()[:2]
    taken = slot(studio, first.lecturer, lectures=tuple(second.lectures.all()))
    free = max(row.ends_at for row in proposal.sessions.all()) + timedelta(days=1)
    free = free.replace(hour=5, minute=0) + timedelta(days=(7 - free.weekday()) % 7)
    book(course, replace(taken, starts_at=free, ends_at=free + timedelta(hours=1)), by=quality, at=NOW)
    assert accept_sessions(proposal, [first, second], by=quality, at=NOW) == (1, 1)
    second.refresh_from_db()
    assert second.booking is None
    assert "booked meanwhile" in second.reason
    assert len(load_problem(FIRST, LAST).problem.sessions) == proposal.sessions.count() - 2


def test_everything_is_booked_by_the_worker(proposal, quality, time_machine):
    time_machine.move_to(NOW, tick=False)
    accept_schedule(proposal.pk, quality.pk)
    assert Booking.objects.count() == proposal.sessions.count()


def test_absences_holidays_wishes_and_aids_are_kept(plan, course, author, quality, studio):
    aid = Aid.objects.create(name_kk="Суфлёр", name_ru="Суфлёр", name_en="Teleprompter")
    wish_for_filming(plan, days=[3, 1], aids=[aid], by=author, at=NOW)
    Absence.objects.create(user=author, first=FIRST, last=FIRST + timedelta(days=6))
    row = ScheduleProposal.objects.create(first=FIRST, last=LAST, seconds=5, asked_by=quality, asked_at=NOW)
    done = compute_proposal(row.pk, at=NOW)
    days = [one.starts_at.date() for one in done.sessions.all()]
    assert min(days) > FIRST + timedelta(days=6)
    assert {day.weekday() for day in days} <= {1, 3}
    assert all(list(one.aids.all()) == [aid] for one in done.sessions.all())
    assert accept_sessions(done, done.sessions.all()[:1], by=quality, at=NOW) == (1, 0)
    assert list(Booking.objects.get().aids.all()) == [aid]


def reasons(plan, quality) -> set[str]:
    row = ScheduleProposal.objects.create(first=FIRST, last=LAST, seconds=5, asked_by=quality, asked_at=NOW)
    return {one.reason for one in compute_proposal(row.pk, at=NOW).sessions.filter(studio=None)}


def test_what_has_no_place_says_why(plan, author, operator, quality):
    StudioWorker.objects.update(days=[6])
    assert all("no operator works for" in reason for reason in reasons(plan, quality))
    StudioWorker.objects.update(days=[0, 1, 2, 3, 4])
    plan.items.filter(work="filming").update(first=FIRST, last=FIRST)
    assert any("other filmings take all places" in reason for reason in reasons(plan, quality))
    Absence.objects.create(user=author, first=FIRST, last=LAST)
    assert all("no studio is free for" in reason for reason in reasons(plan, quality))
    StudioWorker.objects.all().delete()
    assert reasons(plan, quality) == {"There is no open studio or no operator."}


@pytest.mark.parametrize(
    ("first", "last", "seconds", "words"),
    [
        (TODAY, TODAY, 5, "tomorrow at the earliest"),
        (LAST, FIRST, 5, "from one to 182"),
        (FIRST, FIRST + timedelta(days=182), 5, "from one to 182"),
        (FIRST, LAST, 4, "5–120"),
        (FIRST, LAST, 121, "5–120"),
    ],
)
def test_what_cannot_be_computed_is_refused(quality, first, last, seconds, words):
    with pytest.raises(ProposalRefused, match=words):
        ask_for_schedule(first=first, last=last, seconds=seconds, by=quality, at=NOW)
    assert not ScheduleProposal.objects.exists()


def test_authors_neither_ask_nor_accept(proposal, author):
    for act in (
        lambda: ask_for_schedule(first=FIRST, last=LAST, seconds=5, by=author, at=NOW),
        lambda: accept_sessions(proposal, proposal.sessions.all(), by=author, at=NOW),
    ):
        with pytest.raises(ProposalRefused):
            act()
    assert not Booking.objects.exists()


def test_a_proposal_is_computed_once(proposal):
    assert compute_proposal(proposal.pk, at=NOW) is None


def test_a_failure_is_kept_on_the_row(plan, quality, monkeypatch):
    row = ScheduleProposal.objects.create(first=FIRST, last=LAST, seconds=5, asked_by=quality, asked_at=NOW)
    monkeypatch.setattr("scheduling.studio.planner.computing.faults", lambda *_all: ["session 1 overlaps"])
    with pytest.raises(AssertionError):
        compute_proposal(row.pk, at=NOW)
    row.refresh_from_db()
    assert row.standing == ProposalState.FAILED
    assert "session 1 overlaps" in row.error
    assert not ProposedSession.objects.exists()


@pytest.mark.parametrize("state", [ProposalState.QUEUED, ProposalState.RUNNING])
def test_what_lost_its_worker_is_given_up(quality, state):
    values = {"asked_by": quality, "asked_at": NOW, "began_at": NOW, "standing": state}
    row = ScheduleProposal.objects.create(first=FIRST, last=LAST, seconds=5, **values)
    assert give_up_lost(at=NOW + LOST_AFTER) == 0
    assert give_up_lost(at=NOW + LOST_AFTER + timedelta(seconds=1)) == 1
    row.refresh_from_db()
    assert row.standing == ProposalState.FAILED


def test_the_pages_ask_show_and_book(client, plan, quality, time_machine, django_capture_on_commit_callbacks):
    time_machine.move_to(NOW, tick=False)
    client.force_login(quality)
    form = {"first": FIRST, "last": LAST, "seconds": 5}
    assert "tomorrow at the earliest" in client.post("/studio/proposals/", form | {"first": TODAY}).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        asked = client.post("/studio/proposals/", form)
    html = client.get(asked.url).content.decode()
    assert "Every filming has a place." in html
    chosen = ProposedSession.objects.first()
    client.post(asked.url + "accept/", {"session": [chosen.pk, "x"]})
    assert Booking.objects.count() == 1
    client.post(asked.url + "accept/", {"all": "1"})
    assert Booking.objects.count() == ProposedSession.objects.count()
    assert "Book all" not in client.get(asked.url).content.decode()


@pytest.mark.parametrize("state", [ProposalState.QUEUED, ProposalState.RUNNING, ProposalState.FAILED])
def test_the_page_of_a_proposal_that_is_not_ready(client, quality, state):
    values = {"asked_by": quality, "asked_at": NOW, "began_at": NOW, "standing": state, "error": "KeyError: 1"}
    row = ScheduleProposal.objects.create(first=FIRST, last=LAST, seconds=5, **values)
    client.force_login(quality)
    html = client.get(f"/studio/proposals/{row.pk}/").content.decode()
    assert ("every 2s" in html) == (state != ProposalState.FAILED)
    assert ("KeyError" in html) == (state == ProposalState.FAILED)


def test_the_pages_are_for_those_who_plan(client, proposal, author):
    client.force_login(author)
    for path in ("", f"{proposal.pk}/"):
        assert client.get("/studio/proposals/" + path).status_code == 403
    for what in ({"all": "1"}, {"session": "1"}):
        assert client.post(f"/studio/proposals/{proposal.pk}/accept/", what).status_code == 403


def test_the_lecturer_of_a_filming_is_whom_the_plan_names_while_they_are_an_author(client, plan, course, author):
    colleague = make_user("colleague@example.kz")
    course.authorships.create(user=colleague, position=2)
    follow_course(course, at=NOW)
    client.force_login(author)
    client.post(f"/studio/plans/{course.code}/wishes/", {"lecturer": colleague.pk})
    assert set(load_problem(FIRST, LAST).lecturers.values()) == {colleague}
    course.authorships.filter(user=colleague).delete()
    assert set(load_problem(FIRST, LAST).lecturers.values()) == {author}
    assert client.post(f"/studio/plans/{course.code}/wishes/", {"lecturer": colleague.pk}).status_code == 200


def test_a_schedule_is_computed_in_a_queue_of_its_own():
    route = current_app.amqp.router.route
    assert route({}, "scheduling.propose_schedule")["queue"].name == "planner"
    assert route({}, "scheduling.accept_schedule")["queue"].name == "celery"
    assert set(current_app.amqp.queues) == {"celery", "planner"}


def test_an_author_wishes_on_the_page_and_a_stranger_does_not(client, plan, course, author):
    client.force_login(author)
    client.post(f"/studio/plans/{course.code}/wishes/", {"days": ["2", "0"]})
    plan.refresh_from_db()
    assert plan.wished_days == [0, 2]
    assert client.post(f"/studio/plans/{course.code}/wishes/", {"days": ["7"]}).status_code == 200
    stranger = make_person(Role.INSTRUCTOR)
    with pytest.raises(PlanRefused):
        wish_for_filming(plan, days=[], aids=[], by=stranger, at=NOW)
    client.force_login(stranger)
    assert client.get(f"/studio/plans/{course.code}/wishes/").status_code == 404
