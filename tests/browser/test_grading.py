"""The table of graded tasks, changed in place."""

import pytest
from playwright.sync_api import expect

from mooc_portal.people.models import Role
from tests.factories import appoint, make_course, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_what_is_changed_while_the_last_change_is_on_its_way_is_stored_too(open_page):
    author = make_user("author@example.kz")
    appoint(author, Role.INSTRUCTOR)
    course = make_course(author)
    first, second = course.tasks.exclude(weight=0)[:2]
    page = open_page(f"/courses/{course.code}/grading/", user=author)
    waiting = []
    page.route("**/grading/", lambda route: route.continue_() if waiting else waiting.append(route))
    page.locator(f"#weight-{first.pk}").fill("3")
    page.locator(f"#weight-{second.pk}").fill("4")  # leaving the first one sends it
    page.wait_for_timeout(300)
    (asked,) = waiting
    asked.continue_()
    expect(page.locator("#grading")).to_contain_text("Changes saved.")
    expect(page.locator(f"#weight-{second.pk}")).to_be_focused()
    page.locator(f"#weight-{second.pk}").press("Enter")
    page.reload()
    for task in (first, second):
        task.refresh_from_db()
    assert (float(first.weight), float(second.weight)) == (3, 4)
