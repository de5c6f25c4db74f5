"""Compile the translation catalogues in pure Python, so that no gettext tools are needed on the machine."""

import sys
from pathlib import Path

import polib


def compile_catalogues(root: Path) -> list[Path]:
    """Write the .mo beside every .po under `root`/locale; return what was written."""
    written = []
    for source in sorted((root / "locale").rglob("*.po")):
        target = source.with_suffix(".mo")
        # Written aside and renamed: a server that is running never reads half a catalogue.
        aside = target.with_suffix(".mo.new")
        polib.pofile(str(source)).save_as_mofile(str(aside))
        aside.replace(target)
        written.append(target)
    return written


if __name__ == "__main__":
    compile_catalogues(Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve())
