"""Comparing versions gives what checking one after the other gives."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import HealthCheck, given
from hypothesis import settings as measured

from courses.document import codec
from courses.document.skeleton import decode_skeleton
from courses.regulation.blocking import blocking_rules
from courses.regulation.finding import GATES
from courses.regulation.findings import findings
from courses.regulation.limits import FIRST_LIMITS, Limits
from tests.documents import conforming, lecture, section, typed
from tests.strategies import documents

EXAMPLES = Path(settings.BASE_DIR).parent / "shared/course-document/examples"
VERSIONS = (
    FIRST_LIMITS,
    Limits(sections_max=5, higher_weeks=(8, 10)),
    Limits(lecture_seconds=(700, 710), min_variants=31),
    Limits(lectures=(1, 5), announcement_chars=(10, 20), lecture_tolerance_s=60),
    FIRST_LIMITS,
)


def one_after_the_other(document, gate: str) -> list[tuple[str, ...]]:
    return [
        tuple(dict.fromkeys(one.rule for one in findings(document, limits, gate) if one.severity == "block"))
        for limits in VERSIONS
    ]


def at_once(document, gate: str) -> list[tuple[str, ...]]:
    return blocking_rules(decode_skeleton(codec.encode(document)), VERSIONS, gate)


BROKEN = [
    conforming(),
    conforming(sections=[]),
    conforming(sections=[{"title": " ", "parts": []}]),
    conforming(sections=[section(5), section(11)], weeks=None),
    conforming(sections=[{**section(), "parts": [{"title": "", "lectures": [lecture(None)], "text": " "}]}]),
    conforming(outcomes=[], glossary=[], goals=[], faculty=None, authors=[]),
]


@pytest.mark.parametrize("gate", GATES)
@pytest.mark.parametrize("number", range(len(BROKEN)))
def test_broken_documents_are_judged_alike(number, gate):
    document = typed(BROKEN[number])
    assert at_once(document, gate) == one_after_the_other(document, gate)


@pytest.mark.parametrize("gate", GATES)
def test_the_examples_are_judged_alike(gate):
    if not EXAMPLES.is_dir():
        pytest.skip("the example documents are not beside this checkout")
    for path in sorted(EXAMPLES.glob("*.json")):
        if path.name != "expected.json":
            document = codec.decode(path.read_bytes())
            assert at_once(document, gate) == one_after_the_other(document, gate), path.name


@measured(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents())
def test_any_document_is_judged_alike(document):
    assert at_once(document, "dept") == one_after_the_other(document, "dept")


def test_the_words_that_no_rule_reads_are_left_out():
    whole = typed(conforming(summary="Қысқаша"))
    skeleton = decode_skeleton(codec.encode(whole))
    assert not hasattr(skeleton, "summary")
    assert not hasattr(skeleton.sections[0].parts[0].lectures[0], "title")
    assert skeleton.sections[0].parts[0].text == whole.sections[0].parts[0].text
    assert json.loads(codec.encode(whole))["summary"] == "Қысқаша"
