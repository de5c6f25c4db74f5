"""Each rule with what was measured, also where nothing is wrong."""

import pytest

from courses.regulation.findings import findings
from courses.regulation.limits import FIRST_LIMITS
from courses.regulation.measured import measured_of
from courses.regulation.rules import RULES_AT
from tests.documents import conforming, section, typed


def measured(**changes):
    return measured_of(typed(conforming(**changes)), FIRST_LIMITS)


@pytest.mark.parametrize("gate", ["prog", "dept", "place", "sched"])
def test_every_rule_that_a_gate_asks_is_measured(gate):
    assert {rule.id for rule in RULES_AT[gate]} <= set(measured())


def test_numbers_stand_beside_what_is_allowed():
    values = measured()
    assert values["lectures-per-section"] == ("6", "6–10")
    assert values["weights-100"] == ("100", "100")
    assert values["duration-higher"] == ("7", "6–9")
    assert values["section-one-week"] == ("1", "0–1")
    assert values["lecture-length"].allowed == "10:00–15:00"


def test_sections_that_differ_are_told_as_a_range():
    sections = [section(6), section(9)]
    assert measured(sections=sections)["lectures-per-section"].value == "6–9"


def test_a_rule_for_another_kind_of_course_is_not_concerned():
    values = measured()
    assert values["duration-additional"] is None
    assert values["duration-university"] is None
    assert measured(kind="university", credits=3, weeks=15, weekly_hours=9)["duration-university"] == (
        "15 × 9",
        "15 × 9",
    )
    assert measured(kind="additional", weeks=2)["sections-typical"] is None


def test_an_empty_course_is_measured_as_nothing_and_never_as_kept():
    document = typed(conforming(sections=[], goals=[], outcomes=[], glossary=[], final_tasks=[]))
    values = measured_of(document, FIRST_LIMITS)
    assert values["sections-max"].value == "0"
    assert values["lectures-per-section"].value == "–"
    found = {finding.rule for finding in findings(document, FIRST_LIMITS, "dept")}
    assert {"sections-max", "course-outcomes", "glossary"} <= found
