"""The next quarter of the demo university, from the planner's proposal to a measured lecture, as its people do it."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from icalendar import Calendar
from playwright.sync_api import expect

from mooc_portal.outbox.models import Letter
from mooc_portal.people.models import User
from scheduling.models import Booking, BookingState, LectureWork, Stage
from scheduling.studio.pipeline_readers import READY
from scheduling.studio.release import has_unreleased_changes
from tests.clips import clip

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
COURSE = "derekterdi-taldau-negizderi"
LENGTH = 724  # seconds; as the regulation asks (4.4)


@pytest.fixture
def people(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    call_command("loaddemo", verbosity=0)
    User.objects.update(language="en")
    names = ("author", "operator", "quality")
    return [User.objects.get(email=f"{name}@demo.example") for name in names]


def the_planner_proposes_the_quarter(page) -> None:
    page.goto("/studio/")
    page.get_by_role("link", name="Propose a schedule").click()
    page.get_by_label("Time limit, seconds").fill("5")
    page.get_by_role("button", name="Propose").click()
    expect(page.get_by_role("heading", name="Proposed filmings")).to_be_visible(timeout=30_000)
    page.get_by_role("button", name="Book all that are open").click()
    expect(page.locator("main").get_by_text("All of it is being booked.").first).to_be_visible(timeout=30_000)


def is_moved_by_hand(page, booking: Booking, minutes: int):
    """A quarter of an hour later, by the form of the filming."""
    later = booking.starts_at + timedelta(minutes=minutes)
    page.goto(f"/studio/{booking.pk}/")
    page.locator("[name=begins]").fill(f"{timezone.localtime(later):%H:%M}")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("main").get_by_text("Changes saved.").first).to_be_visible()
    return later


def is_read_and_confirmed(lecturer, planner, booking: Booking) -> None:
    lecturer.goto(f"/studio/{booking.pk}/")
    lecturer.get_by_role("button", name="I have read the memo").click()
    expect(lecturer.locator("main").get_by_text("Changes saved.").first).to_be_visible()
    planner.goto(f"/studio/{booking.pk}/")
    planner.get_by_role("button", name="Confirm the filming").click()
    expect(planner.locator("main").get_by_text("Changes saved.").first).to_be_visible()


def in_the_calendar_of(page, booking: Booking) -> list:
    """What a calendar program reads under the person's secret address."""
    page.goto("/calendar/")
    link = page.get_by_label("Address").input_value()
    file = page.request.get("/calendar/" + link.rpartition("/calendar/")[2])
    events = Calendar.from_ical(file.body()).walk("VEVENT")
    return [one["dtstart"].dt for one in events if str(one["uid"]).startswith(f"filming-{booking.pk}@")]


def take(page, step: str, *ticks: str) -> None:
    """Take a step of a lecture by its button."""
    for name in ticks:
        page.locator(f"[name={name}]").check()
    page.get_by_role("button", name=step, exact=True).click()


def upload(page, label: str, file) -> None:
    with page.expect_navigation(timeout=30_000):
        page.get_by_label(label).first.set_input_files(file)
    expect(page.locator("main").get_by_text("Measured on the server.")).to_be_visible()


def test_a_quarter_is_planned_moved_released_filmed_and_edited_to_measured_lectures(
    open_page, people, assert_axe_clean, tmp_path
):
    author, operator, quality = people
    lecturer, planner = open_page(user=author), open_page(user=quality)
    ready = LectureWork.objects.filter(course__code=COURSE, stage__in=READY).count()
    before = set(Booking.objects.values_list("pk", flat=True))
    the_planner_proposes_the_quarter(planner)
    booked = Booking.objects.exclude(pk__in=before)
    assert booked.count() > 5
    booking = booked.filter(course__code=COURSE).order_by("starts_at").first()

    later = is_moved_by_hand(planner, booking, 15)
    is_read_and_confirmed(lecturer, planner, booking)
    assert not Letter.objects.filter(key__startswith=f"filming:{booking.pk}:").exists()
    assert in_the_calendar_of(lecturer, booking) == []

    planner.goto("/studio/")
    planner.get_by_role("main").get_by_role("link", name="Release the plan").first.click()
    assert_axe_clean(planner)
    planner.get_by_role("button", name="Release and write to them").click()
    expect(planner.locator("main").get_by_text("of the plan is released.").first).to_be_visible()
    told = Letter.objects.filter(key__startswith=f"filming:{booking.pk}:")
    assert {letter.recipient for letter in told} == {author, Booking.objects.get(pk=booking.pk).operator}
    assert in_the_calendar_of(lecturer, booking) == [later]
    assert not has_unreleased_changes(at=timezone.now())
    assert set(booked.values_list("standing", flat=True)) == {BookingState.CONFIRMED, BookingState.REQUESTED}

    # Filmed and edited on a telephone in the studio, viewed by the author at the desk.
    lecture = booking.lectures.order_by("pk").first()
    work = LectureWork.objects.get(lecture=lecture)
    address = f"/studio/lectures/{work.pk}/"
    studio = open_page(address, user=operator, phone=True)
    take(studio, "Filmed")
    expect(studio.locator("main").get_by_text("Tick that a test take was made (cl. 7.2.1).")).to_be_visible()
    take(studio, "Filmed", "film-test_take", "film-clothing", "film-materials")
    take(studio, "Begin editing")
    rough, final = tmp_path / "rough.mp4", tmp_path / "final.mp4"
    rough.write_bytes(clip(30))
    final.write_bytes(clip(LENGTH, shade=90))
    upload(studio, "Upload the rough cut", rough)
    assert_axe_clean(studio)
    take(studio, "Show the rough cut")

    lecturer.goto(f"/studio/board/?mine=on&course={COURSE}")
    lecturer.locator(f"table.board a[href='{address}']").click()
    lecturer.locator("#rough-cut").evaluate("video => { video.currentTime = 12; }")
    lecturer.get_by_role("button", name="Take the time of the video").click()
    expect(lecturer.get_by_label("Time in the video")).to_have_value("0:12")
    lecturer.get_by_label("Note", exact=False).last.fill("A cough")
    take(lecturer, "Add a note")
    assert_axe_clean(lecturer)
    take(lecturer, "Approve the cut")
    expect(
        lecturer.locator("main").get_by_text("Notes on the rough cut are not settled yet (cl. 7.4.8).")
    ).to_be_visible()
    take(lecturer, "Send back with the notes")

    studio.goto(address)
    expect(studio.locator("main").get_by_text("A cough")).to_be_visible()
    studio.get_by_role("button", name="Settled").click()
    expect(studio.get_by_role("button", name="Settled")).to_have_count(0)
    rough.write_bytes(clip(29))
    upload(studio, "Upload the rough cut", rough)
    take(studio, "Show the rough cut")
    lecturer.goto(address)
    take(lecturer, "Approve the cut")
    studio.goto(address)
    upload(studio, "Upload the final video", final)
    expect(studio.locator("main").get_by_text("as the regulation asks (cl. 3.5, 4.4)")).to_be_visible()

    work.refresh_from_db()
    assert (work.stage, work.editor, work.seconds) == (Stage.MEASURED, operator, LENGTH)
    assert (work.lecture.seconds, work.lecture.measured, work.lecture.video) == (LENGTH, True, work.sha256)
    lecturer.goto(f"/courses/{COURSE}/lecture/{lecture.pk}/")
    expect(lecturer.locator("main").get_by_text("Measured on the server.")).to_be_visible()
    lecturer.goto(f"/studio/production/{COURSE}/")
    expect(lecturer.locator("main").get_by_text(f"Uploaded of the whole course: {ready + 1} /")).to_be_visible()
