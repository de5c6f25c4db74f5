"""The work plan: backwards from the run, in batches, with what is late or at risk and why (3.7, 5.1.1)."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from courses.regulation.limits import FIRST_LIMITS
from mooc_portal.people.models import Role
from scheduling.calendar import Calendar
from scheduling.models import Deadline, Making, WorkItem, WorkPlan
from scheduling.studio.actions import BookingRefused, book, cancel
from scheduling.studio.plan_actions import PlanRefused, change_item, finish_item, make_work_plan
from scheduling.studio.plan_dates import batches_of, dated_items
from scheduling.studio.plan_readers import capacity_warnings, judged_items
from tests.factories import NOW, TODAY, ZONE, make_course, make_person, make_user
from tests.scheduling.filming import approve, slot

pytestmark = pytest.mark.django_db
START = date(2027, 9, 6)
FILMING, EDITING, UPLOAD = Making.FILMING, Making.EDITING, Making.UPLOAD


@pytest.fixture
def course(author):
    """With an approved programme and no plan yet."""
    course = make_course(author)
    approve(course, author)
    return course


def calendar(sections: int = 6) -> Calendar:
    return Calendar(START, sections, sections, FIRST_LIMITS, ZONE)


def made(course, by, **changes) -> WorkPlan:
    options = {"starts_on": START, "deadline": Deadline.ANNOUNCEMENT, "batches": 1, "by": by, "at": NOW} | changes
    return make_work_plan(course, **options)


def spans(items, batch: int = 1) -> dict:
    return {item.work: (item.first, item.last) for item in items if item.batch == batch}


def test_one_two_one_weeks_end_the_day_before_the_launch_message():
    found = spans(dated_items(calendar(), deadline=Deadline.ANNOUNCEMENT, batches=1))
    assert found[FILMING] == (date(2027, 6, 28), date(2027, 7, 4))
    assert found[EDITING] == (date(2027, 7, 5), date(2027, 7, 18))
    assert found[UPLOAD] == (date(2027, 7, 19), date(2027, 7, 25))
    assert calendar().announcement_on == date(2027, 7, 26)
    for work in (Making.TESTS, Making.TASKS, Making.MATERIALS):
        assert found[work] == (date(2027, 6, 28), date(2027, 7, 18))


def test_until_the_first_day_of_the_run():
    found = spans(dated_items(calendar(), deadline=Deadline.START, batches=1))
    assert found[UPLOAD][1] == START - timedelta(days=1)


def test_batches_follow_each_other_in_the_studio():
    items = dated_items(calendar(), deadline=Deadline.ANNOUNCEMENT, batches=3)
    starts = [spans(items, batch)[FILMING][0] for batch in (1, 2, 3)]
    assert starts == [date(2027, 6, 14), date(2027, 6, 21), date(2027, 6, 28)]


def test_until_each_batch_opens_every_upload_ends_before_its_section():
    items = dated_items(calendar(), deadline=Deadline.OPENING, batches=6)
    for number in range(1, 7):
        assert spans(items, number)[UPLOAD][1] == calendar().section_opens_on(number) - timedelta(days=1)


@pytest.mark.parametrize(
    ("sections", "batches", "expected"),
    [
        (6, 1, [(1, 6)]),
        (6, 4, [(1, 2), (3, 4), (5, 5), (6, 6)]),
        (5, 5, [(1, 1), (2, 2), (3, 3), (4, 4), (5, 5)]),
    ],
)
def test_sections_are_dealt_evenly(sections, batches, expected):
    assert batches_of(sections, batches) == expected


def test_a_plan_has_an_owner_for_every_item(course, author, quality):
    owners = {item.work: item.owner for item in made(course, author).items.select_related("owner")}
    assert owners[FILMING] == owners[EDITING] == owners[UPLOAD] == quality
    assert owners[Making.TESTS] == owners[Making.TASKS] == owners[Making.MATERIALS] == author


def test_a_date_in_the_past_is_named_and_needs_a_reason(course, author):
    soon = TODAY + timedelta(days=69)  # one day less than 42 + 28
    with pytest.raises(PlanRefused) as refused:
        made(course, author, starts_on=soon)
    assert refused.value.deviation_allowed
    assert refused.value.reasons == [
        "Sections 1–6, filming: the first day would be 31 January 2027 and has passed (cl. 3.7)."
    ]
    assert made(course, author, starts_on=soon, deviation="Accreditation").deviation == "Accreditation"
    assert made(course, author, starts_on=soon + timedelta(days=1), deviation="x").deviation == ""


@pytest.mark.parametrize("batches", [0, 7])
def test_more_batches_than_sections_are_refused(course, author, batches):
    with pytest.raises(PlanRefused):
        made(course, author, batches=batches)


def test_a_course_without_sections_has_nothing_to_plan(author):
    with pytest.raises(PlanRefused):
        made(make_course(author, code="empty", sections=[]), author)


def test_strangers_make_no_plan(course):
    with pytest.raises(PlanRefused):
        made(course, make_user())
    assert not WorkPlan.objects.exists()


def test_planning_anew_keeps_owners_and_what_is_done(course, author, quality):
    plan = made(course, author)
    item = plan.items.get(work=Making.TESTS)
    change_item(item, owner=quality, first=item.first, last=item.last, note="Bank", by=author, at=NOW)
    finish_item(item, done=True, by=quality, at=NOW)
    again = made(course, author, starts_on=START + timedelta(days=7))
    kept = again.items.get(work=Making.TESTS)
    assert (kept.owner, kept.done_on, kept.note, again.version) == (quality, TODAY, "Bank", 2)
    assert WorkItem.objects.count() == 6


def standing_on(plan, day: date) -> dict:
    at = NOW.replace(year=day.year, month=day.month, day=day.day)
    return {one.item.work: (one.standing, one.reason) for one in judged_items(plan, at=at)}


def test_items_are_ahead_under_way_late_and_at_risk_with_the_reason(course, author):
    plan = made(course, author)
    assert standing_on(plan, date(2027, 6, 20))[FILMING] == ("ahead", "")
    at_risk = standing_on(plan, date(2027, 6, 21))[FILMING]
    assert at_risk == ("risk", "lectures without a booked filming: 36")
    assert standing_on(plan, date(2027, 7, 4))[FILMING][0] == "risk"
    late = standing_on(plan, date(2027, 7, 5))
    assert late[FILMING] == ("late", "due on 4 July 2027, not done")
    assert late[EDITING] == ("risk", "should have begun, but filming is not done")
    assert late[UPLOAD] == ("ahead", "")


def test_a_done_item_says_how_late_it_was(course, author):
    plan = made(course, author)
    plan.items.filter(work=FILMING).update(done_on=date(2027, 7, 6))
    standing = standing_on(plan, date(2027, 7, 6))
    assert standing[FILMING] == ("done", "days after its last day: 2")
    assert standing[EDITING] == ("running", "")


def test_the_first_filming_needs_the_plan_and_a_later_one_does_not(course, author, studio, quality):
    with pytest.raises(BookingRefused) as refused:
        book(course, slot(studio, author), by=author, at=NOW)
    assert refused.value.reasons == ["The course has no work plan yet (cl. 5.1.1)."]
    made(course, author)
    booking = book(course, slot(studio, author), by=author, at=NOW)
    WorkPlan.objects.all().delete()
    assert book(course, slot(studio, author, "13:00", "14:00"), by=author, at=NOW).pk
    cancel(booking, reason="x", by=quality, at=NOW)


def test_more_video_than_the_studios_have_hours_is_warned_of(course, studio):
    assert capacity_warnings(course, 1) == []
    course.lectures.exclude(part=None).update(seconds=6000)  # 36 lectures: 60 hours
    assert capacity_warnings(course, 1) == [
        "Video of one batch: 60 hours. The studios are open 45 hours a week: make more batches."
    ]
    assert capacity_warnings(course, 2) == []


def test_the_pages_show_make_and_print_a_plan(client, course, author, quality, time_machine):
    time_machine.move_to(NOW, tick=False)
    client.force_login(author)
    assert "There is no work plan yet" in client.get(f"/studio/plans/{course.code}/").content.decode()
    path = f"/studio/plans/{course.code}/make/"
    assert "28 June 2027" in client.get(path + "?starts_on=2027-09-06&deadline=announcement&batches=1").content.decode()
    refused = client.post(path, {"starts_on": "2027-03-01", "deadline": "announcement", "batches": 1})
    assert "has passed (cl. 3.7)" in refused.content.decode()
    client.post(path, {"starts_on": "2027-09-06", "deadline": "announcement", "batches": 2})
    html = client.get(f"/studio/plans/{course.code}/").content.decode()
    assert "<svg" in html
    assert html.count("<tr>") == 13
    book_ = load_workbook(BytesIO(client.get(f"/studio/plans/{course.code}/excel/").content))
    plan, lectures = book_.worksheets
    assert (plan.max_row, lectures.max_row) == (13, 1 + course.lectures.count())
    assert lectures["B2"].value == "Дәріс"


def test_an_owner_ticks_the_own_item_and_no_other(client, course, author):
    plan = made(course, author)
    owner = make_person(Role.INSTRUCTOR)
    item = plan.items.get(work=Making.TESTS)
    change_item(item, owner=owner, first=item.first, last=item.last, note="", by=author, at=NOW)
    assert finish_item(item, done=True, by=owner, at=NOW).done_on == TODAY
    with pytest.raises(PlanRefused):
        finish_item(plan.items.get(work=Making.TASKS), done=True, by=owner, at=NOW)
    client.force_login(owner)
    assert client.get(f"/studio/plans/{course.code}/").status_code == 404


def test_the_page_asks_as_often_for_three_batches_as_for_one(client, course, author, django_assert_num_queries):
    made(course, author)
    client.force_login(author)
    client.get(f"/studio/plans/{course.code}/")
    with django_assert_num_queries(11):
        client.get(f"/studio/plans/{course.code}/")
    made(course, author, batches=3)
    with django_assert_num_queries(11):
        client.get(f"/studio/plans/{course.code}/")
