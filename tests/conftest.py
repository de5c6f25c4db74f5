"""What every test shares: a clean start, and a closing word on what was left out and why.

A test marked `postgres`, `redis` or `browser` runs where that is there and is left out, with the reason,
where it is not. TESTS_REQUIRE=postgres,redis,browser turns a missing one into a failure: so CI leaves
nothing out.
"""

import os
import shutil
from collections import Counter
from importlib import import_module

import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.utils import translation
from pytest_django.plugin import blocking_manager_key

from mooc_portal.people.models import Role
from tests.factories import appoint, make_user

LEFT_OUT = pytest.StashKey[Counter]()


BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def chromium() -> str | None:
    """The browser of this machine, the one without windows first: it opens a page in a third of the time.

    Playwright's own builds are never downloaded.
    """
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)


def missing() -> dict[str, str]:
    """The needs this machine does not meet, each with what would meet it."""
    needs = {
        "postgres": (
            settings.DATABASES["default"]["ENGINE"].endswith("postgresql"),
            "no PostgreSQL (DATABASE_URL=postgres://… names one)",
        ),
        "redis": (bool(os.environ.get("TEST_REDIS_URL")), "no Redis (TEST_REDIS_URL=redis://… names one)"),
        "browser": (chromium() is not None, "no browser (Chromium on the PATH, or named by CHROMIUM)"),
    }
    return {need: reason for need, (met, reason) in needs.items() if not met}


def pytest_configure(config: pytest.Config) -> None:
    config.stash[LEFT_OUT] = Counter()
    required = {name for name in os.environ.get("TESTS_REQUIRE", "").split(",") if name}
    for need, reason in missing().items():
        if need in required:
            pytest.exit(f"The {need} tests must run here, but there is {reason}.", returncode=3)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for need, reason in missing().items():
        for item in items:
            if item.get_closest_marker(need):
                item.add_marker(pytest.mark.skip(reason=reason))


def pytest_report_teststatus(report: pytest.TestReport, config: pytest.Config) -> None:
    if report.skipped and isinstance(report.longrepr, tuple):
        config.stash[LEFT_OUT][report.longrepr[2].removeprefix("Skipped: ")] += 1


def pytest_unconfigure() -> None:
    """Parallel test processes are ended without their exit handlers: the folder goes here."""
    settings.SCRATCH.cleanup()


def pytest_terminal_summary(terminalreporter, config: pytest.Config) -> None:
    left_out = config.stash[LEFT_OUT]
    database = "PostgreSQL" if "postgres" not in missing() else "SQLite"
    terminalreporter.section(f"tested on {database}")
    if not left_out:
        terminalreporter.line("Left out: nothing.")
    for reason, count in sorted(left_out.items()):
        terminalreporter.line(f"Left out: {count} {'test' if count == 1 else 'tests'}, {reason}.")


@pytest.fixture(autouse=True)
def clean_start():
    """Each test begins in English, whatever page was shown before, and with no count of earlier requests."""
    cache.clear()
    with translation.override("en"):
        yield


@pytest.fixture
def author():
    """An instructor of the department of informatics, author of the courses of a test."""
    user = make_user("author@example.kz")
    appoint(user, Role.INSTRUCTOR)
    return user


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None):
    """A test that commits is cleaned up by emptying every table; the days off that a migration brings come back."""
    result = yield
    marker = item.get_closest_marker("django_db")
    last = nextitem is None  # the database itself is gone by then
    if not last and marker is not None and marker.kwargs.get("transaction"):
        migration = import_module("scheduling.migrations.0012_moved_days_off_2027")
        with item.config.stash[blocking_manager_key].unblock():
            migration.add(apps, None)
    return result
