"""Text as people write it here: folding for search, order by the Kazakh alphabet."""

from __future__ import annotations

import unicodedata

KAZAKH = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
_STRAY = str.maketrans({"ӛ": "ө", "Ӛ": "Ө"})
_RANKS = {letter: rank for rank, letter in enumerate("0123456789abcdefghijklmnopqrstuvwxyz" + KAZAKH, start=2)}


def fold(text: str) -> str:
    """Text for searching without regard to case: NFC, ӛ read as ө, case folded, white space single."""
    text = unicodedata.normalize("NFC", text).translate(_STRAY)
    return " ".join(text.casefold().split())


def sort_key(text: str, language: str = "kk") -> str:
    """A key of digits that puts texts into the order of the Kazakh alphabet under any collation.

    Digits come before Latin, Latin before Cyrillic, and the Russian alphabet is
    part of the Kazakh one, so that one order serves the three languages.
    Whatever else a text holds separates words.
    """
    return "".join(f"{_RANKS.get(letter, 1):02d}" for letter in fold(text))
