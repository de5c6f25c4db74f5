"""The difference of two documents: added, removed, moved, changed, and nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.document.difference import counts, difference, word_marks
from tests.courses.document.test_places import numbered
from tests.documents import conforming, typed


def told(before: dict, after: dict) -> list[tuple[str, str]]:
    return [(change.how, change.place.path) for change in difference(typed(before), typed(after)).changes]


@pytest.mark.parametrize("make", [conforming, numbered])
def test_the_same_document_has_no_difference(make):
    assert told(make(), make()) == []


def test_an_added_section_is_one_change_and_not_one_for_each_lecture():
    after = numbered()
    new = numbered()["sections"][0] | {"title": "New", "announcement": "x" * 450}
    new["parts"] = [{"title": "Other", "text": "Fresh words only", "lectures": [{"title": "Fresh", "seconds": 601}]}]
    after["sections"].insert(2, new)
    assert told(numbered(), after) == [("added", "/sections/2")]


def test_a_removed_part_is_one_change():
    after = numbered()
    del after["sections"][1]["parts"][1]
    assert told(numbered(), after) == [("removed", "/sections/1/parts/1")]


def test_a_moved_section_is_moved_and_those_it_passed_are_not():
    after = numbered()
    after["sections"].insert(0, after["sections"].pop(4))
    assert told(numbered(), after) == [("moved", "/sections/0")]


def test_a_lecture_in_another_part_is_moved_with_the_place_it_came_from():
    after = numbered()
    lecture = after["sections"][0]["parts"][0]["lectures"].pop(1)
    after["sections"][3]["parts"][1]["lectures"].append(lecture)
    (change,) = difference(typed(numbered()), typed(after)).changes
    assert (change.how, change.before.path) == ("moved", "/sections/0/parts/0/lectures/1")
    assert change.after.path == "/sections/3/parts/1/lectures/3"


def test_what_moved_and_was_rewritten_says_both():
    after = numbered()
    section = after["sections"].pop(4)
    section["announcement"] = section["announcement"].replace("Құрметті", "Қымбатты")
    after["sections"].insert(0, section)
    (change,) = difference(typed(numbered()), typed(after)).changes
    assert (change.how, [field.name for field in change.fields]) == ("moved", ["announcement"])


def test_numbers_are_told_before_and_after():
    after = numbered()
    after["sections"][0]["parts"][0]["lectures"][0]["seconds"] = 840
    after["final_tasks"][0]["weight"] = "35"
    after["weeks"] = 8
    changes = difference(typed(numbered()), typed(after)).changes
    fields = {(c.place.kind, f.name): (f.before, f.after, f.marks) for c in changes for f in c.fields}
    assert fields == {
        ("course", "weeks"): (7, 8, None),
        ("lecture", "seconds"): (720, 840, None),
        ("task", "weight"): ("40", "35", None),
    }


def test_options_are_read_line_by_line():
    after = numbered()
    after["sections"][0]["parts"][0]["tasks"][0]["items"][0]["options"][0]["correct"] = False
    (change,) = difference(typed(numbered()), typed(after)).changes
    (field,) = change.fields
    assert (field.name, field.before, field.after) == ("options", "✓ Иә\n· Жоқ", "· Иә\n· Жоқ")


def test_words_are_marked_one_by_one():
    marks = word_marks("the middle of an ordered row", "the middle of a row, ordered")
    assert "".join(text for what, text in marks if what != "new") == "the middle of an ordered row"
    assert "".join(text for what, text in marks if what != "gone") == "the middle of a row, ordered"
    assert ("gone", "an") in marks
    assert ("same", "the middle of ") in marks


def test_a_long_text_is_shown_around_its_difference_alone():
    before = " ".join(f"word{n}" for n in range(200))
    marks = word_marks(before, before.replace("word100", "another"))
    assert [what for what, _text in marks] == ["skipped", "same", "gone", "new", "same", "skipped"]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="абвг жә.\n", max_size=60), st.text(alphabet="абвг жә.\n", max_size=60))
def test_the_marks_hold_both_texts(before, after):
    marks = word_marks(before, after)
    if "skipped" not in {what for what, _text in marks}:
        assert "".join(text for what, text in marks if what != "new") == before
        assert "".join(text for what, text in marks if what != "gone") == after


@settings(max_examples=40, deadline=None)
@given(st.permutations(range(6)), st.sets(st.integers(0, 5), max_size=3))
def test_any_order_and_any_removal_tells_just_what_moved_and_what_is_gone(order, without):
    after = numbered()
    after["sections"] = [after["sections"][n] for n in order if n not in without]
    told_now = told(numbered(), after)
    assert {path for how, path in told_now if how == "removed"} == {f"/sections/{n}" for n in without}
    assert {how for how, _path in told_now} <= {"moved", "removed"}
    kept = [n for n in order if n not in without]
    assert ("moved" in {how for how, _path in told_now}) == (kept != sorted(kept))


def test_the_numbers_of_a_course():
    assert counts(typed(conforming())) == {
        "section": 6,
        "part": 12,
        "lecture": 36,
        "task": 19,
        "item": 7,
        "outcome": 2,
        "entry": 1,
        "minutes": 432,
    }
