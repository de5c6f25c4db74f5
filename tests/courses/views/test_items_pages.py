"""Test items: as learners meet them, and from and to other systems."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from courses.exchange.questions import read_questions
from courses.models import Item
from courses.rows import item_of
from mooc_portal.people.models import Role
from reviews.actions import decide
from tests.factories import NOW, make_person

pytestmark = pytest.mark.django_db
CORPUS = Path(__file__).parents[4] / "shared" / "corpora" / "questions"
AIKEN = "What is 2 + 2?\nA) 3\nB) 4\nANSWER: B\n"


@pytest.fixture
def task(course):
    return course.tasks.filter(kind="test").first()


@pytest.fixture
def address(course, task):
    return f"/courses/{course.code}/task/{task.pk}/items/"


def number(task, stem: str, **parameters) -> Item:
    body = {"answer": "a + b", "parameters": parameters}
    return Item.objects.create(task=task, position=99, kind="number", stem=stem, body=body)


def test_three_variants_stand_side_by_side_with_how_many_differ(client, course, author, task):
    client.force_login(author)
    item = number(task, "{a} + {b}?", a={"min": 1, "max": 9}, b={"min": 1, "max": 2})
    preview = client.get(f"/courses/{course.code}/item/{item.pk}/").context["beside"].preview
    assert [(one.item.stem, one.answer) for one in preview.shown] == [("1 + 1?", 2), ("9 + 1?", 10), ("9 + 2?", 11)]
    assert (preview.sameness.looked_at, preview.sameness.distinct) == (18, 18)
    assert (preview.same, preview.short_of) == ([], 30)


def test_two_learners_with_the_same_condition_and_answer_are_named(client, course, author, task):
    client.force_login(author)
    item = number(task, "{a}?", a={"values": [1, 1]}, b={"min": 1, "max": 1})
    page = client.get(f"/courses/{course.code}/item/{item.pk}/").content.decode()
    assert "a = 1, b = 1 and a = 1, b = 1" in page
    assert "Variants: 2. Different: 1." in page


def test_an_item_without_parameters_is_shown_once_and_gives_nothing_away(client, course, author, task):
    client.force_login(author)
    body = {"sequence": ["b", "a"]}
    item = Item.objects.create(task=task, position=99, kind="order", stem="Order", body=body)
    preview = client.get(f"/courses/{course.code}/item/{item.pk}/").context["beside"].preview
    assert preview.sameness is None
    assert [one.steps for one in preview.shown] == [["a", "b"]]


def test_pasted_questions_are_added_behind_the_others(client, course, author, task, address):
    client.force_login(author)
    before = [item.stem for item in task.items.all()]
    response = client.post(address, {"text": AIKEN}, follow=True)
    assert "Test item added: 1." in response.content.decode()
    assert [item.stem for item in task.items.all()] == [*before, "What is 2 + 2?"]
    added = item_of(task.items.last())
    assert [(option.text, option.correct) for option in added.options] == [("3", False), ("4", True)]


@pytest.mark.parametrize("name", sorted(path.name for path in CORPUS.iterdir()))
def test_files_of_other_systems_are_brought_in_and_what_is_lost_is_listed(client, author, task, address, name):
    client.force_login(author)
    data = (CORPUS / name).read_bytes()
    read, before = read_questions(data), task.items.count()
    response = client.post(address, {"file": SimpleUploadedFile(name, data)}, follow=True)
    assert task.items.count() == before + len(read.items)
    page = response.content.decode()
    assert ("This was not carried over" in page) == bool(read.skipped)


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        ({}, "one of the two"),
        ({"text": "x", "file": SimpleUploadedFile("a.txt", b"x")}, "one of the two"),
        ({"file": SimpleUploadedFile("a.txt", b"\xff\xfe\x00")}, "no text in UTF-8"),
        ({"file": SimpleUploadedFile("a.xml", b"<quiz><question")}, "no Moodle XML"),
        ({"file": SimpleUploadedFile("a.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><quiz>&b;</quiz>')}, "no Moodle XML"),
        ({"text": "\n\n"}, "one of the two"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(client, author, task, address, sent, reason):
    client.force_login(author)
    before = task.items.count()
    assert reason in client.post(address, sent).content.decode()
    assert task.items.count() == before


def test_what_a_format_cannot_say_is_listed_before_it_is_taken(client, author, task, address):
    client.force_login(author)
    number(task, "{a} + {b}?", a={"min": 1, "max": 9}, b={"min": 1, "max": 2})
    exports = {export.name: export.skipped for export in client.get(address).context["exports"]}
    assert set(exports) == {"gift", "aiken", "moodle"}
    assert all(any(entry.what == "{a} + {b}?" for entry in skipped) for skipped in exports.values())


@pytest.mark.parametrize("name", ["gift", "aiken", "moodle"])
def test_what_is_taken_out_comes_back_the_same(client, course, author, task, address, name):
    client.force_login(author)
    task.items.all().delete()
    client.post(address, {"text": AIKEN})
    taken = client.get(f"{address}{name}/")
    assert taken["Content-Disposition"].startswith("attachment")
    assert read_questions(taken.content).items == [item_of(task.items.get())]


def test_a_format_that_does_not_exist_is_not_found(client, author, address):
    client.force_login(author)
    assert client.get(f"{address}word/").status_code == 404


def test_items_of_a_section_are_not_found(client, course, author):
    client.force_login(author)
    assert client.get(f"/courses/{course.code}/section/{course.sections.first().pk}/items/").status_code == 404


def test_a_locked_course_takes_nothing_and_says_why(client, course, author, task, address):
    decide(course, "submit", by=author, at=NOW, seen=0)
    client.force_login(author)
    before = task.items.count()
    response = client.post(address, {"text": AIKEN})
    assert (response.status_code, task.items.count()) == (403, before)
    assert "The course is locked" in response.content.decode()


def test_others_do_not_see_the_items(client, address):
    client.force_login(make_person(Role.INSTRUCTOR, email="stranger@example.kz"))
    assert client.get(address).status_code == 404
    assert client.get(f"{address}gift/").status_code == 404
