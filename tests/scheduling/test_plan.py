"""Planning a run: who may, when, and under which regulation."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from courses.actions.freeze import freeze_revision
from courses.models import Course, Regulation
from courses.regulation.limits import FIRST_LIMITS, Limits
from mooc_portal.people.models import Role
from scheduling.actions import RunRefused, plan_run
from scheduling.models import Run
from scheduling.readers import calendar_of, next_runs, open_run_objections
from scheduling.timeline import calendar_events, timeline_context
from tests.factories import NOW, TODAY, make_course, make_person, make_user

pytestmark = pytest.mark.django_db

START = TODAY + timedelta(days=42)


@pytest.fixture
def quality():
    return make_person(Role.QUALITY_SPECIALIST)


@pytest.fixture
def course():
    return published(make_course(make_user("author@example.kz")))


def published(course: Course, state: str = "published") -> Course:
    """As if it had gone the whole way, which other tests go."""
    revision = freeze_revision(course, by=course.authorships.get().user, at=NOW, gate="dept")
    Course.objects.filter(pk=course.pk).update(state=state, published_revision=revision, decision_count=4)
    return Course.objects.get(pk=course.pk)


def reasons_of(course, **options) -> list[str]:
    with pytest.raises(RunRefused) as refused:
        plan_run(course, **({"starts_on": START, "at": NOW} | options))
    return refused.value.reasons


def test_a_run_takes_its_dates_from_the_published_revision(course, quality):
    run = plan_run(course, starts_on=START, by=quality, at=NOW)
    assert (run.revision, run.sections, run.weeks) == (course.published_revision, 6, 7)
    assert run.ends_on == START + timedelta(days=49)
    assert (run.planned_by, run.planned_at, run.deviation) == (quality, NOW, "")


def test_the_working_copy_is_not_asked(course, quality):
    course.sections.all().delete()
    Course.objects.filter(pk=course.pk).update(weeks=3)
    assert plan_run(course, starts_on=START, by=quality, at=NOW).weeks == 7


@pytest.mark.parametrize("role", [Role.INSTRUCTOR, Role.DEPARTMENT_REVIEWER, Role.FACULTY_REVIEWER])
def test_only_the_quality_department_plans(course, role):
    reason = "Only a specialist of the academic quality department may do this."
    assert reasons_of(course, by=make_person(role)) == [reason]
    assert reasons_of(course, by=make_user(is_superuser=True)) == [reason]


@pytest.mark.parametrize("state", ["draft", "archived"])
def test_only_a_published_course_has_runs(quality, state):
    course = make_course(make_user("author@example.kz"))
    if state == "archived":
        course = published(course, state)
    assert reasons_of(course, by=quality) == ["Only a published course has runs (cl. 5.2.2)."]


def test_the_published_revision_runs_on_while_a_new_one_is_written(quality):
    course = published(make_course(make_user("author@example.kz")), "draft")
    assert plan_run(course, starts_on=START, by=quality, at=NOW).revision == course.published_revision


def test_six_weeks_before_the_start_is_early_enough(course, quality):
    assert plan_run(course, starts_on=TODAY + timedelta(days=42), by=quality, at=NOW).pk


def test_a_day_less_needs_a_reason(course, quality):
    with pytest.raises(RunRefused) as refused:
        plan_run(course, starts_on=TODAY + timedelta(days=41), by=quality, at=NOW, deviation="  ")
    assert refused.value.deviation_allowed is True
    assert len(refused.value.reasons) == 1
    assert "(cl. 5.2.4)" in refused.value.reasons[0]
    assert Run.objects.count() == 0
    run = plan_run(course, starts_on=TODAY + timedelta(days=41), by=quality, at=NOW, deviation="Repeated run")
    assert run.deviation == "Repeated run"


def test_a_reason_that_is_not_needed_is_not_kept(course, quality):
    assert plan_run(course, starts_on=START, by=quality, at=NOW, deviation="just so").deviation == ""


def test_a_day_that_has_passed_is_refused_whatever_the_reason(course, quality):
    yesterday = TODAY - timedelta(days=1)
    assert reasons_of(course, starts_on=yesterday, by=quality, deviation="x") == ["The first day has passed."]


def test_a_day_too_far_ahead_is_refused(course, quality):
    far = TODAY + timedelta(days=5 * 366 + 1)
    assert reasons_of(course, starts_on=far, by=quality) == ["The first day is more than five years away."]


def test_two_runs_do_not_start_on_one_day(course, quality):
    plan_run(course, starts_on=START, by=quality, at=NOW)
    assert reasons_of(course, by=quality) == ["A run of this course starts on that day already."]


def test_a_new_version_of_the_regulation_moves_no_planned_run(course, quality):
    run = plan_run(course, starts_on=START, by=quality, at=NOW)
    papers = {"council_number": "1", "council_date": TODAY, "approval_number": "1", "approval_date": TODAY}
    limits = Limits(registration_close_days=7).to_json()
    Regulation.objects.create(version="2", title="x", status="in_force", in_force_from=NOW, limits=limits, **papers)
    later = plan_run(course, starts_on=START + timedelta(days=7), by=quality, at=NOW)
    assert calendar_of(run).registration_closes_on == START + timedelta(days=21)
    assert calendar_of(later).registration_closes_on == START + timedelta(days=14)


def test_a_course_with_an_open_run_is_not_archived(course, quality):
    assert open_run_objections(course, NOW) == []
    run = plan_run(course, starts_on=START, by=quality, at=NOW)
    assert len(open_run_objections(course, NOW)) == 1
    end = calendar_of(run).ends_at
    assert len(open_run_objections(course, end - timedelta(seconds=1))) == 1
    assert open_run_objections(course, end) == []


def test_the_run_that_matters_most_is_shown(course, quality):
    first = plan_run(course, starts_on=START, by=quality, at=NOW)
    second = plan_run(course, starts_on=START + timedelta(days=70), by=quality, at=NOW)
    at = calendar_of(first).starts_at + timedelta(days=30)
    assert next_runs(at=at)[course.pk].run == second
    assert next_runs(at=NOW)[course.pk].run == first


def test_the_timeline_has_every_date_and_today(course, quality):
    run = plan_run(course, starts_on=START, by=quality, at=NOW)
    events = calendar_events(calendar_of(run))
    assert len(events) == 3 + 3 + 6
    assert events[0].label == "filming"
    drawn = timeline_context(events, at=NOW)
    assert drawn["today"] == TODAY
    assert all(
        0 <= bar["x"] < drawn["width"] and bar["x"] + bar["width"] <= drawn["width"] + 3 for bar in drawn["bars"]
    )


@time_machine.travel(NOW, tick=False)
def test_planning_in_the_browser(client, course, quality):
    address = reverse("scheduling:plan", args=[course.code])
    assert client.get(address).status_code == 302
    client.force_login(make_person(Role.INSTRUCTOR))
    assert client.get(address).status_code == 403
    client.force_login(quality)
    assert client.get(address).status_code == 200
    shown = client.get(address, {"starts_on": START.isoformat()}).content.decode()
    assert "section 6" in shown
    soon = {"starts_on": (TODAY + timedelta(days=10)).isoformat()}
    refused = client.post(address, soon)
    assert (refused.status_code, Run.objects.count()) == (200, 0)
    assert "cl. 5.2.4" in refused.content.decode()
    assert client.post(address, soon | {"deviation": "Repeated run"}).url == reverse(
        "scheduling:course", args=[course.code]
    )
    assert Run.objects.get().deviation == "Repeated run"


@pytest.mark.parametrize("day", ["", "soon", "0001-13-45"])
def test_a_day_that_is_none_plans_nothing(client, course, quality, day):
    client.force_login(quality)
    response = client.post(reverse("scheduling:plan", args=[course.code]), {"starts_on": day})
    assert (response.status_code, Run.objects.count()) == (200, 0)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_at_the_end_of_time_is_refused_and_breaks_nothing(client, course, quality, day):
    client.force_login(quality)
    address = reverse("scheduling:plan", args=[course.code])
    assert client.get(address, {"starts_on": day}).status_code == 200
    assert client.post(address, {"starts_on": day}).status_code == 200
    assert Run.objects.count() == 0


def test_the_first_limits_are_those_of_the_calendar(course, quality):
    run = plan_run(course, starts_on=date(2027, 9, 1), by=quality, at=NOW)
    assert calendar_of(run).limits == FIRST_LIMITS
