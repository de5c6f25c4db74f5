"""What is advised on the text of a lecture (7.4)."""

import pytest

from courses.models import Lecture
from courses.script_hints import hints_of


def hints(script: str, seconds: int | None = None):
    return hints_of(Lecture(script=script, seconds=seconds))


def test_without_a_text_there_is_no_advice():
    assert hints(" \n– …") is None


def test_a_hundred_and_ten_words_take_a_minute():
    assert hints("сөз " * 110).seconds == 60


@pytest.mark.parametrize(("seconds", "off"), [(50, False), (49, True), (75, False), (76, True), (None, False)])
def test_a_fifth_more_or_less_than_the_lecture_is_told(seconds, off):
    assert hints("сөз " * 110, seconds).is_off is off


@pytest.mark.parametrize(("words", "count"), [(25, 0), (26, 1)])
def test_long_sentences_are_shown_by_their_beginnings(words, count):
    found = hints("Қысқа сөйлем. " + "ұзын " * words + "\n\nТағы бір сөйлем!")
    assert len(found.long_sentences) == count
    assert all(sentence.startswith("ұзын") for sentence in found.long_sentences)


@pytest.mark.parametrize(("items", "long"), [(7, False), (8, True)])
def test_a_long_list_is_told_and_is_no_long_sentence(items, long):
    found = hints("Тізім:\n" + "- бірінші екінші үшінші төртінші\n" * items)
    assert (found.longest_list, found.has_long_list, found.long_sentences) == (items, long, [])
