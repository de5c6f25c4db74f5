"""The plan is edited freely and released: only those whose slots moved are written to, as calendars understand it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from mooc_portal.outbox.actions import deliver_letters_due_now
from mooc_portal.outbox.models import Letter
from mooc_portal.people.models import Role
from scheduling.ical import calendar_file
from scheduling.models import Aid, LectureWork, PlanRelease, StudioFeed, ToldSlot, WorkItem
from scheduling.studio.actions import acknowledge, book, cancel, confirm, move
from scheduling.studio.filming_ical import studio_calendar
from scheduling.studio.pipeline_actions import follow_course
from scheduling.studio.release import ReleaseRefused, has_unreleased_changes, release_plan, unreleased_changes
from scheduling.studio.reminders import alert_overdue_work, alert_stalled_lectures, remind_of_filmings
from tests.factories import NOW, TODAY, make_person, make_user
from tests.scheduling.filming import moment, slot

pytestmark = pytest.mark.django_db
DAY_BEFORE = moment("09:00", day=-1)


@pytest.fixture
def booking(course, studio, author, quality, operator):
    made = book(course, slot(studio, author, operator=operator), by=quality, at=NOW)
    acknowledge(made, by=author, at=NOW)
    return confirm(made, by=quality, at=NOW)


def changes(*, at):
    """What a release would tell; the short question and the long one agree."""
    found = unreleased_changes(at=at)
    assert has_unreleased_changes(at=at) == bool(found)
    return found


def told() -> list[tuple]:
    letters = Letter.objects.filter(kind__startswith="filming_").order_by("pk")
    return [(letter.kind, letter.recipient) for letter in letters]


def events(letter: Letter):
    calendar = Calendar.from_ical(letter.calendar)
    return str(calendar["method"]), calendar.walk("VEVENT")[0]


def moved(booking, studio, author, operator, quality, first, last):
    booking.refresh_from_db()
    return move(booking, slot(studio, author, first, last, operator=operator), seen=booking.version, by=quality, at=NOW)


def test_nobody_is_told_before_the_release_and_everybody_once_by_it(booking, author, operator, quality):
    assert told() == []
    release = release_plan(by=quality, at=NOW, note="February")
    assert told() == [("filming_confirmed", author), ("filming_confirmed", operator)]
    assert (release.number, release.slots.count()) == (1, 2)
    assert changes(at=NOW) == []
    with pytest.raises(ReleaseRefused):
        release_plan(by=quality, at=NOW)
    assert PlanRelease.objects.count() == 1


def test_only_those_whose_slots_moved_hear_of_it(booking, course, studio, author, operator, quality):
    other = book(course, slot(studio, author, "13:00", "14:00", day=1), by=quality, at=NOW)
    acknowledge(other, by=author, at=NOW)
    confirm(other, by=quality, at=NOW)
    release_plan(by=quality, at=NOW)
    Letter.objects.all().delete()
    moved(booking, studio, author, operator, quality, "11:00", "13:00")
    moved(booking, studio, author, operator, quality, "14:00", "16:00")
    release_plan(by=quality, at=NOW)
    assert told() == [("filming_moved", author), ("filming_moved", operator)]
    assert "08.02.2027 14:00" in Letter.objects.first().body
    assert "It was: 08.02.2027 10:00, Studio." in Letter.objects.first().body


def test_what_was_moved_and_moved_back_is_no_change(booking, studio, author, operator, quality):
    release_plan(by=quality, at=NOW)
    moved(booking, studio, author, operator, quality, "11:00", "13:00")
    moved(booking, studio, author, operator, quality, "10:00", "12:00")
    assert changes(at=NOW) == []


def test_another_operator_is_asked_and_the_first_one_freed(booking, studio, author, operator, quality):
    release_plan(by=quality, at=NOW)
    Letter.objects.all().delete()
    booking.refresh_from_db()
    move(booking, slot(studio, author), seen=booking.version, by=quality, at=NOW)
    assert [one.person for one in changes(at=NOW)] == [operator]
    release_plan(by=quality, at=NOW)
    assert told() == [("filming_cancelled", operator)]


def test_a_cancelled_filming_is_taken_out_of_the_calendars_under_its_own_name(booking, author, quality):
    release_plan(by=quality, at=NOW)
    first = Letter.objects.get(recipient=author, kind="filming_confirmed")
    booking.refresh_from_db()
    cancel(booking, reason="No light", by=quality, at=NOW)
    assert not Letter.objects.filter(kind="booking_cancelled").exists()
    assert {one.kind for one in changes(at=NOW)} == {"cancelled"}
    release_plan(by=quality, at=NOW)
    last = Letter.objects.get(recipient=author, kind="filming_cancelled")
    (method, asked), (end, taken) = events(first), events(last)
    assert (method, end) == ("REQUEST", "CANCEL")
    assert asked["uid"] == taken["uid"]
    assert (asked["sequence"], taken["sequence"]) == (0, 1)
    assert str(taken["status"]) == "CANCELLED"
    assert asked["dtstart"].dt == taken["dtstart"].dt == moment("10:00")
    assert "No light" in last.body


def test_a_letter_carries_its_invitation_as_mail_programs_expect(booking, author, quality):
    release_plan(by=quality, at=NOW)
    deliver_letters_due_now(at=NOW)
    message = next(one for one in mail.outbox if one.to == [author.email] and "confirmed" in one.subject).message()
    parts = {part.get_content_type(): part for part in message.walk()}
    assert parts["text/calendar"].get_param("method") == "REQUEST"
    event = Calendar.from_ical(parts["text/calendar"].get_payload(decode=True)).walk("VEVENT")[0]
    assert str(event["attendee"]) == f"MAILTO:{author.email}"


def test_what_is_past_is_told_to_nobody(booking, quality):
    assert changes(at=moment("12:00")) == []
    assert len(changes(at=moment("11:59"))) == 2


def test_only_the_quality_department_releases(booking, author):
    with pytest.raises(ReleaseRefused):
        release_plan(by=author, at=NOW)
    assert not ToldSlot.objects.exists()


def names(content: bytes) -> list[tuple]:
    return [(str(one["uid"]), one["dtstart"].dt) for one in Calendar.from_ical(content).walk("VEVENT")]


def test_feeds_show_what_was_released_and_not_what_is_being_edited(booking, studio, author, operator, quality):
    assert names(studio_calendar(studio, at=NOW)) == []
    release_plan(by=quality, at=NOW)
    moved(booking, studio, author, operator, quality, "14:00", "16:00")
    expected = [(f"filming-{booking.pk}@127.0.0.1", moment("10:00"))]
    assert names(studio_calendar(studio, at=NOW)) == expected
    assert names(calendar_file(author, at=NOW)) == expected
    assert names(calendar_file(operator, at=NOW)) == expected
    assert names(calendar_file(make_user(), at=NOW)) == []
    release_plan(by=quality, at=NOW)
    assert names(studio_calendar(studio, at=NOW))[0][1] == moment("14:00")


def test_the_address_of_a_studio_is_the_permission_and_can_be_made_worthless(client, booking, studio, quality, author):
    client.force_login(author)
    assert client.get("/studio/feeds/").status_code == 403
    client.force_login(quality)
    client.get("/studio/feeds/")
    old = StudioFeed.objects.get().secret
    client.logout()
    assert client.get(f"/studio/feed/{old}.ics")["Content-Type"] == "text/calendar; charset=utf-8"
    assert client.get("/studio/feed/guessed.ics").status_code == 404
    client.force_login(quality)
    client.post("/studio/feeds/", {"studio": studio.pk})
    assert client.post("/studio/feeds/", {"studio": "x"}).status_code == 404
    assert client.get(f"/studio/feed/{old}.ics").status_code == 404


def test_the_page_shows_what_would_be_told_and_releases_it(client, booking, quality, author, time_machine):
    time_machine.move_to(NOW, tick=False)
    client.force_login(author)
    assert client.get("/studio/release/").status_code == 403
    client.force_login(quality)
    assert booking.course.title in client.get("/studio/release/").content.decode()
    client.post("/studio/release/", {"note": "x"})
    assert PlanRelease.objects.get().note == "x"
    assert "Nothing has moved" in client.post("/studio/release/", {}, follow=True).content.decode()


def test_the_calendar_says_that_somebody_was_not_told_yet(client, booking, quality, author, time_machine):
    time_machine.move_to(NOW, tick=False)
    client.force_login(quality)
    assert 'hx-get="/studio/release/line/"' in client.get("/studio/").content.decode()
    assert "nobody was told yet" in client.get("/studio/release/line/").content.decode()
    release_plan(by=quality, at=NOW)
    assert client.get("/studio/release/line/").content.decode().strip() == ""
    client.force_login(author)
    assert "release/line" not in client.get("/studio/").content.decode()
    assert client.get("/studio/release/line/").status_code == 403


def test_lecturer_and_operator_are_reminded_once_on_the_day_before(booking, course, author, operator):
    assert remind_of_filmings(at=DAY_BEFORE - timedelta(days=1)) == 0
    assert remind_of_filmings(at=DAY_BEFORE) == 2
    assert remind_of_filmings(at=DAY_BEFORE + timedelta(hours=3)) == 0
    assert remind_of_filmings(at=moment("09:00")) == 0
    letter = Letter.objects.get(kind="filming_reminder", recipient=author)
    assert "08.02.2027 09:30" in letter.body


def test_the_reminder_asks_for_the_materials_that_did_not_come(course, studio, author, quality):
    follow_course(course, at=NOW)
    there, missing = course.lectures.exclude(part=None)[:2]
    LectureWork.objects.filter(lecture=there).update(materials=True)
    type(there).objects.filter(pk=there.pk).update(title="Is there")
    type(there).objects.filter(pk=missing.pk).update(title="Is missing", script="")
    made = book(course, slot(studio, author, lectures=(there, missing)), by=quality, at=NOW)
    acknowledge(made, by=author, at=NOW)
    confirm(made, by=quality, at=NOW)
    remind_of_filmings(at=DAY_BEFORE)
    body = Letter.objects.get(kind="filming_reminder").body
    assert "Is missing" in body
    assert "Is there" not in body


def test_an_unconfirmed_filming_reminds_nobody(course, studio, author):
    book(course, slot(studio, author), by=author, at=NOW)
    assert remind_of_filmings(at=DAY_BEFORE) == 0


def test_overdue_work_alerts_its_owner_and_a_week_later_the_department_once_each(course, author):
    reviewer = make_person(Role.DEPARTMENT_REVIEWER)
    WorkItem.objects.exclude(work="tests").update(done_on=TODAY)
    last = WorkItem.objects.get(work="tests").last
    on = lambda days: NOW + timedelta(days=(last - TODAY).days + days)  # noqa: E731
    assert alert_overdue_work(at=on(0)) == 0
    assert alert_overdue_work(at=on(1)) == 1
    assert alert_overdue_work(at=on(7)) == 0
    assert alert_overdue_work(at=on(8)) >= 1
    recipients = {letter.recipient for letter in Letter.objects.filter(kind="work_overdue")}
    assert {author, reviewer} <= recipients
    assert alert_overdue_work(at=on(30)) == 0


def test_where_the_department_has_nobody_the_quality_department_is_alerted(course, author, quality):
    from mooc_portal.people.models import Appointment

    Appointment.objects.filter(role=Role.DEPARTMENT_REVIEWER).delete()
    last = max(WorkItem.objects.values_list("last", flat=True))
    alert_overdue_work(at=NOW + timedelta(days=(last - TODAY).days + 8))
    assert Letter.objects.filter(kind="alert", recipient=quality).exists()


def stalled(course, stage, days, **values):
    follow_course(course, at=NOW)
    work = LectureWork.objects.filter(course=course).first()
    LectureWork.objects.filter(pk=work.pk).update(stage=stage, stage_since=NOW - timedelta(days=days), **values)


@pytest.mark.parametrize(("stage", "days"), [("filmed", 14), ("editing", 14), ("rough_cut", 7), ("approved", 7)])
def test_a_lecture_that_stands_still_is_told_to_who_has_it(course, author, operator, stage, days):
    stalled(course, stage, days, editor=operator)
    assert alert_stalled_lectures(at=NOW) == 0
    assert alert_stalled_lectures(at=NOW + timedelta(seconds=1)) == 1
    assert alert_stalled_lectures(at=NOW + timedelta(hours=1)) == 0
    assert Letter.objects.get(kind="lectures_stalled").recipient == (author if stage == "rough_cut" else operator)
    assert alert_stalled_lectures(at=NOW + timedelta(days=7)) == 1


def test_a_week_later_the_department_hears_of_lectures_that_stand_still(course, author):
    reviewer = make_person(Role.DEPARTMENT_REVIEWER)
    stalled(course, "rough_cut", 14)
    alert_stalled_lectures(at=NOW)
    assert not Letter.objects.filter(recipient=reviewer).exists()
    Letter.objects.all().delete()
    alert_stalled_lectures(at=NOW + timedelta(seconds=1))
    assert {letter.recipient for letter in Letter.objects.filter(kind="lectures_stalled")} >= {author, reviewer}


def test_nobody_is_woken_by_a_reminder(booking):
    assert remind_of_filmings(at=moment("07:59", day=-1)) == 0
    assert remind_of_filmings(at=moment("08:00", day=-1)) == 2


def test_the_sheet_asks_as_often_for_three_filmings_as_for_one(client, course, studio, author, quality):
    client.force_login(quality)

    def asked(first: str, last: str, number: int) -> int:
        lectures = course.lectures.exclude(part=None)[number : number + 2]
        book(course, slot(studio, author, first, last, lectures=tuple(lectures)), by=quality, at=NOW)
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/studio/day/2027-02-08/").content.decode().count("arrives at") == number + 1
        return len(queries)

    times = (("09:00", "10:00"), ("11:00", "12:00"), ("13:00", "14:00"))
    assert len({asked(first, last, number) for number, (first, last) in enumerate(times)}) == 1


def test_the_sheet_of_the_day_says_who_comes_when_with_what(client, course, studio, author, quality):
    follow_course(course, at=NOW)
    there, missing = course.lectures.exclude(part=None)[:2]
    type(there).objects.filter(pk__in=[there.pk, missing.pk]).update(script="")
    LectureWork.objects.filter(lecture=there).update(materials=True)
    aid = Aid.objects.create(name_kk="Суфлёр", name_ru="Суфлёр", name_en="Teleprompter")
    book(course, slot(studio, author, lectures=(there, missing), aids=(aid,)), by=quality, at=NOW)
    client.force_login(author)
    sheet = client.get("/studio/day/2027-02-08/").content.decode()
    for words in ("10:00–12:00", "arrives at 09:30", "Teleprompter", "memo not read yet"):
        assert words in sheet
    assert (sheet.count("materials received"), sheet.count("no materials yet")) == (1, 1)
    assert "Nothing is filmed" in client.get("/studio/day/2027-02-09/").content.decode()
    for day in ("yesterday", "9999-12-31"):
        assert client.get(f"/studio/day/{day}/").status_code == 404
