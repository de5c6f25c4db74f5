import json
from pathlib import Path

import msgspec
import pytest
from django.conf import settings
from django.utils import translation

from courses.document.codec import decode
from courses.regulation.clauses import CLAUSES
from courses.regulation.findings import GATES, RULES, conforms, findings
from courses.regulation.limits import FIRST_LIMITS, Limits, LimitsError
from tests.documents import choice_item, conforming, lecture, number_item, section, typed

EXAMPLES = Path(settings.BASE_DIR).parent / "shared" / "course-document" / "examples"


def found(raw: dict, gate: str = "dept", limits: Limits = FIRST_LIMITS) -> list[tuple[str, str, str]]:
    return sorted((f.rule, f.severity, f.path) for f in findings(typed(raw), limits, gate))


def of_rule(rule: str, raw: dict, gate: str = "dept", limits: Limits = FIRST_LIMITS) -> list[tuple[str, str]]:
    return [(severity, path) for name, severity, path in found(raw, gate, limits) if name == rule]


@pytest.mark.skipif(not EXAMPLES.exists(), reason="the examples of the format are not beside the project")
def test_every_example_is_judged_as_expected():
    expected = json.loads((EXAMPLES / "expected.json").read_text())
    for name, wanted in expected.items():
        document = decode((EXAMPLES / f"{name}.json").read_bytes())
        judged = sorted([f.rule, f.severity, f.path] for f in findings(document, FIRST_LIMITS, "dept"))
        assert judged == sorted(wanted), name


def test_a_conforming_course_has_no_finding():
    assert found(conforming()) == []


def test_every_rule_names_clauses_that_exist_and_gates_that_exist():
    for rule in RULES.values():
        assert set(rule.clauses) <= set(CLAUSES), rule.id
        assert rule.gates, rule.id
        assert set(rule.gates) <= set(GATES), rule.id


@pytest.mark.parametrize("field", ["faculty", "department", "programme"])
@pytest.mark.parametrize("value", [None, "", "  "])
def test_a_course_names_its_programme_and_units(field, value):
    assert of_rule("course-programme", conforming(**{field: value})) == [("block", f"/{field}")]


@pytest.mark.parametrize("goals", [[], [""], [" ", "\n"]])
def test_a_course_names_a_goal(goals):
    assert found(conforming(goals=goals)) == [("course-programme", "block", "/goals")]


def test_a_course_without_outcomes_is_told_so():
    assert of_rule("course-outcomes", conforming(outcomes=[])) == [("block", "/outcomes")]


def test_a_blank_outcome_is_named():
    outcomes = [{"code": "LO1", "text": "x"}, {"code": "LO2", "text": " "}]
    assert found(conforming(outcomes=outcomes)) == [("course-outcomes", "block", "/outcomes/1")]


@pytest.mark.parametrize(
    ("kind", "weeks", "rule"),
    [
        ("additional", 1, "duration-additional"),
        ("additional", 2, None),
        ("additional", 3, None),
        ("additional", 4, "duration-additional"),
        ("additional", None, "duration-additional"),
        ("higher", 5, "duration-higher"),
        ("higher", 6, None),
        ("higher", 9, None),
        ("higher", 10, "duration-higher"),
        ("higher", None, "duration-higher"),
        ("additional_professional", 5, "duration-higher"),
        ("additional_professional", 9, None),
    ],
)
def test_the_duration_fits_the_kind(kind, weeks, rule):
    judged = found(conforming(kind=kind, weeks=weeks))
    durations = [(name, path) for name, _severity, path in judged if name.startswith("duration")]
    assert durations == ([(rule, "/weeks")] if rule else [])


@pytest.mark.parametrize(
    ("hours", "ok"), [(7.99, False), (8, True), (8.5, True), (12, True), (12.01, False), (None, False)]
)
def test_weekly_hours_lie_in_the_range(hours, ok):
    assert of_rule("weekly-hours", conforming(weekly_hours=hours)) == ([] if ok else [("block", "/weekly_hours")])


def test_weekly_hours_of_additional_education_only_warn():
    raw = conforming(kind="additional", weekly_hours=7)
    assert of_rule("weekly-hours", raw) == [("warn", "/weekly_hours")]


def university(**changes) -> dict:
    return conforming(kind="university", weeks=15, sections=[section() for _ in range(14)], **changes)


@pytest.mark.parametrize(
    ("changes", "paths"),
    [
        ({"credits": 3, "weekly_hours": 9}, []),
        ({"credits": 3, "weekly_hours": 8}, ["/weekly_hours"]),
        ({"credits": 1, "weekly_hours": 3}, []),
        ({"weekly_hours": 9}, ["/credits"]),
        ({"credits": 3}, ["/weekly_hours"]),
    ],
)
def test_a_university_course_follows_its_credits(changes, paths):
    raw = university(**({"weekly_hours": None} | changes))
    assert of_rule("duration-university", raw) == [("block", path) for path in paths]
    assert of_rule("weekly-hours", raw) == []
    assert of_rule("sections-typical", raw) == []


def test_a_university_course_of_fourteen_weeks_is_refused():
    raw = university(credits=3, weekly_hours=9) | {"weeks": 14}
    assert of_rule("duration-university", raw) == [("block", "/weeks")]


@pytest.mark.parametrize(("count", "ok"), [(0, False), (1, True), (15, True), (16, False)])
def test_there_are_one_to_fifteen_sections(count, ok):
    raw = conforming(sections=[section() for _ in range(count)])
    assert of_rule("sections-max", raw) == ([] if ok else [("block", "/sections")])


def test_without_sections_only_two_rules_speak_of_sections():
    judged = found(conforming(sections=[]))
    assert [name for name, _severity, path in judged if path == "/sections"] == ["section-one-week", "sections-max"]


@pytest.mark.parametrize(("count", "ok"), [(4, False), (5, True), (8, True), (9, False)])
def test_more_or_fewer_sections_than_usual_warn(count, ok):
    raw = conforming(sections=[section() for _ in range(count)])
    assert of_rule("sections-typical", raw) == ([] if ok else [("warn", "/sections")])
    assert of_rule("sections-typical", raw, "edit") == ([] if ok else [("info", "/sections")])


@pytest.mark.parametrize(
    ("sections", "weeks", "extra", "ok"),
    [
        (6, 6, None, True),
        (5, 6, "Қорытынды", True),
        (5, 6, None, False),
        (5, 6, "  ", False),
        (6, 8, "Қорытынды", False),
        (7, 6, None, False),
    ],
)
def test_a_section_is_a_week_and_one_named_week_more_is_allowed(sections, weeks, extra, ok):
    raw = conforming(sections=[section() for _ in range(sections)], weeks=weeks, extra_week=extra)
    for gate in ("prog", "dept", "sched"):
        assert of_rule("section-one-week", raw, gate) == ([] if ok else [("block", "/sections")])


def test_five_sections_in_five_weeks_fail_the_duration_only():
    raw = conforming(sections=[section() for _ in range(5)], weeks=5, extra_week=None)
    judged = [(name, severity) for name, severity, _path in found(raw) if name != "weights-100"]
    assert judged == [("duration-higher", "block")]


def test_the_strict_reading_allows_no_extra_week():
    strict = msgspec.structs.replace(FIRST_LIMITS, extra_weeks_max=0)
    assert of_rule("section-one-week", conforming(), limits=strict) == [("block", "/sections")]


def broken_section(change) -> dict:
    raw = conforming()
    change(raw["sections"][2])
    return raw


def test_a_section_and_a_part_have_titles():
    raw = broken_section(lambda s: s.update(title=" ") or s["parts"][1].update(title=""))
    assert found(raw) == [
        ("structure-titles", "block", "/sections/2"),
        ("structure-titles", "block", "/sections/2/parts/1"),
    ]


def test_a_section_without_parts_is_refused_for_all_that_it_lacks():
    judged = found(broken_section(lambda s: s.update(parts=[])))
    assert ("structure-titles", "block", "/sections/2/parts") in judged
    assert ("lectures-per-section", "block", "/sections/2") in judged
    assert ("section-video-total", "block", "/sections/2") in judged


def test_each_part_has_its_three_blocks():
    raw = broken_section(lambda s: s["parts"].append({"title": "Бос", "text": " \n"}))
    assert of_rule("structure-blocks", raw) == [
        ("block", "/sections/2/parts/2/lectures"),
        ("block", "/sections/2/parts/2/tasks"),
        ("block", "/sections/2/parts/2/text"),
    ]


@pytest.mark.parametrize(("count", "ok"), [(5, False), (6, True), (10, True), (11, False)])
def test_a_section_has_six_to_ten_lectures(count, ok):
    raw = conforming()
    raw["sections"][2] = section(count)
    assert of_rule("lectures-per-section", raw) == ([] if ok else [("block", "/sections/2")])


@pytest.mark.parametrize(
    ("seconds", "measured", "severity"),
    [
        (599, True, "block"),
        (600, True, None),
        (900, True, None),
        (901, True, "block"),
        (599, False, "warn"),
        (901, False, "warn"),
        (600, False, None),
        (None, False, "block"),
    ],
)
def test_a_lecture_lasts_ten_to_fifteen_minutes(seconds, measured, severity):
    raw = conforming()
    raw["sections"][1]["parts"][0]["lectures"][2] = lecture(seconds, measured=measured)
    expected = [(severity, "/sections/1/parts/0/lectures/2")] if severity else []
    for gate in ("edit", "dept", "place"):
        assert of_rule("lecture-length", raw, gate) == expected


def test_the_tolerance_of_a_lecture_is_a_setting():
    raw = conforming()
    raw["sections"][1]["parts"][0]["lectures"][2] = lecture(595)
    tolerant = msgspec.structs.replace(FIRST_LIMITS, lecture_tolerance_s=5)
    assert of_rule("lecture-length", raw, limits=tolerant) == []


@pytest.mark.parametrize(
    ("total", "severity"),
    [(39 * 60 + 59, "block"), (40 * 60, "warn"), (49 * 60 + 59, "warn"), (50 * 60, None)],
)
def test_the_video_of_a_section_lasts_forty_minutes_and_fifty_is_wished(total, severity):
    raw = conforming()
    raw["sections"][0]["parts"][0]["lectures"] = [lecture(total)]
    raw["sections"][0]["parts"][1]["lectures"] = [lecture(0)]
    relaxed = msgspec.structs.replace(FIRST_LIMITS, lectures=(1, 10), lecture_seconds=(0, 4000))
    expected = [("section-video-total", severity, "/sections/0")] if severity else []
    assert found(raw, limits=relaxed) == expected


def test_an_unknown_length_counts_as_nothing_and_silences_the_wish():
    raw = conforming()
    raw["sections"][0]["parts"][0]["lectures"] = [lecture(840), lecture(840), lecture(840), lecture(None)]
    raw["sections"][0]["parts"][1]["lectures"] = [lecture(None), lecture(None)]
    assert of_rule("section-video-total", raw) == []
    raw["sections"][0]["parts"][0]["lectures"][0] = lecture(None)
    assert of_rule("section-video-total", raw) == [("block", "/sections/0")]


def test_a_section_has_a_test_with_an_item():
    raw = broken_section(lambda s: s["parts"][0]["tasks"][0].update(items=[]))
    assert of_rule("section-test", raw) == [("block", "/sections/2")]


@pytest.mark.parametrize(
    ("kinds", "severity"),
    [
        (["homework", "exercise"], None),
        (["homework"], "warn"),
        (["exercise"], "warn"),
        (["practical", "forum"], "block"),
    ],
)
def test_a_section_has_homework_and_exercises(kinds, severity):
    raw = broken_section(lambda s: s["parts"][1].update(tasks=[{"title": "x", "kind": kind} for kind in kinds]))
    assert of_rule("section-homework", raw) == ([(severity, "/sections/2")] if severity else [])


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("а" * 399, "warn"),
        ("а" * 400, None),
        ("а" * 600, None),
        ("а" * 601, "block"),
        ("ӛ" * 600, None),
        ("\u00a0а" * 300, None),
        ("и\u0306" * 600, None),
        ("😀" * 600, None),
        ("😀" * 601, "block"),
        ("а\r\n" * 300 + "а", "block"),
        ("а\r\n" * 300, None),
        ("  \n" + "а" * 600 + "\r\n  ", None),
    ],
)
def test_an_announcement_is_counted_in_characters_after_tidying(text, severity):
    raw = broken_section(lambda s: s.update(announcement=text))
    expected = [(severity, "/sections/2/announcement")] if severity else []
    for gate in ("edit", "dept", "sched"):
        assert of_rule("announcement-length", raw, gate) == expected


@pytest.mark.parametrize("text", ["", "  \r\n "])
def test_a_missing_announcement_is_missing_and_not_too_short(text):
    raw = broken_section(lambda s: s.update(announcement=text))
    assert found(raw) == [("announcement-exists", "block", "/sections/2/announcement")]


COMPLETE_ITEMS = [
    choice_item(),
    choice_item() | {"kind": "multiple"},
    {"kind": "match", "stem": "x", "pairs": [["a", "b"], ["c", "d"]]},
    {"kind": "order", "stem": "x", "sequence": ["a", "b"]},
    number_item(),
    {"kind": "number", "stem": "x", "answer": "42"},
    {"kind": "number", "stem": "x", "answer": "sqrt(16) + max(1, 2)"},
    {"kind": "short_text", "stem": "x", "accepted": ["a"]},
    {"kind": "free_form", "stem": "x", "format": "Сурет", "grading": "Рубрика"},
]
INCOMPLETE_ITEMS = [
    choice_item() | {"stem": " "},
    choice_item() | {"options": [{"text": "a", "correct": True}]},
    choice_item() | {"options": [{"text": "a"}, {"text": "b"}]},
    choice_item() | {"options": [{"text": "a", "correct": True}, {"text": "b", "correct": True}]},
    {"kind": "multiple", "stem": "x", "options": [{"text": "a"}, {"text": "b"}]},
    {"kind": "multiple", "stem": "x", "options": [{"text": "a", "correct": True}]},
    {"kind": "match", "stem": "x", "pairs": [["a", "b"]]},
    {"kind": "order", "stem": "x", "sequence": ["a"]},
    {"kind": "number", "stem": "x"},
    {"kind": "number", "stem": "x", "answer": ""},
    {"kind": "number", "stem": "x", "answer": "__import__('os')"},
    {"kind": "number", "stem": "x", "answer": "a + c", "parameters": {"a": {"values": [1]}}},
    {"kind": "number", "stem": "x", "answer": "a + 1", "parameters": {"a": {"values": ["one"]}}},
    {"kind": "short_text", "stem": "x", "accepted": [" "]},
    {"kind": "free_form", "stem": "x", "format": "Сурет"},
    {"kind": "free_form", "stem": "x", "grading": "Рубрика"},
]


@pytest.mark.parametrize("item", COMPLETE_ITEMS)
def test_a_complete_item_passes(item):
    assert found(broken_section(lambda s: s["parts"][0]["tasks"][0].update(items=[item]))) == []


@pytest.mark.parametrize("item", INCOMPLETE_ITEMS)
def test_an_incomplete_item_is_named(item):
    raw = broken_section(lambda s: s["parts"][0]["tasks"][0].update(items=[choice_item(), item]))
    assert found(raw) == [("test-template", "block", "/sections/2/parts/0/tasks/0/items/1")]


def test_an_outcome_assessed_only_without_weight_is_not_covered():
    raw = conforming(outcomes=[{"code": code, "text": "x"} for code in ("LO1", "LO2", "LO3")])
    raw["sections"][0]["parts"][1]["tasks"][1]["outcomes"] = ["LO3"]
    assert found(raw) == [("outcomes-covered", "block", "/outcomes/2")]


@pytest.mark.parametrize(
    ("weights", "ok"),
    [
        (["33.33", "33.33", "33.34"], True),
        (["33.33", "33.33", "33.33"], False),
        (["100"], True),
        (["99.99"], False),
        (["60", "40.01"], False),
        (["0"], False),
        (["50", "49.9", "0.1"], True),
    ],
)
def test_weights_make_up_exactly_a_hundred(weights, ok):
    raw = conforming()
    for part in (part for s in raw["sections"] for part in s["parts"]):
        part["tasks"] = []
    raw["final_tasks"] = [{"title": "x", "kind": "other", "weight": weight} for weight in weights]
    assert of_rule("weights-100", raw) == ([] if ok else [("block", "")])
    assert of_rule("weights-100", raw, "sched") == ([] if ok else [("block", "")])


@pytest.mark.parametrize(("share", "ok"), [("49.99", False), ("50.00", True), ("50", True)])
def test_half_of_the_grade_is_secured(share, ok):
    raw = conforming()
    rest = {"49.99": "50.01", "50.00": "50", "50": "50"}[share]
    for part in (part for s in raw["sections"] for part in s["parts"]):
        for task in part["tasks"]:
            task["weight"] = "0"
    raw["final_tasks"][0]["weight"] = share
    raw["final_tasks"].append({"title": "x", "kind": "other", "weight": rest, "outcomes": ["LO2"]})
    assert found(raw) == ([] if ok else [("integrity-50", "block", "")])


def with_exam_item(item: dict) -> dict:
    raw = conforming()
    raw["final_tasks"][0]["items"].append(item)
    return raw


def test_one_item_without_parameters_unmakes_a_parameterised_test():
    judged = found(with_exam_item(choice_item()))
    assert judged == [("integrity-50", "block", ""), ("task-parameterised", "block", "/final_tasks/0")]


@pytest.mark.parametrize(
    ("parameters", "ok"),
    [
        ({"a": {"min": 1, "max": 30}}, True),
        ({"a": {"min": 1, "max": 29}}, False),
        ({"a": {"min": 0.1, "max": 3, "step": 0.1}}, True),
        ({"a": {"min": 0.1, "max": 2.9, "step": 0.1}}, False),
        ({"a": {"values": [1, 2, 3, 4, 5]}, "b": {"min": 1, "max": 6}}, True),
        ({"a": {"values": [1, 1, 1, 1, 1]}, "b": {"min": 1, "max": 6}}, False),
        ({"a": {"min": 30, "max": 1}}, False),
        ({"a": {"min": -1e308, "max": 1e308, "step": 1e-9}}, True),
        ({"a": {"min": 1, "max": 5}, "b": {"min": 1, "max": 5}}, False),
    ],
)
def test_a_parameterised_item_has_thirty_distinct_variants(parameters, ok):
    item = {"kind": "number", "stem": "{a}", "answer": "a", "parameters": parameters}
    expected = [] if ok else [("block", "/final_tasks/0")]
    for gate in ("edit", "dept"):
        assert of_rule("task-parameterised", with_exam_item(item), gate) == expected


@pytest.mark.parametrize("answer", ["42", "c", "a +"])
def test_the_answer_of_a_parameterised_number_follows_its_parameters(answer):
    item = {"kind": "number", "stem": "{a}", "answer": answer, "parameters": {"a": {"min": 1, "max": 99}}}
    assert of_rule("task-parameterised", with_exam_item(item)) == [("block", "/final_tasks/0")]


def test_a_parameterised_task_without_items_is_missing_them():
    raw = conforming()
    raw["final_tasks"][0]["items"] = []
    assert of_rule("task-parameterised", raw) == [("block", "/final_tasks/0")]


def test_an_open_task_needs_the_full_match_check():
    raw = broken_section(lambda s: s["parts"][1]["tasks"][0].update(match_check=False))
    assert found(raw) == [("task-open-matching", "block", "/sections/2/parts/1/tasks/0")]


GROUP = {"team_min": 2, "team_max": 4, "discussion_days": 3, "peer_reviews": 2, "criteria": ["a"]}


@pytest.mark.parametrize(
    ("group", "ok"),
    [
        (GROUP, True),
        (None, False),
        (GROUP | {"team_min": 5}, False),
        (GROUP | {"criteria": [" "]}, False),
        ({name: value for name, value in GROUP.items() if name != "peer_reviews"}, False),
        ({name: value for name, value in GROUP.items() if name != "discussion_days"}, False),
    ],
)
def test_a_group_project_says_how_it_goes(group, ok):
    project = {"title": "Жоба", "kind": "group_project", "group": group}
    raw = broken_section(lambda s: s["parts"][1]["tasks"].append(project))
    expected = [] if ok else [("block", "/sections/2/parts/1/tasks/2")]
    for gate in ("dept", "sched"):
        assert of_rule("group-project-flow", raw, gate) == expected


@pytest.mark.parametrize("entries", [[], [{"term": "x", "definition": " "}]])
def test_an_empty_glossary_is_refused(entries):
    assert found(conforming(glossary=entries)) == [("glossary", "block", "/glossary")]


def test_a_missing_annotation_video_warns_the_department_and_blocks_placing():
    raw = conforming(annotation_video=None)
    assert of_rule("annotation-video", raw) == [("warn", "/annotation_video")]
    assert of_rule("annotation-video", raw, "place") == [("block", "/annotation_video")]


@pytest.mark.parametrize(("minutes", "ok"), [(428, True), (429, False)])
def test_video_and_tasks_fit_into_the_week(minutes, ok):
    raw = broken_section(lambda s: s["parts"][1]["tasks"][1].update(minutes=minutes))  # beside 72 minutes of video
    assert of_rule("labour-balance", raw) == ([] if ok else [("warn", "/sections/2")])


def test_another_version_of_the_regulation_judges_otherwise():
    relaxed = Limits.from_json(FIRST_LIMITS.to_json() | {"lectures": [5, 10]})
    raw = conforming()
    raw["sections"][2] = section(5)
    assert of_rule("lectures-per-section", raw) == [("block", "/sections/2")]
    assert of_rule("lectures-per-section", raw, limits=relaxed) == []


@pytest.mark.parametrize(
    "limits", [{"lectures": [10, 6]}, {"lectures": 6}, {"lectures": [1]}, {"unknown": 1}, {"sections_max": -1}, []]
)
def test_limits_that_make_no_sense_are_refused(limits):
    with pytest.raises(LimitsError):
        Limits.from_json(limits)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_finding_speaks_in_full_sentences(language):
    worst = conforming(goals=[], outcomes=[], glossary=[], sections=[{"title": "", "parts": []}], final_tasks=[])
    with translation.override(language):
        for gate in GATES:
            for finding in findings(typed(worst), FIRST_LIMITS, gate):
                said = finding.to_json()
                assert said["message"].endswith((".", ")", "?")), said
                assert "%(" not in said["message"]
    assert not conforms(findings(typed(worst), FIRST_LIMITS, "dept"))


def test_a_rule_is_told_with_the_numbers_of_the_version_asked_about():
    other = Limits(lectures=(4, 8), lecture_seconds=(450, 900), announcement_chars=(300, 500))
    with translation.override("en"):
        assert RULES["lectures-per-section"].title_under(other) == "Video lectures in a section: 4–8."
        assert RULES["lecture-length"].title_under(other).startswith("Length of a video lecture, minutes: 7.5–15;")
        assert RULES["announcement-length"].title_under(other).endswith("at most 500; under 300 warns.")
        assert RULES["weights-100"].title_under(other) == "The weights of the graded tasks make up exactly 100 %."


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_rule_can_be_told_under_every_version(language):
    with translation.override(language):
        for rule in RULES.values():
            assert "%(" not in rule.title_under(FIRST_LIMITS)
