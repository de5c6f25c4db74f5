"""A complete course written from nothing in the browser, by following only what the pages say.

With the mouse, by keyboard alone, by touch on a telephone, and with a screen reader. Places are found by role and name.
"""

import pytest
from playwright.sync_api import expect

from courses.models import Course
from mooc_portal.people.models import Role
from tests.browser.hands import Keyboard, Mouse, Touch
from tests.browser.listening import Listener
from tests.factories import appoint, make_department, make_person, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ANNOUNCEMENT = "This week we learn to look at our own lesson as at an experiment. " * 7
MOST_STEPS = 80
TEXT = "## Why\n\nA lesson is an **experiment**: $y = f(x)$."
# What a violation says, the place it leads to, the label of the field that puts it right, and what is written there.
RIGHT = {
    "no announcement text": ("Section", "Announcement text", ANNOUNCEMENT),
    "Lecture length": ("Video lecture", "Length", "12:00"),
    "empty block: text information": ("Part of a section", "Text information", TEXT),
    "has no text": ("Learning outcome", "Learning outcome", "Plan and describe a small study of a lesson"),
    "educational programme": ("Facts and goals of the course", "Educational programme", "Courses for teachers"),
    "learning goal": ("Facts and goals of the course", "Learning goals", "To study one's own lesson"),
}
OTHER = {"no test with items": "Section", "glossary is empty": "Add a glossary entry"}

PERSONS = {"mouse": Mouse, "keyboard": Keyboard, "telephone": Touch, "screen-reader": Listener}


@pytest.fixture
def hands(request, open_page) -> Mouse:
    author, department = make_user("author@example.kz"), make_department()
    appoint(author, Role.INSTRUCTOR, department)
    make_person(Role.DEPARTMENT_REVIEWER)
    kind = request.param
    return kind(open_page("/courses/", user=author, phone=kind.phone))


def begin(hands: Mouse) -> None:
    page = hands.page
    hands.press(page.get_by_role("link", name="New course"))
    hands.arrive("New course")
    hands.write(page.get_by_label("Title"), "Research at school")
    hands.write(page.get_by_label("Code"), "research-at-school")
    hands.choose(page.get_by_label("Language of instruction"), "en")
    hands.choose(page.get_by_label("Kind of course"), "additional")
    department = page.get_by_label("Department")
    hands.choose(department, department.locator("option").nth(1).get_attribute("value"))
    hands.choose(page.get_by_label("Begin with"), "skeleton")
    hands.press(page.get_by_role("button", name="Create the course"))
    hands.learn("The course was created.")
    hands.arrive("Research at school")


def kind_of(said: str) -> str:
    """Which of the known sentences a violation is."""
    known = [kind for kind in (*RIGHT, *OTHER) if kind in said]
    return known[0] if len(known) == 1 else said


def put_right(hands: Mouse) -> bool:
    """Follow the first violation and do what it asks for; whether there was one."""
    page = hands.page
    page.goto("/courses/research-at-school/check/?severity=block")
    hands.arrive("Against the regulation")
    found = page.get_by_role("main").get_by_role("listitem").filter(has_text="violation:")
    violation = found.get_by_role("link").first
    if not violation.count():
        return False
    kind = kind_of(violation.inner_text())
    hands.press(violation)
    page.wait_for_url(lambda url: "/check/" not in url)  # and until it is loaded: its script folds the outline
    if kind not in (*RIGHT, *OTHER):
        pytest.fail(f"Nobody said how to put this right: {kind}")
    hands.arrive(OTHER[kind] if kind in OTHER else RIGHT[kind][0])
    if kind == "no test with items":
        add_item(hands)
    elif kind == "glossary is empty":
        add_entry(hands)
    else:
        fill(hands, *RIGHT[kind][1:])
    return True


def fill(hands: Mouse, label: str, text: str) -> None:
    hands.write(hands.page.get_by_role("textbox", name=label), text)
    hands.press(hands.page.get_by_role("button", name="Save", exact=True))
    hands.learn("Changes saved.")


def add_entry(hands: Mouse) -> None:
    page = hands.page
    hands.write(page.get_by_label("Term"), "experiment")
    hands.write(page.get_by_label("Definition"), "a test of a supposition under conditions that are kept")
    hands.press(page.get_by_role("button", name="Save", exact=True))
    hands.learn("Changes saved.")
    hands.arrive("Glossary entry")
    expect(page.get_by_label("Term")).to_have_value("experiment")


def add_item(hands: Mouse) -> None:
    """The section has a test without questions: open it by the outline, write one."""
    page = hands.page
    unfolded = page.get_by_role("button", name="Show or hide", expanded=True)
    section = page.get_by_role("navigation", name="Outline").get_by_role("listitem").filter(has=unfolded)
    hands.press(section.get_by_role("link", name="Test of the"))
    page.wait_for_url("**/task/*/")
    hands.arrive("Task")
    hands.press(page.get_by_role("main").get_by_role("link", name="Add a test item"))
    hands.arrive("Add a test item")
    hands.write(page.get_by_label("Stem"), "What is held constant in an experiment?")
    for number, (text, right) in enumerate((("All other conditions", True), ("Nothing", False)), start=1):
        row = page.get_by_role("group", name=f"Options {number}", exact=True)
        hands.write(row.get_by_role("textbox", name="Option"), text)
        if right:
            hands.tick(row.get_by_role("checkbox", name="right"))
    hands.press(page.get_by_role("button", name="Save", exact=True))
    hands.learn("Changes saved.")
    hands.arrive("Test item")


@pytest.mark.parametrize("hands", PERSONS.values(), indirect=True, ids=PERSONS.keys())
def test_a_course_is_written_from_nothing_until_it_can_be_sent(hands):
    page = hands.page
    begin(hands)
    for _step in range(MOST_STEPS):
        if not put_right(hands):
            break
    expect(page.locator("main").get_by_text("There is nothing of this kind.")).to_be_visible()

    page.goto("/courses/research-at-school/")
    hands.press(page.get_by_role("link", name="Send to department"))
    hands.arrive("Send to department")
    hands.write(page.get_by_role("textbox", name="Reason for going on with warnings"), "The sections are short.")
    hands.press(page.get_by_role("main").get_by_role("button", name="Send to department"))
    hands.learn("Done.")
    expect(page.get_by_role("heading", name="Send to department")).to_be_visible()
    assert Course.objects.get().state == "department_review"
