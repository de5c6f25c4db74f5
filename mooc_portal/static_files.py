"""Style sheets are written in parts and served whole, so that a page asks once for all of them."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

# Each sheet and its parts below static/css, in the order of the cascade.
SHEETS = {
    "portal.css": ("tokens", "base", "layout", "components", "forms", "reading", "editor", "reviews", "print"),
    "studio.css": ("slots", "studio"),
}
PARTS = Path(settings.BASE_DIR) / "static" / "css"


class WholeSheetFinder(BaseFinder):
    """Finds the sheets of SHEETS, put together in a folder of this portal; written again only when a part changed."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.storage = FileSystemStorage(location=Path(settings.VAR_DIR) / "sheets")

    def find(self, path: str, find_all: bool = False, **kwargs) -> str | list[str]:
        if path not in SHEETS:
            return []
        found = str(self._whole(path))
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str]) -> Iterator[tuple[str, FileSystemStorage]]:
        for name in SHEETS:
            self._whole(name)
            yield name, self.storage

    def _whole(self, name: str) -> Path:
        text = "\n".join((PARTS / f"{part}.css").read_text(encoding="utf-8") for part in SHEETS[name])
        file = Path(self.storage.path(name))
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        return file
