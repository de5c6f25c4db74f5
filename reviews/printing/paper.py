"""A paper before it is printed: a title and blocks, in one language. PDF and Word are made of the same."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence

import msgspec
from django.conf import settings
from django.utils.translation import override

# "both" is Kazakh and after it Russian, as documents of the country come.
LANGUAGES = {"kk": ("kk",), "ru": ("ru",), "both": ("kk", "ru")}


class Block(msgspec.Struct, frozen=True, tag=str.lower):
    """Base of what a paper is made of; the templates know each by its type."""


class Heading(Block):
    text: str


class Text(Block):
    text: str
    strong: bool = False


class Bullets(Block):
    items: tuple[str, ...]


class Facts(Block):
    """Names with what stands for them."""

    rows: tuple[tuple[str, str], ...]


class Table(Block):
    """``widths`` are shares of the line, one for each column."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]


class Signatures(Block):
    """A line to sign on for each: what the person is, and the name."""

    rows: tuple[tuple[str, str], ...]


class Paper(msgspec.Struct, frozen=True):
    """``above`` are lines over the title, ``foot`` stands at the bottom of every page."""

    language: str
    title: str
    blocks: tuple[Heading | Text | Bullets | Facts | Table | Signatures, ...]
    above: tuple[str, ...] = ()
    foot: str = ""
    organisation: str = ""


def papers_in(languages: str, compose: Callable[[], Paper]) -> list[Paper]:
    """What ``compose`` gives in each language that ``languages`` names.

    Raises:
        KeyError: for a choice of languages that is not offered.
    """
    papers = []
    for language in LANGUAGES[languages]:
        with override(language):
            # Sentences that translate when they are read are read here, in their language.
            paper = msgspec.convert(msgspec.to_builtins(compose(), enc_hook=str), Paper)
        papers.append(msgspec.structs.replace(paper, language=language, organisation=settings.OPERATOR_NAME))
    return papers


def plain(papers: Sequence[Paper]) -> list[dict]:
    """Papers as plain values for a template, without the signs that no document may hold."""
    return _cleaned(msgspec.to_builtins(list(papers)))


def _cleaned(value):
    if isinstance(value, str):
        value = value.replace("\r\n", "\n").replace("\t", " ")
        return "".join(sign for sign in value if sign == "\n" or unicodedata.category(sign) not in ("Cc", "Cs", "Cn"))
    if isinstance(value, dict):
        return {name: _cleaned(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(one) for one in value]
    return value
