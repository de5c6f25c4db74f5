"""The working programme (5.1.2): sent, approved by an extract or returned with a reason."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from courses.document.codec import decode_stored
from courses.models import Course
from courses.rows import document_of
from mooc_portal.outbox.models import Letter
from mooc_portal.people.models import Role
from reviews.actions import Papers, decide
from reviews.models import ProgrammeState
from reviews.papers import kind_of_file
from reviews.printing.paper import Table, papers_in, plain
from reviews.programme.actions import ProgrammeRefused, decide_programme, send_programme
from reviews.programme.deviations import deviations
from reviews.programme.paper import programme_paper
from reviews.programme.readers import programme_approval_of, programmes_waiting_for
from tests.factories import NOW, TODAY, make_course, make_person, protocol

pytestmark = pytest.mark.django_db


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


def test_what_filming_and_writing_bring_departs_from_nothing(course, author, reviewer):
    programme = approved(send_programme(course, by=author, at=NOW), reviewer)
    course.sections.update(announcement="Жаңа сөз")
    course.lectures.update(seconds=640, video="https://video.example/1", script="Мәтін")
    assert deviations(programme, document_of(course)) == []


def test_structure_hours_and_outcomes_that_changed_are_told_with_both_sides(course, author, reviewer):
    programme = approved(send_programme(course, by=author, at=NOW), reviewer)
    Course.objects.filter(pk=course.pk).update(weekly_hours=12)
    course.outcomes.filter(code="LO1").update(text="Басқа нәтиже")
    course.sections.filter(position=0).update(title="Басқа бөлім")
    course.sections.last().parts.last().delete()
    course.refresh_from_db()
    told = {one.what: (one.approved, one.now) for one in deviations(programme, document_of(course))}
    assert told["Academic hours a week"] == ("10", "12")
    assert told["Learning outcome LO1"][1] == "Басқа нәтиже"
    assert told["Section 1"] == ("Бөлім", "Басқа бөлім")
    assert told["Section 6, Part 2"] == ("2-тақырып", "–")
    assert told["Section 6, video lectures"] == ("6", "3")
    assert len(told) == 5


def test_the_course_and_its_review_show_the_deviation(client, course, author, reviewer):
    approved(send_programme(course, by=author, at=NOW), reviewer)
    address = f"/reviews/{course.code}/programme/line/"
    decide(course, "submit", by=author, at=NOW, seen=0, papers=Papers(deviation="Керек"))
    decide(course, "withdraw", by=author, at=NOW, seen=1)
    Course.objects.filter(pk=course.pk).update(weekly_hours=12)
    client.force_login(author)
    assert address in client.get(f"/courses/{course.code}/").content.decode()
    assert "departs from the approved" in client.get(address).content.decode()
    assert "agrees with the course" in client.get(address, {"of": "revision"}).content.decode()
    client.force_login(reviewer)
    assert f"{address}?of=revision" in client.get(f"/reviews/{course.code}/").content.decode()
    assert "agrees with the course" in client.get(address).content.decode()


def test_a_course_without_an_approved_programme_says_nothing_of_it(client, course, author):
    client.force_login(author)
    assert client.get(f"/reviews/{course.code}/programme/line/").content.strip() == b""


@pytest.mark.parametrize(("language", "kind"), [("kk", "pdf"), ("ru", "docx"), ("both", "pdf"), ("both", "docx")])
def test_the_programme_is_had_as_a_paper(client, course, author, reviewer, language, kind):
    programme = send_programme(course, by=author, at=NOW)
    for user, address in (
        (author, f"/reviews/{course.code}/programme/paper/"),
        (reviewer, f"/reviews/programme/{programme.pk}/paper/"),
    ):
        client.force_login(user)
        response = client.get(address, {"language": language, "kind": kind})
        assert response["Content-Disposition"] == f'attachment; filename="derekter-1-programme-{language}.{kind}"'
        assert kind_of_file(ContentFile(response.content)) == kind


@pytest.mark.parametrize("wanted", [{"language": "de"}, {"kind": "exe"}])
def test_no_paper_is_made_that_is_not_offered(client, course, author, wanted):
    client.force_login(author)
    assert client.get(f"/reviews/{course.code}/programme/paper/", wanted).status_code == 404


def test_the_draft_of_a_programme_is_its_authors_alone(client, course, author, reviewer):
    send_programme(course, by=author, at=NOW)
    client.force_login(reviewer)
    assert client.get(f"/reviews/{course.code}/programme/paper/").status_code == 404


def test_the_paper_says_what_the_document_says(course, author, reviewer):
    programme = approved(send_programme(course, by=author, at=NOW), reviewer)
    document = decode_stored(programme.document)
    (paper,) = papers_in("ru", lambda: programme_paper(course, document, programme))
    words = str(plain([paper]))
    for said in ("Рабочая программа", document.title, document.outcomes[0].text, "Емтихан", "Протокол № 7"):
        assert said in words
    plan = next(block for block in paper.blocks if isinstance(block, Table) and len(block.header) == 5)
    assert [row[0] for row in plan.rows] == ["1", "2", "3", "4", "5", "6", "7"]
    assert plan.rows[0][2] == "6, мин: 72"


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
