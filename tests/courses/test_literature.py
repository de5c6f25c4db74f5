"""Literature is gathered from under the headings where authors write it, and printed in the working programme."""

import pytest

from courses.literature import literature_in, literature_of
from courses.rows import document_of
from reviews.printing.paper import Bullets, Heading, Text
from reviews.programme.paper import programme_paper
from tests.factories import make_course, make_user


@pytest.mark.parametrize("heading", ["Әдебиеттер", "## ЛИТЕРАТУРА", "# References:", "### Список литературы"])
def test_a_list_below_such_a_heading_is_literature(heading):
    heading = heading if heading.startswith("#") else f"## {heading}"
    assert literature_in(f"Мәтін.\n\n{heading}\n\n- *Абай*. Өлеңдер\n- [Кітап](https://kitap.example)") == [
        "Абай. Өлеңдер",
        "Кітап",
    ]


def test_it_ends_with_the_next_heading_as_high_and_goes_on_below_a_lower_one():
    text = "## Literature\n\n1. One\n\n### More\n\nTwo,\nsecond line\n\n## Tasks\n\n- Three"
    assert literature_in(text) == ["One", "Two, second line"]


@pytest.mark.parametrize("text", ["", "Literature\n\n- One", "## Literature of the steppe\n\n- One", "## Literature"])
def test_other_words_are_no_such_heading(text):
    assert literature_in(text) == []


@pytest.fixture
def course(db):
    return make_course(make_user("author@example.kz"))


def write(course, place: int, text: str) -> None:
    part = course.sections.all()[place].parts.first()
    part.text = text
    part.save()


def test_the_working_programme_prints_each_title_once(course):
    write(course, 0, "## Әдебиеттер\n\n- Абай\n- Ыбырай")
    write(course, 1, "## Әдебиеттер\n\n- Ыбырай\n- Шоқан")
    document = document_of(course)
    assert [reading.path for reading in literature_of(document)] == ["/sections/0/parts/0", "/sections/1/parts/0"]
    blocks = list(programme_paper(course, document).blocks)
    assert blocks[blocks.index(Heading("Literature")) + 1] == Bullets(("Абай", "Ыбырай", "Шоқан"))


def test_where_none_is_named_a_line_is_left_to_write_on(course):
    blocks = list(programme_paper(course, document_of(course)).blocks)
    assert isinstance(blocks[blocks.index(Heading("Literature")) + 1], Text)


def test_the_page_shows_what_is_named_and_where_it_is_written(client, course, django_assert_max_num_queries):
    client.force_login(course.authors.first())
    address = f"/courses/{course.code}/literature/"
    assert "No part names any literature yet" in client.get(address).content.decode()
    write(course, 0, "## Әдебиеттер\n\n- Абай <b>")
    with django_assert_max_num_queries(15):
        page = client.get(address).content.decode()
    assert "Абай &lt;b&gt;" in page
    assert f"/courses/{course.code}/part/{course.sections.first().parts.first().pk}/" in page
    client.force_login(make_user("stranger@example.kz"))
    assert client.get(address).status_code == 404
