"""A file of questions of whichever format, told by what it says."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courses.document.types import Item
from courses.exchange.olx.skipped import Notes, Skipped

from .aiken import looks_like_aiken, read_aiken, write_aiken
from .gift import read_gift, write_gift
from .moodle import looks_like_xml, read_moodle, write_moodle
from .words import name_of

LARGEST = 10 * 1024 * 1024
MOST_ITEMS = 1000
MOST_ANSWERS = 200  # as many as the form of an item shows


class QuestionsError(Exception):
    """The file cannot be read at all; ``str()`` is for the reader."""


class ItemsRead(NamedTuple):
    """The items of a file, the name of its format, and what could not be carried over."""

    items: list[Item]
    format: str
    skipped: list[Skipped]


class Written(NamedTuple):
    """A file of items, and what its format could not say."""

    text: str
    skipped: list[Skipped]


class Format(NamedTuple):
    """A format to write: how it is called, the end of the file's name, its media type, who writes it."""

    name: str | Promise
    suffix: str
    media_type: str
    write: Callable[[list[Item], Notes], str]


WRITERS = {
    "gift": Format("GIFT", "gift.txt", "text/plain", write_gift),
    "aiken": Format("Aiken", "aiken.txt", "text/plain", write_aiken),
    "moodle": Format("Moodle XML", "xml", "application/xml", write_moodle),
}


def read_questions(data: bytes) -> ItemsRead:
    """The items of a file of any of the three formats.

    Raises:
        QuestionsError: for a file that is too large, is no text, is broken XML, or holds no question.
    """
    if len(data) > LARGEST:
        raise QuestionsError(_("The file is too large. At most: %(limit)s MB.") % {"limit": LARGEST >> 20})
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise QuestionsError(_("The file is no text in UTF-8.")) from error
    if "\x00" in text:
        raise QuestionsError(_("The file is no text in UTF-8."))
    notes = Notes()
    name, found = _read(text, notes)
    items = [item for item in found if _is_of_a_size(item, notes)]
    if len(items) > MOST_ITEMS:
        raise QuestionsError(_("The file has too many questions. At most: %(limit)s.") % {"limit": MOST_ITEMS})
    if not items and not list(notes):
        raise QuestionsError(_("No question was found in the file."))
    return ItemsRead(items, name, list(notes))


def _is_of_a_size(item: Item, notes: Notes) -> bool:
    most = max(map(len, (item.options, item.pairs, item.sequence, item.accepted)))
    if most > MOST_ANSWERS:
        notes.add(name_of(item.stem), _("The question has too many answers."))
    return most <= MOST_ANSWERS


def _read(text: str, notes: Notes) -> tuple[str, list[Item]]:
    if looks_like_xml(text):
        try:
            return "moodle", read_moodle(text, notes)
        except (ParseError, DefusedXmlException, ValueError) as error:
            raise QuestionsError(_("The file is no Moodle XML that can be read.")) from error
    if looks_like_aiken(text):
        return "aiken", read_aiken(text, notes)
    return "gift", read_gift(text, notes)


def write_questions(items: list[Item], name: str) -> Written:
    """The items in a format, by its name in ``WRITERS``."""
    notes = Notes()
    text = WRITERS[name].write(items, notes)
    return Written(text, list(notes))
