"""Style sheets are written in parts and served whole."""

import re

import pytest
from django.conf import settings
from django.contrib.staticfiles.finders import find
from django.core.management import call_command

from mooc_portal.static_files import PARTS, SHEETS, WholeSheetFinder


@pytest.fixture
def finder(settings, tmp_path) -> WholeSheetFinder:
    settings.VAR_DIR = tmp_path
    return WholeSheetFinder()


@pytest.mark.parametrize("name", SHEETS)
def test_sheet_has_every_part_in_its_order(finder, name):
    with open(finder.find(name), encoding="utf-8") as sheet:
        assert sheet.read() == "\n".join((PARTS / f"{part}.css").read_text() for part in SHEETS[name])


def test_every_part_belongs_to_exactly_one_sheet():
    named = [part for parts in SHEETS.values() for part in parts]
    assert sorted(named) == sorted(file.stem for file in PARTS.glob("*.css"))


def test_unchanged_sheet_is_not_written_again(finder, tmp_path):
    written = [(tmp_path / "sheets" / name).stat().st_mtime_ns for name, _ in finder.list([])]
    assert [(tmp_path / "sheets" / name).stat().st_mtime_ns for name, _ in finder.list([])] == written


def test_other_files_are_left_to_the_other_finders(finder):
    assert finder.find("theme.js") == []
    assert find("theme.js") == str(settings.BASE_DIR / "static" / "theme.js")


def test_sheets_are_collected(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    call_command("collectstatic", interactive=False, verbosity=0)
    assert all((tmp_path / name).exists() for name in SHEETS)


@pytest.mark.parametrize("part", sorted(PARTS.glob("*.css")), ids=lambda part: part.stem)
def test_part_refers_to_no_other_file(part):
    assert re.findall(r"url\((?!\"data:)|@import", part.read_text(encoding="utf-8")) == []
