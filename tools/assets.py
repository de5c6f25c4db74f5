"""Copy the front-end files the portal serves from node_modules to the git-ignored static/vendor.

Only named files are copied, so that nothing a package happens to ship reaches a browser, and source maps
are left behind (the manifest storage refuses a style sheet that points at a file which is not there).
"""

import re
import shutil
from pathlib import Path

SOURCE_MAP = re.compile(r"^\s*(?:/\*|//)[#@]\s*sourceMappingURL=.*$\n?", re.MULTILINE)
FONT = "@fontsource-variable/golos-text"
# Latin for English, Cyrillic for Russian, Cyrillic-ext for the Kazakh letters ә ғ қ ң ө ү һ, Latin-ext for ₸.
FONT_FILES = [f"golos-text-{subset}-wght-normal.woff2" for subset in ("latin", "latin-ext", "cyrillic", "cyrillic-ext")]

FILES = {
    "bootstrap/dist/css/bootstrap.min.css": "bootstrap/bootstrap.min.css",
    "bootstrap/dist/js/bootstrap.bundle.min.js": "bootstrap/bootstrap.bundle.min.js",
    "bootstrap-icons/font/bootstrap-icons.min.css": "icons/bootstrap-icons.css",
    "bootstrap-icons/font/fonts/bootstrap-icons.woff2": "icons/fonts/bootstrap-icons.woff2",
    "bootstrap-icons/font/fonts/bootstrap-icons.woff": "icons/fonts/bootstrap-icons.woff",
    f"{FONT}/index.css": "font/font.css",
    **{f"{FONT}/files/{name}": f"font/files/{name}" for name in FONT_FILES},
}


def copy_assets(modules: Path, vendor: Path) -> int:
    """Lay the named files under `vendor`, replacing what was there; return how many.

    Raises FileNotFoundError when a package no longer ships a named file: better at set-up than as a page
    without its style.
    """
    fresh = vendor.with_name(vendor.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    for source, target in FILES.items():
        _copy(modules / source, fresh / target)
    shutil.rmtree(vendor, ignore_errors=True)
    fresh.rename(vendor)
    return len(FILES)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.suffix in {".css", ".js"}:
        target.write_text(SOURCE_MAP.sub("", source.read_text(encoding="utf-8")), encoding="utf-8")
    else:
        shutil.copyfile(source, target)
