import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from courses.models import Regulation
from courses.regulation.limits import FIRST_LIMITS
from tests.documents import conforming, section

pytestmark = pytest.mark.django_db


def check(*words: str) -> tuple[int, list[str]]:
    out = StringIO()
    try:
        call_command("check_course", *map(str, words), stdout=out)
    except SystemExit as ended:
        return ended.code, out.getvalue().splitlines()
    return 0, out.getvalue().splitlines()


@pytest.fixture
def files(tmp_path):
    def write(name: str, content) -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return path

    return write


def test_a_conforming_course_ends_with_0_and_one_that_does_not_with_1(files):
    good, bad = files("good.json", conforming()), files("bad.json", conforming(glossary=[]))
    assert check("--json", good)[0] == 0
    status, lines = check("--json", "--language", "en", bad, good)
    first, second = map(json.loads, lines)
    assert status == 1
    assert (first["file"], first["conforms"], first["regulation"]) == (str(bad), False, "1")
    assert first["findings"] == [
        {
            "rule": "glossary",
            "clauses": ["4.11"],
            "severity": "block",
            "path": "/glossary",
            "measured": 0,
            "allowed": 1,
            "message": "The glossary is empty (cl. 4.11).",
        }
    ]
    assert (second["conforms"], second["findings"]) == (True, [])


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff", b"[" * 100_000, b'{"a": 1, "a": 2}', b"null", {"format": "mooc-course/1"}],
)
def test_what_is_no_document_ends_with_2_and_says_where(files, content):
    status, lines = check("--json", files("x.json", content), files("good.json", conforming()))
    first, second = map(json.loads, lines)
    assert status == 2
    assert set(first) == {"file", "error", "path"}
    assert second["conforms"] is True


def test_a_missing_file_and_a_folder_are_named(files, tmp_path):
    status, lines = check("--json", tmp_path / "none.json", tmp_path)
    assert status == 2
    assert [set(json.loads(line)) for line in lines] == [{"file", "error", "path"}] * 2


def test_a_file_of_fifty_megabytes_is_refused_at_once(files):
    status, lines = check("--json", "--language", "en", files("big.json", b" " * 50_000_000))
    assert (status, json.loads(lines[0])["error"]) == (2, "File size, MB: 48. Required: at most 16.")


@pytest.mark.parametrize(
    ("language", "message"),
    [
        ("kk", "Бөлімдегі бейнедәріс саны: 11. Талап: 6–10 (3.5-тармақ)."),
        ("ru", "Видеолекций в разделе: 11. Требование: 6–10 (п. 3.5)."),
        ("en", "Video lectures in the section: 11. Required: 6–10 (cl. 3.5)."),
    ],
)
def test_the_message_is_in_the_language_asked_for(files, language, message):
    raw = conforming()
    raw["sections"][0] = section(11)
    _status, lines = check("--json", "--language", language, files("x.json", raw))
    assert [finding["message"] for finding in json.loads(lines[0])["findings"]] == [message]


def test_another_version_can_be_asked_for(files):
    Regulation.objects.create(version="2", title="x", limits=FIRST_LIMITS.to_json() | {"lectures": [6, 11]})
    raw = conforming()
    raw["sections"][0] = section(11)
    path = files("x.json", raw)
    assert check("--json", path)[0] == 1
    status, lines = check("--json", "--regulation", "2", path)
    assert (status, json.loads(lines[0])["regulation"]) == (0, "2")
    with pytest.raises(CommandError, match="no version 3"):
        check("--regulation", "3", path)


def test_people_get_a_report_by_place(files):
    raw = conforming()
    raw["sections"][1]["announcement"] = ""
    _status, lines = check("--language", "en", files("x.json", raw))
    assert [line.strip() for line in lines[1:]] == [
        "Section 2",
        "✗ violation: The section has no announcement text (cl. 4.5). /sections/1/announcement",
        "The course does not conform. Violations: 1. Warnings: 0. Regulation, version: 1.",
    ]


def test_a_course_is_checked_before_anything_is_set_up(files, tmp_path):
    words = [sys.executable, "manage.py", "check_course", "--json", str(files("x.json", conforming()))]
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "mooc_portal.settings",
        "DATABASE_URL": f"sqlite:///{tmp_path}/none.sqlite3",
        "VAR_DIR": str(tmp_path / "var"),
    }
    done = subprocess.run(words, cwd=settings.BASE_DIR, env=env, capture_output=True, text=True, check=False)
    assert (done.returncode, json.loads(done.stdout)["regulation"], done.stderr) == (0, "1", "")
