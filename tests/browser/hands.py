"""The ways a person handles a page: with the mouse, by touch on a telephone, by keyboard alone."""

import pytest
from playwright.sync_api import Locator, Page, expect

MOST_TABS = 250


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

    def arrive(self, place: str) -> None:
        """Find out that this is the place."""
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(place)

    def learn(self, words: str) -> None:
        """Find out what became of it."""
        expect(self.page.locator("main").get_by_text(words).first).to_be_visible()


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
