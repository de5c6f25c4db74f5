"""The check against the regulation on paper."""

import pytest

from courses.actions import delete_node
from mooc_portal.people.models import Role
from reviews.check_paper import check_paper
from reviews.printing.paper import Table, Text, papers_in
from tests.factories import NOW, make_course, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return make_person(Role.INSTRUCTOR, email="author@example.kz")


@pytest.fixture
def course(author):
    return make_course(author)


def texts(paper) -> list[str]:
    return [block.text for block in paper.blocks if isinstance(block, Text)]


def test_it_lists_the_sections_and_all_findings_by_place_or_clause(course, author):
    delete_node(course, course.sections.first().parts.first().lectures.first(), by=author, at=NOW)
    (by_place,) = papers_in("ru", lambda: check_paper(course, at=NOW))
    (by_clause,) = papers_in("ru", lambda: check_paper(course, by="clause", at=NOW))
    sections, *found = [block for block in by_place.blocks if isinstance(block, Table)]
    assert len(sections.rows) == course.sections.count()
    other = [block for block in by_clause.blocks if isinstance(block, Table)][1:]
    rows = sorted(row for table in found for row in table.rows)
    assert rows
    assert rows == sorted(row for table in other for row in table.rows)
    assert texts(by_place)[2:] != texts(by_clause)[2:]
    assert course.title in by_place.title


def test_a_course_that_lacks_nothing_says_so_in_both_languages(course):
    said = [texts(paper)[0] for paper in papers_in("both", lambda: check_paper(course, at=NOW))]
    assert said == ["Ережеге сай.", "Соответствует положению."]


def test_an_author_gets_a_pdf_others_nothing(client, course, author):
    client.force_login(author)
    response = client.get(f"/reviews/{course.code}/check/?language=kk")
    assert response.content.startswith(b"%PDF-")
    assert client.get(f"/reviews/{course.code}/check/?language=xx").status_code == 404
    client.force_login(make_person(Role.INSTRUCTOR))
    assert client.get(f"/reviews/{course.code}/check/").status_code == 404
