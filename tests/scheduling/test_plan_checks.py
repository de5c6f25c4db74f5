"""What is said when a run is planned, with the date that breaks; moving a first day; running again."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from courses.document import codec
from courses.models import Regulation
from courses.regulation.limits import FIRST_LIMITS, Limits
from mooc_portal.outbox.models import Letter
from mooc_portal.people.models import Role
from scheduling.actions import RunRefused, move_run, plan_run
from scheduling.holidays import free_days
from scheduling.models import LOOK_AT_ONCE, Announcement, FreePeriod, Run, RunMove
from scheduling.plan_checks import calendar_of_plan, plan_warnings, proposed_start
from scheduling.readers import calendar_of
from tests.documents import conforming
from tests.factories import NOW, TODAY, make_course, make_person, make_user
from tests.scheduling.runs import START, local, make_learner, make_run, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def quality():
    return make_person(Role.QUALITY_SPECIALIST)


@pytest.fixture
def course():
    return published(make_course(make_user("author@example.kz")))


def warnings(course, starts_on) -> list[str]:
    revision = course.published_revision
    calendar = calendar_of_plan(revision, starts_on=starts_on, limits=FIRST_LIMITS)
    return plan_warnings(codec.decode_stored(revision.document), calendar)


def make_free(kind: str, first: date, last: date, name: str = "x") -> FreePeriod:
    return FreePeriod.objects.create(kind=kind, first=first, last=last, name_kk=name, name_ru=name, name_en=name)


def test_an_ordinary_monday_has_nothing_against_it(course):
    assert warnings(course, date(2027, 9, 6)) == []


def test_holidays_are_named_with_section_and_day(course):
    assert warnings(course, date(2027, 3, 15)) == [
        "Section 1 opens on a holiday: 15 March 2027, Constitution Day.",
        "Section 2 opens on a holiday: 22 March 2027, Nauryz.",
    ]
    assert warnings(course, date(2027, 4, 19)) == [
        "The launch message is due on a holiday: 8 March 2027, International Women's Day.",
        "Section 3 opens on a holiday: 3 May 2027, Unity Day (moved).",
        "Section 4 opens on a holiday: 10 May 2027, Victory Day (moved).",
    ]


def test_a_first_day_that_is_no_monday_is_said_with_its_day(course):
    assert warnings(course, date(2027, 9, 7)) == [
        "The first day, 7 September 2027, is not a Monday: course weeks begin on that day of the week (cl. 4.5)."
    ]


def test_rows_add_and_take_away_holidays_and_name_vacations(course):
    make_free("holiday", date(2027, 9, 13), date(2027, 9, 13), "Moved day")
    make_free("vacation", date(2027, 10, 24), date(2027, 11, 1), "Autumn")
    assert warnings(course, date(2027, 9, 6)) == [
        "Section 2 opens on a holiday: 13 September 2027, Moved day.",
        "The run falls into a vacation: 24 October 2027 – 1 November 2027, Autumn.",
    ]
    assert warnings(course, date(2027, 11, 8)) == []
    make_free("working", date(2027, 10, 25), date(2027, 10, 25))
    assert free_days(date(2027, 10, 1), date(2027, 10, 31)).holiday(date(2027, 10, 25)) is None


def test_constitution_day_is_in_march_from_2027_on():
    days = free_days(date(2026, 1, 1), date(2027, 12, 31))
    assert (days.holiday(date(2026, 3, 15)), days.holiday(date(2027, 3, 15))) == (None, "Constitution Day")


def test_missing_texts_need_a_reason_and_name_the_day(quality):
    sections = conforming()["sections"]
    sections[1]["announcement"] = ""
    course = published(make_course(make_user("author@example.kz"), sections=sections))
    with pytest.raises(RunRefused) as refused:
        plan_run(course, starts_on=START, by=quality, at=NOW)
    assert (refused.value.reasons, refused.value.deviation_allowed) == (
        ["The section has no announcement text (cl. 4.5). Section 2 opens on 22 March 2027."],
        True,
    )
    run = plan_run(course, starts_on=START, by=quality, at=NOW, deviation="The text comes in a week")
    assert run.deviation == "The text comes in a week"


def test_the_proposed_day_is_a_free_monday_early_enough(course, quality):
    # TODAY + 42 days is 2027-03-15, Constitution Day; 2027-03-22 is Nauryz
    assert proposed_start(course, FIRST_LIMITS, at=NOW) == date(2027, 3, 29)
    make_free("vacation", date(2027, 4, 1), date(2027, 4, 30))
    # 2027-05-03 and 2027-05-10 are days off moved from a weekend
    assert proposed_start(course, FIRST_LIMITS, at=NOW) == date(2027, 5, 17)


def test_a_course_is_proposed_to_run_again_after_its_last_run(course, quality):
    run = plan_run(course, starts_on=date(2027, 3, 29), by=quality, at=NOW)
    assert run.ends_on == date(2027, 5, 17)
    assert proposed_start(course, FIRST_LIMITS, at=NOW) == date(2027, 5, 17)


def test_a_run_is_moved_freely_until_its_launch_message_is_due(quality):
    run = make_run(starts_on=date(2027, 4, 12))
    announced = calendar_of(run).announced_at
    moved = move_run(run, starts_on=date(2027, 4, 19), reason="", by=quality, at=announced - timedelta(seconds=1))
    assert (moved.starts_on, moved.ends_on, moved.next_due_at) == (date(2027, 4, 19), date(2027, 6, 7), LOOK_AT_ONCE)
    row = RunMove.objects.get()
    assert (row.from_day, row.to_day, row.reason, row.by) == (date(2027, 4, 12), date(2027, 4, 19), "", quality)


def test_from_then_on_moving_needs_a_reason_that_is_kept(quality):
    run = make_run(starts_on=date(2027, 4, 12))
    announced = calendar_of(run).announced_at
    with pytest.raises(RunRefused) as refused:
        move_run(run, starts_on=date(2027, 4, 19), reason=" ", by=quality, at=announced)
    assert refused.value.deviation_allowed is True
    assert refused.value.reasons == [
        "The launch message was due on 1 March 2027: people may have read the first day (cl. 5.2.4)."
    ]
    move_run(run, starts_on=date(2027, 4, 19), reason="The lecturer is ill", by=quality, at=announced)
    assert RunMove.objects.get().reason == "The lecturer is ill"


def test_a_message_that_left_early_counts_as_announced(quality):
    run = make_run(starts_on=date(2027, 4, 12))
    Announcement.objects.create(
        run=run, text_kk="x", text_ru="x", text_en="x", edited_by=quality, edited_at=NOW, sent_at=NOW
    )
    with pytest.raises(RunRefused):
        move_run(run, starts_on=date(2027, 4, 19), reason="", by=quality, at=NOW)


def test_a_new_day_too_soon_for_the_message_needs_a_reason_too(quality):
    run = make_run(starts_on=date(2027, 4, 12))
    with pytest.raises(RunRefused) as refused:
        move_run(run, starts_on=TODAY + timedelta(days=41), reason="", by=quality, at=NOW)
    assert (len(refused.value.reasons), "(cl. 5.2.4)" in refused.value.reasons[0]) == (1, True)


def test_a_run_that_has_begun_stays(quality):
    run = make_run()
    begins = calendar_of(run).starts_at
    with pytest.raises(RunRefused) as refused:
        move_run(run, starts_on=START + timedelta(days=7), reason="x", by=quality, at=begins)
    assert refused.value.reasons == ["The run has begun on 15 March 2027: its first day stays."]
    move_run(run, starts_on=START + timedelta(days=7), reason="x", by=quality, at=begins - timedelta(seconds=1))


def test_impossible_days_are_refused_whatever_the_reason(course, quality):
    first = plan_run(course, starts_on=date(2027, 3, 29), by=quality, at=NOW)
    second = plan_run(course, starts_on=date(2027, 9, 6), by=quality, at=NOW)

    def reasons(starts_on, by=quality) -> list[str]:
        with pytest.raises(RunRefused) as refused:
            move_run(second, starts_on=starts_on, reason="x", by=by, at=NOW)
        return refused.value.reasons

    assert reasons(first.starts_on) == ["A run of this course starts on that day already."]
    assert reasons(second.starts_on) == ["The run starts on that day already."]
    assert reasons(TODAY - timedelta(days=1)) == ["The first day has passed."]
    assert len(reasons(date(2027, 9, 13), by=make_person(Role.INSTRUCTOR))) == 1
    assert RunMove.objects.count() == 0


def test_moving_keeps_the_regulation_the_run_was_planned_under(quality):
    run = make_run(starts_on=date(2027, 4, 12))
    Regulation.objects.filter(status="in_force").update(status="withdrawn", withdrawn_at=NOW)
    papers = {"council_number": "1", "council_date": TODAY, "approval_number": "1", "approval_date": TODAY}
    limits = Limits(registration_close_days=7).to_json()
    Regulation.objects.create(version="2", title="x", status="in_force", in_force_from=NOW, limits=limits, **papers)
    moved = move_run(run, starts_on=date(2027, 4, 19), reason="x", by=quality, at=NOW)
    assert calendar_of(moved).registration_closes_on == date(2027, 5, 10)


def test_learners_are_told_each_in_their_language(quality):
    run, at = make_run(), local("2027-03-01 12:00")
    english, russian = make_user(), make_user(language="ru")
    for user in (english, russian):
        make_learner(run, user=user, at=at)
    left = make_learner(run, at=at)
    from scheduling.registration.actions import leave

    leave(left, by=left.user, at=at)
    move_run(run, starts_on=date(2027, 4, 5), reason="x", by=quality, at=at)
    letters = {letter.recipient: letter for letter in Letter.objects.filter(kind="run_moved")}
    assert set(letters) == {english, russian}
    assert "15 March 2027" in letters[english].body
    assert "5 April 2027" in letters[english].body
    assert letters[russian].language == "ru"


@time_machine.travel(NOW, tick=False)
def test_planning_shows_what_a_learner_sees_on_any_day(client, course, quality):
    client.force_login(quality)
    address = reverse("scheduling:plan", args=[course.code])
    assert "Proposed: 29 March 2027" in client.get(address).content.decode()
    page = client.get(address, {"starts_on": "2027-09-06", "on": "2027-09-13"})
    assert [window.access for _title, window in page.context["seen"]] == ["open", "open", *["ahead"] * 5]
    later = client.get(address, {"starts_on": "2027-09-06", "on": "2027-09-20"})
    assert [window.access for _title, window in later.context["seen"]][:2] == ["readable", "open"]
    assert client.get(address, {"starts_on": "2027-09-06", "on": "nonsense"}).status_code == 200


@time_machine.travel(NOW, tick=False)
def test_running_again_shifts_dates_by_the_rules_and_keeps_settings(client, course, quality):
    client.force_login(quality)
    run = plan_run(course, starts_on=date(2027, 3, 29), by=quality, at=NOW, capacity=40, stays_readable=False)
    address = reverse("scheduling:plan", args=[course.code])
    page = client.get(address, {"starts_on": "2027-09-06", "again": run.pk})
    shifts = {label: (before, after, days) for label, before, after, days in page.context["shifts"]}
    assert shifts["section 1"] == (date(2027, 3, 29), date(2027, 9, 6), 161)
    assert {days for _before, _after, days in shifts.values()} == {161}
    assert (page.context["form"]["capacity"].value(), page.context["form"]["stays_readable"].value()) == (40, False)
    client.post(address, {"starts_on": "2027-09-06", "capacity": "40"})
    again = Run.objects.get(starts_on=date(2027, 9, 6))
    assert (again.capacity, again.stays_readable, again.ends_on) == (40, False, date(2027, 10, 25))


@time_machine.travel(NOW, tick=False)
def test_moving_in_the_browser(client, quality):
    run = make_run(starts_on=date(2027, 4, 12))
    address = reverse("scheduling:move", args=[run.pk])
    assert client.get(address).status_code == 302
    client.force_login(make_user())
    assert client.get(address).status_code == 404
    client.force_login(run.course.authorships.get().user)
    assert client.get(address).status_code == 403
    client.force_login(quality)
    assert "section 6" in client.get(address, {"starts_on": "2027-04-19"}).content.decode()
    soon = {"starts_on": "2027-03-08"}
    assert "Reason for moving" in client.post(address, soon).content.decode()
    assert client.post(address, soon | {"reason": "Agreed"}).url == reverse("runs:detail", args=[run.pk])
    run.refresh_from_db()
    assert run.starts_on == date(2027, 3, 8)
    assert "Agreed" in client.get(address).content.decode()
