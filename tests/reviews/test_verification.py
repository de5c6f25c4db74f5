"""The record of a course: a chain of decisions in which an edited or removed row is found."""

import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from courses.models import Course, Revision
from mooc_portal.people.models import Role
from reviews.actions import Papers, decide
from reviews.models import Decision
from reviews.verification import verify_course
from tests.factories import ALL_YES, NOW, appoint, make_course, make_person, make_user, packed, placement, protocol

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    author = make_user("author@example.kz")
    appoint(author, Role.INSTRUCTOR)
    people = {"submit": author, "endorse": make_person(Role.DEPARTMENT_REVIEWER)}
    people |= {"approve": make_person(Role.FACULTY_REVIEWER), "publish": make_person(Role.QUALITY_SPECIALIST)}
    course = make_course(author)
    for seen, (step, by) in enumerate(people.items()):
        if step == "publish":
            packed(course)
        papers = Papers(reason="Дайын", protocol=protocol(), placement=placement(), checklist=ALL_YES)
        decide(course, step, by=by, at=NOW + timedelta(hours=seen), seen=seen, papers=papers)
    return course


def faults(course) -> dict[str, str]:
    with override("en"):
        return {check.what: check.fault for check in verify_course(Course.objects.get(pk=course.pk)) if check.fault}


def test_an_untouched_record_holds(course):
    assert faults(course) == {}
    assert len(set(course.decisions.values_list("sha256", flat=True))) == 4


@pytest.mark.parametrize(
    "changes",
    [
        {"reason": "Other"},
        {"at": NOW},
        {"protocol_number": "8"},
        {"findings": [{"rule": "x"}]},
        {"checklist": {"x": 1}},
        {"to_state": "published"},
    ],
)
def test_a_decision_that_was_edited_is_found_and_the_others_still_hold(course, changes):
    course.decisions.filter(number=2).update(**changes)
    assert faults(course) == {"decision 2": "what it says, its extract or the decision before it was changed"}


def test_a_decision_rewritten_with_its_hash_breaks_the_one_after_it(course):
    course.decisions.filter(number=2).update(sha256="0" * 64)
    assert list(faults(course)) == ["decision 2", "decision 3"]


def test_a_decision_taken_out_is_missed(course):
    Decision.objects.filter(course=course, number=2)._raw_delete("default")
    assert faults(course)["decision 3"] == "decision 2 is missing"
    assert "decisions counted" in faults(course)


def test_the_last_decision_taken_out_is_missed(course):
    Decision.objects.filter(course=course, number=4)._raw_delete("default")
    assert list(faults(course)) == ["decisions counted", "state"]


def test_a_document_changed_behind_its_hash_is_found(course):
    revision = course.revisions.get()
    Revision.objects.filter(pk=revision.pk).update(document=revision.document.replace("Дерек", "Басқа", 1))
    assert list(faults(course)) == ["revision 1"]


def test_an_exchanged_or_lost_extract_is_found(course):
    decision = course.decisions.get(number=2)
    with open(decision.protocol_file.path, "ab") as file:
        file.write(b"x")
    assert list(faults(course)) == ["decision 2"]
    decision.protocol_file.storage.delete(decision.protocol_file.name)
    assert faults(course) == {"decision 2": "the file of the protocol extract is missing"}


def test_a_state_that_nobody_decided_is_found(course):
    Course.objects.filter(pk=course.pk).update(state="archived")
    assert list(faults(course)) == ["state"]


def test_a_last_step_that_is_not_that_of_the_record_is_found(course):
    Course.objects.filter(pk=course.pk).update(last_step="approve")
    assert faults(course) == {"state": "the course says its last step was “approve”, the record says “publish”"}


def test_the_command_prints_each_check_and_fails_where_one_does_not_hold(course, capsys):
    call_command("verify_course", course.code)
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["holds"] for line in lines] == [True] * len(lines)
    assert lines[-1]["what"] == course.code
    course.decisions.filter(number=1).update(reason="x")
    with pytest.raises(CommandError):
        call_command("verify_course", course.code)
    with pytest.raises(CommandError):
        call_command("verify_course", "nobody")
