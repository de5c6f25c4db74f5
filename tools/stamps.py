"""Stamps: a step whose inputs have not changed since it last succeeded is not done again."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def digest(*inputs: Path | str) -> str:
    """One hash over texts and the contents of files; a file that is missing counts as empty."""
    total = hashlib.sha256()
    for item in inputs:
        data = item.encode() if isinstance(item, str) else item.read_bytes() if item.exists() else b""
        total.update(len(data).to_bytes(8, "big") + data)
    return total.hexdigest()


class Stamps:
    """A folder of stamps, one small file a step."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def is_current(self, step: str, value: str, *, needs: Iterable[Path] = ()) -> bool:
        """Whether the step was done for these inputs and what it made is still there."""
        stamp = self.folder / step
        return stamp.exists() and stamp.read_text() == value and all(path.exists() for path in needs)

    def set(self, step: str, value: str) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / step).write_text(value)
