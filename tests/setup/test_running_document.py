"""docs/running.md names every setting, and none that does not exist."""

import re

from django.conf import settings

ROOT = settings.BASE_DIR
READ = re.compile(r"""(?:env\.\w+\(|environ\.get\()\s*["']([A-Z][A-Z_]+)["']""")
SOURCES = ("mooc_portal/settings.py", "mooc_portal/gunicorn_conf.py")


def test_settings_described_are_the_settings_read():
    read = {name for source in SOURCES for name in READ.findall((ROOT / source).read_text())}
    text = (ROOT / "docs" / "running.md").read_text()
    table = text.partition("## Every setting")[2].partition("\n\nFor tests")[0]
    assert set(re.findall(r"^\| `([A-Z_]+)`", table, re.MULTILINE)) == read


def test_make_targets_named_in_documents_exist():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    documents = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
    named = {name for path in documents for name in re.findall(r"`make ([a-z-]+)", path.read_text())}
    assert sorted(named - targets) == []
