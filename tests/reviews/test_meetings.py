"""A meeting: courses gathered, an agenda, one protocol, a decision for each course, an extract for each."""

import io
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from docx import Document

from courses.models import Course
from mooc_portal.people.models import Role
from reviews.actions import Papers, Refused, decide
from reviews.checks import NotAllowed
from reviews.extract import decision_extract
from reviews.meetings.actions import call_meeting, record_protocol
from reviews.meetings.papers import agenda_paper, protocol_paper
from reviews.meetings.readers import agenda_of, courses_for_meeting
from reviews.minutes import Minutes
from reviews.models import Meeting
from reviews.papers import Protocol, kind_of_file
from reviews.printing.output import word_of
from reviews.printing.paper import papers_in, plain
from tests.factories import ALL_YES, NOW, TODAY, make_course, make_person, make_user

pytestmark = pytest.mark.django_db
MINUTES = Minutes(chair="Қ. Әлімжанов", secretary="Л. Сапарова", place="214-кабинет", present=9, members=12)


@pytest.fixture
def reviewer():
    return make_person(Role.DEPARTMENT_REVIEWER)


@pytest.fixture
def courses(author, reviewer):
    courses = [make_course(author, code=f"course-{number}") for number in (1, 2, 3)]
    for course in courses:
        decide(course, "submit", by=author, at=NOW, seen=0)
    return courses


@pytest.fixture
def meeting(courses, reviewer):
    return call_meeting(courses[0].department, courses, day=TODAY, by=reviewer, at=NOW)


def recorded(meeting, reviewer, **changes) -> Meeting:
    given = {"number": "7", "day": TODAY, "minutes": MINUTES} | changes
    record_protocol(meeting, **given, by=reviewer, at=NOW)
    return Meeting.objects.get(pk=meeting.pk)


def take(course, step: str, meeting, by, votes: int = 9):
    minutes = Minutes(**(meeting.minutes | {"votes_for": votes}))
    kept = Protocol(meeting.number, meeting.day, None, minutes)
    papers = Papers(reason="Дайын", protocol=kept, checklist=ALL_YES, meeting=meeting)
    return decide(course, step, by=by, at=NOW, seen=1, papers=papers)


def test_what_waits_for_the_unit_can_be_gathered(courses, author, reviewer):
    department = courses[0].department
    assert list(courses_for_meeting(department, reviewer)) == courses
    assert list(courses_for_meeting(courses[0].faculty, reviewer)) == []
    courses[0].authorships.create(user=reviewer, position=1)
    assert list(courses_for_meeting(department, reviewer)) == courses[1:]


def test_one_protocol_has_a_decision_and_an_extract_for_each_course(meeting, courses, reviewer):
    meeting = recorded(meeting, reviewer)
    steps = ("endorse", "return")
    decisions = [take(course, step, meeting, reviewer) for course, step in zip(courses, steps, strict=False)]
    assert [item.decision for item in agenda_of(meeting)] == [*decisions, None]
    assert {decision.protocol_number for decision in decisions} == {"7"}
    assert all(decision.minutes["chair"] == MINUTES.chair for decision in decisions)
    for decision, words in zip(decisions, ("готовым", "Вернуть"), strict=True):
        (paper,) = papers_in("ru", lambda decision=decision: decision_extract(decision))
        assert words in str(plain([paper]))
        assert decision.protocol_file


def test_the_agenda_and_the_protocol_name_every_question(meeting, courses, reviewer):
    meeting = recorded(meeting, reviewer)
    take(courses[0], "endorse", meeting, reviewer, votes=8)
    items = agenda_of(meeting)
    (agenda,) = papers_in("kk", lambda: agenda_paper(meeting, items))
    said = str(plain([agenda]))
    assert said.count(courses[0].title) == 3
    (protocol,) = papers_in("kk", lambda: protocol_paper(meeting, items))
    said = str(plain([protocol]))
    assert "жақтағандар – 8" in said
    assert said.count("кейінге қалдырылды") == 2
    assert "Л. Сапарова" in said
    words = [paragraph.text for paragraph in Document(io.BytesIO(word_of([protocol]))).paragraphs]
    assert any("Қ. Әлімжанов" in line for line in words)


@pytest.mark.parametrize(
    "changes",
    [
        {"number": " "},
        {"day": TODAY + timedelta(days=1)},
        {"minutes": Minutes()},
        {"minutes": Minutes(chair="А", secretary="Б", present=13, members=12)},
    ],
)
def test_a_protocol_that_lacks_something_is_refused(meeting, reviewer, changes):
    with pytest.raises(Refused):
        recorded(meeting, reviewer, **changes)


def test_a_protocol_that_decisions_name_stays_as_it_is(meeting, courses, reviewer):
    meeting = recorded(meeting, reviewer)
    take(courses[0], "endorse", meeting, reviewer)
    with pytest.raises(Refused):
        recorded(meeting, reviewer, number="8")
    assert Meeting.objects.get().number == "7"


def test_an_author_in_the_chair_does_not_decide_on_the_own_course(meeting, courses, reviewer, author):
    author.name = "Айгерім Серікова"
    author.save(update_fields=["name"])
    meeting = recorded(meeting, reviewer, minutes=Minutes(chair="А. Серікова", secretary="Б", present=9, members=12))
    with pytest.raises(Refused):
        take(courses[0], "endorse", meeting, reviewer)
    assert not meeting.items.exclude(decision=None).exists()


def test_a_meeting_decides_once_on_each_of_its_courses(meeting, courses, author, reviewer):
    meeting = recorded(meeting, reviewer)
    take(courses[0], "return", meeting, reviewer)
    decide(courses[0], "submit", by=author, at=NOW, seen=2)
    with pytest.raises(Refused):
        decide(
            courses[0],
            "return",
            by=reviewer,
            at=NOW,
            seen=3,
            papers=Papers(reason="Тағы", meeting=meeting),
        )


@pytest.mark.parametrize("changes", [{"number": "8"}, {"date": TODAY - timedelta(days=1)}])
def test_a_decision_of_a_meeting_names_the_protocol_of_the_meeting(meeting, courses, reviewer, changes):
    meeting = recorded(meeting, reviewer)
    kept = Protocol(meeting.number, meeting.day, None, Minutes(**(meeting.minutes | {"votes_for": 9})))
    papers = Papers(reason="Дайын", protocol=replace(kept, **changes), checklist=ALL_YES, meeting=meeting)
    with pytest.raises(Refused):
        decide(courses[0], "endorse", by=reviewer, at=NOW, seen=1, papers=papers)
    assert Course.objects.get(pk=courses[0].pk).state == "department_review"


def test_only_reviewers_of_the_unit_call_its_meeting_for_what_waits(courses, author, reviewer):
    department = courses[0].department
    with pytest.raises(NotAllowed):
        call_meeting(department, courses, day=TODAY, by=author, at=NOW)
    with pytest.raises(Refused):
        call_meeting(department, [], day=TODAY, by=reviewer, at=NOW)
    decide(courses[0], "withdraw", by=author, at=NOW, seen=1)
    with pytest.raises(Refused):
        call_meeting(department, courses, day=TODAY, by=reviewer, at=NOW)


def test_the_pages_lead_from_the_queue_to_the_extracts(client, courses, reviewer):
    client.force_login(reviewer)
    assert "/reviews/meetings/" in client.get("/reviews/").content.decode()
    department = courses[0].department
    assert f"/reviews/meetings/new/department/{department.pk}/" in client.get("/reviews/meetings/").content.decode()
    form = {"day": "2026-01-15", "courses": [course.pk for course in courses]}
    response = client.post(f"/reviews/meetings/new/department/{department.pk}/", form)
    address = response["Location"]
    assert "?meeting=" not in client.get(address).content.decode()
    agenda = client.get(f"{address}agenda/", {"language": "both", "kind": "pdf"})
    assert kind_of_file(ContentFile(agenda.content)) == "pdf"
    minutes = {"number": "7", "day": "2026-01-15", "chair": "Қ. Ә.", "secretary": "Л. С.", "present": 9, "members": 12}
    assert client.post(address, minutes).status_code == 302
    step = f"/reviews/{courses[0].code}/return/?meeting={Meeting.objects.get().pk}"
    assert step.replace("&", "&amp;") in client.get(address).content.decode()
    page = client.get(step)
    assert 'name="chair"' not in page.content.decode()
    fields = {"seen": 1, "revision": courses[0].revisions.get().pk, "reason": "Мысал керек", "votes_for": 9}
    response = client.post(step, fields)
    assert response["Location"] == address
    decision = courses[0].decisions.get(number=2)
    assert (decision.protocol_number, decision.minutes["votes_for"]) == ("7", 9)
    shown = client.get(address).content.decode()
    assert "/reviews/extracts/?day=2026-01-15" in shown
    assert 'value="2026-01-15"' in client.get("/reviews/extracts/?day=2026-01-15").content.decode()
    sheet = client.get("/reviews/meetings/?format=xlsx")
    assert sheet["Content-Type"].endswith("spreadsheetml.sheet")
    assert f"/reviews/extract/{decision.pk}/" in shown
    assert kind_of_file(ContentFile(client.get(f"{address}protocol/").content)) == "pdf"


def test_strangers_find_no_meeting(client, meeting):
    client.force_login(make_user("other@example.kz"))
    assert client.get(f"/reviews/meetings/{meeting.pk}/").status_code == 404
    assert client.get("/reviews/meetings/").status_code == 403
    assert client.get(f"/reviews/meetings/new/department/{meeting.department_id}/").status_code == 403


def test_a_decision_outside_a_meeting_is_on_no_agenda(meeting, courses, reviewer, author):
    decide(courses[0], "return", by=reviewer, at=NOW, seen=1, papers=Papers(reason="Мысал"))
    assert not meeting.items.exclude(decision=None).exists()
    assert Course.objects.get(pk=courses[0].pk).state == "draft"
