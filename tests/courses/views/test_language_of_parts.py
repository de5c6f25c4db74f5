"""WCAG 3.1.2: words of a course are told in the language of the course, whatever the language of the pages."""

import re

import pytest

from tests.documents import section
from tests.factories import make_course

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(author):
    return make_course(author, title="Анализ данных", language="ru", sections=[section() | {"title": "Графики"}])


def page(client, author, address: str) -> str:
    client.force_login(author)
    return client.get(address).content.decode()


def test_the_list_and_the_page_of_a_course_tell_its_language(client, author, course):
    assert 'lang="ru">Анализ данных</a>' in page(client, author, "/courses/")
    html = page(client, author, f"/courses/{course.code}/")
    assert '<html lang="en">' in html
    assert '<span lang="ru">Анализ данных</span></h1>' in html
    assert '<strong lang="ru">Графики</strong>' in html
    assert 'Edit: <span lang="ru">Графики</span>' in html


def test_the_editor_tells_the_language_of_the_outline_and_of_the_course_s_own_words(client, author, course):
    html = page(client, author, f"/courses/{course.code}/section/{course.sections.get().pk}/")
    assert 'lang="ru">Графики</a>' in html
    fields = re.findall(r'<(?:input|textarea)[^>]* name="(\w+)"[^>]* lang="ru"', html)
    assert fields == ["title", "announcement"]


def test_codes_and_addresses_are_in_no_language_and_the_rows_of_an_item_are(client, author, course):
    client.force_login(author)
    lecture = course.sections.get().parts.first().lectures.first()
    form = client.get(f"/courses/{course.code}/lecture/{lecture.pk}/").context["form"]
    assert {name for name, field in form.fields.items() if "lang" in field.widget.attrs} == {"title", "script"}
    item = course.sections.get().parts.first().tasks.get().items.get()
    form = client.get(f"/courses/{course.code}/item/{item.pk}/").context["form"]
    assert {row.fields["text"].widget.attrs["lang"] for row in form.rows["options"].forms} == {"ru"}


def test_what_stands_beside_in_a_conflict_tells_its_language_only_where_it_is_words(client, author, course, filled):
    client.force_login(author)
    address = f"/courses/{course.code}/edit/"
    typed = filled(address, title="Данные", credits="5", save="1")
    type(course).objects.filter(pk=course.pk).update(title="Анализ", credits=3)
    response = client.post(address, typed)
    assert {one.name: one.is_words for one in response.context["form"].conflict} == {"title": True, "credits": False}
    html = response.content.decode()
    assert '<pre class="text" lang="ru">Анализ</pre>' in html
    assert '<pre class="text">3</pre>' in html
