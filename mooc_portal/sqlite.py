"""SQLite compares letters without case only in ASCII; here LIKE does it in every alphabet, as PostgreSQL does."""

from __future__ import annotations

import re
from functools import lru_cache


def teach_like(connection, **_signal) -> None:
    """Give a new SQLite connection a LIKE for which Қ and қ are the same letter."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("like", 2, like, deterministic=True)
        connection.connection.create_function("like", 3, like, deterministic=True)


def like(pattern, value, escape: str | None = None) -> bool | None:
    """``value LIKE pattern [ESCAPE escape]`` without regard to case; None where either is NULL."""
    if pattern is None or value is None:
        return None
    return _compiled(str(pattern), escape)(str(value).casefold()) is not None


@lru_cache(maxsize=256)
def _compiled(pattern: str, escape: str | None):
    parts, chars = [], iter(pattern)
    for char in chars:
        if escape and char == escape:
            parts.append(re.escape(next(chars, "").casefold()))
        else:
            parts.append({"%": ".*", "_": "."}.get(char, re.escape(char.casefold())))
    return re.compile("".join(parts), re.DOTALL).fullmatch
