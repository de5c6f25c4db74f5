"""What no author means to send: refused or tamed with words, and no page hangs."""

import time

import pytest

from courses.models import Item
from courses.rows import document_of

pytestmark = pytest.mark.django_db
SCRIPT = "\"><script>alert(1)</script><img src=x onerror=alert(1)>' OR 1=1; --"
KINDS = {
    "section": ("title", "announcement"),
    "part": ("title", "text"),
    "lecture": ("title", "script"),
    "task": ("title", "instructions"),
    "outcome": ("text",),
    "entry": ("term", "definition"),
    "item": ("stem", "feedback"),
}


@pytest.fixture
def node(course):
    def find(kind: str):
        section = course.sections.first()
        part = section.parts.first()
        return {
            "section": section,
            "part": part,
            "lecture": part.lectures.first(),
            "task": part.tasks.first(),
            "outcome": course.outcomes.first(),
            "entry": course.glossary.first(),
            "item": Item.objects.filter(task__course=course).first(),
        }[kind]

    return find


@pytest.fixture
def address(course, node):
    return lambda kind: f"/courses/{course.code}/{kind}/{node(kind).pk}/"


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, names in KINDS.items() for name in names])
def test_scripts_are_words_in_every_field(client, course, author, address, filled, kind, name):
    client.force_login(author)
    page = client.post(address(kind), filled(address(kind), **{name: SCRIPT}), follow=True).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    for shown in (f"/courses/{course.code}/", f"/courses/{course.code}/check/", f"/courses/{course.code}/grading/"):
        page = client.get(shown).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_form_of_ten_megabytes_is_refused(client, course, author, address, filled, kind):
    client.force_login(author)
    before = document_of(course)
    fields = filled(address(kind), **{KINDS[kind][0]: "сөз " * (10 * 2**20 // 7)})
    response = client.post(address(kind), fields)
    assert response.status_code == 413
    assert "A form holds at most 5 MB." in response.content.decode()
    assert document_of(course) == before


@pytest.mark.parametrize("kind", ["section", "part", "item"])
def test_binary_is_refused_at_its_field(client, course, author, address, filled, kind):
    client.force_login(author)
    before, name = document_of(course), KINDS[kind][0]
    response = client.post(address(kind), filled(address(kind), **{name: "PK\x03\x04\x00\x00\ufffd"}))
    assert name in response.context["form"].errors
    assert document_of(course) == before


@pytest.mark.parametrize(
    "formula",
    ["9**9**9**9", "9**9**9**9**9 + a", "(" * 5000 + "1" + ")" * 5000, "1" * 100_000, "__import__('os')", "a" * 10_000],
)
def test_a_formula_bomb_is_refused_or_tamed_at_once(client, course, author, filled, formula):
    client.force_login(author)
    task = course.tasks.filter(kind="test").first()
    item = Item.objects.create(task=task, position=9, kind="number", stem="?", body={"answer": "1"})
    path = f"/courses/{course.code}/item/{item.pk}/"
    sent = filled(path, answer=formula)
    begun = time.monotonic()
    client.post(path, sent)
    assert client.get(path).status_code == 200
    assert client.get(f"/courses/{course.code}/").status_code == 200
    assert time.monotonic() - begun < 3


def test_ten_thousand_options_are_refused_with_words(client, course, author, filled):
    client.force_login(author)
    item = Item.objects.filter(task__course=course, kind="single").first()
    path = f"/courses/{course.code}/item/{item.pk}/"
    sent = filled(path) | {"options-TOTAL_FORMS": "10000"} | {f"options-{n}-text": "x" for n in range(9000)}
    before = document_of(course)
    response = client.post(path, sent)
    assert response.status_code == 200
    assert "at most 200" in response.content.decode()
    assert document_of(course) == before


def test_ten_thousand_pasted_questions_are_refused_with_words(client, course, author):
    client.force_login(author)
    task = course.tasks.filter(kind="test").first()
    text = "What?\nA) 1\nB) 2\nANSWER: A\n\n" * 10_000
    page = client.post(f"/courses/{course.code}/task/{task.pk}/items/", {"text": text}).content.decode()
    assert "too many questions" in page
