"""Everything installed is pinned, and the locks agree with what was asked for."""

import json
import re

import pytest
from django.conf import settings

ROOT = settings.BASE_DIR


def pins(name: str) -> dict[str, str]:
    """Package → version of every `package==version` line of a requirements file."""
    lines = (ROOT / name).read_text().splitlines()
    found = (re.match(r"([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^ ;\\]+)", line) for line in lines)
    return {match[1].lower(): match[2] for match in found if match}


@pytest.mark.parametrize(
    ("asked", "lock"),
    [
        ("requirements.txt", "requirements.lock"),
        ("requirements-test.txt", "requirements-test.lock"),
        ("requirements.lock", "requirements-test.lock"),
        ("tools/uv.txt", "tools/uv.lock"),
        ("tools/node.txt", "tools/node.lock"),
    ],
)
def test_lock_holds_every_pin(asked, lock):
    locked = pins(lock)
    assert {name: locked.get(name) for name in pins(asked)} == pins(asked)


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-test.txt", "tools/uv.txt", "tools/node.txt"])
def test_requirement_is_an_exact_version(name):
    lines = [line.split("#")[0].strip() for line in (ROOT / name).read_text().splitlines()]
    named = [line for line in lines if line and not line.startswith("-r ")]
    assert [line for line in named if "==" not in line] == []


def test_front_end_packages_are_exact_versions_with_a_checksum_each():
    asked = json.loads((ROOT / "package.json").read_text())["dependencies"]
    locked = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert {name: locked[f"node_modules/{name}"]["version"] for name in asked} == asked
    assert [name for name, facts in locked.items() if name and "integrity" not in facts] == []
    assert [name for name, facts in locked.items() if "resolved" in facts] == []
