"""From the public page to reading: somebody registers by e-mail, reads what is open, sees when the rest opens."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import expect

from mooc_portal.dates import long_date
from mooc_portal.people.models import Role
from scheduling.actions import plan_run
from scheduling.models import Consent, PartRead, Registration
from tests.factories import make_course, make_person, make_user
from tests.scheduling.runs import published

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def run_that_started(days_ago: int):
    now = timezone.now()
    course = published(make_course(make_user("author@example.kz")))
    quality = make_person(Role.QUALITY_SPECIALIST)
    starts_on = timezone.localdate(now) - timedelta(days=days_ago)
    return plan_run(course, starts_on=starts_on, by=quality, at=now - timedelta(days=60))


def test_a_visitor_registers_by_e_mail_and_reads(open_page, assert_axe_clean):
    run = run_that_started(days_ago=1)
    page = open_page("/catalogue/", phone=True)
    page.get_by_role("link", name="Деректерді талдау").click()
    page.get_by_role("link", name="Register", exact=True).first.click()
    page.get_by_label("E-mail").fill("reader@example.kz")
    page.get_by_role("button", name="Send me the letter").click()
    expect(page.get_by_role("heading", name="Look into your mailbox")).to_be_visible()

    letter = next(one for one in mail.outbox if one.to == ["reader@example.kz"])
    page.goto(re.search(r"/register/\S+/", letter.body)[0])
    assert_axe_clean(page)
    expect(page.get_by_label("I have read the text")).not_to_be_checked()
    page.get_by_label("Full name").fill("Айша Оқырман")
    page.get_by_label("I have read the text").check()
    page.get_by_role("button", name="Register").click()
    expect(page.locator("main").get_by_text("You are registered.").first).to_be_visible()
    assert_axe_clean(page)
    registration = Registration.objects.get(run=run)
    assert (registration.user.email, Consent.objects.get().user) == ("reader@example.kz", registration.user)
    assert any("You are registered" in one.subject for one in mail.outbox)

    closed = page.locator("li.is-closed")
    expect(closed).to_have_count(6)  # five sections and the final week
    expect(closed.first).to_contain_text(f"opens: {long_date(run.starts_on + timedelta(days=7), 'en')}")
    expect(closed.get_by_role("link")).to_have_count(0)

    page.get_by_role("link", name="Begin").click()
    expect(page.get_by_role("heading", name="1.1")).to_be_visible()
    page.get_by_role("button", name="I have read this part").click()
    expect(page.locator("#read").get_by_text("You have read this part.")).to_be_visible()
    expect(page.locator("#said")).to_contain_text("You have read this part.")
    assert PartRead.objects.get().registration == registration
    page.get_by_role("link", name="Next", exact=False).click()
    expect(page.get_by_role("heading", name="1.2")).to_be_visible()
    assert_axe_clean(page)
    page.goto("/learning/")
    expect(page.get_by_role("link", name="Go on", exact=False)).to_be_visible()
    answer = page.goto(f"/learning/{run.pk}/section/2/")
    assert answer.status == 404


def test_the_picture_of_a_plan_is_dragged_to_another_first_day(open_page):
    quality = make_person(Role.QUALITY_SPECIALIST)
    published(make_course(make_user("author@example.kz")))
    first = timezone.localdate() + timedelta(days=70)
    page = open_page(f"/catalogue/derekter-1/plan/?starts_on={first.isoformat()}", user=quality)
    picture = page.locator("svg.draggable")
    box = picture.bounding_box()
    days = int(page.locator("[data-drag]").get_attribute("data-days"))
    page.mouse.move(box["x"] + 100, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 100 + 7.2 * box["width"] / days, box["y"] + 20, steps=4)
    page.mouse.up()
    page.wait_for_url(f"**starts_on={(first + timedelta(days=7)).isoformat()}*")
    expect(page.get_by_label("First day of the run")).to_have_value((first + timedelta(days=7)).isoformat())
