"""The approval sheet proves a course: every clause, every decision, and whether the record holds."""

import pytest
from django.core.files.base import ContentFile

from courses.models import Course
from courses.rows import document_of
from mooc_portal.people.models import Role
from reviews.actions import Papers, decide
from reviews.approval_sheet import approval_sheet, proof_of, proved_revision
from reviews.papers import kind_of_file
from reviews.printing.paper import Table, papers_in, plain
from reviews.programme.actions import decide_programme, send_programme
from reviews.remarks.actions import act_on_remark, add_remark
from tests.factories import ALL_YES, NOW, make_course, make_person, make_user, packed, placement, protocol

pytestmark = pytest.mark.django_db
READY = {"reason": "Дайын", "deviation": "Кітапханасыз"}


@pytest.fixture
def reviewer():
    return make_person(Role.DEPARTMENT_REVIEWER)


def sheet(course):
    course = Course.objects.get(pk=course.pk)
    (paper,) = papers_in("ru", lambda: approval_sheet(proof_of(course, proved_revision(course), at=NOW)))
    return paper


def words(course) -> str:
    return str(plain([sheet(course)]))


def table(course, columns: int) -> Table:
    return next(block for block in sheet(course).blocks if isinstance(block, Table) and len(block.header) == columns)


@pytest.fixture
def published(author, reviewer):
    course = make_course(author)
    programme = send_programme(course, by=author, at=NOW)
    decide_programme(programme, approved=True, protocol=protocol("3"), reason="", by=reviewer, at=NOW)
    Course.objects.filter(pk=course.pk).update(weekly_hours=12)
    decide(course, "submit", by=author, at=NOW, seen=0, papers=Papers(**READY))
    remark = add_remark(
        course,
        revision=course.revisions.get(),
        path="/sections/0",
        text="Мысал жоқ",
        severity="essential",
        clause="3.6",
        by=reviewer,
        at=NOW,
    )
    act_on_remark(remark, "resolve", seen=1, by=reviewer, at=NOW, text="")
    papers = Papers(**READY, protocol=protocol("7"), placement=placement(), checklist=ALL_YES)
    people = {"endorse": reviewer, "approve": make_person(Role.FACULTY_REVIEWER)}
    people |= {"publish": make_person(Role.QUALITY_SPECIALIST)}
    packed(course)
    for seen, (step, by) in enumerate(people.items(), start=1):
        decide(course, step, by=by, at=NOW, seen=seen, papers=papers)
    return course


def test_every_clause_stands_with_measured_and_allowed(published):
    rows = {row[1]: row for row in table(published, 5).rows}
    lectures = next(row for row in rows.values() if row[0] == "3.5" and row[3] == "6–10")
    assert lectures[2] == "6"
    assert lectures[4] == "соблюдено"
    assert any(row[4] == "не относится" for row in rows.values())


def test_every_decision_stands_with_its_person_role_and_protocol(published):
    rows = table(published, 7).rows
    assert [row[0] for row in rows] == ["1", "2", "3", "4"]
    assert "эксперт кафедры" in rows[1][2]
    assert rows[1][4].startswith("№ 7")
    assert rows[1][6] == "1 + 0; 1"
    assert rows[0][6] == "–"


def test_deviations_from_the_programme_are_told_with_both_sides(published):
    assert ("10", "12") in [row[1:] for row in table(published, 3).rows]


def test_the_sheet_names_the_whole_hash_and_that_the_record_holds(published):
    said = words(published)
    assert published.published_revision.sha256 in said
    assert published.decisions.get(number=4).sha256 in said
    assert "Записи подлинны" in said


def test_a_forged_decision_stands_on_the_sheet(published):
    published.decisions.filter(number=2).update(reason="Other")
    said = words(published)
    assert "Записи НЕ подлинны" in said
    assert "решение 2" in said


def test_a_forced_step_stands_on_the_sheet(published):
    admin = make_user("admin@example.kz", is_staff=True, is_superuser=True)
    papers = Papers(reason="По письму ректора", target="archived")
    decide(published, "force", by=admin, at=NOW, seen=4, papers=papers)
    said = words(published)
    assert "По письму ректора" in said
    assert "администратор" in said


def test_a_course_without_a_programme_says_so(author):
    course = make_course(author)
    decide(course, "submit", by=author, at=NOW, seen=0, papers=Papers(**READY))
    assert "Рабочая программа не утверждалась" in words(course)


@pytest.mark.parametrize(("language", "kind"), [("kk", "pdf"), ("both", "docx")])
def test_whoever_may_see_the_course_has_the_sheet(client, published, reviewer, language, kind):
    client.force_login(reviewer)
    response = client.get(f"/reviews/{published.code}/approval-sheet/", {"language": language, "kind": kind})
    assert kind_of_file(ContentFile(response.content)) == kind
    assert "approval-sheet" in client.get(f"/reviews/{published.code}/").content.decode()


def test_nobody_else_has_it(client, published):
    client.force_login(make_user("other@example.kz"))
    assert client.get(f"/reviews/{published.code}/approval-sheet/").status_code == 404


def test_a_course_that_was_never_sent_has_none(client, author):
    course = make_course(author)
    client.force_login(author)
    assert client.get(f"/reviews/{course.code}/approval-sheet/").status_code == 404


def test_the_document_of_the_sheet_is_that_of_its_revision(published):
    Course.objects.filter(pk=published.pk).update(title="Other words")
    assert document_of(Course.objects.get(pk=published.pk)).title == "Other words"
    assert "Other words" not in words(published)
