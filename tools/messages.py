"""Bring the strings of the code and the templates into the catalogues: `make messages` (needs gettext).

With --check nothing is written: strings that the catalogues lack are listed, and there must be none. Strings
of Django and other packages that the portal translates itself are in locale/upstream: not touched here.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("kk", "ru")
SOURCES = ("mooc_portal", "courses", "reviews", "scheduling", "templates", "manage.py")
OPTIONS = ("--no-wrap", "--add-location=file", "--no-obsolete", "--extension=html,py,txt,md")


def extract(root: Path) -> None:
    """Run Django's own extraction over the folder."""
    (root / "locale").mkdir(exist_ok=True)
    languages = [f"--locale={language}" for language in LANGUAGES]
    words = [sys.executable, "manage.py", "makemessages", *languages, *OPTIONS, "--ignore=locale/upstream"]
    subprocess.run(words, cwd=root, check=True, stdout=subprocess.DEVNULL)


def catalogue(root: Path, language: str) -> Path:
    return root / "locale" / language / "LC_MESSAGES" / "django.po"


def entries(path: Path) -> set[tuple[str | None, str, str]]:
    """What a string is known by: its context, itself and its plural."""
    if not path.exists():
        return set()
    return {(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in polib.pofile(str(path)) if not entry.obsolete}


def missing_strings() -> dict[str, list[str]]:
    """Strings in the code that a catalogue lacks, found in a copy so that nothing here is changed."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in (*SOURCES, "locale"):
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
            elif source.exists():
                shutil.copyfile(source, copy / name)
        extract(copy)
        return {
            language: sorted(
                msgid for _, msgid, _ in entries(catalogue(copy, language)) - entries(catalogue(ROOT, language))
            )
            for language in LANGUAGES
        }


def main() -> int:
    if shutil.which("xgettext") is None:
        print("xgettext is missing: install gettext.", file=sys.stderr)
        return 1
    if "--check" not in sys.argv[1:]:
        extract(ROOT)
        return 0
    missing = missing_strings()
    for language, strings in missing.items():
        for text in strings:
            print(f"{language}: not in the catalogue: {text!r}")
        print(f"{language}: {len(strings)} strings are missing")
    return 1 if any(missing.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
