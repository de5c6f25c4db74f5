"""A course of 15 sections, 150 lectures and 60 tasks: its pages ask the database as often as those of a small one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.actions import import_document
from courses.models import Item, Lecture, Part, Section, Task
from tests.documents import conforming, typed
from tests.factories import NOW

pytestmark = pytest.mark.django_db
MOST = 15


@pytest.fixture
def large(author):
    document = conforming(code="large")
    part = document["sections"][0]["parts"][0]
    lectures, tasks = part["lectures"][:1] * 10, part["tasks"][:1] * 4
    section = document["sections"][0] | {"parts": [part | {"lectures": lectures, "tasks": tasks}]}
    course, _missing = import_document(typed(document | {"sections": [section] * 15}), by=author, at=NOW)
    return course


def addresses(course) -> list[str]:
    base = f"/courses/{course.code}/"
    rows = {
        "section": Section.objects.filter(course=course),
        "part": Part.objects.filter(section__course=course),
        "lecture": Lecture.objects.filter(course=course, part__isnull=False),
        "task": Task.objects.filter(course=course, part__isnull=False),
        "item": Item.objects.filter(task__course=course),
    }
    nodes = [f"{base}{kind}/{found.first().pk}/" for kind, found in rows.items()]
    adding = [f"{base}add/lecture/{rows['part'].first().pk}/", f"{base}add/item/{rows['task'].first().pk}/"]
    return [base, *nodes, *adding, f"{base}edit/", f"{base}check/", f"{base}outline/", f"{base}deleted/"]


def test_its_size_does_not_show_in_the_number_of_queries(client, author, large):
    client.force_login(author)
    assert Lecture.objects.filter(course=large, part__isnull=False).count() == 150
    assert Task.objects.filter(course=large, part__isnull=False).count() == 60
    counts = {}
    for address in addresses(large):
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200, address
        counts[address] = len(queries)
    assert {address: count for address, count in counts.items() if count > MOST} == {}


def test_moving_within_the_outline_asks_as_often_with_one_lecture_as_with_many(client, author, course, large):
    client.force_login(author)
    counts = []
    for one in (course, large):
        lecture = Lecture.objects.filter(course=one, part__isnull=False).first()
        address = f"/courses/{one.code}/lecture/{lecture.pk}/move/"
        with CaptureQueriesContext(connection) as queries:
            response = client.post(address, {"way": "down"}, headers={"HX-Target": "outline"})
        assert response.templates[0].name == "courses/outline_nav.html"
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_save_while_writing_asks_nothing_of_the_rest_of_the_course(client, author, course, large, filled):
    client.force_login(author)
    counts = {}
    for one in (course, large):
        for address in addresses(one)[1:6]:
            kind = address.split("/")[3]
            fields = filled(address) | {"stem" if kind == "item" else "title": "Жаңа"}
            with CaptureQueriesContext(connection) as queries:
                response = client.post(address, fields, headers={"X-Autosave": "1"})
            assert response.json()["state"] == "saved", address
            written = [query["sql"] for query in queries if query["sql"].lstrip().startswith("UPDATE")]
            counts[one.code, kind] = len(queries), len(written)
    # Session and person, begin, the edit counted (which locks the course), the row, the row stored, end.
    assert set(counts.values()) == {(7, 2)}
