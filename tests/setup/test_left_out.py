"""The suite's last words: what was left out and why, or a failure where nothing may be."""

import os
import subprocess
import sys

from django.conf import settings


def run_browser_tests(folder, **environment: str) -> subprocess.CompletedProcess[str]:
    """The browser's tests on a machine whose PATH holds no browser."""
    kept = {name: value for name, value in os.environ.items() if name not in {"CHROMIUM", "TESTS_REQUIRE"}}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/browser/test_sign_in_page.py"],
        cwd=settings.BASE_DIR,
        env=kept | {"PATH": str(folder)} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_browser_tests_are_left_out_with_the_reason_where_there_is_none(tmp_path):
    done = run_browser_tests(tmp_path)
    assert done.returncode == 0
    assert "Left out: 5 tests, no browser (Chromium on the PATH, or named by CHROMIUM)." in done.stdout.splitlines()


def test_missing_browser_is_a_failure_where_it_is_required(tmp_path):
    done = run_browser_tests(tmp_path, TESTS_REQUIRE="browser")
    assert done.returncode == 3
    assert "The browser tests must run here" in done.stdout + done.stderr
