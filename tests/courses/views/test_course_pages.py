import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from courses.actions.content import digest_of
from courses.document.codec import decode
from courses.forms.items import options_of, options_text
from courses.models import Course, Item
from mooc_portal.people.models import Role
from reviews.actions import decide
from tests.documents import conforming, typed
from tests.factories import NOW, appoint, make_course, make_department, make_person, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    user = make_user("author@example.kz")
    appoint(user, Role.INSTRUCTOR)
    return user


@pytest.fixture
def course(author):
    return make_course(author)


def addresses(course) -> list[str]:
    section = course.sections.first()
    base = f"/courses/{course.code}/"
    return [
        *(base, f"{base}edit/", f"{base}authors/", f"{base}export/", f"{base}add/section/0/"),
        *(f"{base}section/{section.pk}/", f"{base}section/{section.pk}/delete/"),
    ]


def test_visitors_are_asked_to_sign_in(client, course):
    for address in ["/", "/courses/", "/courses/new/", "/courses/import/", *addresses(course)]:
        assert client.get(address).url.startswith("/accounts/login/"), address


def test_a_stranger_does_not_learn_that_a_course_exists(client, course):
    client.force_login(make_person(Role.INSTRUCTOR))
    for address in addresses(course):
        assert client.get(address).status_code == 404, address


def test_a_reviewer_reads_the_revision_and_not_the_working_copy(client, course, author):
    reviewer = make_person(Role.DEPARTMENT_REVIEWER)
    client.force_login(reviewer)
    assert client.get(f"/courses/{course.code}/").status_code == 404
    decide(course, "submit", by=author, at=NOW, seen=0)
    assert client.get(f"/courses/{course.code}/").url == f"/reviews/{course.code}/"
    assert client.get(f"/courses/{course.code}/edit/").status_code == 403
    assert client.get(f"/courses/{course.code}/export/").status_code == 403


def test_a_course_under_review_is_locked_and_says_why(client, course, author):
    decide(course, "submit", by=author, at=NOW, seen=0)
    client.force_login(author)
    response = client.get(f"/courses/{course.code}/edit/")
    assert response.status_code == 403
    assert "under review" in response.content.decode()
    node = course.sections.first()
    response = client.post(f"/courses/{course.code}/section/{node.pk}/delete/")
    assert (response.status_code, course.sections.count()) == (403, 6)


@pytest.mark.parametrize("count", [1, 3])
def test_my_courses_take_the_same_queries_for_one_and_three(client, author, count, django_assert_max_num_queries):
    for i in range(count):
        make_course(author, code=f"c-{i}")
    client.force_login(author)
    client.get("/courses/")
    with django_assert_max_num_queries(15) as queries:
        client.get("/courses/")
    assert len(queries) == 8


@pytest.mark.parametrize("sections", [1, 6])
def test_the_page_of_a_course_stays_within_15_queries(client, author, sections, django_assert_max_num_queries):
    course = make_course(author, sections=conforming()["sections"][:sections])
    client.force_login(author)
    with django_assert_max_num_queries(99) as queries:
        client.get(f"/courses/{course.code}/")
    assert len(queries) == 14


def test_courses_are_found_in_cyrillic_without_regard_to_case(client, author):
    make_course(author, title="Ғылыми Жазу")
    make_course(author, code="other")
    client.force_login(author)
    page = client.get("/courses/", {"q": "ҒЫЛЫМИ жазу"}).content.decode()
    assert "Ғылыми Жазу" in page
    assert "Деректерді талдау" not in page


def test_a_new_course_belongs_to_its_author_and_faculty(client, author):
    client.force_login(author)
    department = make_department()
    fields = {"title": "Жаңа курс", "code": "jana", "language": "kk", "kind": "higher", "department": department.pk}
    client.post("/courses/new/", fields)
    course = Course.objects.get(code="jana")
    assert (course.faculty, list(course.authors.all())) == (department.faculty, [author])


@pytest.mark.parametrize("code", ["new", "import", "Big", "a b", "-a", "a--b"])
def test_a_code_that_cannot_stand_in_an_address_is_refused(client, author, code):
    client.force_login(author)
    fields = {"title": "x", "code": code, "language": "kk", "kind": "higher", "department": make_department().pk}
    assert client.post("/courses/new/", fields).status_code == 200
    assert not Course.objects.exists()


def test_a_document_is_imported_and_exported_unchanged(client, author):
    client.force_login(author)
    make_department()
    raw = conforming(code="round-trip")
    file = SimpleUploadedFile("course.json", json.dumps(raw).encode())
    client.post("/courses/import/", {"file": file, "department": make_department().pk})
    assert decode(client.get("/courses/round-trip/export/").content) == typed(raw)


def test_a_broken_file_is_refused_with_its_place(client, author):
    client.force_login(author)
    file = SimpleUploadedFile("course.json", b'{"format": "mooc-course/1",\n "code" 1}')
    page = client.post("/courses/import/", {"file": file, "department": make_department().pk}).content.decode()
    assert "line 2" in page
    assert not Course.objects.exists()


def test_a_second_editor_sees_both_texts_and_nothing_is_lost(client, course, author):
    client.force_login(author)
    section = course.sections.first()
    address = f"/courses/{course.code}/section/{section.pk}/"
    seen = digest_of(section, ["title", "announcement"])
    client.post(address, {"title": "First", "announcement": "x", "seen": seen})
    response = client.post(address, {"title": "Second", "announcement": "x", "seen": seen})
    page = response.content.decode()
    assert "Somebody changed this meanwhile" in page
    assert "First" in page
    assert 'value="Second"' in page
    section.refresh_from_db()
    assert section.title == "First"


def item_fields(item: Item, **changes) -> dict:
    fields = {"kind": item.kind, "stem": item.stem, "seen": digest_of(item, ["kind", "stem", "body"])}
    empty = ("options", "pairs", "sequence", "accepted", "answer", "parameters", "format", "grading", "outcome")
    return fields | dict.fromkeys(empty, "") | {"level": "", "feedback": "", "points": "1", "tolerance": "0"} | changes


def test_an_item_of_numbers_is_written_in_plain_lines(client, course, author):
    client.force_login(author)
    item = course.tasks.get(part=None).items.get()
    lines = "a = 1 .. 20\nb = 0.5 .. 3 : 0.5\nc = [2, 3, 5]"
    address = f"/courses/{course.code}/item/{item.pk}/"
    client.post(address, item_fields(item, kind="number", answer="a*b + c", parameters=lines, tolerance="0.01"))
    item.refresh_from_db()
    assert item.body == {
        "answer": "a*b + c",
        "tolerance": 0.01,
        "parameters": {
            "a": {"min": 1, "max": 20},
            "b": {"min": 0.5, "max": 3, "step": 0.5},
            "c": {"values": [2, 3, 5]},
        },
    }


@pytest.mark.parametrize(
    "changes",
    [
        {"answer": "__import__('os')"},
        {"answer": "a + q", "parameters": "a = 1 .. 2"},
        {"parameters": "a = one"},
        {"parameters": "nonsense"},
        {"points": "-1"},
        {"options": "\n".join(["+ x"] * 10_000)},
    ],
)
def test_an_item_that_cannot_be_is_refused_and_what_was_typed_stays(client, course, author, changes):
    client.force_login(author)
    item = course.tasks.get(part=None).items.get()
    body = item.body
    response = client.post(
        f"/courses/{course.code}/item/{item.pk}/", item_fields(item, **changes, stem="Менің сұрағым")
    )
    item.refresh_from_db()
    assert (response.status_code, item.body) == (200, body)
    assert "Менің сұрағым" in response.content.decode()


def test_options_survive_the_form_unchanged():
    options = [{"text": "a\nb", "correct": True}, {"text": "+ c => d", "feedback": "# e\\n"}, {"text": "х"}]
    assert options_of(options_text(options)) == options


@pytest.mark.parametrize(("typed", "seconds"), [("12:30", 750), ("0:59", 59), ("", None)])
def test_a_length_is_typed_as_minutes_and_seconds(client, course, author, typed, seconds):
    client.force_login(author)
    part = course.sections.first().parts.first()
    fields = {"title": "Дәріс", "seconds": typed, "video": "", "script": ""}
    client.post(f"/courses/{course.code}/add/lecture/{part.pk}/", fields)
    last = part.lectures.order_by("-position").first()
    assert (last.title, last.seconds, last.measured) == ("Дәріс", seconds, False)


def test_moving_and_deleting_keep_the_order(client, course, author):
    client.force_login(author)
    first, second = course.sections.all()[:2]
    client.post(f"/courses/{course.code}/section/{second.pk}/move/", {"way": "up"})
    assert list(course.sections.values_list("pk", flat=True))[:2] == [second.pk, first.pk]
    client.post(f"/courses/{course.code}/section/{second.pk}/delete/")
    assert course.sections.first() == first


def test_a_course_keeps_an_author_and_takes_only_people_who_exist(client, course, author):
    client.force_login(author)
    for emails in ("", "nobody@example.kz"):
        assert client.post(f"/courses/{course.code}/authors/", {"emails": emails}).status_code == 200
    assert list(course.authors.all()) == [author]


def test_html_and_foreign_pictures_do_not_get_into_a_preview(client, author):
    client.force_login(author)
    text = "<script>alert(1)</script> ![x](https://elsewhere.example/x.png) [y](javascript:alert(1)) **ok**"
    page = client.post("/courses/preview/", {"text": text}).content.decode()
    assert "<script" not in page
    assert "<img" not in page
    assert 'href="javascript' not in page
    assert "<strong>ok</strong>" in page
