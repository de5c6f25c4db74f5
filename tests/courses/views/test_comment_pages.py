"""Authors comment on the places of their course; nobody else reads it, nothing of it is lost."""

from datetime import timedelta

import pytest

from courses.actions.comments import LONGEST, CommentRefused, add_comment, settle_comments
from courses.actions.content import KINDS
from courses.comments import thread_at, threads_of
from courses.models import Comment
from mooc_portal.outbox.models import Letter
from mooc_portal.people.models import Role
from reviews.actions import decide
from tests.factories import NOW, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(course):
    person = make_person(Role.INSTRUCTOR, email="colleague@example.kz")
    course.authorships.create(user=person, position=1)
    return person


@pytest.fixture
def section(course):
    return course.sections.first()


def said(course, section, by, text="Мысал керек", at=NOW) -> Comment:
    return add_comment(course, kind="section", node=section.pk, name=section.title, text=text, by=by, at=at)


def address(course, section, kind="section") -> str:
    return f"/courses/{course.code}/comments/{kind}/{section.pk}/"


def test_a_comment_is_read_by_the_other_authors_and_answered_at_its_place(client, course, section, author, colleague):
    client.force_login(author)
    client.post(address(course, section), {"text": "Мысал керек <b>"})
    client.force_login(colleague)
    assert (
        f'hx-get="{address(course, section)}"'
        in client.get(f"/courses/{course.code}/section/{section.pk}/").content.decode()
    )
    fragment = client.get(address(course, section), headers={"HX-Request": "true"}).content.decode()
    assert "Мысал керек &lt;b&gt;" in fragment
    assert "<html" not in fragment
    client.post(address(course, section), {"text": "Қосылды"})
    assert [one.by for one in thread_at(course, "section", section.pk).open] == [author, colleague]
    page = client.get(f"/courses/{course.code}/comments/").content.decode()
    assert section.title in page
    assert page.index("Мысал керек") < page.index("Қосылды")


def test_what_is_settled_is_kept_and_a_new_comment_opens_the_place_again(course, section, author, colleague):
    said(course, section, author)
    assert settle_comments(course, kind="section", node=section.pk, by=colleague, at=NOW) == 1
    assert settle_comments(course, kind="section", node=section.pk, by=colleague, at=NOW) == 0
    said(course, section, colleague, "Тағы бір ой")
    thread = thread_at(course, "section", section.pk)
    assert ([one.text for one in thread.open], [one.settled_by for one in thread.settled]) == (
        ["Тағы бір ой"],
        [colleague],
    )


@pytest.mark.parametrize("kind", ["facts", *KINDS])
def test_every_kind_of_place_has_its_thread(client, course, author, kind):
    client.force_login(author)
    if kind == "facts":
        key, page = 0, f"/courses/{course.code}/edit/"
    else:
        model = KINDS[kind].model
        rows = model.objects.filter(part=None) if kind in ("annotation", "final") else model.objects.all()
        key = rows.first().pk
        page = f"/courses/{course.code}/{kind}/{key}/"
    place = f"/courses/{course.code}/comments/{kind}/{key}/"
    assert f'hx-get="{place}"' in client.get(page).content.decode()
    assert client.post(place, {"text": "ой"}).status_code == 302
    assert Comment.objects.get().name


def test_the_other_authors_get_a_letter_of_a_place_once_an_hour(course, section, author, colleague):
    for minutes in (0, 20, 59, 60):
        said(course, section, author, at=NOW.replace(minute=0) + timedelta(minutes=minutes))
    letters = Letter.objects.filter(kind="comment")
    assert [letter.recipient for letter in letters] == [colleague, colleague]
    assert "Мысал керек" in letters[0].body
    said(course, course.sections.last(), author)
    assert letters.all().count() == 3


@pytest.mark.parametrize(
    ("text", "words"), [(" \n", "Write what you want to say"), ("я" * (LONGEST + 1), "At most: 5000")]
)
def test_a_refused_comment_comes_back_with_its_words(client, course, section, author, text, words):
    client.force_login(author)
    for headers in ({}, {"HX-Request": "true"}):
        page = client.post(address(course, section), {"text": text}, headers=headers).content.decode()
        assert words in page
        assert 'aria-invalid="true"' in page
        assert text.strip() in page
    assert not Comment.objects.exists()


def test_the_longest_comment_is_taken(course, section, author):
    said(course, section, author, "я" * LONGEST)
    assert Comment.objects.count() == 1


def test_authors_talk_while_the_course_is_locked_and_reviewers_do_not_hear_it(client, course, section, author):
    decide(course, "submit", by=author, at=NOW, seen=0)
    said(course, section, author)
    for role in (Role.DEPARTMENT_REVIEWER, Role.QUALITY_SPECIALIST):
        client.force_login(make_person(role))
        assert client.get(f"/courses/{course.code}/comments/").status_code == 403
        assert client.get(address(course, section)).status_code == 403
        assert client.post(address(course, section), {"text": "x"}).status_code == 403
    reviewer = make_person(Role.FACULTY_REVIEWER)
    with pytest.raises(CommentRefused):
        said(course, section, reviewer)
    with pytest.raises(CommentRefused):
        settle_comments(course, kind="section", node=section.pk, by=reviewer, at=NOW)


def test_a_stranger_finds_no_thread_and_there_is_none_of_a_place_of_another_course(client, course, section, author):
    client.force_login(make_person(Role.INSTRUCTOR, email="stranger@example.kz"))
    assert client.get(f"/courses/{course.code}/comments/").status_code == 404
    client.force_login(author)
    for kind, pk in (("section", 999_999), ("nonsense", section.pk), ("facts", 1)):
        assert client.get(f"/courses/{course.code}/comments/{kind}/{pk}/").status_code == 404


def test_comments_of_a_place_that_is_gone_stay(client, course, section, author):
    said(course, section, author)
    section.delete()
    thread = threads_of(course)[0]
    assert (thread.name, thread.is_there) == (section.title, False)
    client.force_login(author)
    assert "deleted" in client.get(f"/courses/{course.code}/comments/").content.decode()


def test_open_threads_come_first_and_the_latest_of_them(course, author):
    sections = list(course.sections.all()[:3])
    for minutes, section in enumerate(sections):
        said(course, section, author, at=NOW + timedelta(minutes=minutes))
    settle_comments(course, kind="section", node=sections[2].pk, by=author, at=NOW)
    assert [one.node for one in threads_of(course)] == [sections[1].pk, sections[0].pk, sections[2].pk]


def test_the_list_asks_as_much_for_three_threads_as_for_one(client, course, author, django_assert_max_num_queries):
    client.force_login(author)
    counts = []
    for section in course.sections.all()[:3]:
        said(course, section, author)
        with django_assert_max_num_queries(15) as queries:
            client.get(f"/courses/{course.code}/comments/")
        counts.append(len(queries))
    assert counts[0] == counts[-1]
