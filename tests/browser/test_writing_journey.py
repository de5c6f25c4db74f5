"""A complete course written from nothing in the browser, by following only what the pages say."""

import pytest
from playwright.sync_api import Page, expect

from courses.models import Course
from mooc_portal.people.models import Role
from tests.factories import appoint, make_department, make_person, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ANNOUNCEMENT = "This week we learn to look at our own lesson as at an experiment. " * 7
MOST_STEPS = 80


@pytest.fixture
def page(open_page) -> Page:
    author, department = make_user("author@example.kz"), make_department()
    appoint(author, Role.INSTRUCTOR, department)
    make_person(Role.DEPARTMENT_REVIEWER)
    return open_page("/courses/", user=author)


def begin(page: Page) -> None:
    page.get_by_role("link", name="New course").click()
    page.get_by_label("Title").fill("Research at school")
    page.get_by_label("Code").fill("research-at-school")
    page.get_by_label("Language of instruction").select_option("en")
    page.get_by_label("Kind of course").select_option("additional")
    page.get_by_label("Department").select_option(index=1)
    page.get_by_label("Begin with").select_option("skeleton")
    page.get_by_role("button", name="Create the course").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Research at school")


def first_violation(page: Page):
    page.goto("/courses/research-at-school/check/?severity=block")
    return page.locator(".finding-block a").first


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Changes saved.")).to_be_visible()


def fill(page: Page, said: str) -> None:
    """Do on the page where the link led what the sentence asks for."""
    if "no announcement text" in said:
        page.get_by_label("Announcement text").fill(ANNOUNCEMENT)
    elif "Lecture length" in said:
        page.get_by_label("Length").fill("12:00")
    elif "empty block: text information" in said:
        page.get_by_role("textbox", name="Text information").fill(
            "## Why\n\nA lesson is an **experiment**: $y = f(x)$."
        )
    elif "has no text" in said:
        page.get_by_role("textbox", name="Learning outcome").fill("Plan and describe a small study of a lesson")
    elif "educational programme" in said:
        page.get_by_label("Educational programme").fill("Courses for teachers")
    elif "learning goal" in said:
        page.get_by_label("Learning goals").fill("To study one's own lesson")
    else:
        pytest.fail(f"Nobody said how to put this right: {said}")
    save(page)


def add_entry(page: Page) -> None:
    page.get_by_label("Term").fill("experiment")
    page.get_by_label("Definition").fill("a test of a supposition under conditions that are kept")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("link", name="experiment").first).to_be_visible()


def add_item(page: Page) -> None:
    """The section has a test without questions: open it by the outline, write one."""
    page.locator("#outline [aria-current]").locator("xpath=ancestor::li[1]").get_by_role(
        "link", name="Test of the"
    ).click()
    page.get_by_role("link", name="Add a test item").click()
    page.get_by_label("Stem").fill("What is held constant in an experiment?")
    options = page.locator("fieldset.rows-options")
    for number, (text, right) in enumerate((("All other conditions", True), ("Nothing", False))):
        options.get_by_label("Option", exact=True).nth(number).fill(text)
        if right:
            options.get_by_role("checkbox", name="right").nth(number).check()
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/item/*/")


def test_a_course_is_written_from_nothing_until_it_can_be_sent(page):
    begin(page)
    for _step in range(MOST_STEPS):
        violation = first_violation(page)
        if not violation.count():
            break
        said = violation.inner_text()
        violation.click()
        expect(page).not_to_have_url("**/check/**")
        if "no test with items" in said:
            add_item(page)
        elif "glossary is empty" in said:
            add_entry(page)
        else:
            fill(page, said)
    expect(page.get_by_text("There is nothing of this kind.")).to_be_visible()

    page.goto("/courses/research-at-school/")
    page.get_by_role("link", name="Send to department").click()
    page.locator("[name=deviation]").fill("The sections are short.")
    page.get_by_role("main").get_by_role("button", name="Send to department").click()
    expect(page.get_by_role("heading", name="Send to department")).to_be_visible()
    assert Course.objects.get().state == "department_review"
