"""A quarter of filming, from the planner's proposal to a measured lecture, as its people do it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar
from playwright.sync_api import expect

from mooc_portal.outbox.models import Letter
from mooc_portal.people.models import Role
from scheduling.models import Booking, LectureWork, Stage, Studio, StudioWorker, WorkPlan
from tests.factories import appoint, make_course, make_person, make_user
from tests.scheduling.filming import approve

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people():
    author, operator = make_user("author@example.kz"), make_user("operator@example.kz")
    appoint(author, Role.INSTRUCTOR)
    for work in ("operator", "editor"):
        StudioWorker.objects.create(user=operator, work=work, days=list(range(7)))
    Studio.objects.create(name_kk="Бас студия", name_ru="Главная студия", name_en="Main studio", days=list(range(7)))
    approve(make_course(author, code="written"), author)
    return author, operator, make_person(Role.QUALITY_SPECIALIST)


def plan_the_work(page):
    """The author plans the work backwards from the first day of the run."""
    page.goto("/studio/plans/written/make/")
    page.get_by_label("Planned first day of the run").fill((timezone.localdate() + timedelta(days=80)).isoformat())
    page.locator("[name=deadline]").select_option("start")
    page.get_by_role("button", name="Show the dates").click()
    page.get_by_role("main").get_by_role("button", name="Make the work plan").click()
    expect(page.get_by_text("The work plan is made.")).to_be_visible()


def propose_and_book(page) -> Booking:
    """The planner proposes, the quality specialist books the filmings of the first page."""
    page.goto("/studio/")
    page.get_by_role("link", name="Propose a schedule").click()
    page.get_by_label("Time limit, seconds").fill("5")
    page.get_by_role("button", name="Propose").click()
    expect(page.get_by_text("Every filming has a place.")).to_be_visible(timeout=20_000)
    page.get_by_role("button", name="Book the ticked ones").click()
    expect(page.get_by_text("Booked:")).to_be_visible(timeout=20_000)
    page.get_by_role("link", name="booked").first.click()
    return Booking.objects.get(pk=int(page.url.rstrip("/").rpartition("/")[2]))


def released_in_calendar_of(page, booking: Booking) -> list:
    """What a calendar program reads under the person's secret address."""
    page.goto("/calendar/")
    link = page.get_by_label("Address").input_value()
    file = page.request.get("/calendar/" + link.rpartition("/calendar/")[2])
    events = Calendar.from_ical(file.body()).walk("VEVENT")
    return [one["dtstart"].dt for one in events if str(one["uid"]).startswith(f"filming-{booking.pk}@")]


def test_a_filming_is_proposed_moved_by_hand_confirmed_and_released(open_page, people):
    author, _operator, quality = people
    writer, planner = open_page(user=author), open_page(user=quality)
    plan_the_work(writer)
    booking = propose_and_book(planner)

    later = booking.starts_at + timedelta(minutes=15)
    planner.locator("[name=begins]").fill(f"{timezone.localtime(later):%H:%M}")
    planner.get_by_role("button", name="Save").click()
    expect(planner.get_by_text("Changes saved.")).to_be_visible()

    writer.goto(f"/studio/{booking.pk}/")
    writer.get_by_role("button", name="I have read the memo").click()
    planner.goto(f"/studio/{booking.pk}/")
    planner.get_by_role("button", name="Confirm the filming").click()
    assert not Letter.objects.filter(kind="filming_confirmed").exists()
    assert released_in_calendar_of(writer, booking) == []

    planner.goto("/studio/")
    planner.get_by_role("main").get_by_role("link", name="Release the plan").first.click()
    planner.get_by_role("button", name="Release and write to them").click()
    expect(planner.get_by_text("Version 1 of the plan is released.")).to_be_visible()
    assert Letter.objects.filter(kind="filming_confirmed", recipient=author).exists()
    assert released_in_calendar_of(writer, booking) == [later]


def take(page, step: str, **fields):
    """Take a step of a lecture by its button."""
    for name, value in fields.items():
        field = page.locator(f"[name={name.replace('__', '-')}]")
        field.check() if value is True else field.fill(value)
    page.get_by_role("button", name=step, exact=True).click()


def test_a_lecture_goes_from_the_camera_to_its_measured_length(open_page, people, assert_axe_clean):
    author, operator, _quality = people
    writer, studio = open_page(user=author), open_page("/studio/board/", user=operator, phone=True)
    plan_the_work(writer)
    assert WorkPlan.objects.filter(course__code="written").exists()
    studio.goto("/studio/board/?stage=planned")
    studio.locator("table.board tbody a").first.click()
    take(studio, "Filmed")
    expect(studio.get_by_text("Tick that a test take was made (cl. 7.2.1).")).to_be_visible()
    take(studio, "Filmed", film__test_take=True, film__clothing=True, film__materials=True)
    take(studio, "Begin editing")
    take(studio, "Show the rough cut", show__rough_cut="https://video.example/cut")

    writer.goto("/studio/board/?mine=on")
    writer.locator("table.board tbody a").first.click()
    writer.get_by_label("Time in the video").fill("1:23")
    writer.get_by_label("Note", exact=False).last.fill("A cough")
    take(writer, "Add a note")
    assert_axe_clean(writer)
    take(writer, "Approve the cut")
    expect(writer.get_by_text("Notes on the rough cut are not settled yet (cl. 7.4.8).")).to_be_visible()
    take(writer, "Send back with the notes")

    studio.reload()
    expect(studio.get_by_text("A cough")).to_be_visible()
    studio.get_by_role("button", name="Settled").click()
    take(studio, "Show the rough cut")
    writer.reload()
    take(writer, "Approve the cut")
    studio.reload()
    take(studio, "Uploaded", upload__video="https://video.example/final")
    take(studio, "Measured", measure__seconds="16:00", measure__sha256="ab" * 32)
    expect(studio.locator(".verdict-block")).to_be_visible()
    work = LectureWork.objects.get(stage=Stage.MEASURED)
    assert (work.lecture.seconds, work.lecture.measured, work.editor) == (960, True, operator)
    writer.goto("/studio/production/written/")
    expect(writer.get_by_text("Uploaded of the whole course: 1 /")).to_be_visible()
