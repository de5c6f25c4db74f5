"""CommonMark to HTML that is safe to show: parsed by markdown-it, cleaned by nh3. Formulas stand between $ signs."""

from __future__ import annotations

import re

import nh3
from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin

from courses import formulas
from courses.terms import Terms

# "Costs $5 and $6" has no formula: no space inside the signs, no digit right behind or before them.
_DOLLARS = {"allow_space": False, "allow_digits": False, "allow_labels": False, "double_inline": True}
_parser = MarkdownIt("commonmark", {"html": False}).enable("table").use(dollarmath_plugin, **_DOLLARS)
_line_parser = MarkdownIt("zero", {"html": False}).enable("escape").use(dollarmath_plugin, **_DOLLARS)
_TAGS = {
    *("p", "br", "hr", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code", "em", "strong", "a"),
    *("table", "thead", "tbody", "tr", "th", "td", "img"),
    *("button", *formulas.TAGS),
}
_ATTRIBUTES = {
    "a": {"href", "title"},
    "ol": {"start"},
    "code": {"class"},
    "button": {"type", "class", "popovertarget"},
    "img": {"src", "alt", "loading"},
    **formulas.ATTRIBUTES,
}
UNREADABLE = "formula-unreadable"
PICTURE = re.compile(r"picture:([0-9a-f]{64})")
DEFINITION = '<div popover class="term-definition" id="{}"><strong>{}</strong>: {}</div>'


def render(text: str, terms: Terms | None = None, *, pictures: str = "") -> SafeString:
    """Render a text of a course; headings begin at h3.

    A picture of the course is fetched from the address that begins with ``pictures``; of one from another host, and
    of every one where there is no such address, the words remain. The first occurrence of each of ``terms`` becomes
    a button that opens its definition, without any script.
    """
    tokens = _parser.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + 2, 6)}"
    marked = terms.mark(tokens, text) if terms is not None else []
    html = _clean(_parser.renderer.render(tokens, _parser.options, {"pictures": pictures}))
    return html + format_html_join("", DEFINITION, ((one.id, *one.term) for one in marked))


def render_line(text: str) -> SafeString:
    """A line that is plain apart from its formulas: an option, one side of a pair, a step."""
    return _clean(_line_parser.renderInline(text))


def parse(text: str) -> list[Token]:
    """The text as the tokens of CommonMark."""
    return _parser.parse(text)


def unreadable_formulas(text: str) -> list[str]:
    """The formulas of a text that can only be shown as they were written."""
    found = []
    for token in _parser.parse(text):
        for one in (token, *(token.children or ())):
            if one.type.startswith("math_"):
                try:
                    formulas.mathml(one.content, block=one.type != "math_inline")
                except formulas.UnreadableFormula:
                    found.append(one.content.strip())
    return found


def undescribed_pictures(text: str) -> int:
    """How many pictures of a text say nothing to who cannot see them."""
    children = [child for token in _parser.parse(text) for child in token.children or ()]
    return sum(child.type == "image" and not child.content.strip() for child in children)


def _clean(html: str) -> SafeString:
    clean = nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
        attribute_filter=_only_ours,
    )
    return mark_safe(clean)  # noqa: S308 cleaned on the line above


def _only_ours(tag: str, name: str, value: str) -> str | None:
    """Classes and buttons come from here alone, whatever a formula may bring along."""
    if name == "class":
        return value if value in (UNREADABLE, "term") else None
    if name == "src":
        return value if value.startswith("/") and not value.startswith("//") else None
    return value if name != "popovertarget" or value.startswith("term-") else None


def _picture(renderer, tokens, index: int, options, environment) -> str:
    token = tokens[index]
    words = escape(renderer.renderInlineAsText(token.children or [], options, environment))
    found, prefix = PICTURE.fullmatch(str(token.attrs["src"])), environment.get("pictures")
    if not found or not prefix:
        return f"<em>{words}</em>"
    return f'<img src="{escape(prefix)}{found[1]}/" alt="{words}" loading="lazy">'


def _formula(block: bool):
    def rule(_renderer, tokens, index: int, _options, _environment) -> str:
        tex = tokens[index].content
        try:
            return formulas.mathml(tex, block=block)
        except formulas.UnreadableFormula:
            signs = "$$" if block else "$"
            return f'<code class="{UNREADABLE}">{signs}{escape(tex)}{signs}</code>'

    return rule


_parser.add_render_rule("image", _picture)
for _one in (_parser, _line_parser):
    _one.add_render_rule("math_inline", _formula(block=False))
    _one.add_render_rule("math_inline_double", _formula(block=True))
    _one.add_render_rule("math_block", _formula(block=True))
