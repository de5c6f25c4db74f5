import pytest
from hypothesis import given
from hypothesis import strategies as st

from mooc_portal.dates import long_date
from mooc_portal.text import fold, sort_key
from tests.factories import TODAY

ALPHABET = "АӘБВГҒДЕЁЖЗИЙКҚЛМНҢОӨПРСТУҰҮФХҺЦЧШЩЪЫІЬЭЮЯ"


def test_the_kazakh_alphabet_sorts_as_kazakhs_do():
    by_code_point = sorted(ALPHABET)
    assert "".join(sorted(by_code_point, key=sort_key)) == ALPHABET


@pytest.mark.parametrize(
    "words",
    [
        ["Алма", "Әдеп", "Бала", "Қала", "Лала", "Өмір", "Пән", "Ұстаз", "Үй", "Физика", "Іс", "Яблоко"],
        ["10 сабақ", "2 курс", "Course", "Курс"],
        ["ал", "ала", "алма"],
    ],
)
def test_words_come_in_their_order(words):
    by_code_point = sorted(words)
    assert sorted(by_code_point, key=sort_key) == words


@given(st.text(), st.text())
def test_a_key_sorts_alike_under_any_collation(a, b):
    assert sort_key(a).isdigit() or sort_key(a) == ""
    if fold(a) == fold(b):
        assert sort_key(a) == sort_key(b)


def test_folding_forgets_case_and_the_stray_letter():
    assert fold("  ҚАЗАҚ  тілі ") == "қазақ тілі"
    assert fold("ӛмір") == fold("ӨМІР") == "өмір"


@pytest.mark.parametrize(
    ("language", "text"),
    [("kk", "2027 жылғы 1 ақпан"), ("ru", "1 февраля 2027 г."), ("en", "1 February 2027")],
)
def test_a_date_is_written_as_the_language_writes_it(language, text):
    assert long_date(TODAY, language) == text
