"""Courses that begin with something: the structure of the regulation, or another course."""

import pytest

from courses.actions import create_from_course, create_from_skeleton
from courses.models import Course, Video
from courses.models.course import Kind
from courses.readers import limits_in_force
from courses.regulation.findings import findings
from courses.rows import document_of
from mooc_portal.people.models import Role
from tests.factories import NOW, make_course, make_department, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return make_person(Role.INSTRUCTOR, email="author@example.kz")


def values(kind: str = "higher", **changes) -> dict:
    department = make_department()
    facts = {"title": "Жаңа курс", "code": "zhana", "language": "kk", "kind": kind}
    return facts | {"department": department, "faculty": department.faculty} | changes


@pytest.mark.parametrize(
    ("kind", "sections", "weeks"), [("additional", 3, 3), ("higher", 6, 6), ("university", 15, 15)]
)
def test_the_structure_fits_the_kind(author, kind, sections, weeks):
    course = create_from_skeleton(values(kind), by=author, at=NOW)
    document = document_of(course)
    assert (len(document.sections), document.weeks) == (sections, weeks)
    assert (document.title, document.authors) == ("Жаңа курс", (author.email,))


@pytest.mark.parametrize("kind", Kind.values)
def test_nothing_that_the_structure_decides_is_found_wanting(author, kind):
    document = document_of(create_from_skeleton(values(kind), by=author, at=NOW))
    found = {finding.rule for finding in findings(document, limits_in_force(), "dept") if finding.severity == "block"}
    decided = {rule for rule in found if rule.startswith(("duration", "weeks", "sections", "weights", "integrity"))}
    assert decided == set()
    assert "lectures-per-section" not in found
    assert "outcomes-assessed" not in found


def test_titles_are_in_the_language_of_the_course(author):
    course = create_from_skeleton(values(language="en"), by=author, at=NOW)
    assert course.sections.first().title == "Section 1"


def test_another_course_is_taken_over_with_its_videos_and_not_its_facts(author):
    source = make_course(author, code="source")
    facts = {"sha256": "a" * 64, "name": "a.mp4", "media_type": "video/mp4", "size": 1, "seconds": 1}
    Video.objects.create(course=source, uploaded_by=author, uploaded_at=NOW, **facts)
    before = document_of(source)
    course = create_from_course(source, values(), by=author, at=NOW)
    document = document_of(course)
    assert (document.sections, document.glossary) == (before.sections, before.glossary)
    assert (document.code, document.title) == ("zhana", "Жаңа курс")
    assert [video.sha256 for video in course.videos.all()] == ["a" * 64]
    assert document_of(Course.objects.get(code="source")) == before


def test_only_own_courses_can_be_taken(client, author):
    other = make_course(make_person(Role.INSTRUCTOR, email="other@example.kz"), code="other")
    mine = make_course(author, code="mine")
    client.force_login(author)
    fields = {"title": "T", "code": "new-one", "language": "kk", "kind": "higher"}
    fields["department"] = make_department().pk
    assert client.post("/courses/new/", fields | {"start": other.pk}).status_code == 200
    assert client.post("/courses/new/", fields | {"start": mine.pk}).status_code == 302
    assert document_of(Course.objects.get(code="new-one")).sections == document_of(mine).sections
    client.post("/courses/new/", fields | {"code": "third", "start": "skeleton"})
    assert Course.objects.get(code="third").sections.count() == 6
    client.post("/courses/new/", fields | {"code": "fourth"})
    assert Course.objects.get(code="fourth").sections.count() == 0
