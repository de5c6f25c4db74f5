"""The catalogues are complete: every string is translated, in both languages, with its placeholders."""

import re

import polib
import pytest
from django.conf import settings

ROOT = settings.BASE_DIR / "locale"
LANGUAGES = ("kk", "ru")
PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|%[sd]")


def entries(language: str) -> list[polib.POEntry]:
    return [entry for entry in polib.pofile(str(ROOT / language / "LC_MESSAGES" / "django.po")) if not entry.obsolete]


def translations(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_string_is_translated_and_none_is_a_guess(language):
    left = [entry.msgid for entry in entries(language) if entry.fuzzy or not all(translations(entry))]
    assert left == []


def test_both_catalogues_hold_the_same_strings():
    kazakh, russian = ({(entry.msgctxt, entry.msgid) for entry in entries(language)} for language in LANGUAGES)
    assert kazakh == russian


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_survive_translation(language):
    changed = [
        entry.msgid
        for entry in entries(language)
        for text in translations(entry)
        if set(PLACEHOLDER.findall(text)) - set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
        or (not entry.msgid_plural and set(PLACEHOLDER.findall(text)) != set(PLACEHOLDER.findall(entry.msgid)))
    ]
    assert changed == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_plural_forms_are_those_of_the_language(language):
    catalogue = polib.pofile(str(ROOT / language / "LC_MESSAGES" / "django.po"))
    forms = int(re.search(r"nplurals=(\d)", catalogue.metadata["Plural-Forms"])[1])
    counted = [entry for entry in entries(language) if entry.msgid_plural]
    assert [entry.msgid for entry in counted if len(entry.msgstr_plural) != forms] == []
