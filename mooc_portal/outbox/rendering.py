"""A letter's text from its template, in the reader's language."""

from django.template.loader import render_to_string
from django.utils.translation import override


def render_letter(name: str, language: str, context: dict) -> tuple[str, str]:
    """Subject and body of ``templates/letters/<name>.txt``; the first line is the subject."""
    with override(language):
        text = render_to_string(f"letters/{name}.txt", context)
    subject, _line, body = text.strip().partition("\n")
    return subject.strip(), body.strip() + "\n"
