"""A comment beside the form in a real browser: sent without leaving the page, kept when the session has ended."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from courses.models import Comment
from mooc_portal.people.models import Role
from tests.factories import appoint, make_course, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def place():
    author = make_user("author@example.kz")
    appoint(author, Role.INSTRUCTOR)
    course = make_course(author, code="written")
    return author, f"/courses/written/section/{course.sections.first().pk}/"


def test_a_comment_is_sent_beside_the_form_which_keeps_what_is_being_typed(open_page, place, assert_axe_clean):
    author, path = place
    page = open_page(path, user=author)
    page.get_by_label("Comment", exact=True).fill("Is this enough?")
    page.get_by_label("Title", exact=True).first.fill("A title that is being typed")
    page.get_by_role("button", name="Send to the other authors").click()
    expect(page.locator(".said")).to_contain_text("Is this enough?")
    expect(page.get_by_label("Comment", exact=True)).to_have_value("")
    expect(page.get_by_label("Title", exact=True).first).to_have_value("A title that is being typed")
    assert_axe_clean(page)
    page.get_by_role("button", name="Settle this").click()
    expect(page.locator("main").get_by_text("Settled: 1")).to_be_visible()


def test_a_comment_outlives_an_expired_session_and_a_reload(open_page, place):
    author, path = place
    page = open_page(path, user=author)
    page.get_by_label("Comment", exact=True).fill("Not lost")
    Session.objects.all().delete()
    page.get_by_role("button", name="Send to the other authors").click()
    expect(page.locator("main").get_by_text("You are signed out.")).to_be_visible()
    expect(page.get_by_label("Comment", exact=True)).to_have_value("Not lost")
    assert not Comment.objects.exists()
    again = open_page("/catalogue/", user=author)
    page.context.add_cookies(again.context.cookies())
    page.goto(path)
    expect(page.get_by_label("Comment", exact=True)).to_have_value("Not lost")
    page.get_by_role("button", name="Send to the other authors").click()
    expect(page.locator(".said")).to_contain_text("Not lost")
    assert Comment.objects.count() == 1
