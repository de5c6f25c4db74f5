"""The course as it was, and parts of it brought back."""

import pytest

from courses.actions import delete_node
from courses.document.codec import encode
from courses.rows import document_of
from mooc_portal.people.models import Role
from reviews.actions import decide
from tests.factories import NOW, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def frozen(course, author):
    """A course that was sent and withdrawn: it has revision 1 and may be edited."""
    decide(course, "submit", by=author, at=NOW, seen=0)
    decide(course, "withdraw", by=author, at=NOW, seen=1)
    return course


@pytest.fixture
def address(frozen):
    return f"/courses/{frozen.code}/history/1/"


def states(client, address) -> dict[str, str]:
    return {one.place.path: one.state for one, _label, _differs in client.get(address).context["places"]}


def test_what_did_not_change_is_the_same(client, frozen, author, address):
    client.force_login(author)
    assert set(states(client, address).values()) == {"same"}


def test_what_was_changed_or_deleted_is_told(client, frozen, author, address):
    client.force_login(author)
    first, last = frozen.sections.first(), frozen.sections.last()
    delete_node(frozen, last, by=author, at=NOW)
    first.announcement = "Басқа сөздер"
    first.save(update_fields=["announcement"])
    found = states(client, address)
    assert found["/sections/0"] == "changed"
    assert found["/sections/0/parts/0"] == "same"
    assert {state for path, state in found.items() if path.startswith(f"/sections/{last.position}")} == {"gone"}


def test_a_section_comes_back_whole_behind_the_others(client, frozen, author, address):
    client.force_login(author)
    before, section = encode(document_of(frozen)), frozen.sections.last()
    delete_node(frozen, section, by=author, at=NOW)
    response = client.post(address, {"path": f"/sections/{section.position}"})
    back = frozen.sections.last()
    assert response.url == f"/courses/{frozen.code}/section/{back.pk}/"
    assert encode(document_of(frozen)) == before


def test_a_lecture_comes_back_to_the_part_it_stood_in(client, frozen, author, address):
    client.force_login(author)
    part = frozen.sections.first().parts.first()
    lectures = [lecture.title for lecture in part.lectures.all()]
    delete_node(frozen, part.lectures.last(), by=author, at=NOW)
    client.post(address, {"path": f"/sections/0/parts/0/lectures/{len(lectures) - 1}"})
    assert [lecture.title for lecture in part.lectures.all()] == lectures


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("", "no such part"),
        ("/sections/99", "no such part"),
        ("/title", "no such part"),
        ("/sections/0/parts/0/lectures/0", "Bring that back first"),
        ("/annotation_video", "annotation video already"),
    ],
)
def test_what_cannot_come_back_is_refused_with_the_reason(client, frozen, author, address, path, reason):
    client.force_login(author)
    for section in frozen.sections.all():
        delete_node(frozen, section, by=author, at=NOW)
    assert reason in client.post(address, {"path": path}, follow=True).content.decode()
    assert not frozen.sections.exists()


def test_a_locked_course_can_be_read_and_not_changed(client, course, author):
    decide(course, "submit", by=author, at=NOW, seen=0)
    client.force_login(author)
    address = f"/courses/{course.code}/history/1/"
    assert client.get(address).status_code == 200
    response = client.post(address, {"path": "/sections/0"})
    assert response.status_code == 403
    assert "The course is locked" in response.content.decode()


def test_revisions_are_listed_the_newest_first(client, frozen, author):
    decide(frozen, "submit", by=author, at=NOW, seen=2)
    client.force_login(author)
    revisions = client.get(f"/courses/{frozen.code}/history/").context["revisions"]
    assert [revision.number for revision in revisions] == [2, 1]


def test_a_course_never_sent_says_so(client, course, author):
    client.force_login(author)
    assert "nothing of it is frozen" in client.get(f"/courses/{course.code}/history/").content.decode()


def test_others_do_not_see_it(client, address):
    for person in (make_person(Role.INSTRUCTOR, email="stranger@example.kz"), make_person(Role.DEPARTMENT_REVIEWER)):
        client.force_login(person)
        assert client.get(address).status_code in (403, 404)
        assert client.post(address, {"path": "/sections/0"}).status_code in (403, 404)
