"""People who judge at once, on PostgreSQL: each ends as if one had come after the other."""

from datetime import timedelta

import pytest

from courses.actions.regulation import activate_regulation, create_first_regulation
from courses.document.codec import decode_stored
from courses.models import Course, Regulation
from courses.regulation.findings import findings
from courses.regulation.limits import FIRST_LIMITS, Limits
from courses.states import State
from mooc_portal.outbox.models import Letter
from mooc_portal.people.models import Appointment, Role, User
from reviews.actions import NotAllowed, Outrun, Papers, decide
from reviews.due_actions import tell_what_is_due
from reviews.experts.actions import ask_expert, give_opinion
from reviews.models import Act, Decision, Opinion, Remark, RemarkStep, ReviewNotice
from reviews.remarks.actions import act_on_remark, add_remark
from tests.factories import ALL_YES, NOW, TODAY, make_course, make_person, make_user, protocol
from tests.reviews.test_race import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
TIMES = range(4)


def papers() -> Papers:
    return Papers(reason="Дайын", protocol=protocol(), checklist=ALL_YES)


def submitted() -> tuple[Course, User]:
    author = make_user()
    course = make_course(author)
    decide(course, "submit", by=author, at=NOW, seen=0)
    return course, author


def kinds(results) -> list[str]:
    return sorted(type(result).__name__ for result in results)


def remark(course, by) -> Remark:
    words = {"text": "Мысал жоқ", "severity": "essential"}
    return add_remark(course, revision=course.revisions.first(), path="", **words, by=by, at=NOW)


@pytest.mark.parametrize("_time", TIMES)
def test_of_two_who_settle_the_same_remark_one_is_told(_time):
    course, author = submitted()
    reviewers = [make_person(Role.DEPARTMENT_REVIEWER) for _number in range(2)]
    one = remark(course, reviewers[0])
    results = at_once(
        lambda: act_on_remark(one, Act.RESOLVE, seen=1, by=reviewers[1], at=NOW),
        lambda: act_on_remark(one, Act.ANSWER, seen=1, by=author, at=NOW, text="Түзетілді"),
    )
    assert kinds(results) == ["Outrun", "RemarkStep"]
    assert RemarkStep.objects.filter(remark=one).count() == 2


@pytest.mark.parametrize("_time", TIMES)
def test_a_remark_made_while_the_course_is_endorsed_is_there_before_or_is_refused(_time):
    course, _author = submitted()
    reviewers = [make_person(Role.DEPARTMENT_REVIEWER) for _number in range(2)]
    made, endorsed = at_once(
        lambda: remark(course, reviewers[0]),
        lambda: decide(course, "endorse", by=reviewers[1], at=NOW, seen=1, papers=papers()),
    )
    if isinstance(made, Remark):
        assert type(endorsed).__name__ == "HeldBack"
    else:
        assert isinstance(made, NotAllowed)
        assert isinstance(endorsed, Decision)


@pytest.mark.parametrize("_time", TIMES)
def test_a_course_withdrawn_while_a_remark_is_made_has_it_or_refuses_it(_time):
    course, author = submitted()
    reviewer = make_person(Role.DEPARTMENT_REVIEWER)
    made, withdrawn = at_once(
        lambda: remark(course, reviewer),
        lambda: decide(course, "withdraw", by=author, at=NOW, seen=1),
    )
    assert isinstance(withdrawn, Decision)
    assert isinstance(made, Remark | NotAllowed)
    assert Remark.objects.count() == isinstance(made, Remark)


@pytest.mark.parametrize("_time", TIMES)
def test_an_author_who_withdraws_while_a_reviewer_decides_wins_or_is_told(_time):
    course, author = submitted()
    reviewer = make_person(Role.DEPARTMENT_REVIEWER)
    results = at_once(
        lambda: decide(course, "withdraw", by=author, at=NOW, seen=1),
        lambda: decide(course, "endorse", by=reviewer, at=NOW, seen=1, papers=papers()),
    )
    assert kinds(results) == ["Decision", "Outrun"]
    course.refresh_from_db()
    assert course.state in (State.DRAFT, State.FACULTY_REVIEW)
    assert Decision.objects.filter(course=course).count() == course.decision_count == 2


def test_a_role_that_ended_while_the_page_was_open_decides_nothing():
    course, _author = submitted()
    reviewer = make_person(Role.DEPARTMENT_REVIEWER)
    Appointment.objects.filter(user=reviewer).update(ends_on=TODAY - timedelta(days=1))
    with pytest.raises(NotAllowed):
        decide(course, "endorse", by=User.objects.get(pk=reviewer.pk), at=NOW, seen=1, papers=papers())
    assert Decision.objects.count() == 1


@pytest.mark.parametrize("_time", TIMES)
def test_a_role_that_ends_at_the_same_moment_ends_before_or_after_the_decision(_time):
    course, _author = submitted()
    reviewer = make_person(Role.DEPARTMENT_REVIEWER)
    _ended, decided = at_once(
        lambda: Appointment.objects.filter(user=reviewer).update(ends_on=TODAY - timedelta(days=1)),
        lambda: decide(course, "endorse", by=User.objects.get(pk=reviewer.pk), at=NOW, seen=1, papers=papers()),
    )
    assert isinstance(decided, Decision | NotAllowed)
    course.refresh_from_db()
    assert (course.state == State.FACULTY_REVIEW) == isinstance(decided, Decision)


def second_version() -> Regulation:
    """A version that asks for seven sections, which the course does not have."""
    limits = FIRST_LIMITS.to_json() | {"sections_max": 5}
    facts = {"council_number": "1", "council_date": TODAY, "approval_number": "2", "approval_date": TODAY}
    return Regulation.objects.create(version="9", title="Ереже", limits=limits, basis="Бұйрық", **facts)


@pytest.mark.parametrize("_time", TIMES)
def test_a_regulation_that_changes_while_a_course_is_submitted_is_the_one_it_was_checked_against(_time):
    create_first_regulation(at=NOW - timedelta(days=1))
    administrator, author = make_user(is_superuser=True, is_staff=True), make_user()
    course, version = make_course(author), second_version()
    submitted_, activated = at_once(
        lambda: decide(course, "submit", by=author, at=NOW, seen=0),
        lambda: activate_regulation(version, by=administrator, at=NOW),
    )
    assert isinstance(activated, Regulation)
    if isinstance(submitted_, Decision):
        revision = submitted_.revision
        limits = Limits.from_json(revision.regulation.limits)
        assert revision.regulation.version == "1"
        assert [one.rule for one in findings(decode_stored(revision.document), limits, "dept")] == []
    else:
        assert [one.rule for one in submitted_.found] == ["sections-max"]
        assert course.revisions.count() == 0


def test_a_course_under_review_is_judged_by_the_version_it_was_submitted_under():
    create_first_regulation(at=NOW - timedelta(days=1))
    course, _author = submitted()
    administrator = make_user(is_superuser=True, is_staff=True)
    activate_regulation(second_version(), by=administrator, at=NOW)
    reviewer = make_person(Role.DEPARTMENT_REVIEWER)
    assert decide(course, "endorse", by=reviewer, at=NOW, seen=1, papers=papers()).revision.regulation.version == "1"


@pytest.mark.parametrize("_time", TIMES)
def test_an_expert_asked_while_the_course_is_endorsed_is_waited_for_or_not_asked(_time):
    course, _author = submitted()
    reviewers = [make_person(Role.DEPARTMENT_REVIEWER) for _number in range(2)]
    expert = make_person(Role.INSTRUCTOR)
    asked, endorsed = at_once(
        lambda: ask_expert(course, expert, due_on=TODAY, by=reviewers[0], at=NOW),
        lambda: decide(course, "endorse", by=reviewers[1], at=NOW, seen=1, papers=papers()),
    )
    assert isinstance(asked, Opinion) != isinstance(endorsed, Decision)


@pytest.mark.parametrize("_time", TIMES)
def test_an_opinion_given_while_the_course_is_endorsed_is_not_lost(_time):
    course, _author = submitted()
    reviewer, expert = make_person(Role.DEPARTMENT_REVIEWER), make_person(Role.INSTRUCTOR)
    opinion = ask_expert(course, expert, due_on=TODAY, by=reviewer, at=NOW)
    given, _endorsed = at_once(
        lambda: give_opinion(opinion, "ready", "Дайын", by=expert, at=NOW),
        lambda: decide(course, "endorse", by=reviewer, at=NOW, seen=1, papers=papers()),
    )
    assert given is None
    assert Opinion.objects.get().verdict == "ready"


@pytest.mark.parametrize("_time", TIMES)
def test_two_sweeps_at_once_remind_once(_time):
    submitted()
    make_person(Role.DEPARTMENT_REVIEWER)
    late = NOW + timedelta(days=13)
    at_once(lambda: tell_what_is_due(at=late), lambda: tell_what_is_due(at=late))
    assert ReviewNotice.objects.count() == 1
    assert Letter.objects.filter(kind="review_reminder").count() == 1


def test_who_comes_second_is_told_by_name():
    course, _author = submitted()
    reviewer = make_person(Role.DEPARTMENT_REVIEWER)
    decide(course, "return", by=reviewer, at=NOW, seen=1, papers=papers())
    with pytest.raises(Outrun, match="Somebody was faster"):
        decide(course, "endorse", by=reviewer, at=NOW, seen=1, papers=papers())
