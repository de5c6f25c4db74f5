"""A complete course written from nothing in the browser, by following only what the pages say.

With the mouse, by keyboard alone, and by touch on a telephone.
"""

import pytest
from playwright.sync_api import Locator, Page, expect

from courses.models import Course
from mooc_portal.people.models import Role
from tests.factories import appoint, make_department, make_person, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ANNOUNCEMENT = "This week we learn to look at our own lesson as at an experiment. " * 7
MOST_STEPS, MOST_TABS = 80, 250
TEXT = "## Why\n\nA lesson is an **experiment**: $y = f(x)$."
# What a violation says, the label of the field that puts it right, and what is written there.
RIGHT = {
    "no announcement text": ("Announcement text", ANNOUNCEMENT),
    "Lecture length": ("Length", "12:00"),
    "empty block: text information": ("Text information", TEXT),
    "has no text": ("Learning outcome", "Plan and describe a small study of a lesson"),
    "educational programme": ("Educational programme", "Courses for teachers"),
    "learning goal": ("Learning goals", "To study one's own lesson"),
}
OTHER = ("no test with items", "glossary is empty")


class Mouse:
    """A person at a desk."""

    phone = False

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, target: Locator) -> None:
        target.click()

    def write(self, field: Locator, text: str) -> None:
        field.fill(text)

    def choose(self, field: Locator, value: str) -> None:
        field.select_option(value)

    def tick(self, box: Locator) -> None:
        box.check()


class Touch(Mouse):
    """A person with a telephone."""

    phone = True

    def press(self, target: Locator) -> None:
        target.tap()

    def tick(self, box: Locator) -> None:
        box.tap()


class Keyboard(Mouse):
    """A person who has no mouse, or does not see where it points."""

    def reach(self, target: Locator) -> None:
        for _press in range(MOST_TABS):
            if target.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        pytest.fail(f"Not reached by the Tab key: {target}")

    def press(self, target: Locator) -> None:
        self.reach(target)
        self.page.keyboard.press("Enter")

    def write(self, field: Locator, text: str) -> None:
        self.reach(field)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)

    def choose(self, field: Locator, value: str) -> None:
        self.reach(field)
        self.page.keyboard.press("Home")
        for _press in range(20):
            if field.input_value() == value:
                return
            self.page.keyboard.press("ArrowDown")
        pytest.fail(f"Not chosen by the arrow keys: {value}")

    def tick(self, box: Locator) -> None:
        self.reach(box)
        self.page.keyboard.press("Space")


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
    hands.write(page.get_by_label("Title"), "Research at school")
    hands.write(page.get_by_label("Code"), "research-at-school")
    hands.choose(page.get_by_label("Language of instruction"), "en")
    hands.choose(page.get_by_label("Kind of course"), "additional")
    department = page.get_by_label("Department")
    hands.choose(department, department.locator("option").nth(1).get_attribute("value"))
    hands.choose(page.get_by_label("Begin with"), "skeleton")
    hands.press(page.get_by_role("button", name="Create the course"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Research at school")


def kind_of(said: str) -> str:
    """Which of the known sentences a violation is."""
    known = [kind for kind in (*RIGHT, *OTHER) if kind in said]
    return known[0] if len(known) == 1 else said


def put_right(hands: Mouse) -> bool:
    """Follow the first violation and do what it asks for; whether there was one."""
    page = hands.page
    page.goto("/courses/research-at-school/check/?severity=block")
    violation = page.locator(".finding-block a").first
    if not violation.count():
        return False
    kind = kind_of(violation.inner_text())
    hands.press(violation)
    page.wait_for_url(lambda url: "/check/" not in url)  # and until it is loaded: its script folds the outline
    if kind not in (*RIGHT, *OTHER):
        pytest.fail(f"Nobody said how to put this right: {kind}")
    elif kind == "no test with items":
        add_item(hands)
    elif kind == "glossary is empty":
        add_entry(hands)
    else:
        fill(hands, *RIGHT[kind])
    return True


def fill(hands: Mouse, label: str, text: str) -> None:
    hands.write(hands.page.get_by_role("textbox", name=label), text)
    hands.press(hands.page.get_by_role("button", name="Save", exact=True))
    expect(hands.page.get_by_text("Changes saved.")).to_be_visible()


def add_entry(hands: Mouse) -> None:
    page = hands.page
    hands.write(page.get_by_label("Term"), "experiment")
    hands.write(page.get_by_label("Definition"), "a test of a supposition under conditions that are kept")
    hands.press(page.get_by_role("button", name="Save", exact=True))
    expect(page.get_by_role("heading", name="Glossary entry", exact=True)).to_be_visible()
    expect(page.get_by_label("Term")).to_have_value("experiment")


def add_item(hands: Mouse) -> None:
    """The section has a test without questions: open it by the outline, write one."""
    page = hands.page
    section = page.locator("#outline [aria-current]").locator("xpath=ancestor::li[1]")
    hands.press(section.get_by_role("link", name="Test of the"))
    page.wait_for_url("**/task/*/")
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Section")
    hands.press(page.get_by_role("link", name="Add a test item"))
    hands.write(page.get_by_label("Stem"), "What is held constant in an experiment?")
    options = page.locator("fieldset.rows-options")
    for number, (text, right) in enumerate((("All other conditions", True), ("Nothing", False))):
        hands.write(options.get_by_label("Option", exact=True).nth(number), text)
        if right:
            hands.tick(options.get_by_role("checkbox", name="right").nth(number))
    hands.press(page.get_by_role("button", name="Save", exact=True))
    expect(page.get_by_role("heading", level=1)).to_have_text("Test item")  # until then it is still on its way


@pytest.mark.parametrize("hands", [Mouse, Keyboard, Touch], indirect=True, ids=["mouse", "keyboard", "telephone"])
def test_a_course_is_written_from_nothing_until_it_can_be_sent(hands):
    page = hands.page
    begin(hands)
    for _step in range(MOST_STEPS):
        if not put_right(hands):
            break
    expect(page.get_by_text("There is nothing of this kind.")).to_be_visible()

    page.goto("/courses/research-at-school/")
    hands.press(page.get_by_role("link", name="Send to department"))
    hands.write(page.locator("[name=deviation]"), "The sections are short.")
    hands.press(page.get_by_role("main").get_by_role("button", name="Send to department"))
    expect(page.get_by_role("heading", name="Send to department")).to_be_visible()
    assert Course.objects.get().state == "department_review"
