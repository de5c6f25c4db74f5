"""Without a Python that is new enough, set-up says so in one line and stops."""

import shutil
import subprocess

import pytest
from django.conf import settings

SCRIPT = settings.BASE_DIR / "tools" / "find-python.sh"


@pytest.fixture
def machine(tmp_path):
    """A PATH with nothing but what is put there: `machine.python("3.9")`."""

    class Machine:
        def python(self, version: str) -> None:
            file = tmp_path / "python3"
            new_enough = tuple(map(int, version.split("."))) >= (3, 11)
            status = 0 if new_enough else 1
            file.write_text(f'#!/bin/sh\ncase "$2" in *exit*) exit {status};; esac\necho {version}\n')
            file.chmod(0o755)

        def find(self) -> subprocess.CompletedProcess[str]:
            shell = shutil.which("sh")
            return subprocess.run(
                [shell, str(SCRIPT)], env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False
            )

    return Machine()


def test_missing_python_is_one_clear_line(machine):
    found = machine.find()
    assert (found.returncode, found.stdout) == (1, "")
    assert found.stderr == (
        "MOOC Portal needs Python 3.11 or newer: none was found, please install it"
        " or name it with PYTHON=/path/to/python3.\n"
    )


def test_old_python_is_named_with_its_version(machine):
    machine.python("3.9")
    found = machine.find()
    assert found.returncode == 1
    assert found.stderr.startswith("MOOC Portal needs Python 3.11 or newer: python3 is 3.9,")
    assert found.stderr.count("\n") == 1


def test_new_enough_python_is_printed(machine, tmp_path):
    machine.python("3.12")
    found = machine.find()
    assert (found.returncode, found.stdout) == (0, f"{tmp_path / 'python3'}\n")
