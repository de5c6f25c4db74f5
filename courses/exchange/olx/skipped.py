"""What an import could not carry over, for the author to put right by hand."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Skipped:
    """``what`` was left behind ``where``, and ``why``.

    ``what`` is the export's own word (a block's type, a file); ``where`` leads
    there by titles; ``why`` is rendered in the reader's language.
    """

    what: str
    where: str
    why: str | Promise

    def to_json(self) -> dict[str, str]:
        return {"what": self.what, "where": self.where, "why": str(self.why)}


class Notes:
    """Skipped things in the order they were met, each once."""

    def __init__(self) -> None:
        self._trail: list[str] = []
        self._seen: dict[tuple[str, str, str], Skipped] = {}

    def enter(self, title: str) -> None:
        self._trail.append(title)

    def leave(self) -> None:
        self._trail.pop()

    def add(self, what: str, why: str | Promise) -> None:
        where = " / ".join(title for title in self._trail if title)
        self._seen.setdefault((what, where, str(why)), Skipped(what, where, why))

    def __iter__(self):
        return iter(self._seen.values())
