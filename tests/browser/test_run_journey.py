"""A run from planning to the archive in the browser, the clock moving and `run_due` alone doing what is due."""

import re
from datetime import datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from playwright.sync_api import expect

from courses.models import Course
from courses.states import State
from mooc_portal.people.models import Role, User
from scheduling.models import Run
from tests.factories import NOW, make_course, make_person, make_user
from tests.scheduling.jobs.runs import day
from tests.scheduling.runs import published

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TITLE = "Data for everyone"
SECOND = timedelta(seconds=1)


@pytest.fixture
def clock():
    """The clock of the portal; the browser keeps its own."""
    with time_machine.travel(NOW, tick=True) as moved:
        yield moved


def live_until(clock, at: datetime) -> None:
    """Let the clock reach a moment: what is due is done and the letters leave."""
    clock.move_to(at)
    call_command("run_due", stdout=StringIO())
    call_command("deliver_letters", stdout=StringIO())


def subjects_to(email: str) -> list[str]:
    return [letter.subject for letter in mail.outbox if letter.to == [email]]


def link_in_letter(email: str, path: str) -> str:
    letter = next(one for one in reversed(mail.outbox) if one.to == [email])
    return re.search(rf"https?://[^/]+({path}\S+)", letter.body)[1]


def plan(open_page, quality) -> Run:
    page = open_page("/catalogue/", user=quality)
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("link", name="Plan a run").click()
    page.get_by_role("link", name="Take this day").click()
    page.get_by_role("button", name="Plan this run").click()
    expect(page.locator("#said")).not_to_be_empty()
    return Run.objects.get()


def announce(open_page, run: Run, author) -> None:
    page = open_page(f"/runs/{run.pk}/announcement/", user=author)
    page.get_by_role("button", name="Keep the message").click()
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_role("button", name="Approve")).to_have_count(0)
    page.get_by_label("Address of the post").fill("https://instagram.example/p/1")
    page.get_by_role("button", name="Record the link").click()
    expect(page.locator("main").get_by_text("No link is recorded yet")).to_have_count(0)


def ask_to_hear(open_page, email: str) -> None:
    page = open_page("/catalogue/subscribe/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_role("button", name="Send me the letter").click()
    call_command("deliver_letters", stdout=StringIO())
    page.goto(link_in_letter(email, "/catalogue/subscribe/"))
    page.get_by_role("button", name="Yes, write to me").click()
    expect(page.get_by_role("heading", name="You will hear of new runs")).to_be_visible()


def register_by_letter(open_page, run: Run, email: str):
    page = open_page("/catalogue/")
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("link", name="Register", exact=True).first.click()
    page.get_by_label("E-mail").fill(email)
    page.get_by_role("button", name="Send me the letter").click()
    expect(page.get_by_role("heading", name="Look into your mailbox")).to_be_visible()
    call_command("deliver_letters", stdout=StringIO())
    page.goto(link_in_letter(email, "/register/"))
    page.get_by_label("Full name").fill("Reader of the course")
    page.get_by_label("I have read the text").check()
    page.get_by_role("button", name="Register").click()
    expect(page.locator("main").get_by_text("You are registered.").first).to_be_visible()
    call_command("deliver_letters", stdout=StringIO())
    return page


def test_a_run_is_lived_through_from_planning_to_the_archive(open_page, clock):
    author = make_user("author@example.kz")
    published(make_course(author, language="en", title=TITLE))
    quality = make_person(Role.QUALITY_SPECIALIST)
    run = plan(open_page, quality)
    announce(open_page, run, author)
    ask_to_hear(open_page, "hears@example.kz")

    live_until(clock, day(run, -42) - SECOND)
    assert not any("A new run" in subject for subject in subjects_to("hears@example.kz"))
    live_until(clock, day(run, -42))
    assert sum("A new run" in subject for subject in subjects_to("hears@example.kz")) == 1

    clock.move_to(day(run, -10))
    page = register_by_letter(open_page, run, "early@example.kz")
    expect(page.get_by_role("link", name="Begin")).to_have_count(0)
    live_until(clock, day(run, 0))
    assert sum("Section 1 is open" in subject for subject in subjects_to("early@example.kz")) == 1
    early = User.objects.get(email="early@example.kz")
    page = open_page("/learning/", user=early)
    page.get_by_role("link", name="Begin", exact=False).click()
    expect(page.get_by_role("heading", name="1.1")).to_be_visible()
    page.get_by_role("button", name="I have read this part").click()
    expect(page.locator("#read").get_by_text("You have read this part.")).to_be_visible()
    assert page.goto(f"/learning/{run.pk}/section/2/").status == 404

    live_until(clock, day(run, 7))
    assert page.goto(f"/learning/{run.pk}/section/2/").status == 200
    clock.move_to(day(run, 21) - timedelta(minutes=5))
    register_by_letter(open_page, run, "late@example.kz")
    clock.move_to(day(run, 21))
    page = open_page("/catalogue/")
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_role("link", name="Register", exact=True)).to_have_count(0)
    live_until(clock, day(run, 21))
    assert any("Registration is closed" in subject for subject in subjects_to("author@example.kz"))

    for days in (28, 35, 49):
        live_until(clock, day(run, days))
    for number in (4, 5, 6):
        assert sum(f"Section {number} is open" in subject for subject in subjects_to("late@example.kz")) == 1
    assert any("The run is over" in subject for subject in subjects_to("author@example.kz"))

    page = open_page("/runs/", user=quality)
    expect(page.get_by_role("link", name="Done 9")).to_be_visible()
    page.goto(f"/runs/{run.pk}/report/")
    expect(page.get_by_role("heading", name="Report of the run")).to_be_visible()
    page.goto(f"/reviews/{run.course.code}/")
    page.get_by_role("link", name="Move to the archive", exact=True).click()
    page.get_by_role("main").get_by_role("button", name="Move to the archive", exact=True).click()
    expect(page.locator("#said")).to_contain_text("Done.")
    assert Course.objects.get().state == State.ARCHIVED
