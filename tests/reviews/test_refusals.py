"""Every step without each of its papers: refused with a sentence, nothing written, nothing changed."""

import pytest

from courses.models import Course
from courses.states import State
from mooc_portal.outbox.models import Letter
from mooc_portal.people.models import Role
from reviews.actions import Papers, Refused, decide
from reviews.models import Decision
from reviews.workflow import APPROVAL, CHECKLIST, PLACEMENT, PROTOCOL, REASON, TARGET, TRANSITIONS
from tests.factories import ALL_YES, NOW, make_course, make_person, make_user, packed, placement, protocol

pytestmark = pytest.mark.django_db

# The step before which the course stands where the step can be taken, who takes it, and what is said without a paper.
WAY = ("submit", "endorse", "approve", "publish")
BEFORE = {
    "endorse": 1,
    "approve": 2,
    "return": 1,
    "publish": 3,
    "correct": 4,
    "force": 1,
}
WHO = {
    "submit": "author",
    "correct": "author",
    "endorse": "department",
    "return": "department",
    "approve": "faculty",
    "publish": "quality",
    "force": "administrator",
}
SAID = {
    ("endorse", REASON): "The reason is missing",
    ("endorse", CHECKLIST): "The checklist has no answer yet",
    ("endorse", PROTOCOL): "The protocol extract is missing",
    ("approve", REASON): "The reason is missing",
    ("approve", CHECKLIST): "The checklist has no answer yet",
    ("approve", PROTOCOL): "The protocol extract is missing",
    ("return", REASON): "The reason is missing",
    ("publish", APPROVAL): "The faculty has not approved",
    ("publish", PLACEMENT): "when and to whom",
    ("correct", REASON): "The reason is missing",
    ("force", REASON): "The reason is missing",
    ("force", TARGET): "Choose another state",
}
FIELD = {REASON: "reason", CHECKLIST: "checklist", PROTOCOL: "protocol", PLACEMENT: "placement", TARGET: "target"}


def everything(**changes) -> Papers:
    given = {"reason": "Дайын", "checklist": ALL_YES, "protocol": protocol(), "placement": placement()}
    return Papers(**(given | {"target": State.ARCHIVED} | changes))


@pytest.fixture
def people():
    return {
        "author": make_user("author@example.kz"),
        "department": make_person(Role.DEPARTMENT_REVIEWER),
        "faculty": make_person(Role.FACULTY_REVIEWER),
        "quality": make_person(Role.QUALITY_SPECIALIST),
        "administrator": make_user(is_superuser=True),
    }


def take(course, step: str, people, papers: Papers) -> Decision:
    by = people[WHO[step]]
    if step == "publish":
        packed(course)
    return decide(course, step, by=by, at=NOW, seen=course.decision_count, papers=papers)


def standing_before(step: str, people, *, approved: bool) -> Course:
    course = make_course(people["author"])
    for earlier in WAY[: BEFORE[step] - (not approved)]:
        take(course, earlier, people, everything())
    if step == "correct":
        section = course.sections.first()
        type(section).objects.filter(pk=section.pk).update(announcement=f"{section.announcement} Түзетілді")
    return course


def test_the_table_holds_every_paper_of_every_step():
    assert set(SAID) == {(name, need) for name, step in TRANSITIONS.items() for need in step.needs}


@pytest.mark.parametrize(("step", "need"), list(SAID), ids="-".join)
def test_a_step_without_one_of_its_papers_is_refused_and_leaves_no_trace(people, step, need):
    course = standing_before(step, people, approved=need != APPROVAL)
    papers = everything(**{FIELD[need]: None if need != REASON else " "}) if need in FIELD else everything()
    before = (course.state, course.decision_count, Decision.objects.count(), Letter.objects.count())
    revisions = course.revisions.count()
    with pytest.raises(Refused, match=SAID[step, need]) as refused:
        take(course, step, people, papers)
    course.refresh_from_db()
    assert len({reason.split(":")[0] for reason in refused.value.reasons}) == 1
    assert (course.state, course.decision_count, Decision.objects.count(), Letter.objects.count()) == before
    assert course.revisions.count() == revisions


@pytest.mark.parametrize("step", sorted({step for step, _need in SAID}))
def test_with_all_its_papers_the_same_step_is_taken(people, step):
    course = standing_before(step, people, approved=True)
    assert take(course, step, people, everything()).transition == step
