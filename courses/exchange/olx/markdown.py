"""HTML of an export as CommonMark.

Works on parsed trees (lxml), of HTML files and of the HTML inside problems
alike. What CommonMark cannot hold (scripts, frames, files of the old platform)
is left out and named to ``lost``; no words are dropped.
"""

import re
from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from lxml import etree
from lxml import html as lxml_html

Lost = Callable[[str, str | Promise], None]

DEEPEST = 60
# Stands for a line break until the paragraph is whole; no XML or HTML text holds it.
BREAK = "\v"
SPACE = re.compile(r"[ \t\r\n\f\xa0]+")
SPECIAL = re.compile(r"([\\`*_\[\]<]|&(?=#?\w+;))")
LINE_START = re.compile(r"^(\s*)(#{1,6}(?=\s|$)|[-+](?=\s|$)|>|=+$|~~~|\d{1,9}(?=[.)](\s|$)))", re.MULTILINE)

HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
EMPHASIS = {"em": "*", "i": "*", "cite": "*", "strong": "**", "b": "**"}
BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "body",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "header",
        "html",
        "label",
        "legend",
        "main",
        "nav",
        "p",
        "section",
        "summary",
        "solution",
        "demandhint",
        "description",
    ]
)
DROPPED = frozenset(["style", "link", "meta", "head", "title", "noscript"])
NOT_CARRIED = {
    "script": _("A script is not carried over: a text here holds no programs."),
    "iframe": _("An embedded page is not carried over; add a link to it by hand."),
    "object": _("An embedded object is not carried over."),
    "embed": _("An embedded object is not carried over."),
    "applet": _("An embedded object is not carried over."),
    "video": _("A video inside a text is not carried over; add it as a video lecture."),
    "audio": _("A sound inside a text is not carried over."),
    "canvas": _("A drawing made by a script is not carried over."),
    "svg": _("A drawing inside a text is not carried over."),
}
LOCAL_IMAGE = _("Files are not carried over; add the picture by hand.")
LOCAL_LINK = _("The link leads into the old platform; its words are kept.")


def parse_html(data: bytes | str) -> etree._Element | None:
    """The body of an HTML text, or None where there is nothing in it."""
    text = decode(data) if isinstance(data, bytes) else data
    if not text.strip():
        return None
    parser = lxml_html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = lxml_html.document_fromstring(text.encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return None
    body = root.find("body")
    return root if body is None else body


def decode(data: bytes) -> str:
    """The text of a file: UTF-8, with or without a mark, or else Windows Cyrillic."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = data.decode("utf-16", errors="replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1251", errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def html_to_markdown(element: etree._Element, lost: Lost) -> str:
    """The element's content as CommonMark (pipe tables for tables)."""
    return tidy(Writer(lost).blocks(element, 0))


def plain_text(element: etree._Element, lost: Lost, *, without: tuple[str, ...] = ()) -> str:
    """The element's words on one line, pictures by their name, without the named children."""
    words: list[str] = []
    _gather(element, words, lost, without, 0)
    return SPACE.sub(" ", "".join(words)).strip()


def _gather(element, words: list[str], lost: Lost, without: tuple[str, ...], depth: int) -> None:
    words.append(element.text or "")
    for child in element:
        if isinstance(child.tag, str) and child.tag not in without and child.tag not in DROPPED:
            if child.tag == "img":
                words.append(f" {_image_words(child, lost)} ")
            elif child.tag in NOT_CARRIED:
                lost(child.tag, NOT_CARRIED[child.tag])
            elif depth < DEEPEST:
                _gather(child, words, lost, without, depth + 1)
            if child.tag in BLOCKS or child.tag == "br":
                words.append(" ")
        words.append(child.tail or "")


def _image_words(image, lost: Lost) -> str:
    """A picture that is not at hand: its file and what it shows."""
    source = (image.get("src") or "").strip()
    embedded = source.startswith("data:")
    name = "" if embedded else source.rsplit("/", 1)[-1].rsplit("@", 1)[-1]
    lost(f"img {name}".strip() if name else "img", LOCAL_IMAGE)
    alt = " ".join((image.get("alt") or "").split())
    return f"({': '.join(part for part in (name, alt) if part) or '…'})"


def escape(text: str) -> str:
    """The text with whatever CommonMark would read as markup made literal."""
    return LINE_START.sub(_literal_start, SPECIAL.sub(r"\\\1", text))


def _literal_start(match: re.Match) -> str:
    space, mark = match.group(1), match.group(2)
    return f"{space}{mark}\\" if mark[0].isdigit() else f"{space}\\{mark}"


def tidy(text: str) -> str:
    """Without trailing spaces and with single blank lines."""
    lines = [line if line.endswith("  ") and line.strip() else line.rstrip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class Writer:
    """Writes one tree; ``lost`` hears of what is left out."""

    def __init__(self, lost: Lost):
        self.lost = lost

    def blocks(self, element, depth: int) -> str:
        """The content of a container: paragraphs of its loose words and its blocks."""
        if depth > DEEPEST:
            return escape(SPACE.sub(" ", "".join(element.itertext())))
        out: list[str] = []
        loose = [self.words(element.text)]
        for child in element:
            if not isinstance(child.tag, str):
                loose.append(self.words(child.tail))
                continue
            block = self.block(child, depth + 1)
            if block is None:
                loose.append(self.inline(child, depth + 1))
            else:
                out += [paragraph("".join(loose)), block]
                loose = []
            loose.append(self.words(child.tail))
        out.append(paragraph("".join(loose)))
        return "\n\n".join(part for part in out if part.strip())

    def block(self, element, depth: int) -> str | None:
        """The element as a block, or None where it stands in a line."""
        tag = element.tag.lower()
        if tag in HEADINGS:
            return self.heading(element, HEADINGS[tag], depth)
        if tag in ("ul", "ol"):
            return self.items(element, depth)
        if tag == "pre":
            return fenced("".join(element.itertext()))
        if tag == "blockquote":
            return "\n".join(f"> {line}".rstrip() for line in self.blocks(element, depth).split("\n"))
        if tag == "table":
            return self.table(element, depth)
        if tag == "hr":
            return "---"
        return self.blocks(element, depth) if tag in BLOCKS else None

    def heading(self, element, level: int, depth: int) -> str:
        words = paragraph(self.line(element, depth), end=" ")
        return f"{'#' * level} {words}" if words else ""

    def items(self, element, depth: int) -> str:
        """A list; loose words and children that are not items count as items."""
        ordered = element.tag.lower() == "ol"
        start = int(element.get("start")) if (element.get("start") or "").isdecimal() else 1
        bodies = [paragraph(self.words(element.text))]
        for child in element:
            if isinstance(child.tag, str):
                whole = self.blocks(child, depth) if child.tag == "li" else self.block(child, depth)
                bodies.append(paragraph(self.inline(child, depth)) if whole is None else whole)
            bodies.append(paragraph(self.words(child.tail)))
        lines = []
        for number, body in enumerate((body for body in bodies if body.strip()), start):
            mark = f"{number % 10**9}. " if ordered else "- "
            lines.append(mark + re.sub(r"\n(?=[^\n])", "\n" + " " * len(mark), body))
        return "\n".join(lines)

    def table(self, element, depth: int) -> str:
        rows = [[self.cell(cell, depth) for cell in row] for row in _rows_of(element)]
        rows = [row for row in rows if any(row)]
        loose = paragraph(self.words(" ".join(_outside_cells(element))))
        if not rows:
            return loose
        width = max(len(row) for row in rows)
        rows = [row + [""] * (width - len(row)) for row in rows]
        lines = ["| " + " | ".join(row) + " |" for row in rows]
        table = "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])
        return f"{loose}\n\n{table}" if loose else table

    def cell(self, element, depth: int) -> str:
        words = self.blocks(element, depth)
        return re.sub(r"\s*\\?\n\s*", " ", words).replace("|", "\\|").strip()

    def line(self, element, depth: int) -> str:
        """The content of an element inside a line."""
        if depth > DEEPEST:
            return self.words("".join(element.itertext()))
        parts = [self.words(element.text)]
        for child in element:
            if isinstance(child.tag, str):
                parts.append(self.inline(child, depth + 1))
            parts.append(self.words(child.tail))
        return "".join(parts)

    def inline(self, element, depth: int) -> str:
        tag = element.tag.lower()
        if tag in DROPPED:
            return ""
        if tag in NOT_CARRIED:
            self.lost(tag, NOT_CARRIED[tag])
            return ""
        if tag == "br":
            return BREAK
        if tag == "img":
            return self.image(element)
        if tag in ("code", "tt", "kbd", "samp"):
            return code("".join(element.itertext()))
        if tag == "a":
            return self.link(element, depth)
        if tag in EMPHASIS:
            return wrapped(self.line(element, depth), EMPHASIS[tag])
        return self.line(element, depth)

    def image(self, element) -> str:
        source = (element.get("src") or "").strip()
        if source.startswith(("https://", "http://")):
            alt = escape(" ".join((element.get("alt") or "").split()))
            return f"![{alt}](<{address(source)}>)"
        return f" *{escape(_image_words(element, self.lost))}* "

    def link(self, element, depth: int) -> str:
        words = self.line(element, depth)
        target = (element.get("href") or "").strip()
        if not target or not words.strip() or target.startswith("#"):
            return words
        if target.startswith(("https://", "http://", "mailto:")):
            return wrapped(words, "[", f"](<{address(target)}>)")
        self.lost(f"a {target}"[:200], LOCAL_LINK)
        return words

    @staticmethod
    def words(text: str | None) -> str:
        return SPECIAL.sub(r"\\\1", SPACE.sub(" ", text)) if text else ""


def _rows_of(element) -> list[list]:
    """The cells of a table, row by row; those of a table inside a cell are that cell's."""
    children = [child for child in element if isinstance(child.tag, str)]
    here = [child for child in children if child.tag in ("td", "th")]
    below = [row for child in children if child not in here for row in _rows_of(child)]
    return [here, *below] if here else below


def _outside_cells(element) -> list[str]:
    """The words of a table's caption, and loose ones."""
    words = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and child.tag not in ("td", "th"):
            words += _outside_cells(child)
        words.append(child.tail or "")
    return words


def paragraph(text: str, *, end: str = "\\\n") -> str:
    """Words as a paragraph whose lines cannot be taken for other blocks; ``end`` ends a broken line."""
    lines = [re.sub(r"\s+", " ", line).strip() for line in text.strip().split(BREAK)]
    return end.join(LINE_START.sub(_literal_start, line) for line in lines)


def wrapped(text: str, mark: str, end: str | None = None) -> str:
    """The text between marks, with its outer spaces left outside as CommonMark needs."""
    inner = text.strip()
    if not inner:
        return text
    before = text[: len(text) - len(text.lstrip())]
    after = text[len(text.rstrip()) :]
    return f"{before}{mark}{inner}{mark if end is None else end}{after}"


def address(target: str) -> str:
    return re.sub(r"[\s<>]", lambda match: f"%{ord(match.group()):02X}", target)


def code(text: str) -> str:
    text = SPACE.sub(" ", text)
    if not text.strip():
        return text
    ticks = "`" * (1 + max((len(run) for run in re.findall(r"`+", text)), default=0))
    space = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{ticks}{space}{text}{space}{ticks}"


def fenced(text: str) -> str:
    ticks = "`" * max(3, 1 + max((len(run) for run in re.findall(r"`+", text)), default=0))
    body = text.strip("\n")
    return f"{ticks}\n{body}\n{ticks}" if body.strip() else ""
