"""Questions of other systems: what is read, what is written, and that what cannot be said is named."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from courses.document.types import Item, Option, Parameter
from courses.exchange.questions import LARGEST, WRITERS, QuestionsError, read_questions, write_questions

CORPUS = Path(__file__).parents[4] / "shared" / "corpora" / "questions"

words = (
    st.text(
        st.characters(exclude_categories=["Cc", "Cs", "Co", "Zl", "Zp"], exclude_characters="\ufeff"),
        min_size=1,
        max_size=20,
    )
    .map(str.strip)
    .filter(lambda text: text and "->" not in text)
)
texts = st.one_of(
    words,
    st.sampled_from(
        [r"a \neq b", "=> {x}", "+ 1", "a; b", "%50%", "[html] x", "# a", "~", "1. a\n2. b", "TRUE", "::a::"]
    ),
)
options = st.builds(Option, text=texts, feedback=st.one_of(st.none(), texts))


def with_right(rights: list[int]):
    def mark(some: list[Option]) -> tuple[Option, ...]:
        return tuple(replace(option, correct=n in rights) for n, option in enumerate(some))

    return mark


number_texts = st.one_of(st.integers(-(10**9), 10**9), st.floats(-1e6, 1e6, allow_nan=False)).map(repr)
items = st.one_of(
    st.builds(
        Item, kind=st.just("single"), stem=texts, options=st.lists(options, min_size=2, max_size=4).map(with_right([0]))
    ),
    st.builds(
        Item,
        kind=st.just("multiple"),
        stem=texts,
        options=st.lists(options, min_size=2, max_size=5).map(with_right([0, 2])),
    ),
    st.builds(
        Item,
        kind=st.just("match"),
        stem=texts,
        pairs=st.lists(st.tuples(texts, texts), min_size=2, max_size=4).map(tuple),
    ),
    st.builds(
        Item, kind=st.just("short_text"), stem=texts, accepted=st.lists(texts, min_size=1, max_size=3).map(tuple)
    ),
    st.builds(Item, kind=st.just("number"), stem=texts, answer=number_texts, tolerance=st.sampled_from([0, 1, 0.5])),
)
with_feedback = st.builds(lambda item, feedback: replace(item, feedback=feedback), items, st.one_of(st.just(""), texts))


def same_number(item: Item) -> Item:
    """Numbers are equal as numbers: 5.0 is written as 5, and minus zero is zero."""
    return item if item.answer is None else replace(item, answer=str(float(item.answer) + 0.0))


def again(item: Item, name: str) -> tuple[list[Item], list]:
    written = write_questions([item], name)
    if written.skipped:
        return [], written.skipped
    read = read_questions(written.text.encode())
    assert (read.format, read.skipped) == (name, [])
    return read.items, []


@settings(max_examples=300, deadline=None)
@given(item=with_feedback)
@pytest.mark.parametrize("name", ["gift", "moodle"])
def test_what_is_written_without_a_remark_is_read_back_unchanged(name, item):
    read, skipped = again(item, name)
    assert not skipped
    assert [same_number(one) for one in read] == [same_number(item)]


@settings(max_examples=200, deadline=None)
@given(item=items)
def test_aiken_is_read_back_or_says_why_not(item):
    read, skipped = again(item, "aiken")
    assert skipped or read == [item]


SINGLE = Item(kind="single", stem="s", options=(Option(text="a", correct=True), Option(text="b")))


@pytest.mark.parametrize("name", list(WRITERS))
@pytest.mark.parametrize(
    "item",
    [
        replace(SINGLE, outcome="LO1"),
        replace(SINGLE, level="apply"),
        replace(SINGLE, parameters={"a": Parameter(min=1, max=3)}),
        replace(SINGLE, options=()),
        Item(kind="number", stem="s", answer="a + b"),
        Item(kind="number", stem="s", answer="2*3"),
        Item(kind="match", stem="s"),
        Item(kind="short_text", stem="s"),
        Item(kind="order", stem="s"),
    ],
)
def test_what_a_format_cannot_say_is_named(name, item):
    assert write_questions([item], name).skipped


def test_moodle_keeps_points_and_an_order_and_how_it_is_graded():
    for item in (
        replace(SINGLE, points=2.5),
        Item(kind="order", stem="s", sequence=("x", "y")),
        Item(kind="free_form", stem="s", grading="By the *key*."),
    ):
        assert again(item, "moodle") == ([item], [])


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the examples of Moodle are not at hand")
@pytest.mark.parametrize(
    ("file", "kinds"),
    [
        ("questions.aiken.txt", ["single", "single"]),
        (
            "questions.gift.txt",
            ["free_form", "match", "single", "multiple", "number", "short_text", "single", "single", "single"],
        ),
        ("multichoice.xml", None),
        ("truefalse.xml", None),
        ("gift-examples.txt", None),
    ],
)
def test_the_examples_of_moodle_are_read(file, kinds):
    read = read_questions((CORPUS / file).read_bytes())
    assert read.items
    if kinds is not None:
        assert [item.kind for item in read.items] == kinds
    for name in ("gift", "moodle"):
        for item in read.items:
            if item.kind != "free_form":
                back, skipped = again(item, name)
                assert skipped or [same_number(one) for one in back] == [same_number(item)]


def gift(text: str) -> list[Item]:
    return read_questions(text.encode()).items


def test_gift_is_read_as_moodle_reads_it():
    [item] = gift("::T:: The capital is {=Astana#yes ~Almaty#no} of Kazakhstan.")
    assert item.stem == "The capital is ___ of Kazakhstan."
    assert item.options == (Option(text="Astana", correct=True, feedback="yes"), Option(text="Almaty", feedback="no"))
    [item] = gift("π? {#3.141..3.143}")
    assert (float(item.answer), round(item.tolerance, 6)) == (3.142, 0.001)
    [item] = gift(r"Which? {~ \= 2 + 2 = \= 2 + 3 ~ \\neq}")
    assert [option.text for option in item.options] == ["= 2 + 2", "= 2 + 3", r"\neq"]
    [item] = gift("Sun rises.{T#wrong#right}")
    assert [(option.correct, option.feedback) for option in item.options] == [(True, "right"), (False, "wrong")]


def test_part_of_the_points_is_named_as_lost():
    read = read_questions(b"Hard. {~wrong ~%50%half =full}")
    assert [option.correct for option in read.items[0].options] == [False, False, True]
    assert [skipped.what for skipped in read.skipped] == ["Hard."]


BOMB = b"""<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><quiz>&b;</quiz>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY a SYSTEM "file:///etc/passwd">]><quiz>&a;</quiz>"""


@pytest.mark.parametrize(
    "data",
    [b"", b"   \n", b"\x00\x01", b"\xff\xfe\x00", b"<quiz>", b"<quiz/>", BOMB, OUTSIDE, b"x" * (LARGEST + 1)],
    ids=["empty", "blank", "binary", "not UTF-8", "broken", "no question", "entities", "a file", "too large"],
)
def test_what_cannot_be_read_is_refused_with_a_reason(data):
    with pytest.raises(QuestionsError) as refused:
        read_questions(data)
    assert str(refused.value)


def test_ten_thousand_questions_are_too_many():
    with pytest.raises(QuestionsError, match="1000"):
        read_questions(b"a {=x ~y}\n\n" * 10_000)


@settings(max_examples=200, deadline=None)
@given(text=st.text(st.sampled_from("{}=~#%-> \n:\\TF[]1.ab<quiz/>&"), max_size=60))
def test_no_text_breaks_the_reader(text):
    try:
        read = read_questions(text.encode())
    except QuestionsError:
        return
    assert read.items or read.skipped
