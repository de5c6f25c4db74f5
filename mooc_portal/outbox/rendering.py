"""A letter's text from its template, in the reader's language."""

from django.template.loader import render_to_string
from django.utils.functional import lazy
from django.utils.translation import override


def render_letter(name: str, language: str, context: dict) -> tuple[str, str]:
    """Subject and body of ``templates/letters/<name>.txt``; the first line is the subject."""
    with override(language):
        text = render_to_string(f"letters/{name}.txt", context)
    subject, _line, body = text.strip().partition("\n")
    return subject.strip(), body.strip() + "\n"


def _filled(text, values: dict) -> str:
    return str(text) % values


_lazily_filled = lazy(_filled, str)


def sentence(text, **values):
    """A lazy sentence with values in it, still to be said in the language of whoever reads it."""
    return _lazily_filled(text, values)
