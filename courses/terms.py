"""Terms of the glossary, marked where a text of the course first speaks of each (4.11)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple

from django.utils.html import escape
from markdown_it.token import Token

# Kazakh adds its endings to the word and leaves the word as it is: number, possession, case. The endings of
# Russian change the word itself; they are not guessed.
KAZAKH_ENDINGS = (
    "(?:лар|лер|дар|дер|тар|тер)?(?:ымыз|іміз|ыңыз|іңіз|мыз|міз|сы|сі|ым|ім|ың|ің|ы|і)?"
    "(?:ның|нің|дың|дің|тың|тің|нда|нде|нан|нен|дан|ден|тан|тен|мен|бен|пен|ға|ге|қа|ке|на|не|ны|ні|ды|ді|ты|ті|да|де|та|те|н)?"
)


class Term(NamedTuple):
    """A term of the glossary and what it says."""

    name: str
    definition: str


class Marked(NamedTuple):
    """A term that was marked, and the id of the place for its definition."""

    id: str
    term: Term


class Terms:
    """The terms of one glossary, ready to be looked for in many texts."""

    def __init__(self, entries: Iterable[tuple[str, str]], language: str) -> None:
        self._terms = {_plain(name): Term(name, definition) for name, definition in entries if name.strip()}
        names = sorted(self._terms, key=len, reverse=True)
        words = "|".join(r"\s+".join(re.escape(word) for word in name.split()) for name in names)
        endings = KAZAKH_ENDINGS if language == "kk" else ""
        self._pattern = re.compile(rf"(?<!\w)({words}){endings}(?!\w)", re.IGNORECASE) if names else None

    def mark(self, tokens: list[Token], text: str) -> list[Marked]:
        """Turn the first occurrence of each term in ``tokens`` into a button that shows its definition.

        Headings, links, code and formulas stay as they are. ``text`` makes the ids of one page differ.
        """
        if self._pattern is None:
            return []
        salt, marked = sha256(text.encode()).hexdigest()[:8], {}
        for before, token in zip([None, *tokens], tokens, strict=False):
            if token.type == "inline" and (before is None or before.type != "heading_open"):
                token.children = self._children(token.children or [], marked, salt)
        return list(marked.values())

    def _children(self, children: list[Token], marked: dict[str, Marked], salt: str) -> list[Token]:
        found, links = [], 0
        for child in children:
            links += {"link_open": 1, "link_close": -1}.get(child.type, 0)
            found += self._split(child, marked, salt) if child.type == "text" and not links else [child]
        return found

    def _split(self, token: Token, marked: dict[str, Marked], salt: str) -> list[Token]:
        pieces, end = [], 0
        for match in self._pattern.finditer(token.content):
            name = _plain(match[1])
            if name in marked:
                continue
            marked[name] = Marked(f"term-{salt}-{len(marked) + 1}", self._terms[name])
            button = f'<button type="button" class="term" popovertarget="{marked[name].id}">{escape(match[0])}</button>'
            pieces += [_text(token.content[end : match.start()]), Token("html_inline", "", 0, content=button)]
            end = match.end()
        return [*pieces, _text(token.content[end:])] if pieces else [token]


@lru_cache(maxsize=64)
def _terms(entries: tuple[tuple[str, str], ...], language: str) -> Terms:
    return Terms(entries, language)


def terms_of(document) -> Terms:
    """The terms of a course document, in the language of the course."""
    return _terms(tuple((entry.term, entry.definition) for entry in document.glossary), document.language)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)
