"""The buttons that move, copy, delete and bring back."""

import pytest

from courses.document.codec import encode
from courses.models import DeletedNode
from courses.rows import document_of
from mooc_portal.people.models import Role
from reviews.actions import decide
from tests.factories import NOW, make_person

pytestmark = pytest.mark.django_db
STAY = {"stay": "1"}


@pytest.fixture
def section(course):
    return course.sections.first()


def at(course, kind: str, node, step: str = "") -> str:
    return f"/courses/{course.code}/{kind}/{node.pk}/{step}"


def test_deleting_leads_to_what_held_it_and_offers_the_way_back(client, course, author, section):
    client.force_login(author)
    before, part = encode(document_of(course)), section.parts.first()
    response = client.post(at(course, "part", part, "delete/"), STAY, follow=True)
    deleted = DeletedNode.objects.get()
    assert response.redirect_chain == [(f"{at(course, 'section', section)}?deleted={deleted.pk}", 302)]
    assert f'action="/courses/{course.code}/deleted/{deleted.pk}/"' in response.content.decode()
    response = client.post(f"/courses/{course.code}/deleted/{deleted.pk}/")
    assert response.url == at(course, "part", section.parts.get(title=part.title))
    assert encode(document_of(course)) == before


def test_what_was_deleted_is_listed(client, course, author, section):
    client.force_login(author)
    client.post(at(course, "section", section, "delete/"))
    page = client.get(f"/courses/{course.code}/deleted/").content.decode()
    assert section.title in page
    assert str(author) in page


def test_what_stood_in_something_deleted_is_refused_with_the_reason(client, course, author, section):
    client.force_login(author)
    part = section.parts.first()
    client.post(at(course, "part", part, "delete/"))
    first = DeletedNode.objects.get()
    client.post(at(course, "section", section, "delete/"))
    response = client.post(f"/courses/{course.code}/deleted/{first.pk}/", follow=True)
    assert "Bring that back first" in response.content.decode()


def test_a_copy_is_opened(client, course, author, section):
    client.force_login(author)
    lecture = section.parts.first().lectures.first()
    response = client.post(at(course, "lecture", lecture, "copy/"), STAY)
    copy = section.parts.first().lectures.all()[1]
    assert (response.url, copy.title) == (at(course, "lecture", copy), lecture.title)


def test_every_place_a_lecture_could_stand_is_offered(client, course, author, section):
    client.force_login(author)
    part = section.parts.first()
    response = client.get(at(course, "lecture", part.lectures.first()))
    parts = [f"part-{row.pk}" for one in course.sections.all() for row in one.parts.all() if row != part]
    assert [one.value for one in response.context["destinations"]] == parts


def test_a_task_is_moved_to_the_extra_week_where_it_is_another_page(client, course, author, section):
    client.force_login(author)
    task = section.parts.first().tasks.first()
    response = client.post(at(course, "task", task, "place/"), STAY | {"to": "course-0"})
    assert response.url == at(course, "final", task)


def test_a_lecture_is_put_before_another_one(client, course, author, section):
    client.force_login(author)
    part, there = section.parts.first(), course.sections.last().parts.first()
    lecture = part.lectures.first()
    client.post(at(course, "lecture", lecture, "place/"), {"to": f"part-{there.pk}", "index": "1"})
    assert there.lectures.all()[1] == lecture


def test_what_cannot_stand_there_is_refused_aloud(client, course, author, section):
    client.force_login(author)
    response = client.post(
        at(course, "section", section, "place/"), STAY | {"to": f"section-{section.pk}"}, follow=True
    )
    assert "It cannot stand there." in response.content.decode()


@pytest.mark.parametrize("to", ["", "part-", "part-x", "part-999999", "lecture-1", "course-1", "section-0"])
def test_no_such_place_is_not_found(client, course, author, section, to):
    client.force_login(author)
    lecture = section.parts.first().lectures.first()
    assert client.post(at(course, "lecture", lecture, "place/"), {"to": to}).status_code == 404


STEPS = ["move/", "place/", "copy/", "delete/"]


@pytest.mark.parametrize("step", STEPS)
def test_strangers_do_not_see_it_and_nobody_writes_under_review(client, course, author, section, step):
    address = at(course, "section", section, step)
    client.force_login(make_person(Role.INSTRUCTOR, email="stranger@example.kz"))
    assert client.post(address, {"to": "course-0"}).status_code == 404
    decide(course, "submit", by=author, at=NOW, seen=0)
    client.force_login(author)
    assert client.post(address, {"to": "course-0"}).status_code == 403


@pytest.mark.parametrize("step", ["move/", "place/", "copy/"])
def test_looking_moves_nothing(client, course, author, section, step):
    client.force_login(author)
    assert client.get(at(course, "section", section, step)).status_code == 405


def test_what_was_deleted_from_another_course_is_not_found(client, course, author, section):
    client.force_login(author)
    client.post(at(course, "section", section, "delete/"))
    client.force_login(make_person(Role.INSTRUCTOR, email="stranger@example.kz"))
    assert client.get(f"/courses/{course.code}/deleted/").status_code == 404
    assert client.post(f"/courses/{course.code}/deleted/{DeletedNode.objects.get().pk}/").status_code == 404
