"""The gateway: who may take which step from where, what it needs, what it writes."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction

from courses.actions import change_node, editing
from courses.actions.content import digest_of
from courses.models import Course, Revision
from courses.models.revision import AppendOnlyError
from courses.states import EDGES, State
from mooc_portal.outbox.models import Letter, Status
from mooc_portal.people.models import Role, Substitution
from reviews.actions import METHODS, NotAllowed, Outrun, Papers, Refused, decide
from reviews.checks import MoreThanWords
from reviews.models import Decision
from reviews.workflow import TRANSITIONS
from tests.factories import (
    ALL_YES,
    NOW,
    TODAY,
    appoint,
    make_course,
    make_department,
    make_faculty,
    make_person,
    make_user,
    packed,
    placement,
    protocol,
)

pytestmark = pytest.mark.django_db

# Who may take a step, written down here once more and on purpose: the code must agree with this table.
MAY = {
    "submit": {"author", "author who reviews", "author who is administrator"},
    "withdraw": {"author", "author who reviews", "author who is administrator"},
    "endorse": {"department reviewer", "substitute"},
    "approve": {"faculty reviewer"},
    "publish": {"quality specialist"},
    "revise": {"author", "author who reviews", "author who is administrator"},
    "correct": {"author", "author who reviews", "author who is administrator"},
    "archive": {"quality specialist"},
    "reopen": {"quality specialist"},
    "force": {"administrator"},
}
MAY_RETURN = {
    State.DEPARTMENT_REVIEW: {"department reviewer", "substitute"},
    State.FACULTY_REVIEW: {"faculty reviewer"},
}
FROM = {
    "submit": {"draft"},
    "withdraw": {"department_review", "faculty_review"},
    "return": {"department_review", "faculty_review"},
    "endorse": {"department_review"},
    "approve": {"faculty_review"},
    "publish": {"faculty_review"},
    "revise": {"published"},
    "correct": {"published"},
    "archive": {"published"},
    "reopen": {"archived"},
    "force": {"draft", "department_review", "faculty_review", "published", "archived"},
}
PEOPLE = (
    *("author", "author who reviews", "author who is administrator", "department reviewer"),
    *("reviewer of another department", "faculty reviewer", "reviewer of another faculty", "quality specialist"),
    *("administrator", "substitute", "substitute of last month", "former reviewer", "learner", "anonymous"),
)


def cast() -> dict:
    other = make_department("pedagogy", make_faculty("humanities"))
    people = {
        "author": make_user("author@example.kz"),
        "author who reviews": make_person(Role.DEPARTMENT_REVIEWER),
        "author who is administrator": make_user(is_superuser=True),
        "department reviewer": make_person(Role.DEPARTMENT_REVIEWER),
        "reviewer of another department": make_person(Role.DEPARTMENT_REVIEWER, other),
        "faculty reviewer": make_person(Role.FACULTY_REVIEWER),
        "reviewer of another faculty": make_person(Role.FACULTY_REVIEWER, other.faculty),
        "quality specialist": make_person(Role.QUALITY_SPECIALIST),
        "administrator": make_user(is_superuser=True),
        "substitute": make_user(),
        "substitute of last month": make_user(),
        "former reviewer": make_user(),
        "learner": make_user(),
        "anonymous": AnonymousUser(),
    }
    for role, unit in ((Role.FACULTY_REVIEWER, None), (Role.QUALITY_SPECIALIST, None)):
        appoint(people["author who reviews"], role, unit)
    ended = TODAY - timedelta(days=1)
    for role in (Role.DEPARTMENT_REVIEWER, Role.FACULTY_REVIEWER, Role.QUALITY_SPECIALIST):
        appoint(people["former reviewer"], role, ends_on=ended)
    held = people["department reviewer"].appointments.get()
    for name, first, last in (
        ("substitute", TODAY, TODAY),
        ("substitute of last month", TODAY - timedelta(30), ended),
    ):
        Substitution.objects.create(appointment=held, substitute=people[name], starts_on=first, ends_on=last)
    return people


def put(course: Course, state: str) -> Course:
    """Place a submitted and approved course in ``state``, past the gateway: only tests may."""
    revision = course.revisions.first()
    Course.objects.filter(pk=course.pk).update(state=state, published_revision=revision)
    course.refresh_from_db()
    return course


def everything() -> Papers:
    return Papers(
        reason="Дайын",
        deviation="Келісілді",
        protocol=protocol(),
        placement=placement(),
        target=State.ARCHIVED,
        checklist=ALL_YES,
    )


def endorsed_course(people: dict) -> Course:
    course = make_course(people["author"])
    for position, name in enumerate(("author who reviews", "author who is administrator"), start=1):
        course.authorships.create(user=people[name], position=position)
    decide(course, "submit", by=people["author"], at=NOW, seen=0)
    decide(course, "endorse", by=people["department reviewer"], at=NOW, seen=1, papers=everything())
    return course


def approved_course(people: dict) -> Course:
    course = endorsed_course(people)
    decide(course, "approve", by=people["faculty reviewer"], at=NOW, seen=2, papers=everything())
    packed(course)
    return course


class Undo(Exception):
    pass


@pytest.mark.parametrize("transition", list(TRANSITIONS))
def test_every_step_is_open_to_those_people_from_those_states_and_to_nobody_else(transition):
    people = cast()
    course = endorsed_course(people) if transition == "approve" else approved_course(people)
    seen, section = course.decision_count, course.sections.first()
    for state in State:
        for name in PEOPLE:
            put(course, state)
            type(section).objects.filter(pk=section.pk).update(title="Басқаша" if transition == "correct" else "Бөлім")
            allowed = MAY.get(transition, MAY_RETURN.get(state, set()))
            outcome = None
            try:
                with transaction.atomic():
                    target = State.DRAFT if state == State.ARCHIVED else State.ARCHIVED
                    papers = Papers(**{**vars(everything()), "target": target})
                    decide(course, transition, by=people[name], at=NOW, seen=seen, papers=papers)
                    outcome = "done"
                    raise Undo
            except Undo:
                pass
            except NotAllowed:
                outcome = "not allowed"
            except Refused as refused:
                outcome = refused.reasons
            course.refresh_from_db()
            if state not in FROM[transition]:
                assert outcome not in ("done", "not allowed"), (state, name)
            else:
                assert outcome == ("done" if name in allowed else "not allowed"), (state, name, outcome)


def test_the_edges_of_the_model_are_those_of_the_table():
    for name, edge in EDGES.items():
        if name == "force":
            continue
        method = getattr(Course, METHODS.get(name, name))
        transitions = method._django_fsm.transitions
        assert {State(source) for source in transitions} == set(edge.sources)
        assert {found.target for found in transitions.values()} == {edge.target}


def test_the_steps_of_the_test_and_of_the_code_are_the_same():
    assert set(FROM) == set(TRANSITIONS) == set(EDGES)
    assert {name: {state.value for state in step.edge.sources} for name, step in TRANSITIONS.items()} == FROM


@pytest.fixture
def people():
    return cast()


@pytest.fixture
def course(people):
    return make_course(people["author"])


def submitted(course, people):
    decide(course, "submit", by=people["author"], at=NOW, seen=0)
    return course


def endorsed(course, people):
    decide(submitted(course, people), "endorse", by=people["department reviewer"], at=NOW, seen=1, papers=everything())
    return course


def test_submitting_freezes_what_was_written(course, people):
    decision = decide(course, "submit", by=people["author"], at=NOW, seen=0)
    assert (course.state, course.decision_count, course.state_since) == (State.DEPARTMENT_REVIEW, 1, NOW)
    assert (decision.revision.number, decision.from_state, decision.to_state) == (1, "draft", "department_review")
    assert decision.revision.findings == []


def test_a_course_that_does_not_conform_is_not_submitted_and_every_violation_is_told(people):
    course = make_course(people["author"], glossary=[], goals=[])
    with pytest.raises(Refused) as refused:
        decide(course, "submit", by=people["author"], at=NOW, seen=0)
    assert sorted(finding.rule for finding in refused.value.found) == ["course-programme", "glossary"]
    course.refresh_from_db()
    assert (course.state, Revision.objects.count(), Decision.objects.count()) == (State.DRAFT, 0, 0)


def test_warnings_ask_for_one_line_and_keep_it(people):
    course = make_course(people["author"], annotation_video=None)
    with pytest.raises(Refused, match="warnings"):
        decide(course, "submit", by=people["author"], at=NOW, seen=0)
    papers = Papers(deviation="Кейін түсіріледі")
    decision = decide(course, "submit", by=people["author"], at=NOW, seen=0, papers=papers)
    assert decision.deviation == "Кейін түсіріледі"
    assert [record["rule"] for record in decision.findings] == ["annotation-video"]
    assert decision.findings[0]["message_kk"]


def test_a_course_without_annotation_video_is_not_placed(people):
    course = make_course(people["author"], annotation_video=None)
    decide(course, "submit", by=people["author"], at=NOW, seen=0, papers=everything())
    decide(course, "endorse", by=people["department reviewer"], at=NOW, seen=1, papers=everything())
    decide(course, "approve", by=people["faculty reviewer"], at=NOW, seen=2, papers=everything())
    with pytest.raises(Refused) as refused:
        decide(course, "publish", by=people["quality specialist"], at=NOW, seen=3, papers=everything())
    assert [finding.rule for finding in refused.value.found] == ["annotation-video"]


PDF = b"%PDF-1.4"


@pytest.mark.parametrize(
    ("papers", "said"),
    [
        (Papers(protocol=protocol()), "reason is missing"),
        (Papers(reason=" ", protocol=protocol()), "reason is missing"),
        (Papers(reason="x"), "extract is missing"),
        (Papers(reason="x", protocol=protocol(number=" ")), "number of the protocol"),
        (Papers(reason="x", protocol=protocol(on=None)), "date of the protocol"),
        (Papers(reason="x", protocol=protocol(on=TODAY + timedelta(days=1))), "in the future"),
        (Papers(reason="x", protocol=protocol(file=SimpleUploadedFile("a.pdf", b"<html>"))), "is not a PDF"),
        (Papers(reason="x", protocol=protocol(file=SimpleUploadedFile("a.pdf", b""))), "is not a PDF"),
    ],
)
def test_a_decision_without_its_papers_does_not_hold(course, people, papers, said):
    submitted(course, people)
    with pytest.raises(Refused, match=said):
        decide(course, "endorse", by=people["department reviewer"], at=NOW, seen=1, papers=papers)


def test_an_extract_over_the_size_limit_is_refused(course, people, settings):
    settings.UPLOAD_LIMIT_BYTES = 8
    submitted(course, people)
    big = protocol(file=SimpleUploadedFile("a.pdf", PDF + b"x"))
    with pytest.raises(Refused, match="File size"):
        decide(course, "endorse", by=people["department reviewer"], at=NOW, seen=1, papers=Papers("x", protocol=big))


def test_the_facultys_protocol_is_not_dated_before_the_departments(course, people):
    endorsed(course, people)
    early = Papers("x", protocol=protocol(on=TODAY - timedelta(days=1)))
    with pytest.raises(Refused, match="before the department"):
        decide(course, "approve", by=people["faculty reviewer"], at=NOW, seen=2, papers=early)


def test_nothing_is_published_that_the_faculty_has_not_approved(course, people):
    endorsed(course, people)
    with pytest.raises(Refused, match="has not approved"):
        decide(course, "publish", by=people["quality specialist"], at=NOW, seen=2, papers=everything())


@pytest.mark.parametrize("given", [None, placement(email=" "), placement(on=None), placement(on=TODAY + timedelta(1))])
def test_publishing_records_when_the_information_was_sent(people, given):
    course = approved_course(people)
    with pytest.raises(Refused, match="information for placement"):
        decide(course, "publish", by=people["quality specialist"], at=NOW, seen=3, papers=Papers(placement=given))


def test_publishing_points_at_the_approved_revision(people):
    course = approved_course(people)
    decision = decide(course, "publish", by=people["quality specialist"], at=NOW, seen=3, papers=everything())
    assert (course.state, course.published_revision) == (State.PUBLISHED, decision.revision)
    assert (decision.placement_email, decision.placement_sent_on) == ("platform@example.kz", TODAY)
    assert decision.placement_sent_by == people["quality specialist"]


def published(people):
    course = approved_course(people)
    decide(course, "publish", by=people["quality specialist"], at=NOW, seen=3, papers=everything())
    return course


def test_a_new_version_is_not_published_with_the_pack_of_the_last_one(people):
    course = published(people)
    by = {"revise": "author", "submit": "author", "endorse": "department reviewer", "approve": "faculty reviewer"}
    for step, who in by.items():
        decide(course, step, by=people[who], at=NOW, seen=course.decision_count, papers=everything())
    with pytest.raises(Refused, match="pack of this revision is not made yet"):
        decide(course, "publish", by=people["quality specialist"], at=NOW, seen=8, papers=everything())
    packed(course)
    assert decide(course, "publish", by=people["quality specialist"], at=NOW, seen=8, papers=everything())


def retitle(course, by, title="Түзетілген"):
    section = course.sections.first()
    values = {"title": title}
    change_node(course, section, values, seen=digest_of(section, values), by=by, at=NOW)


def test_a_correction_changes_words_and_needs_no_new_review(people):
    course = published(people)
    retitle(course, people["author"])
    decision = decide(course, "correct", by=people["author"], at=NOW, seen=4, papers=everything())
    assert (course.state, course.published_revision, decision.revision.number) == (
        State.PUBLISHED,
        decision.revision,
        2,
    )


def test_a_correction_that_changes_structure_is_refused_and_named(people):
    course = published(people)
    with editing(course, by=people["author"], at=NOW):
        course.tasks.filter(part=None).update(weight="39")
    with pytest.raises(MoreThanWords, match="«Емтихан»: share of the final grade") as refused:
        decide(course, "correct", by=people["author"], at=NOW, seen=4, papers=everything())
    assert [path for _name, path in refused.value.places] == ["/final_tasks/0/weight"]


def test_a_correction_of_nothing_is_refused(people):
    course = published(people)
    with pytest.raises(Refused, match="Nothing has changed"):
        decide(course, "correct", by=people["author"], at=NOW, seen=4, papers=everything())


def test_a_new_round_leaves_the_published_revision_in_force(people):
    course = published(people)
    first = course.published_revision
    decide(course, "revise", by=people["author"], at=NOW, seen=4)
    retitle(course, people["author"])
    decide(course, "submit", by=people["author"], at=NOW, seen=5)
    assert (course.state, course.published_revision) == (State.DEPARTMENT_REVIEW, first)


def test_who_decides_on_an_old_look_is_told_and_nothing_is_written(course, people):
    submitted(course, people)
    decide(course, "withdraw", by=people["author"], at=NOW, seen=1)
    decide(course, "submit", by=people["author"], at=NOW, seen=2)
    with pytest.raises(Outrun):
        decide(course, "endorse", by=people["department reviewer"], at=NOW, seen=1, papers=everything())
    assert Decision.objects.count() == 3


def test_a_decision_on_an_earlier_revision_is_refused(course, people):
    submitted(course, people)
    old = course.revisions.get()
    decide(course, "withdraw", by=people["author"], at=NOW, seen=1)
    decide(course, "submit", by=people["author"], at=NOW, seen=2)
    with pytest.raises(Outrun):
        decide(course, "endorse", by=people["department reviewer"], at=NOW, seen=3, revision=old, papers=everything())


def test_a_substitute_acts_on_behalf_of_the_reviewer(course, people):
    submitted(course, people)
    decision = decide(course, "endorse", by=people["substitute"], at=NOW, seen=1, papers=everything())
    assert decision.on_behalf_of == people["department reviewer"]


def test_forcing_needs_a_reason_and_another_state(course, people):
    for papers in (Papers(target=State.ARCHIVED), Papers(reason="x"), Papers(reason="x", target=State.DRAFT)):
        with pytest.raises(Refused):
            decide(course, "force", by=people["administrator"], at=NOW, seen=0, papers=papers)
    decide(course, "force", by=people["administrator"], at=NOW, seen=0, papers=everything())
    assert (course.state, course.decisions.get().transition) == (State.ARCHIVED, "force")


def test_decisions_and_revisions_are_never_changed_or_deleted(course, people):
    decision = decide(course, "submit", by=people["author"], at=NOW, seen=0)
    for record in (decision, decision.revision):
        with pytest.raises(AppendOnlyError):
            record.save()
        with pytest.raises(AppendOnlyError):
            record.delete()


def kinds(recipient) -> list[str]:
    return sorted(Letter.objects.filter(recipient=recipient, status=Status.QUEUED).values_list("kind", flat=True))


def test_the_letters_follow_the_course(course, people):
    submitted(course, people)
    assert kinds(people["department reviewer"]) == kinds(people["substitute"]) == ["review_asked"]
    assert kinds(people["author"]) == kinds(people["faculty reviewer"]) == []
    decide(course, "endorse", by=people["department reviewer"], at=NOW, seen=1, papers=everything())
    assert kinds(people["department reviewer"]) == []
    assert kinds(people["faculty reviewer"]) == ["review_asked"]
    assert kinds(people["author"]) == ["review_endorsed"]
    reason = Papers(reason="Глоссарий толық емес")
    decide(course, "return", by=people["faculty reviewer"], at=NOW, seen=2, papers=reason)
    assert kinds(people["author"]) == kinds(people["department reviewer"]) == ["review_returned"]
    assert "Глоссарий толық емес" in Letter.objects.get(recipient=people["author"], status=Status.QUEUED).body


@pytest.mark.parametrize(("language", "word"), [("kk", "сараптама"), ("ru", "экспертиз"), ("en", "review")])
def test_a_letter_is_in_its_readers_language(course, people, language, word):
    reviewer = people["department reviewer"]
    reviewer.language = language
    reviewer.save()
    submitted(course, people)
    letter = Letter.objects.get(recipient=reviewer)
    assert letter.language == language
    assert word in letter.subject.lower()


def test_a_course_nobody_can_review_alerts_the_quality_department(people):
    people["department reviewer"].appointments.all().delete()
    people["author who reviews"].appointments.all().delete()
    course = make_course(people["author"])
    decide(course, "submit", by=people["author"], at=NOW, seen=0)
    assert kinds(people["quality specialist"]) == ["alert"]


def test_a_failing_step_leaves_no_letter_and_no_file(course, people, settings):
    submitted(course, people)
    before = Letter.objects.count()
    with pytest.raises(Refused):
        decide(course, "endorse", by=people["department reviewer"], at=NOW, seen=1, papers=Papers(protocol=protocol()))
    assert Letter.objects.count() == before
    assert connection.in_atomic_block  # the test's own transaction is whole
