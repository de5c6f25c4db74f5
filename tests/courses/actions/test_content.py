"""Writing what a course is made of, by two people at once, and with what no course can hold."""

import pytest

from courses.actions import ContentRefused, EditConflict, NodeGone, add_node, change_node, delete_node, move_node
from courses.actions.content import digest_of, node_of
from courses.actions.course import change_course
from courses.models import Lecture
from courses.rows import document_of
from mooc_portal.people.models import Role
from tests.factories import NOW, make_course, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return make_person(Role.INSTRUCTOR, email="author@example.kz")


@pytest.fixture
def course(author):
    return make_course(author)


def test_every_edit_counts_a_version(course, author):
    before = course.version
    section = add_node(course, "section", None, {"title": "Соңғы"}, by=author, at=NOW)
    move_node(course, section, up=True, by=author, at=NOW)
    delete_node(course, section, by=author, at=NOW)
    course.refresh_from_db()
    assert course.version == before + 3


def test_a_deleted_node_is_neither_changed_nor_moved_nor_added_to(course, author):
    section = course.sections.first()
    seen = digest_of(section, ["title"])
    delete_node(course, node_of(course, "section", section.pk), by=author, at=NOW)
    with pytest.raises(NodeGone):
        change_node(course, section, {"title": "x"}, seen=seen, by=author, at=NOW)
    with pytest.raises(NodeGone):
        move_node(course, section, up=True, by=author, at=NOW)
    with pytest.raises(NodeGone):
        add_node(course, "part", section, {"title": "x"}, by=author, at=NOW)


def test_a_course_has_one_annotation_video(course, author):
    with pytest.raises(ContentRefused, match="annotation video already"):
        add_node(course, "annotation", None, {"title": "x"}, by=author, at=NOW)
    assert Lecture.objects.filter(course=course, part=None).count() == 1


def test_a_value_that_would_make_the_course_unreadable_is_not_stored(course, author):
    before, task = document_of(course), course.tasks.first()
    with pytest.raises(ContentRefused):
        change_node(course, task, {"minutes": 2**60}, seen=digest_of(task, ["minutes"]), by=author, at=NOW)
    with pytest.raises(ContentRefused):
        change_node(course, task, {"group": {"team_min": 1}}, seen=digest_of(task, ["group"]), by=author, at=NOW)
    with pytest.raises(ContentRefused):
        change_course(course, {"weeks": 0}, seen=digest_of(course, ["weeks"]), by=author, at=NOW)
    course.refresh_from_db()
    assert document_of(course) == before


def test_whoever_comes_second_is_told_what_is_stored(course, author):
    section = course.sections.first()
    seen = digest_of(section, ["title"])
    change_node(course, section, {"title": "First"}, seen=seen, by=author, at=NOW)
    with pytest.raises(EditConflict) as conflict:
        change_node(course, section, {"title": "Second"}, seen=seen, by=author, at=NOW)
    assert conflict.value.stored.title == "First"


def test_the_end_of_the_row_stays_where_it_is(course, author):
    order = list(course.sections.values_list("pk", flat=True))
    move_node(course, course.sections.first(), up=True, by=author, at=NOW)
    move_node(course, course.sections.last(), up=False, by=author, at=NOW)
    assert list(course.sections.values_list("pk", flat=True)) == order
