"""Words typed into a form that is sent by a button: kept in the browser until they are stored."""

import pytest
from django.contrib.sessions.models import Session
from django.template.loader import render_to_string
from playwright.sync_api import expect

from courses.models import Course
from mooc_portal.people.models import Role
from reviews.actions import Papers, decide
from reviews.models import Remark
from reviews.placement.actions import save_information
from tests.factories import NOW, appoint, make_course, make_person, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BACK = "What you typed here before is back"
FIRST, SECOND = "/reviews/judged/remark/?path=/sections/0", "/reviews/judged/remark/?path=/sections/1"


@pytest.fixture
def reviewer():
    author = make_user("author@example.kz")
    appoint(author, Role.INSTRUCTOR)
    decide(make_course(author, code="judged"), "submit", by=author, at=NOW, seen=0, papers=Papers())
    return make_person(Role.DEPARTMENT_REVIEWER)


def words(page):
    return page.locator("main [name=text]")


def save(page) -> None:
    page.get_by_role("button", name="Save the remark").click()


def sign_in_again(page, open_page, person) -> None:
    again = open_page("/catalogue/", user=person)
    page.context.add_cookies(again.context.cookies())


def test_what_was_written_when_the_session_expired_is_there_again(open_page, reviewer, assert_axe_clean):
    page = open_page(FIRST, user=reviewer)
    words(page).fill("An example is missing here.")
    page.locator("main [name=severity]").last.check()
    Session.objects.all().delete()
    save(page)
    page.wait_for_url("**/accounts/login/**")
    sign_in_again(page, open_page, reviewer)
    page.goto(SECOND)
    expect(words(page)).to_have_value("")
    page.goto(FIRST)
    expect(words(page)).to_have_value("An example is missing here.")
    expect(page.locator("main [name=severity]").last).to_be_checked()
    expect(page.locator("main").get_by_text(BACK)).to_be_visible()
    assert_axe_clean(page)
    save(page)
    page.wait_for_url("**/reviews/judged/#remark-*")
    assert Remark.objects.get().text == "An example is missing here."
    page.goto(FIRST)
    expect(words(page)).to_have_value("")


def test_a_closed_window_loses_nothing_and_what_is_back_can_be_dropped(open_page, reviewer):
    page = open_page(FIRST, user=reviewer)
    words(page).fill("Half a thought")
    page.goto("/reviews/")
    page.goto(FIRST)
    expect(words(page)).to_have_value("Half a thought")
    page.get_by_role("button", name="Drop it").click()
    expect(words(page)).to_have_value("")
    expect(page.locator("main").get_by_text(BACK)).to_have_count(0)


def test_what_the_server_refuses_stays_and_is_not_said_to_be_back(open_page, reviewer):
    page = open_page("/reviews/judged/endorse/", user=reviewer)
    page.locator("main [name=reason]").fill("It is ready to be placed.")
    page.get_by_role("main").get_by_role("button", name="Endorse").click()
    expect(page.locator(".alert-danger")).to_be_visible()
    expect(page.locator("main [name=reason]")).to_have_value("It is ready to be placed.")
    expect(page.locator("main").get_by_text(BACK)).to_have_count(0)


def test_what_was_sent_into_an_error_of_the_server_is_there_again(open_page, reviewer):
    page = open_page(FIRST, user=reviewer)
    words(page).fill("An example is missing here.")
    page.route("**/remark/**", lambda route: route.fulfill(body=render_to_string("500.html"), content_type="text/html"))
    save(page)
    expect(page.locator("h1")).to_contain_text("Something went wrong")
    page.unroute("**/remark/**")
    page.goto("/accounts/login/")  # which leads somebody who is signed in on to another page
    page.goto(FIRST)
    expect(words(page)).to_have_value("An example is missing here.")


def test_who_takes_what_a_second_editor_stored_does_not_get_their_own_words_back(open_page, reviewer):
    course = Course.objects.get()
    author = course.authorships.get().user
    page = open_page("/reviews/judged/placement/", user=author)
    page.locator("main [name=rights]").fill("Mine")
    save_information(course, {"rights": "Theirs"}, image=None, by=author, at=NOW)
    page.get_by_role("button", name="Save the form").click()
    expect(page.locator("main [name=rights]")).to_have_value("Mine")
    page.get_by_role("link", name="Take what is stored").click()
    expect(page.locator("main [name=rights]")).to_have_value("Theirs")
    expect(page.locator("main").get_by_text(BACK)).to_have_count(0)


def test_nobody_else_at_the_same_browser_sees_what_was_typed(open_page, reviewer):
    page = open_page(FIRST, user=reviewer)
    words(page).fill("Between us")
    sign_in_again(page, open_page, make_person(Role.DEPARTMENT_REVIEWER))
    page.goto(FIRST)
    expect(words(page)).to_have_value("")
