"""Named predicates: who may do what to which thing, and the sentence that says why not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Test = Callable[[Any, Any, datetime], bool]


@dataclass(frozen=True)
class Predicate:
    """A question about a person and a thing at an instant, with the reason for a no.

    Joined by ``|`` a refusal is that of the first; by ``&`` that of the first one that refuses.
    """

    name: str
    ask: Callable[[Any, Any, datetime], str | None]

    def refusal(self, user, thing, at: datetime) -> str | None:
        """Return None where ``user`` may, else a translatable sentence that says why not."""
        return self.ask(user, thing, at)

    def allows(self, user, thing, at: datetime) -> bool:
        return self.ask(user, thing, at) is None

    def __or__(self, other: Predicate) -> Predicate:
        def ask(user, thing, at):
            first = self.ask(user, thing, at)
            return first if first is not None and other.ask(user, thing, at) is not None else None

        return Predicate(f"{self.name} or {other.name}", ask)

    def __and__(self, other: Predicate) -> Predicate:
        def ask(user, thing, at):
            first = self.ask(user, thing, at)
            return first if first is not None else other.ask(user, thing, at)

        return Predicate(f"{self.name} and {other.name}", ask)


def predicate(reason: str) -> Callable[[Test], Predicate]:
    """Turn a yes-or-no function into a predicate that refuses with ``reason`` (a lazy sentence)."""

    def name(test: Test) -> Predicate:
        return Predicate(test.__name__, lambda user, thing, at: None if test(user, thing, at) else reason)

    return name
