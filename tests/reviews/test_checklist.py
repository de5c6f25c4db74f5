"""The review checklist (T6): what it asks of whom, what it fills in itself, what it holds back."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from courses.regulation.limits import FIRST_LIMITS
from courses.states import State
from mooc_portal.people.models import Role
from reviews.actions import Papers, Refused, decide
from reviews.checklist.answers import Answer, checklist_objections, recorded_checklist
from reviews.checklist.facts import facts_by_group
from reviews.checklist.items import GROUPS, ITEMS, items_of
from tests.documents import conforming, typed
from tests.factories import ALL_YES, NOW, make_course, make_person, make_user, protocol

pytestmark = pytest.mark.django_db


def groups(step: str) -> set[str]:
    return {item.group for item in items_of(typed(conforming()), step)}


def test_the_department_weighs_the_content_and_the_faculty_the_goals_and_rights():
    assert groups("endorse") >= {"C", "D", "E", "F"}
    assert groups("approve") == {"A", "E", "G"}
    assert groups("endorse") | groups("approve") == set(GROUPS)
    assert groups("publish") == set()


def test_every_rule_that_only_people_can_answer_is_asked():
    asked = {item.rule for item in ITEMS if item.rule}
    assert asked == {"materials-clear", "task-fits-outcome", "labour-balance", "annotation-content"}


def test_the_clarity_of_the_materials_is_asked_section_by_section():
    questions = [
        str(item.question) for item in items_of(typed(conforming()), "endorse") if item.id.startswith("clear-")
    ]
    assert len(questions) == 6
    assert questions[1] == "Section 2, “Бөлім”: visual, clear and unambiguous."


@pytest.mark.parametrize("step", ["endorse", "approve"])
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_question_left_open_is_named_in_the_readers_language(step, language):
    document = typed(conforming())
    for item in items_of(document, step):
        answers = {one.id: Answer("yes") for one in items_of(document, step) if one.id != item.id}
        with translation.override(language):
            objections = checklist_objections(document, step, answers)
            assert len(objections) == 1
            assert str(item.question) in objections[0]


@pytest.mark.parametrize(
    ("name", "answer", "said"),
    [
        ("correct", Answer("remark", "2-дәрісте қате бар"), None),
        ("correct", Answer("remark", " "), "Say in words"),
        ("correct", Answer("na"), "Say in words"),
        ("correct", Answer("maybe", "x"), "no answer yet"),
        ("clear", Answer("remark", "Түсініксіз"), "Without a yes"),
        ("clear-3", Answer("na", "x"), "Without a yes"),
        ("annotation", Answer("na", "x"), "Without a yes"),
    ],
)
def test_an_answer_other_than_yes_is_explained_and_where_a_rule_stands_it_holds_back(name, answer, said):
    document = typed(conforming())
    answers = {item.id: Answer("yes") for item in items_of(document, "endorse")} | {name: answer}
    objections = checklist_objections(document, "endorse", answers)
    assert objections == [] if said is None else len(objections) == 1 and said in objections[0]


def test_a_missing_annotation_video_does_not_hold_the_department_back():
    document = typed(conforming(annotation_video=None))
    answers = {item.id: Answer("yes") for item in items_of(document, "endorse")}
    answers["annotation"] = Answer("na", "Кейін түсіріледі")
    assert checklist_objections(document, "endorse", answers) == []


def test_what_can_be_counted_is_filled_in():
    facts = {
        group: [fact.text for fact in lines]
        for group, lines in facts_by_group(typed(conforming()), FIRST_LIMITS).items()
    }
    assert facts["A"] == ["Goals: 1. Learning outcomes: 2."]
    assert facts["B"][0] == "sections: 6 (1–15)"
    assert "Section 1: video lectures: 6; video: 72:00" in facts["B"][1]
    assert facts["D"][0] == "Lectures: 36, from 12:00 to 12:00. Required: 10:00–15:00."
    assert facts["E"][0].startswith("LO1: Тест (5 %), ")
    assert facts["F"] == ["Glossary entries: 1."]


def test_a_number_outside_its_limit_is_shown_as_such():
    raw = conforming()
    raw["sections"][0]["parts"][0]["lectures"] = []
    lines = facts_by_group(typed(raw), FIRST_LIMITS)["B"]
    assert [fact.ok for fact in lines[:2]] == [True, False]


@pytest.fixture
def course():
    author = make_user("author@example.kz")
    course = make_course(author)
    decide(course, "submit", by=author, at=NOW, seen=0)
    return course


def test_without_a_checklist_nothing_is_endorsed(course):
    reviewer = make_person(Role.DEPARTMENT_REVIEWER)
    with pytest.raises(Refused, match="The content is correct and up to date"):
        decide(course, "endorse", by=reviewer, at=NOW, seen=1, papers=Papers("x", protocol=protocol()))


def test_the_checklist_is_kept_with_the_decision_in_every_language(course):
    reviewer = make_person(Role.DEPARTMENT_REVIEWER)
    answers = {item.id: Answer("yes") for item in items_of(typed(conforming()), "endorse")}
    answers["literature"] = Answer("remark", "Ескі басылымдар")
    papers = Papers("Дайын", protocol=protocol(), checklist=answers)
    decision = decide(course, "endorse", by=reviewer, at=NOW, seen=1, papers=papers)
    kept = {item["id"]: item for item in decision.checklist["items"]}
    assert (kept["literature"]["answer"], kept["literature"]["text"]) == ("remark", "Ескі басылымдар")
    assert set(kept["correct"]["question"]) == {"kk", "ru", "en"}
    assert decision.checklist["facts"]["F"]["en"] == [["Glossary entries: 1.", True]]
    shown = recorded_checklist(decision.checklist)
    assert [group["title"][0] for group in shown] == ["B", "C", "D", "E", "F", "H"]


def test_the_page_asks_keeps_what_was_ticked_and_names_what_is_missing(course):
    reviewer, client = make_person(Role.DEPARTMENT_REVIEWER), Client()
    client.force_login(reviewer)
    address = reverse("reviews:decide", args=[course.code, "endorse"])
    asked = client.get(address).content.decode()
    assert "Review checklist" in asked
    assert "Glossary entries: 1." in asked
    data = {"seen": 1, "reason": "Дайын", "checklist-correct": "remark", "checklist-correct-text": "Бір қате"}
    answer = client.post(address, data).content.decode()
    assert "The checklist has no answer yet: The language of the texts is correct." in answer
    assert "The checklist has no answer yet: The content is correct" not in answer
    assert 'value="Бір қате"' in answer
    course.refresh_from_db()
    assert course.state == State.DEPARTMENT_REVIEW


def test_the_record_of_a_decision_shows_its_checklist(course):
    reviewer, client = make_person(Role.DEPARTMENT_REVIEWER), Client()
    papers = Papers("Дайын", protocol=protocol(), checklist=ALL_YES)
    decision = decide(course, "endorse", by=reviewer, at=NOW, seen=1, papers=papers)
    client.force_login(reviewer)
    shown = client.get(reverse("reviews:record", args=[decision.pk])).content.decode()
    assert "The literature is sufficient and accessible." in shown
