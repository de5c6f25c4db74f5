"""What learners see of a parameterised item, and whether two of them see the same."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.document.types import Item, Option, Parameter
from courses.document.variants import LOOKED_AT, count_variants, sameness, sample, variant
from tests.strategies import items


def number(stem: str, answer: str, **parameters) -> Item:
    return Item(kind="number", stem=stem, answer=answer, parameters=parameters)


A, B = Parameter(min=1, max=3), Parameter(min=0.1, max=0.3, step=0.1)


def test_three_variants_from_the_whole_range_with_their_answers():
    shown = sample(number("{a} + { b }?", "a + b", a=A, b=B))
    assert [(one.item.stem, one.answer) for one in shown] == [
        ("1 + 0.1?", 1.1),
        ("2 + 0.2?", 2.2),
        ("3 + 0.3?", 3.3),
    ]


def test_every_variant_is_met_once():
    item = number("{a} {b}", "a", a=A, b=Parameter(values=("x", "y")))
    assert count_variants(item) == 6
    assert len({variant(item, n).item.stem for n in range(6)}) == 6


def test_an_item_without_parameters_is_shown_as_it_is():
    item = Item(kind="single", stem="{a}", options=(Option(text="{a}"),))
    assert [one.item for one in sample(item)] == [item]
    assert count_variants(item) == 0


def test_options_pairs_and_steps_take_the_values_too():
    filled = variant(Item(kind="single", stem="", options=(Option(text="={a}"),), parameters={"a": A}), 1).item
    assert filled.options[0].text == "=2"


def test_what_is_no_parameter_stays():
    assert variant(number(r"\frac{a}{c}", "a", a=A), 0).item.stem == r"\frac1{c}"


@pytest.mark.parametrize(
    ("stem", "answer", "distinct"),
    [("{a} {b}", "a", 9), ("{a}", "a", 3), ("", "a + b", 9), ("", "a - a", 1), ("{a}", "a*0", 3)],
)
def test_variants_are_the_same_where_words_and_answer_are(stem, answer, distinct):
    found = sameness(number(stem, answer, a=A, b=B))
    assert (found.looked_at, found.distinct) == (9, distinct)
    assert (found.example is None) == (distinct == 9)
    if found.example:
        one, other = found.example
        assert (one.item.stem, one.answer) == (other.item.stem, other.answer)
        assert one.values != other.values


@pytest.mark.parametrize("answer", ["9**9**9**9", "1/0", "sqrt(0-1)", "unknown", "((("])
def test_a_formula_without_a_value_gives_no_answer_and_takes_no_time(answer):
    began = time.monotonic()
    assert sample(number("{a}", answer, a=A))[0].answer is None
    assert time.monotonic() - began < 1


def test_a_range_without_end_is_looked_at_in_part():
    endless = Parameter(min=0, max=2**52, step=1e-9)
    assert count_variants(number("{a}", "a", a=endless, b=endless, c=endless)) == LOOKED_AT
    assert len(sample(number("{a}", "a", a=endless))) == 3


def test_a_range_that_ends_before_it_begins_has_no_variant():
    assert count_variants(number("{a}", "a", a=Parameter(min=3, max=1))) == 0
    assert len(sample(number("{a}", "a", a=Parameter(min=3, max=1)))) == 1


@given(item=items, count=st.integers(1, 5))
def test_no_item_of_the_format_breaks_the_preview(item, count):
    assert 1 <= len(sample(item, count)) <= count
    assert sameness(item).distinct <= LOOKED_AT
