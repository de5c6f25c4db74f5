import json

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings

from courses.document.codec import LARGEST_FILE, decode, decode_stored, encode, sha256_of
from courses.document.errors import DocumentError
from tests.documents import conforming, number_item, typed
from tests.strategies import documents


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents())
def test_what_is_encoded_decodes_to_the_same_and_has_one_form(document):
    data = encode(document)
    assert decode(data) == document == decode_stored(data)
    assert encode(decode(data)) == data


def test_documents_that_mean_the_same_have_the_same_hash():
    plain = conforming()
    wordy = conforming(weekly_hours=10.0, summary="", credits=None)
    reordered = dict(reversed(list(plain.items())))
    assert len({sha256_of(encode(typed(raw))) for raw in (plain, wordy, reordered)}) == 1


def refused(data: bytes) -> DocumentError:
    with pytest.raises(DocumentError) as error:
        decode(data)
    for language in ("kk", "ru", "en"):
        with translation.override(language):
            assert str(error.value)
            assert "%(" not in str(error.value)
    return error.value


def with_item(**fields) -> bytes:
    raw = conforming()
    raw["final_tasks"][0]["items"] = [number_item() | fields]
    return json.dumps(raw).encode()


ITEM = "/final_tasks/0/items/0"


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"parameters": {"a/b~": {"min": "x", "max": 1}}}, f"{ITEM}/parameters/a~1b~0/min"),
        ({"parameters": {"a": {"min": 1, "max": 2, "values": [1]}}}, f"{ITEM}/parameters/a"),
        ({"parameters": {"a": {"values": [1], "step": 1}}}, f"{ITEM}/parameters/a"),
        ({"parameters": {"a": {"min": 1}}}, f"{ITEM}/parameters/a/max"),
        ({"parameters": {"a": {"values": []}}}, f"{ITEM}/parameters/a/values"),
        ({"parameters": {"a": {"min": 1, "max": 2, "step": 0}}}, f"{ITEM}/parameters/a/step"),
        ({"parameters": {"a": None}}, f"{ITEM}/parameters/a"),
        ({"level": None}, f"{ITEM}/level"),
        ({"level": "know"}, f"{ITEM}/level"),
        ({"points": 0}, f"{ITEM}/points"),
        ({"tolerance": -1}, f"{ITEM}/tolerance"),
        ({"pairs": [["a"]]}, f"{ITEM}/pairs/0"),
        ({"options": [{"correct": True}]}, f"{ITEM}/options/0/text"),
        ({"options": [{"text": "a", "correct": 1}]}, f"{ITEM}/options/0/correct"),
        ({"unknown": 1}, f"{ITEM}/unknown"),
        ({"kind": "essay"}, f"{ITEM}/kind"),
        ({"stem": 5}, f"{ITEM}/stem"),
    ],
)
def test_a_fault_in_an_item_is_named_at_its_place(fields, path):
    assert refused(with_item(**fields)).path == path


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"format": "mooc-course/2"}, "/format"),
        ({"code": "A b"}, "/code"),
        ({"code": "a\n"}, "/code"),
        ({"code": "a" * 65}, "/code"),
        ({"title": ""}, "/title"),
        ({"title": "x" * 201}, "/title"),
        ({"title": None}, "/title"),
        ({"language": "de"}, "/language"),
        ({"weeks": 0}, "/weeks"),
        ({"weeks": "7"}, "/weeks"),
        ({"weeks": 7.5}, "/weeks"),
        ({"weekly_hours": 0}, "/weekly_hours"),
        ({"goals": "one"}, "/goals"),
        ({"goals": [None]}, "/goals/0"),
        ({"outcomes": [{"code": "", "text": ""}]}, "/outcomes/0/code"),
        ({"outcomes": [{"code": "x" * 17, "text": ""}]}, "/outcomes/0/code"),
        ({"glossary": [{"term": "", "definition": ""}]}, "/glossary/0/term"),
        ({"sections": {}}, "/sections"),
        ({"sections": [{"title": "x"}]}, "/sections/0/parts"),
        ({"final_tasks": [{"title": "x", "kind": "test", "weight": "100.5"}]}, "/final_tasks/0/weight"),
        ({"final_tasks": [{"title": "x", "kind": "test", "weight": 5}]}, "/final_tasks/0/weight"),
        ({"final_tasks": [{"title": "x", "kind": "test", "weight": "٥"}]}, "/final_tasks/0/weight"),
        ({"final_tasks": [{"title": "x", "kind": "test", "group": {"team_min": 1}}]}, "/final_tasks/0/group/team_min"),
        ({"extra": 1}, "/extra"),
    ],
)
def test_a_fault_in_a_course_is_named_at_its_place(changes, path):
    assert refused(json.dumps(conforming() | changes).encode()).path == path


def test_a_missing_field_is_named():
    raw = conforming()
    del raw["kind"]
    assert refused(json.dumps(raw).encode()).path == "/kind"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[",
        b"nonsense",
        b"[1, 2]",
        b'"text"',
        b"null",
        b"\xff\xfe\x00",
        b'{"title": "\xc3("}',
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"[" * 60 + b"]" * 60,
        b'{"weeks": NaN}',
        b'{"weeks": -Infinity}',
        b'{"weeks": 1e999}',
        b'{"weeks": ' + b"9" * 10_000 + b"}",
        b'{"title": "\\u0000"}',
        b'{"title": "\\ud800"}',
        b'{"\\u0000": 1}',
        b'{"title": "a", "title": "b"}',
        b'{"sections": [{"title": "a", "title": "b"}]}',
    ],
)
def test_hostile_bytes_are_refused_without_a_traceback(data):
    refused(data)


def test_the_line_of_a_syntax_error_is_told():
    with translation.override("en"):
        assert "line 3" in str(refused(b'{\n"a": 1,\n"b" 2}'))


def test_a_key_that_stands_twice_is_named_where_it_stands():
    assert refused(b'{"sections": [{"title": "a", "title": "b"}]}').path == "/sections/0/title"


def test_a_file_over_the_limit_is_refused_before_it_is_read():
    assert refused(b" " * (LARGEST_FILE + 1)).path == ""


def test_a_whole_number_may_be_written_with_a_point_and_a_mark_may_stand_at_the_beginning():
    data = json.dumps(conforming()).replace('"weeks": 7', '"weeks": 7.0').encode("utf-8-sig")
    assert decode(data).weeks == 7
