"""A person with a screen reader: by keyboard alone, from what is spoken of the focus and from announcements."""

import json
from typing import NamedTuple

from playwright.sync_api import Locator, Page

from tests.browser.hands import Keyboard

# Keeps what live regions say, over all pages of a tab. Like the strictest of screen readers it hears what changes
# in a region that was there before: one that arrives full is kept as unheard, unless it is an alert.
EAR = """(() => {
    const LIVE = "[role=status], [role=alert], [role=log], [aria-live=polite], [aria-live=assertive]";
    const last = new WeakMap();
    const keep = (list, words) => {
        sessionStorage[list] = JSON.stringify([...JSON.parse(sessionStorage[list] || "[]"), words]);
    };
    const wordsOf = (region) => {
        if (!region.checkVisibility()) return "";
        const copy = region.cloneNode(true);
        copy.querySelectorAll("[hidden], [aria-hidden=true]").forEach((part) => part.remove());
        return copy.textContent.replace(/\\s+/g, " ").trim();
    };
    const listen = (loaded) => document.querySelectorAll(LIVE).forEach((region) => {
        const now = wordsOf(region), before = last.get(region);
        last.set(region, now);
        if (!now || now === before) return;
        const arrives = before === undefined && !(loaded && region.matches("[role=alert]"));
        keep(arrives ? "unheard" : "heard", now);
    });
    document.addEventListener("DOMContentLoaded", () => {
        listen(false);
        new MutationObserver(() => listen(true)).observe(document, {
            subtree: true, childList: true, characterData: true, attributes: true,
        });
    });
})()"""
TAKE = "list => { const kept = sessionStorage[list] || '[]'; sessionStorage.removeItem(list); return kept; }"
HEARS = "words => (sessionStorage.heard || '').includes(words)"
FIELDS = {"textbox", "combobox", "checkbox", "searchbox", "spinbutton"}
# What a field says beyond its name.
HINTS = {
    "Code": "Latin letters, digits and hyphens",
    "Begin with": "as the regulation asks of the kind",
    "Announcement text": "400–600 characters",
    "Length": "Minutes and seconds, such as 12:30",
    "Text information": "CommonMark",
    "Educational programme": "Code and name.",
    "Learning goals": "One a line.",
    "Stem": "CommonMark",
    "Reason for going on with warnings": "One line",
}
SAVED = ("Changes saved.", "Everything is saved.")


class Spoken(NamedTuple):
    """What is spoken of the element that has the focus."""

    role: str
    name: str
    description: str
    states: dict

    @classmethod
    def of(cls, node: dict) -> "Spoken":
        states = {one["name"]: one["value"].get("value") for one in node.get("properties", ())}
        words = (node.get(part, {}).get("value", "").strip() for part in ("role", "name", "description"))
        return cls(*words, states)


class Listener(Keyboard):
    """A person who does not see the page; whatever is handled must have said what it is."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        page.add_init_script(EAR)
        page.on("response", self._count)
        self.saves, self.told = 0, ""  # since it was last asked whether all is stored
        self.tree = page.context.new_cdp_session(page)
        page.reload()

    def _count(self, response) -> None:
        if response.request.headers.get("x-autosave") and response.status == 200:
            self.saves += 1

    def focused(self) -> Spoken:
        here = self.tree.send("Runtime.evaluate", {"expression": "document.activeElement"})["result"]["objectId"]
        asked = {"objectId": here, "fetchRelatives": False}
        return Spoken.of(self.tree.send("Accessibility.getPartialAXTree", asked)["nodes"][0])

    def reach(self, target: Locator) -> None:
        if self.page.evaluate("document.activeElement === document.body"):
            self._skip(target)
        super().reach(target)
        spoken = self.focused()
        assert spoken.name, f"Nothing is spoken of {target}"
        if spoken.role in FIELDS:
            assert HINTS.get(spoken.name, "") in spoken.description

    def _skip(self, target: Locator) -> None:
        """The first stop of a page leads past what stands on every page, the next one past the outline."""
        self.page.keyboard.press("Tab")
        assert self.focused()[:2] == ("link", "Skip to the content")
        self.page.keyboard.press("Enter")
        self.page.keyboard.press("Tab")
        if self.focused().name == "Skip to the form" and not target.evaluate("element => element.closest('nav')"):
            self.page.keyboard.press("Enter")

    def press(self, target: Locator) -> None:
        self.page.evaluate("window.stayed = true")
        super().press(target)

    def arrive(self, place: str) -> None:
        """A page that was loaded says its title; where only a part is new, its heading has the focus."""
        super().arrive(place)
        if self.page.evaluate("window.stayed !== true"):
            assert place in self.page.title()
            return
        spoken = self.focused()
        assert (spoken.role, spoken.name) == ("heading", place)
        assert spoken.description, "the heading does not say where it stands"

    def learn(self, words: str) -> list[str]:
        """Told once; and as often as something was stored, that is told. Gives all that was heard meanwhile."""
        self.page.wait_for_function(HEARS, arg=words)
        heard = self.heard()
        self.told += " ".join(heard)
        if words in SAVED:
            assert sum(self.told.count(saved) for saved in SAVED) == self.saves, self.told
            self.saves, self.told = 0, ""
        else:
            assert " ".join(heard).count(words) == 1, heard
        return heard

    def heard(self) -> list[str]:
        """All that was announced since the last time; nothing was said where it cannot be heard."""
        assert json.loads(self.page.evaluate(TAKE, "unheard")) == []
        return json.loads(self.page.evaluate(TAKE, "heard"))
