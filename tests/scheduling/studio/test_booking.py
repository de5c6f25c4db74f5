"""Booking a filming: what is refused, at which minute, and that nothing is taken twice."""

from datetime import time, timedelta

import pytest

from mooc_portal.outbox.models import Letter
from mooc_portal.people.models import Role
from scheduling.models import Absence, Aid, BookedThing, BookingState, Closure, FreePeriod, Studio
from scheduling.studio.actions import BookingRefused, acknowledge, book, cancel, confirm, move
from scheduling.studio.slots import Slot
from tests.factories import NOW, make_course, make_person, make_user
from tests.scheduling.filming import MONDAY, moment, slot, with_programme

pytestmark = pytest.mark.django_db


def refusal(course, asked, by, at=NOW) -> list[str]:
    with pytest.raises(BookingRefused) as refused:
        book(course, asked, by=by, at=at)
    return refused.value.reasons


def test_an_author_requests_reads_the_memo_and_the_quality_department_confirms(course, studio, author, quality):
    booking = book(course, slot(studio, author), by=author, at=NOW, memo_read=True)
    assert (booking.standing, booking.memo_read_at) == (BookingState.REQUESTED, NOW)
    assert confirm(booking, by=quality, at=NOW).standing == BookingState.CONFIRMED
    kinds = Letter.objects.filter(kind__startswith="booking").values_list("kind", "recipient__email")
    assert sorted(kinds) == [("booking_asked", quality.email)]  # that it is confirmed, the next release tells


def test_without_the_approved_programme_nothing_is_filmed(studio, author):
    course = make_course(author, code="bare")
    assert refusal(course, slot(studio, author), author) == [
        "The department has not approved the working programme yet (cl. 5.1.2).",
        "The course has no work plan yet (cl. 5.1.1).",
    ]


def test_without_the_lecturers_tick_nothing_is_confirmed(course, studio, author, quality):
    booking = book(course, slot(studio, author), by=quality, at=NOW, memo_read=True)
    assert booking.memo_read_at is None
    with pytest.raises(BookingRefused):
        confirm(booking, by=quality, at=NOW)
    with pytest.raises(BookingRefused):
        acknowledge(booking, by=quality, at=NOW)
    acknowledge(booking, by=author, at=NOW)
    assert confirm(booking, by=quality, at=NOW).standing == BookingState.CONFIRMED


def test_only_the_quality_department_confirms(course, studio, author):
    booking = book(course, slot(studio, author), by=author, at=NOW, memo_read=True)
    with pytest.raises(BookingRefused):
        confirm(booking, by=author, at=NOW)


@pytest.mark.parametrize(
    ("first", "last", "day", "reason"),
    [
        ("10:00", "10:00", 0, "The filming ends before it begins."),
        ("11:00", "10:00", 0, "The filming ends before it begins."),
        ("08:59", "10:00", 0, "Outside the hours of the studio."),
        ("17:00", "18:01", 0, "Outside the hours of the studio."),
        ("10:00", "12:00", 5, "Outside the hours of the studio."),
        ("09:59", "12:00", -7, "The filming would begin in the past."),
    ],
)
def test_a_time_that_cannot_be_is_refused(course, studio, author, first, last, day, reason):
    reasons = refusal(course, slot(studio, author, first, last, day=day), author)
    assert len(reasons) == 1
    assert reasons[0].startswith(reason)


@pytest.mark.parametrize(("first", "last"), [("09:00", "18:00"), ("09:00", "09:01"), ("17:59", "18:00")])
def test_the_whole_of_the_studios_hours_can_be_booked(course, studio, author, first, last):
    assert book(course, slot(studio, author, first, last), by=author, at=NOW).pk


def test_a_filming_may_begin_this_very_moment(course, studio, author):
    asked = Slot(studio, NOW, NOW + timedelta(hours=1), author)
    assert book(course, asked, by=author, at=NOW).pk


def test_over_midnight_is_refused(course, studio, author):
    asked = Slot(studio, moment("17:00"), moment("00:01", day=1), author)
    assert refusal(course, asked, author) == ["The filming goes over midnight: book two of them."]


def test_holidays_closures_and_absences_are_named(course, studio, author):
    name = {"name_kk": "Демалыс", "name_ru": "Отдых", "name_en": "Day off"}
    FreePeriod.objects.create(first=MONDAY.date(), last=MONDAY.date(), **name)
    Closure.objects.create(studio=studio, starts_at=moment("11:59"), ends_at=moment("13:00"), reason="Repair")
    Absence.objects.create(user=author, first=MONDAY.date(), last=MONDAY.date())
    reasons = refusal(course, slot(studio, author), author)
    assert [reason.split(":")[0] for reason in reasons] == [
        "A holiday",
        "The studio is closed then",
        "Absent that day",
    ]


def test_a_closure_that_begins_when_the_filming_ends_does_not_matter(course, studio, author):
    Closure.objects.create(studio=studio, starts_at=moment("12:00"), ends_at=moment("13:00"), reason="Repair")
    assert book(course, slot(studio, author), by=author, at=NOW).pk


def test_a_stranger_is_neither_lecturer_nor_operator_nor_the_one_who_books(course, studio, author, operator):
    stranger = make_user("stranger@example.kz")
    assert refusal(course, slot(studio, stranger), author) == [f"The lecturer is no author of the course: {stranger}."]
    assert refusal(course, slot(studio, author, operator=stranger), author) == [f"Not an operator: {stranger}."]
    assert refusal(course, slot(studio, author), stranger)


def test_a_lecture_of_another_course_is_refused(course, studio, author):
    other = make_course(author, code="other").lectures.exclude(part=None).first()
    assert refusal(course, slot(studio, author, lectures=(other,)), author) == [
        f"Not a lecture of this course: {other}."
    ]


@pytest.mark.parametrize(
    ("first", "last", "clashes"),
    [
        ("08:00", "09:45", False),
        ("09:00", "09:45", False),
        ("09:00", "09:46", True),
        ("10:30", "11:30", True),
        ("09:30", "13:00", True),
        ("11:59", "13:00", True),
        ("12:14", "13:00", True),
        ("12:15", "13:00", False),
    ],
)
def test_the_studio_is_taken_until_its_buffer_has_passed(course, studio, author, quality, first, last, clashes):
    Studio.objects.update(opens=time(7))
    studio.refresh_from_db()
    book(course, slot(studio, author), by=author, at=NOW)
    colleague = make_user("colleague@example.kz")
    other = make_course(colleague, code="other")
    with_programme(other, colleague)
    asked = slot(studio, colleague, first, last)
    if not clashes:
        assert book(other, asked, by=quality, at=NOW).pk
        return
    reasons = refusal(other, asked, quality)
    assert len(reasons) == 1
    assert reasons[0].startswith("Taken already: Studio, ")
    assert reasons[0].endswith(f"10:00–12:15, “{course.title}”.")


def test_people_and_aids_are_taken_too_and_each_clash_is_named(course, studio, author, quality, operator):
    second = Studio.objects.create(name_kk="2", name_ru="2", name_en="Second")
    aid = Aid.objects.create(name_kk="Суфлёр", name_ru="Суфлёр", name_en="Teleprompter")
    book(course, slot(studio, author, operator=operator, aids=(aid,)), by=quality, at=NOW)
    reasons = refusal(course, slot(second, author, "11:00", "13:00", operator=operator, aids=(aid,)), quality)
    assert sorted(reason.split(": ")[1].split(",")[0] for reason in reasons) == sorted(
        [str(author), str(operator), "Teleprompter"]
    )


def test_a_filming_moves_within_its_own_time_and_frees_what_it_left(course, studio, author, quality):
    booking = book(course, slot(studio, author), by=author, at=NOW, memo_read=True)
    moved = move(booking, slot(studio, author, "11:00", "13:00"), seen=0, by=quality, at=NOW)
    assert (moved.starts_at, moved.version) == (moment("11:00"), 1)
    assert moved.memo_read_at == NOW
    assert book(course, slot(studio, author, "09:00", "10:45"), by=author, at=NOW).pk


def test_the_second_of_two_who_move_is_told(course, studio, author, quality):
    booking = book(course, slot(studio, author), by=author, at=NOW)
    move(booking, slot(studio, author, "11:00", "13:00"), seen=0, by=quality, at=NOW)
    with pytest.raises(BookingRefused) as refused:
        move(booking, slot(studio, author, "14:00", "15:00"), seen=0, by=author, at=NOW)
    assert refused.value.reasons == ["Somebody changed this filming meanwhile. Look at it again."]


def test_a_filming_that_began_is_neither_moved_nor_cancelled(course, studio, author, quality):
    booking = book(course, slot(studio, author), by=author, at=NOW)
    late = moment("10:00")
    with pytest.raises(BookingRefused):
        cancel(booking, reason="x", by=quality, at=late)
    with pytest.raises(BookingRefused):
        move(booking, slot(studio, author, "11:00", "13:00"), seen=0, by=quality, at=late)
    assert cancel(booking, reason="x", by=quality, at=late - timedelta(seconds=1)).standing == BookingState.CANCELLED


def test_what_is_cancelled_is_free_again_and_everybody_hears_why(course, studio, author, quality):
    booking = book(course, slot(studio, author), by=author, at=NOW)
    with pytest.raises(BookingRefused):
        cancel(booking, reason=" ", by=quality, at=NOW)
    cancel(booking, reason="Жарық өшеді", by=quality, at=NOW)
    assert not BookedThing.objects.filter(is_live=True).exists()
    assert "Жарық өшеді" in Letter.objects.get(kind="booking_cancelled", recipient=author).body
    assert book(course, slot(studio, author), by=author, at=NOW).pk


def test_the_pages_lead_from_a_request_to_a_confirmed_filming(client, course, studio, author, quality, time_machine):
    time_machine.move_to(NOW)
    client.force_login(author)
    fields = {"studio": studio.pk, "day": "2027-02-08", "begins": "10:00", "ends": "12:00", "note": ""}
    fields |= {"lecturer": author.pk, "operator": "", "memo": "on"}
    response = client.post(f"/studio/new/?course={course.code}", fields)
    booking = course.bookings.get()
    assert response.url == f"/studio/{booking.pk}/"
    client.force_login(quality)
    assert course.title in client.get("/studio/?week=2027-02-08").content.decode()
    client.post(f"/studio/{booking.pk}/confirm/")
    booking.refresh_from_db()
    assert booking.standing == BookingState.CONFIRMED
    assert "10:00–12:00" in client.get("/studio/day/2027-02-08/").content.decode()
    clash = client.post(f"/studio/new/?course={course.code}", fields | {"note": "Менің жазбам"}).content.decode()
    assert "Taken already" in clash
    assert "Менің жазбам" in clash


def test_strangers_see_no_filming(client, course, studio, author):
    booking = book(course, slot(studio, author), by=author, at=NOW)
    client.force_login(make_person(Role.INSTRUCTOR))
    assert client.get(f"/studio/{booking.pk}/").status_code == 404
    assert client.post(f"/studio/{booking.pk}/cancel/", {"reason": "x"}).status_code == 404
    client.force_login(make_user("learner@example.kz"))
    assert client.get("/studio/").status_code == 404
