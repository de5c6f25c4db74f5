"""What differs between two documents beyond words: a correction (5.2.5) may change words only."""

from __future__ import annotations

import msgspec

from courses.document.codec import encode
from courses.document.pointer import pointer
from courses.document.types import CourseDocument

# Fields whose text an author may correct without a new review.
WORDS = frozenset(
    (
        *("title", "summary", "extra_week", "goals", "text", "term", "definition", "announcement", "script"),
        *("instructions", "criteria", "stem", "feedback", "pairs", "sequence", "accepted", "format", "grading"),
    )
)


def structure_changes(before: CourseDocument, after: CourseDocument) -> list[str]:
    """JSON Pointers to everything that differs other than words.

    Lists of a different length are one change, at the list; the texts of pairs,
    steps and accepted answers are words, their number is structure.
    """
    changes: list[str] = []
    _compare(_plain(before), _plain(after), (), changes)
    return changes


def _plain(document: CourseDocument):
    """The canonical form, so that a default that is written out equals one that is left out."""
    return msgspec.json.decode(encode(document))


def _compare(before, after, trail: tuple, changes: list[str]) -> None:
    if isinstance(before, dict) and isinstance(after, dict):
        for name in dict.fromkeys((*before, *after)):
            _compare(before.get(name), after.get(name), (*trail, name), changes)
    elif isinstance(before, list | tuple) and isinstance(after, list | tuple):
        if len(before) != len(after):
            changes.append(pointer(*trail))
            return
        for i, pair in enumerate(zip(before, after, strict=True)):
            _compare(*pair, (*trail, i), changes)
    elif before != after and not _is_word(before, after, trail):
        changes.append(pointer(*trail))


def _is_word(before, after, trail: tuple) -> bool:
    """Whether the leaf at ``trail`` is a text that may be corrected: both sides texts, or one left out."""
    if not all(isinstance(value, str | None) for value in (before, after)):
        return False
    names = [step for step in trail if isinstance(step, str)]
    return bool(names) and "parameters" not in names and names[-1] in WORDS
