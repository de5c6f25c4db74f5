"""A real browser for the journeys: `open_page` opens one as a given person, language, width and theme.

Whatever a page logs as an error, any script that fails, any request to another host and any breach of the
content security policy fails the test that opened the page, without being asked for.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.conftest import chromium

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# What browsers and htmx say of a request that got no good answer.
FAILED_REQUEST = ("net::ERR_", "htmx:afterRequest", "htmx:sendError", "Response Status Error")
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}

expect.set_options(timeout=20_000)  # a busy machine is slow, not wrong


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    # Playwright keeps an event loop in this thread, which Django would take for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    return {**browser_type_launch_args, "executable_path": chromium(), "args": FLAGS}


@dataclass
class Watcher:
    """Collects what a page must never do."""

    host: str
    faults: list[str] = field(default_factory=list)
    requests_may_fail: bool = False

    def watch(self, page: Page) -> Page:
        page.on("pageerror", lambda error: self.faults.append(f"script failed: {error}"))
        page.on("console", self._console)
        page.on("request", self._request)
        return page

    def _console(self, message) -> None:
        failed = any(sign in message.text for sign in FAILED_REQUEST)
        if message.type == "error" and "status of 4" not in message.text and not (self.requests_may_fail and failed):
            self.faults.append(f"console: {message.text}")

    def _request(self, request) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https"} and address.netloc != self.host:
            self.faults.append(f"another host was asked: {request.url}")


OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, live_server) -> Iterator[OpenPage]:
    """`open_page("/courses/", user=…, language="kk", phone=False, dark=False)` → the page, loaded."""
    watcher = Watcher(urlsplit(live_server.url).netloc)
    contexts: list[BrowserContext] = []

    def open_(path="/", *, user=None, language="en", phone=False, dark=False) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport=PHONE if phone else DESKTOP,
            has_touch=phone,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            locale=language,
        )
        contexts.append(context)
        set_cookie(context, live_server.url, settings.LANGUAGE_COOKIE_NAME, language)
        if user is not None:
            sign_in(context, live_server.url, user)
        page = watcher.watch(context.new_page())
        page.goto(path)
        return page

    open_.watcher = watcher
    yield open_
    for context in contexts:
        context.close()
    assert watcher.faults == []


def set_cookie(context: BrowserContext, url: str, name: str, value: str) -> None:
    context.add_cookies([{"name": name, "value": value, "url": url}])


def sign_in(context: BrowserContext, url: str, user) -> None:
    """Signed in without the form: the journeys that are about the form fill it in themselves."""
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    set_cookie(context, url, settings.SESSION_COOKIE_NAME, client.cookies[settings.SESSION_COOKIE_NAME].value)


@pytest.fixture(scope="session")
def assert_axe_clean() -> Callable[[Page], None]:
    """Nothing for axe to find on the page as it stands."""
    axe = Axe()

    def check(page: Page) -> None:
        results = axe.run(page)
        assert results.violations_count == 0, results.generate_report()

    return check
