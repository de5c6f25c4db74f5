"""What 7.4 advises on the text of a lecture: counted while it is written, and never a reason to stop anybody."""

from __future__ import annotations

import re
from typing import NamedTuple

from courses.models import Lecture

WORDS_A_MINUTE = 110  # calm speech to a camera
LONG_SENTENCE = 25  # words
LONG_LIST = 7  # items one after another
SENTENCE = re.compile(r"[.!?…]+(?=\s|\Z)|\n\s*\n")
LIST_ITEM = re.compile(r"\s*([-*•–]|[0-9]{1,3}[.)])\s+\S")
WORD = re.compile(r"\w")
SHOWN = 80


class Hints(NamedTuple):
    """``seconds`` to read the text aloud, how it compares, long sentences (7.4.3) by their beginnings, longest list."""

    words: int
    seconds: int
    length: int | None
    long_sentences: list[str]
    longest_list: int

    @property
    def is_off(self) -> bool:
        """Whether reading takes a fifth more or less than the lecture."""
        return bool(self.length) and abs(self.seconds - self.length) * 5 > self.length

    @property
    def has_long_list(self) -> bool:
        return self.longest_list > LONG_LIST


def hints_of(lecture: Lecture) -> Hints | None:
    """Hints for the script of a lecture; None where nothing is written."""
    words = _count(lecture.script)
    if not words:
        return None
    long_ones = [
        sentence for sentence in map(str.strip, _sentences(lecture.script)) if _count(sentence) > LONG_SENTENCE
    ]
    return Hints(
        words,
        round(words * 60 / WORDS_A_MINUTE),
        lecture.seconds,
        [sentence[:SHOWN] for sentence in long_ones],
        _longest_list(lecture.script),
    )


def _count(text: str) -> int:
    return sum(1 for word in text.split() if WORD.search(word))


def _sentences(text: str) -> list[str]:
    """Sentences; the items of a list are no parts of one."""
    prose = "\n".join("\n" if LIST_ITEM.match(line) else line for line in text.splitlines())
    return SENTENCE.split(prose)


def _longest_list(text: str) -> int:
    longest = here = 0
    for line in filter(str.strip, text.splitlines()):
        here = here + 1 if LIST_ITEM.match(line) else 0
        longest = max(longest, here)
    return longest
