"""Minutes of a meeting, and the extract that the portal makes of them (5.1.5, T7)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils.translation import override

from courses.models import Course
from mooc_portal.people.models import Role
from reviews.actions import Outrun, Papers, Refused, decide
from reviews.extract import decision_extract, programme_extract
from reviews.minutes import Minutes, is_same_person, minutes_objections
from reviews.models import Decision
from reviews.papers import Protocol, kind_of_file
from reviews.printing.paper import papers_in, plain
from reviews.programme.actions import ProgrammeRefused, decide_programme, send_programme
from reviews.verification import verify_course
from tests.factories import ALL_YES, NOW, TODAY, appoint, make_course, make_person, make_user

pytestmark = pytest.mark.django_db
MINUTES = Minutes(
    chair="Қ. Әлімжанов", secretary="Л. Сапарова", present=9, members=12, votes_for=8, abstained=1, spoke="Талқыланды."
)


@pytest.fixture
def author():
    user = make_user("author@example.kz")
    user.name = "Айгерім Серікова"
    user.save(update_fields=["name"])
    appoint(user, Role.INSTRUCTOR)
    return user


@pytest.fixture
def reviewer():
    return make_person(Role.DEPARTMENT_REVIEWER)


@pytest.fixture
def course(author, reviewer):
    course = make_course(author)
    decide(course, "submit", by=author, at=NOW, seen=0)
    return course


def stored(row) -> bytes:
    with row.protocol_file.storage.open(row.protocol_file.name) as file:
        return file.read()


def endorsed(course, by, **changes) -> Decision:
    protocol = Protocol(**({"number": "7", "date": TODAY, "file": None, "minutes": MINUTES} | changes))
    return decide(
        course, "endorse", by=by, at=NOW, seen=1, papers=Papers(reason="Дайын", protocol=protocol, checklist=ALL_YES)
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, []),
        ({"present": 12, "votes_for": 12, "abstained": 0}, []),
        ({"against": 0}, []),
        ({"chair": " "}, ["It is missing who chaired the meeting."]),
        ({"secretary": ""}, ["It is missing who was the secretary of the meeting."]),
        ({"present": 13}, ["More members were present than there are."]),
        ({"present": 0}, ["It is missing how many members were present, and of how many."]),
        ({"members": None}, ["It is missing how many members were present, and of how many."]),
        ({"votes_for": None}, ["It is missing how many voted for the decision."]),
        ({"votes_for": 9}, ["There are more votes than members who were present."]),
        (
            {"votes_for": 4, "against": 4},
            ["The decision has no majority: more have to vote for it than against it."],
        ),
        ({"chair": "Серікова А."}, ["An author decides on a course of their own: Серікова А.."]),
        (
            {"secretary": "айгерім серікова"},
            ["An author decides on a course of their own: айгерім серікова."],
        ),
    ],
)
def test_minutes_are_complete_and_no_author_decides(changes, said):
    assert minutes_objections(replace(MINUTES, **changes), authors=["Айгерім Серікова"]) == said


@pytest.mark.parametrize(
    ("name", "other", "same"),
    [
        ("Серікова А.", "Айгерім Серікова", True),
        ("А.Серікова", "Айгерім Серікова", True),
        ("СЕРІКОВА АЙГЕРІМ", "Айгерім Серікова", True),
        ("Б. Серікова", "Айгерім Серікова", False),
        ("Айгерім Омарова", "Айгерім Серікова", False),
        ("А. С.", "Айгерім Серікова", False),
        ("", "Айгерім Серікова", False),
    ],
)
def test_a_surname_with_initials_is_that_person(name, other, same):
    assert is_same_person(name, other) is same


def test_without_a_file_the_portal_makes_the_extract_and_keeps_it(course, reviewer):
    decision = endorsed(course, reviewer)
    assert decision.minutes["votes_for"] == 8
    assert (decision.protocol_file_name, stored(decision)[:5]) == ("derekter-1-7.pdf", b"%PDF-")
    assert all(check.holds for check in verify_course(Course.objects.get(pk=course.pk)))


def test_changed_minutes_break_the_record(course, reviewer):
    endorsed(course, reviewer)
    Decision.objects.filter(course=course, number=2).update(minutes={"votes_for": 9})
    with override("en"):
        assert next(check.what for check in verify_course(course) if not check.holds) == "decision 2"


def test_an_uploaded_scan_is_kept_as_it_is(course, reviewer):
    decision = endorsed(course, reviewer, file=ContentFile(b"%PDF-1.4 scan", name="scan.pdf"))
    assert stored(decision) == b"%PDF-1.4 scan"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"minutes": Minutes()}, "The file of the protocol extract is missing (cl. 5.1.5)."),
        ({"minutes": Minutes(place="214")}, "The file of the protocol extract is missing (cl. 5.1.5)."),
        (
            {"minutes": replace(MINUTES, chair="А. Серікова")},
            "An author decides on a course of their own: А. Серікова.",
        ),
        ({"date": TODAY + timedelta(days=1)}, "The protocol is dated in the future."),
        ({"number": " "}, "The number of the protocol is missing (cl. 5.1.5)."),
    ],
)
def test_the_refusal_names_what_is_wrong_and_nothing_is_stored(course, reviewer, changes, said):
    with pytest.raises(Refused) as refused:
        endorsed(course, reviewer, **changes)
    assert said in refused.value.reasons
    assert course.decisions.count() == 1


def test_the_facultys_extract_is_not_dated_before_the_departments(course, reviewer):
    endorsed(course, reviewer)
    protocol = Protocol("8", TODAY - timedelta(days=1), None, MINUTES)
    papers = Papers(reason="Дайын", protocol=protocol, checklist=ALL_YES)
    with pytest.raises(Refused) as refused:
        decide(course, "approve", by=make_person(Role.FACULTY_REVIEWER), at=NOW, seen=2, papers=papers)
    assert refused.value.reasons == ["The faculty's protocol is dated before the department's (cl. 5.1.5)."]


def test_a_stale_revision_gets_no_extract(course, author, reviewer):
    stale = course.revisions.get()
    decide(course, "withdraw", by=author, at=NOW, seen=1)
    decide(course, "submit", by=author, at=NOW, seen=2)
    papers = Papers(reason="Дайын", protocol=Protocol("7", TODAY, None, MINUTES), checklist=ALL_YES)
    with pytest.raises(Outrun):
        decide(course, "endorse", by=reviewer, at=NOW, seen=3, revision=stale, papers=papers)


def test_the_extract_says_what_was_decided_in_either_language(course, reviewer):
    decision = endorsed(course, reviewer)
    kazakh, russian = plain(papers_in("both", lambda: decision_extract(decision)))
    for words, paper in (
        (["№ 7 ХАТТАМАДАН ҮЗІНДІ", "ҚАУЛЫ ЕТІЛДІ", "12 мүшеден 9", "жақтағандар – 8, қарсы – 0"], str(kazakh)),
        (["ВЫПИСКА ИЗ ПРОТОКОЛА № 7", "ПОСТАНОВИЛИ", "9 из 12", "Дайын", "Л. Сапарова"], str(russian)),
    ):
        for word in words:
            assert word in paper


def test_the_extract_is_downloaded_by_those_who_see_the_course(client, course, author, reviewer):
    decision = endorsed(course, reviewer)
    address = f"/reviews/extract/{decision.pk}/"
    for user in (author, reviewer):
        client.force_login(user)
        for kind in ("pdf", "docx"):
            response = client.get(address, {"language": "kk", "kind": kind})
            assert kind_of_file(ContentFile(response.content)) == kind
    client.force_login(make_person(Role.INSTRUCTOR))
    assert client.get(address).status_code == 404


def test_a_decision_without_a_protocol_has_no_extract(client, course, author):
    client.force_login(author)
    assert client.get(f"/reviews/extract/{course.decisions.get().pk}/").status_code == 404


def test_minutes_typed_into_the_form_make_the_extract(client, course, reviewer):
    client.force_login(reviewer)
    address = f"/reviews/{course.code}/endorse/"
    assert 'name="votes_for"' in client.get(address).content.decode()
    questions = {
        f"checklist-{name}": "yes"
        for name in client.get(address).context["checklist"].fields
        if not name.endswith("-text")
    }
    fields = {"seen": 1, "revision": course.revisions.get().pk, "reason": "Дайын", "deviation": "Керек"}
    fields |= {"protocol_number": "7", "protocol_date": "2026-01-15", "chair": "Қ. Ә.", "secretary": "Л. С."}
    fields |= {"present": 9, "members": 12, "votes_for": 9} | questions
    response = client.post(address, fields)
    assert response.status_code == 302, response.context["form"].errors
    assert course.decisions.get(number=2).minutes["present"] == 9


def test_a_programme_is_approved_by_minutes_too(author, reviewer):
    programme = send_programme(make_course(author, code="second-1"), by=author, at=NOW)
    own = Protocol("5", TODAY, None, replace(MINUTES, chair="Айгерім Серікова"))
    with pytest.raises(ProgrammeRefused):
        decide_programme(programme, approved=True, protocol=own, reason="", by=reviewer, at=NOW)
    paper = Protocol("5", TODAY, None, MINUTES)
    programme = decide_programme(programme, approved=True, protocol=paper, reason="", by=reviewer, at=NOW)
    assert stored(programme).startswith(b"%PDF-")
    (russian,) = plain(papers_in("ru", lambda: programme_extract(programme)))
    assert "Утвердить рабочую программу" in str(russian)
