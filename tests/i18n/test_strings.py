"""What is written for translation can be found by the extraction, on every version of gettext."""

import ast
from pathlib import Path

import pytest
from django.conf import settings

TRANSLATORS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy", "npgettext"}
FOLDERS = ("mooc_portal", "courses", "reviews", "scheduling")


def translated_inside_f_strings(source: str) -> list[int]:
    """The lines of calls for a translation within an f-string: older versions of gettext do not see them."""
    return [
        call.lineno
        for text in ast.walk(ast.parse(source))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in TRANSLATORS
    ]


def test_a_translation_inside_an_f_string_is_found():
    assert translated_inside_f_strings("x = 1\ny = f\"{_('Word')}: {x}\"") == [2]
    assert translated_inside_f_strings("y = _('Word')\nz = f'{y}'") == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_string_for_translation_stands_inside_an_f_string(folder):
    found = {
        str(path): lines
        for path in sorted((Path(settings.BASE_DIR) / folder).rglob("*.py"))
        if (lines := translated_inside_f_strings(path.read_text(encoding="utf-8")))
    }

    assert found == {}
