"""The page that says everything the regulation has to say of a course."""

from itertools import chain

import pytest

from courses.actions import delete_node
from courses.picture import picture_of
from courses.readers import limits_in_force
from courses.rows import document_of
from mooc_portal.people.models import Role
from tests.factories import NOW, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def lacking(course, author):
    """A course whose first section lost a lecture, and whose glossary is empty."""
    delete_node(course, course.sections.first().parts.first().lectures.first(), by=author, at=NOW)
    course.glossary.all().delete()
    return course


def shown(client, course, query: str = "") -> dict:
    groups = client.get(f"/courses/{course.code}/check/{query}").context["groups"]
    return {title: [(verdict.severity, verdict.rule) for verdict in verdicts] for title, verdicts in groups}


def test_findings_stand_by_place_with_the_way_there(client, lacking, author):
    client.force_login(author)
    response = client.get(f"/courses/{lacking.code}/check/")
    groups = dict(response.context["groups"])
    assert set(groups) == {"The course as a whole", "Section 1"}
    section = lacking.sections.first()
    assert {verdict.url for verdict in groups["Section 1"]} == {f"/courses/{lacking.code}/section/{section.pk}/"}


def test_they_stand_by_clause_in_the_order_of_the_regulation(client, lacking, author):
    client.force_login(author)
    by_place, by_clause = shown(client, lacking), shown(client, lacking, "?by=clause")
    assert sorted(chain(*by_place.values())) == sorted(chain(*by_clause.values()))
    assert [title.partition(" ")[0] for title in by_clause] == ["3.5", "4.11"]


def test_one_severity_alone_is_shown(client, lacking, author):
    client.force_login(author)
    every = list(chain(*shown(client, lacking).values()))
    blocking = list(chain(*shown(client, lacking, "?severity=block").values()))
    assert blocking == [one for one in every if one[0] == "block"]
    assert shown(client, lacking, "?severity=check") == {}
    assert shown(client, lacking, "?severity=nonsense") == shown(client, lacking)


def test_the_picture_and_its_table_say_the_same(lacking):
    picture = picture_of(document_of(lacking), limits_in_force())
    lectures, video, tasks = picture.panels
    assert [bar.shown for bar in lectures.bars] == ["5", *["6"] * (len(picture.rows) - 1)]
    assert [bar.ok for bar in lectures.bars] == [False, *[True] * (len(picture.rows) - 1)]
    assert [bar.ok for bar in tasks.bars] == [None] * len(picture.rows)
    assert [row.cells for row in picture.rows] == [
        list(bars) for bars in zip(lectures.bars, video.bars, tasks.bars, strict=True)
    ]
    assert all(bar.x + bar.width <= picture.width for panel in picture.panels for bar in panel.bars)


def test_a_course_without_sections_has_no_picture(client, course, author):
    course.sections.all().delete()
    client.force_login(author)
    assert "<svg" not in client.get(f"/courses/{course.code}/check/").content.decode()


def test_only_who_reads_the_working_copy_sees_it(client, course):
    client.force_login(make_person(Role.INSTRUCTOR, email="stranger@example.kz"))
    assert client.get(f"/courses/{course.code}/check/").status_code == 404
    assert client.get(f"/courses/{course.code}/outline/").status_code == 404
