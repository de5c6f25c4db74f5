"""The working programme (5.1.2): sent, approved by an extract or returned with a reason."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.rows import document_of
from mooc_portal.outbox.models import Letter
from mooc_portal.people.models import Role
from reviews.models import ProgrammeState
from reviews.programme.actions import ProgrammeRefused, decide_programme, send_programme
from reviews.programme.readers import programme_approval_of, programme_changes, programmes_waiting_for
from tests.factories import NOW, TODAY, appoint, make_course, make_person, make_user, protocol

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    user = make_user("author@example.kz")
    appoint(user, Role.INSTRUCTOR)
    return user


@pytest.fixture
def reviewer():
    return make_person(Role.DEPARTMENT_REVIEWER)


@pytest.fixture
def course(author, reviewer):
    return make_course(author)


def approved(programme, by, **changes):
    options = {"approved": True, "protocol": protocol(), "reason": "", "at": NOW} | changes
    return decide_programme(programme, by=by, **options)


def test_a_programme_is_sent_frozen_and_the_department_is_asked(course, author, reviewer):
    programme = send_programme(course, by=author, at=NOW)
    course.sections.all().delete()
    assert '"sections":[{' in programme.document
    assert [letter.recipient for letter in Letter.objects.filter(kind="programme_asked")] == [reviewer]
    assert list(programmes_waiting_for(reviewer, at=NOW)) == [programme]


def test_what_blocks_at_the_gate_keeps_the_programme_from_the_department(author):
    course = make_course(author, goals=[], outcomes=[])
    with pytest.raises(ProgrammeRefused) as refused:
        send_programme(course, by=author, at=NOW)
    assert len(refused.value.reasons) >= 2
    assert not course.programmes.exists()


def test_only_an_author_sends_a_programme(course, reviewer):
    with pytest.raises(ProgrammeRefused):
        send_programme(course, by=reviewer, at=NOW)


def test_a_second_sending_takes_the_place_of_one_that_waits(course, author, reviewer):
    first = send_programme(course, by=author, at=NOW)
    second = send_programme(course, by=author, at=NOW + timedelta(hours=1))
    assert list(programmes_waiting_for(reviewer, at=NOW)) == [second]
    with pytest.raises(ProgrammeRefused):
        approved(first, reviewer)


def test_the_extract_approves_and_the_author_hears_of_it(course, author, reviewer):
    programme = approved(send_programme(course, by=author, at=NOW), reviewer)
    assert (programme.standing, programme.protocol_date) == (ProgrammeState.APPROVED, TODAY)
    assert programme_approval_of(course) == programme
    assert [letter.recipient for letter in Letter.objects.filter(kind="programme_decided")] == [author]


@pytest.mark.parametrize(
    "changes",
    [
        {"protocol": None},
        {"protocol": protocol(number=" ")},
        {"protocol": protocol(on=TODAY + timedelta(days=1))},
        {"approved": False, "reason": "  "},
    ],
)
def test_a_decision_without_its_paper_or_reason_is_refused(course, author, reviewer, changes):
    programme = send_programme(course, by=author, at=NOW)
    with pytest.raises(ProgrammeRefused):
        approved(programme, reviewer, **changes)
    programme.refresh_from_db()
    assert programme.standing == ProgrammeState.SENT


@pytest.mark.parametrize("role", [Role.INSTRUCTOR, Role.FACULTY_REVIEWER, Role.QUALITY_SPECIALIST])
def test_nobody_but_the_departments_reviewers_decides(course, author, role):
    programme = send_programme(course, by=author, at=NOW)
    with pytest.raises(ProgrammeRefused):
        approved(programme, make_person(role))


def test_a_reviewer_does_not_approve_a_programme_of_their_own(course, author, reviewer):
    course.authorships.create(user=reviewer, position=1)
    programme = send_programme(course, by=author, at=NOW)
    with pytest.raises(ProgrammeRefused):
        approved(programme, reviewer)
    assert not programmes_waiting_for(reviewer, at=NOW).exists()


def test_it_is_decided_once(course, author, reviewer):
    programme = send_programme(course, by=author, at=NOW)
    approved(programme, reviewer, approved=False, protocol=None, reason="Мақсаты анық емес")
    with pytest.raises(ProgrammeRefused):
        approved(programme, reviewer)


def test_words_may_change_after_the_approval_and_structure_is_told(course, author, reviewer):
    programme = approved(send_programme(course, by=author, at=NOW), reviewer)
    course.sections.update(announcement="Жаңа сөз")
    assert programme_changes(programme, document_of(course)) == []
    course.sections.last().delete()
    assert programme_changes(programme, document_of(course)) == ["/sections"]


def test_the_pages_lead_from_sending_to_approval(client, course, author, reviewer):
    client.force_login(author)
    assert client.post(f"/reviews/{course.code}/programme/").status_code == 302
    programme = course.programmes.get()
    client.force_login(reviewer)
    assert f"/reviews/programme/{programme.pk}/" in client.get("/").content.decode()
    address = f"/reviews/programme/{programme.pk}/"
    assert client.get(address).status_code == 200
    paper = protocol()
    fields = {"number": "5", "date": timezone.localdate().isoformat(), "file": paper.file, "approve": "1"}
    assert client.post(address, fields).status_code == 302
    client.force_login(author)
    assert "filming can be booked" in client.get(f"/reviews/{course.code}/programme/").content.decode()
    response = client.get(f"{address}extract/")
    assert (response.status_code, response["X-Content-Type-Options"]) == (200, "nosniff")
    assert b"".join(response.streaming_content).startswith(b"%PDF-")


def test_strangers_learn_nothing_of_a_programme(client, course, author):
    programme = send_programme(course, by=author, at=NOW)
    client.force_login(make_person(Role.INSTRUCTOR))
    for address in ("/", "extract/"):
        assert client.get(f"/reviews/programme/{programme.pk}{address}").status_code == 404
    assert client.get(f"/reviews/{course.code}/programme/").status_code == 404
