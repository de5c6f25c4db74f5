"""One finding: which rule, where, measured against allowed, and the sentence for the reader."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import msgspec
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from courses.regulation.facts import Facts
    from courses.regulation.limits import Limits

BLOCK, WARN, INFO, CHECK = "block", "warn", "info", "check"
GATES = ("edit", "prog", "dept", "fac", "place", "sched")
SEVERITY_NAMES = {BLOCK: _("violation"), WARN: _("warning"), INFO: _("information"), CHECK: _("to be checked")}


class Rule(msgspec.Struct, frozen=True):
    """A rule of the regulation that a document can answer.

    ``severity`` is the hardest one it can have; ``title`` says in one sentence
    what it asks for, with places for the numbers of a version.
    """

    id: str
    clauses: tuple[str, ...]
    severity: str
    gates: tuple[str, ...]
    title: Any
    measure: Callable[[Rule, Facts, str], Iterable[Finding]]

    def title_under(self, limits: Limits) -> str:
        """What the rule asks for under a version, in the active language."""
        return str(self.title) % limits.in_words() if "%(" in str(self.title) else str(self.title)

    def finding(self, severity: str, path: str, measured, allowed, sentence, **values) -> Finding:
        """A finding of this rule; ``sentence`` is lazy and is filled from ``values`` when read."""
        return Finding(self.id, self.clauses, severity, path, measured, allowed, sentence, values)


class Finding(msgspec.Struct, frozen=True):
    """``path`` is a JSON Pointer; ``measured`` and ``allowed`` are plain values (None where nothing was there)."""

    rule: str
    clauses: tuple[str, ...]
    severity: str
    path: str
    measured: Any
    allowed: Any
    sentence: Any
    values: dict[str, Any]

    @property
    def message(self) -> str:
        """The sentence in the active language."""
        if not self.values:
            return str(self.sentence)
        return str(self.sentence) % {name: shown(value) for name, value in self.values.items()}

    def to_json(self) -> dict:
        """The finding as ``check_course`` prints it, its message in the active language."""
        return {
            "rule": self.rule,
            "clauses": list(self.clauses),
            "severity": self.severity,
            "path": self.path,
            "measured": self.measured,
            "allowed": self.allowed,
            "message": self.message,
        }


def shown(value) -> str:
    """A value inside a sentence: decimals with the comma of Kazakh and Russian."""
    if isinstance(value, float):
        value = int(value) if value.is_integer() else round(value, 2)
        return str(value).replace(".", ",") if get_language() in ("kk", "ru") else str(value)
    return str(value)


def duration(seconds: int) -> str:
    """Minutes and seconds, as lecture lengths are written: 12:05."""
    return f"{seconds // 60}:{seconds % 60:02d}"


def interval(bounds: tuple[int, int]) -> str:
    """A range from the limits: 6–10."""
    return f"{bounds[0]}–{bounds[1]}"


def percent(hundredths: int) -> str:
    """A share given in hundredths of a per cent, without trailing zeros: 49.99, 50."""
    whole, rest = divmod(hundredths, 100)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".") if rest else str(whole)
