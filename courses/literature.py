"""The literature of a course, gathered from where its authors write it.

The format has no field for it (templates T1 and T6 ask for it): a heading such as "Literature" in the text of a part
begins a list, which ends with the next heading as high.
"""

from __future__ import annotations

from typing import NamedTuple

from markdown_it.token import Token

from courses.document.types import CourseDocument
from courses.markdown import parse
from mooc_portal.text import fold

HEADINGS = {
    *("әдебиет", "әдебиеттер", "әдебиеттер тізімі", "ұсынылатын әдебиет", "ұсынылатын әдебиеттер"),
    *("пайдаланылған әдебиеттер", "қолданылған әдебиеттер"),
    *("литература", "список литературы", "рекомендуемая литература", "источники"),
    *("literature", "references", "reading list", "recommended literature", "sources"),
}


class Reading(NamedTuple):
    """What one part names: ``path`` is the JSON Pointer of the part, ``lines`` are plain text."""

    path: str
    section: str
    part: str
    lines: list[str]


def literature_of(document: CourseDocument) -> list[Reading]:
    """Every part that names literature, in the order of the course."""
    found = []
    for i, section in enumerate(document.sections):
        for j, part in enumerate(section.parts):
            if lines := literature_in(part.text):
                found.append(Reading(f"/sections/{i}/parts/{j}", section.title, part.title, lines))
    return found


def literature_in(text: str) -> list[str]:
    """The lines below the headings of literature in a text: items of lists and paragraphs."""
    lines, level, tokens = [], 0, parse(text)
    for number, token in enumerate(tokens):
        if token.type == "heading_open":
            own = int(token.tag[1:])
            if not level or own <= level:
                level = own if fold(_plain(tokens[number + 1])).rstrip(":. ") in HEADINGS else 0
        elif level and token.type == "inline" and tokens[number - 1].type != "heading_open":
            lines.append(_plain(token))
    return [line for line in lines if line]


def _plain(inline: Token) -> str:
    words = (" " if child.type in ("softbreak", "hardbreak") else child.content for child in inline.children or ())
    return " ".join("".join(words).split())
