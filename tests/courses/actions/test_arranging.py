"""Moving, copying, deleting and bringing back what a course is made of."""

from importlib import import_module

import pytest

from courses.actions import (
    ContentRefused,
    NodeGone,
    NotEditable,
    copy_node,
    delete_node,
    place_node,
    restore_node,
)
from courses.actions.arranging import kind_of
from courses.actions.comments import add_comment
from courses.actions.content import COURSE_PATH, KINDS
from courses.comments import thread_at, threads_of
from courses.models import DeletedNode, Lecture, Task
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


def first(course, kind: str):
    model = KINDS[kind].model
    rows = model.objects.filter(**{COURSE_PATH.get(model, "course"): course})
    if model in (Lecture, Task):
        rows = rows.filter(part__isnull=kind in ("annotation", "final"))
    return rows.order_by("position", "pk").first()


@pytest.mark.parametrize("kind", list(KINDS))
def test_what_is_deleted_comes_back_as_it_was(course, author, kind):
    before = document_of(course)
    deleted = delete_node(course, first(course, kind), by=author, at=NOW)
    assert document_of(course) != before
    restore_node(course, deleted, by=author, at=NOW)
    assert document_of(course) == before
    assert not DeletedNode.objects.exists()


def test_it_comes_back_once(course, author):
    deleted = delete_node(course, first(course, "section"), by=author, at=NOW)
    restore_node(course, DeletedNode.objects.get(), by=author, at=NOW)
    with pytest.raises(ContentRefused, match="brought back already"):
        restore_node(course, deleted, by=author, at=NOW)


def test_what_was_deleted_piece_by_piece_comes_back_whole(course, author):
    before, section = document_of(course), first(course, "section")
    part = section.parts.first()
    task = part.tasks.filter(items__isnull=False).first()
    pieces = [
        delete_node(course, node, by=author, at=NOW) for node in (task.items.first(), part.lectures.first(), section)
    ]
    with pytest.raises(ContentRefused, match="Bring that back first"):
        restore_node(course, pieces[0], by=author, at=NOW)
    for piece in reversed(pieces):
        restore_node(course, DeletedNode.objects.get(pk=piece.pk), by=author, at=NOW)
    assert document_of(course) == before


def test_what_authors_said_of_a_place_comes_back_with_it(course, author):
    section = first(course, "section")
    part = section.parts.filter(tasks__items__isnull=False).first()
    item = part.tasks.filter(items__isnull=False).first().items.first()
    for node in (section, part, part.lectures.first(), item, first(course, "final"), course.sections.last()):
        kind = kind_of(node)
        add_comment(course, kind=kind, node=node.pk, name=str(node), text=f"On this {kind}", by=author, at=NOW)
    deleted = delete_node(course, section, by=author, at=NOW)
    assert sorted(thread.is_there for thread in threads_of(course)) == [False] * 4 + [True] * 2
    restore_node(course, deleted, by=author, at=NOW)
    assert all(thread.is_there for thread in threads_of(course))
    again = first(course, "section").parts.filter(tasks__items__isnull=False).first().lectures.first()
    assert [comment.text for comment in thread_at(course, "lecture", again.pk).open] == ["On this lecture"]


@pytest.mark.parametrize(
    ("kind", "document", "keys", "found"),
    [
        ("item", {}, [], {}),
        ("final", {"items": [{}]}, [5], {"final": [5]}),
        ("part", {"tasks": [{}, {}]}, [7, 1, 2], {"part": [7], "task": [1, 2]}),
        (
            "section",
            {"parts": [{"tasks": [{}]}, {"tasks": []}, {"tasks": [{}, {}]}]},
            [9, 7, 1, 8, 6, 2, 3],
            {"section": [9], "part": [7, 8, 6], "task": [1, 2, 3]},
        ),
    ],
)
def test_keys_kept_in_one_list_are_told_apart_by_the_document(kind, document, keys, found):
    migration = import_module("courses.migrations.0011_keys_of_deleted_by_kind")
    assert migration.by_kind(kind, document, keys) == found


def test_there_is_never_a_second_annotation_video(course, author):
    with pytest.raises(ContentRefused, match="annotation video already"):
        copy_node(course, first(course, "annotation"), by=author, at=NOW)
    deleted = delete_node(course, first(course, "annotation"), by=author, at=NOW)
    Lecture.objects.create(course=course, title="x")
    with pytest.raises(ContentRefused, match="annotation video already"):
        restore_node(course, deleted, by=author, at=NOW)


def test_a_copy_of_a_section_stands_right_behind_it_with_all_it_holds(course, author):
    before = document_of(course).sections
    copy_node(course, course.sections.all()[1], by=author, at=NOW)
    after = document_of(course).sections
    assert after == (*before[:2], before[1], *before[2:])


@pytest.mark.parametrize("kind", ["outcome", "entry", "part", "lecture", "task", "final", "item"])
def test_every_kind_is_copied(course, author, kind):
    node = first(course, kind)
    copy = copy_node(course, node, by=author, at=NOW)
    node.refresh_from_db()
    assert (type(copy), str(copy), copy.position) == (type(node), str(node), node.position + 1)


def test_a_lecture_is_moved_into_another_part_before_a_place_or_to_the_end(course, author):
    here, there = (section.parts.first() for section in course.sections.all()[:2])
    one, two = here.lectures.all()[:2]
    place_node(course, one, there, index=0, by=author, at=NOW)
    place_node(course, two, there, by=author, at=NOW)
    moved = list(there.lectures.all())
    assert (moved[0], moved[-1]) == (one, two)
    assert [row.position for row in moved] == list(range(len(moved)))
    assert not here.lectures.filter(pk__in=[one.pk, two.pk]).exists()


def test_a_section_is_moved_to_a_place_among_the_sections(course, author):
    before = document_of(course).sections
    place_node(course, course.sections.last(), None, index=0, by=author, at=NOW)
    assert document_of(course).sections == (before[-1], *before[:-1])


def test_a_task_goes_to_the_extra_week_and_back(course, author):
    before, task = document_of(course), first(course, "task")
    part, at = task.part, list(task.part.tasks.all()).index(task)
    place_node(course, task, None, by=author, at=NOW)
    moved = document_of(course)
    assert moved.final_tasks == (*before.final_tasks, before.sections[0].parts[0].tasks[at])
    task.refresh_from_db()
    place_node(course, task, part, index=at, by=author, at=NOW)
    assert document_of(course) == before


@pytest.mark.parametrize(
    ("kind", "parent"),
    [
        *(("section", "section"), ("part", None), ("lecture", "section"), ("lecture", None), ("item", None)),
        *(("item", "part"), ("task", "section"), ("annotation", "part"), ("outcome", "part")),
    ],
)
def test_nothing_is_moved_where_it_cannot_stand(course, author, kind, parent):
    before = document_of(course)
    with pytest.raises(ContentRefused, match="cannot stand there"):
        place_node(course, first(course, kind), parent and first(course, parent), by=author, at=NOW)
    assert document_of(course) == before


def test_what_is_gone_is_neither_copied_nor_deleted_nor_moved_nor_moved_into(course, author):
    part = first(course, "part")
    lecture = part.lectures.first()
    other = course.sections.last().parts.first()
    delete_node(course, part, by=author, at=NOW)
    for action in (copy_node, delete_node):
        with pytest.raises(NodeGone):
            action(course, part, by=author, at=NOW)
    with pytest.raises(NodeGone):
        place_node(course, lecture, other, by=author, at=NOW)
    with pytest.raises(NodeGone):
        place_node(course, other.lectures.first(), part, by=author, at=NOW)


def test_only_its_authors_arrange_a_course(course, author):
    stranger, section = make_person(Role.INSTRUCTOR, email="stranger@example.kz"), first(course, "section")
    deleted = delete_node(course, first(course, "entry"), by=author, at=NOW)
    for act in (
        lambda: copy_node(course, section, by=stranger, at=NOW),
        lambda: delete_node(course, section, by=stranger, at=NOW),
        lambda: place_node(course, section, None, by=stranger, at=NOW),
        lambda: restore_node(course, deleted, by=stranger, at=NOW),
    ):
        with pytest.raises(NotEditable):
            act()
