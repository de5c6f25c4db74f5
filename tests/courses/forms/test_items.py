"""A test item as a form: rows of options, pairs and parameters."""

import json

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.forms.items import ItemForm
from courses.models import Item
from courses.rows import item_body
from tests.factories import make_course, make_user
from tests.strategies import items

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    return make_course(make_user("author@example.kz"))


def row_of(item) -> Item:
    return Item(kind=item.kind, stem=item.stem, body=json.loads(json.dumps(item_body(item))))


def sent(form: ItemForm, **changes) -> dict:
    """What a browser sends of the fields that are on the page: a text area's line ends are CRLF."""
    shown = [form["kind"], form["stem"], *form.fields_shown(), *form.fields_always()]
    shown += [field for rows in form.rows_shown() for row in rows.forms for field in row]
    fields = {field.html_name: field.value() for field in shown}
    typed = {name: "" if value is None else value for name, value in fields.items() if value is not False}
    lines = {
        name: "\n".join(value) if isinstance(value, list) else str(value).replace("\r\n", "\n").replace("\n", "\r\n")
        for name, value in typed.items()
    }
    return lines | changes


def stored(form: ItemForm) -> dict:
    """What the form stores, as JSON has it."""
    return json.loads(json.dumps(form.values()))


def saved(course, row: Item, data: dict) -> ItemForm:
    form = ItemForm(data, instance=row, course=course)
    form.is_valid()
    return form


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(items)
def test_an_item_opened_and_saved_is_stored_as_it_was_or_says_why_not(course, item):
    opened = ItemForm(instance=row_of(item), course=course)
    form = saved(course, row_of(item), sent(opened))
    if not form.errors:
        body = json.loads(json.dumps(item_body(item)))
        assert stored(form) == {"kind": item.kind, "stem": item.stem, "body": body}


@pytest.mark.parametrize("name", ["points", "tolerance"])
def test_a_number_that_nobody_has_touched_stays_as_it_is_to_the_letter(course, name):
    item = Item(kind="number", stem="x", body={"answer": "1", name: 1.0})
    form = saved(course, item, sent(ItemForm(instance=item, course=course)))
    assert repr(stored(form)["body"][name]) == "1.0"


def choice(*options: dict, **others) -> Item:
    return Item(kind="single", stem="x", body={"options": list(options), **others})


@pytest.mark.parametrize(
    "text",
    [r"\neq", "a => b", "+ a", "- a", "# a", r"\\ \n", "a\nb", " a ", "a; b", "<b>&amp;", "{a}", "", "Қ\u0301"],
)
def test_no_text_of_an_option_is_read_as_a_sign(course, text):
    item = choice({"text": text, "correct": True}, {"text": "other", "feedback": text or "x"})
    form = saved(course, item, sent(ItemForm(instance=item, course=course), feedback="changed"))
    assert form.errors == {}
    assert stored(form)["body"] == item.body | {"feedback": "changed"}


def test_one_changed_row_leaves_the_others_to_the_letter(course):
    values = {"values": ["a; b", "5", 2.5]}
    item = Item(kind="number", stem="{a}", body={"answer": "b", "parameters": {"a": values, "b": {"min": 1, "max": 9}}})
    form = saved(course, item, sent(ItemForm(instance=item, course=course)) | {"parameters-1-max": "20"})
    assert form.errors == {}
    assert stored(form)["body"]["parameters"] == {"a": values, "b": {"min": 1, "max": 20}}


def test_a_row_left_empty_is_taken_out(course):
    item = choice({"text": "a", "correct": True}, {"text": "b"}, {"text": "c"})
    data = sent(ItemForm(instance=item, course=course)) | {"options-1-text": ""}
    assert stored(saved(course, item, data))["body"]["options"] == [{"text": "a", "correct": True}, {"text": "c"}]


def test_parameters_are_numbers_with_comma_or_point_ranges_and_values(course):
    item = Item(kind="number", stem="x", body={})
    data = sent(ItemForm(instance=item, course=course), answer="a*b + c", tolerance="0,01")
    for i, (name, least, most, step, values) in enumerate(
        [("a", "1", "20", "", ""), ("b", "0,5", "3", "0.5", ""), ("c", "", "", "", "2; 3; 5")]
    ):
        data |= {f"parameters-{i}-name": name, f"parameters-{i}-min": least, f"parameters-{i}-max": most}
        data |= {f"parameters-{i}-step": step, f"parameters-{i}-values": values}
    form = saved(course, item, data)
    assert form.errors == {}
    assert stored(form)["body"] == {
        "answer": "a*b + c",
        "tolerance": 0.01,
        "parameters": {
            "a": {"min": 1, "max": 20},
            "b": {"min": 0.5, "max": 3, "step": 0.5},
            "c": {"values": [2, 3, 5]},
        },
    }


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"parameters-0-name": "a", "parameters-0-min": "NaN", "parameters-0-max": "3"}, "min"),
        ({"parameters-0-name": "a", "parameters-0-min": "1", "parameters-0-max": "1e999"}, "max"),
        ({"parameters-0-name": "a", "parameters-0-min": "1", "parameters-0-max": "Infinity"}, "max"),
        (
            {"parameters-0-name": "a", "parameters-0-min": "1", "parameters-0-max": "2", "parameters-0-step": "0"},
            "step",
        ),
        ({"parameters-0-name": "a", "parameters-0-min": "1"}, "min"),
        (
            {"parameters-0-name": "a", "parameters-0-min": "1", "parameters-0-max": "2", "parameters-0-values": "3"},
            "min",
        ),
        ({"parameters-0-min": "1", "parameters-0-max": "2"}, "name"),
    ],
)
def test_a_parameter_that_cannot_be_is_refused_at_its_field(course, typed, field):
    item = Item(kind="number", stem="x", body={"answer": "1"})
    form = saved(course, item, sent(ItemForm(instance=item, course=course)) | typed)
    assert list(form.rows["parameters"].forms[0].errors) == [field]
    assert form.errors


def test_two_parameters_of_one_name_are_refused(course):
    item = Item(kind="number", stem="x", body={"answer": "1"})
    data = sent(ItemForm(instance=item, course=course))
    for i in (0, 1):
        data |= {f"parameters-{i}-name": "a", f"parameters-{i}-min": "1", f"parameters-{i}-max": "2"}
    assert saved(course, item, data).non_field_errors() == ["Two parameters have the same name."]


@given(st.integers(201, 400))
@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_more_rows_than_anybody_needs_are_refused(course, count):
    item = choice({"text": "a", "correct": True})
    data = sent(ItemForm(instance=item, course=course)) | {f"options-{i}-text": "x" for i in range(count)}
    assert saved(course, item, data).non_field_errors() == ["Lines: at most 200."]


def test_the_kind_decides_what_is_on_the_page_and_nothing_filled_is_hidden(course):
    form = ItemForm(instance=Item(kind="match", stem="x", body={"pairs": [["a", "b"]], "answer": "7"}), course=course)
    assert [rows.name for rows in form.rows_shown()] == ["pairs"]
    assert [field.name for field in form.fields_shown()] == ["answer"]


def test_what_the_form_stores_is_of_the_format(course):
    from courses.document.types import Item as Node

    item = choice({"text": "a", "correct": True}, {"text": "b"})
    values = saved(course, item, sent(ItemForm(instance=item, course=course))).values()
    msgspec.convert({"kind": values["kind"], "stem": values["stem"], **values["body"]}, Node)
