"""A set-up step is skipped exactly while its inputs and what it made stay the same."""

import sys

import pytest
from django.conf import settings


@pytest.fixture(autouse=True)
def tools_on_path(monkeypatch):
    monkeypatch.syspath_prepend(str(settings.BASE_DIR / "tools"))
    yield
    for name in ("stamps", "assets", "catalogues"):
        sys.modules.pop(name, None)


def test_step_is_current_after_it_was_stamped_and_not_before(tmp_path):
    from stamps import Stamps

    stamps = Stamps(tmp_path / "stamps")
    assert not stamps.is_current("packages", "one")
    stamps.set("packages", "one")
    assert stamps.is_current("packages", "one")
    assert not stamps.is_current("packages", "two")


def test_step_is_done_again_when_what_it_made_is_gone(tmp_path):
    from stamps import Stamps

    made = tmp_path / "made"
    made.touch()
    stamps = Stamps(tmp_path / "stamps")
    stamps.set("assets", "one")
    assert stamps.is_current("assets", "one", needs=[made])
    made.unlink()
    assert not stamps.is_current("assets", "one", needs=[made])


def test_digest_tells_contents_and_their_borders_apart(tmp_path):
    from stamps import digest

    first, second = tmp_path / "first", tmp_path / "second"
    first.write_text("ab")
    second.write_text("c")
    before = digest(first, second)
    first.write_text("a")
    second.write_text("bc")
    assert digest(first, second) != before
    assert digest(tmp_path / "missing") == digest("")


def test_copied_assets_lose_their_source_maps(tmp_path):
    from assets import FILES, copy_assets

    for source in FILES:
        file = tmp_path / "modules" / source
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("body{}\n/*# sourceMappingURL=bootstrap.min.css.map */\n//# sourceMappingURL=a.js.map\n")
    vendor = tmp_path / "vendor"
    (vendor / "old").mkdir(parents=True)
    assert copy_assets(tmp_path / "modules", vendor) == len(FILES)
    assert (vendor / "bootstrap" / "bootstrap.min.css").read_text() == "body{}\n"
    assert not (vendor / "old").exists()


def test_asset_that_a_package_no_longer_ships_stops_the_set_up(tmp_path):
    from assets import copy_assets

    with pytest.raises(FileNotFoundError):
        copy_assets(tmp_path / "modules", tmp_path / "vendor")


def test_catalogue_is_compiled_without_gettext(tmp_path):
    import gettext

    from catalogues import compile_catalogues

    source = tmp_path / "locale" / "kk" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Course"\nmsgstr "Курс қ"\n'
    )
    (target,) = compile_catalogues(tmp_path)
    with target.open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Course") == "Курс қ"
