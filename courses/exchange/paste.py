"""What is pasted from Word and other programs, as CommonMark: headings, lists, tables, bold, italic and links."""

from __future__ import annotations

import re

from lxml import etree
from lxml.html import builder

from courses.exchange.olx.markdown import html_to_markdown, parse_html

LONGEST = 2_000_000
LIST = re.compile(r"mso-list\s*:\s*[^;]*?\blevel(\d+)")
# The number or the bullet that Word writes in front of the words of a list.
IGNORED = re.compile(r"mso-list\s*:\s*ignore", re.IGNORECASE)
NUMBER = re.compile(r"\s*\(?(?:\d+|\w)[.)]")
BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
PLAIN = re.compile(r"font-weight\s*:\s*(?:normal|[1-5]00)", re.IGNORECASE)
ITALIC = re.compile(r"font-style\s*:\s*italic", re.IGNORECASE)
DROPPED = ("img", "xml", "style", "script", "video", "audio", "object", "iframe", "svg", "canvas", "embed")
EMPHASIS = {"b": "strong", "strong": "strong", "i": "em", "em": "em"}


def pasted(html: str) -> str:
    """The words of some HTML as CommonMark; what a text of a course cannot have is left out.

    Raises:
        ValueError: when it is longer than any text.
    """
    if len(html) > LONGEST:
        raise ValueError(html[:20])
    body = parse_html(html)
    if body is None:
        return ""
    for element in list(body.iter(*DROPPED)):
        _take_out(element)
    for element in body.iter(etree.Element):
        _name_by_look(element)
    _lists(body)
    _join_emphasis(body)
    return html_to_markdown(body, lambda _what, _why: None)


def _take_out(element) -> None:
    """Without its words, keeping those behind it."""
    parent, tail = element.getparent(), element.tail or ""
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + tail
    elif parent is not None:
        parent.text = (parent.text or "") + tail
    if parent is not None:
        parent.remove(element)


def _name_by_look(element) -> None:
    """Bold and italic that are said by a style become elements; a wrapper that only undoes them becomes none."""
    style, tag = element.get("style") or "", element.tag
    if tag in ("b", "strong") and PLAIN.search(style):
        element.tag = "span"
    elif tag in EMPHASIS:
        element.tag = EMPHASIS[tag]
    elif tag == "span" and BOLD.search(style):
        element.tag = "strong"
    elif tag == "span" and ITALIC.search(style):
        element.tag = "em"
    elif tag == "p" and "MsoTitle" in (element.get("class") or ""):
        element.tag = "h1"


def _lists(body) -> None:
    """Word's paragraphs that only look like a list become one, as deep as their levels say."""
    for element in list(body.iter("p", "h1", "h2", "h3", "h4", "h5", "h6", "div")):
        found = LIST.search(element.get("style") or "")
        if found is None or element.getparent() is None:
            continue
        marker = next((span for span in element.iter("span") if IGNORED.search(span.get("style") or "")), None)
        tag = "ol" if marker is not None and NUMBER.match("".join(marker.itertext())) else "ul"
        if marker is not None:
            _take_out(marker)
        if next(element.iterancestors("ul", "ol", "li"), None) is not None:
            continue  # a real list already
        element.tag = "li"
        holder = _holder(element, tag, int(found[1]))
        tail, element.tail = element.tail, None
        holder.append(element)
        root = holder
        while root.getparent().tag in ("li", "ol", "ul"):
            root = root.getparent()
        root.tail = tail


def _holder(element, tag: str, level: int):
    """The list that an item of a level belongs to: the one just before it, or one made there."""
    before = element.getprevious()
    if before is None or before.tag not in ("ol", "ul") or (before.tail or "").strip():
        before = etree.Element(tag)
        element.addprevious(before)
    for _step in range(min(level, 9) - 1):
        if not len(before):
            before.append(builder.LI())
        last = before[-1]
        deeper = last[-1] if len(last) and last[-1].tag in ("ol", "ul") else None
        if deeper is None:
            deeper = etree.SubElement(last, tag)
        before = deeper
    return before


def _join_emphasis(body) -> None:
    """Word cuts one bold phrase into many runs; side by side they would be no emphasis in CommonMark."""
    for element in list(body.iter("strong", "em")):
        after = element.getnext()
        while after is not None and after.tag == element.tag and not element.tail and element.getparent() is not None:
            _append_text(element, after.text)
            element.extend(list(after))
            element.tail = after.tail
            element.getparent().remove(after)
            after = element.getnext()


def _append_text(element, text: str | None) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + (text or "")
    else:
        element.text = (element.text or "") + (text or "")
