import json
import re

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile

from courses.actions.content import digest_of
from courses.document.codec import decode
from courses.models import Course, Item
from mooc_portal.people.models import Role
from reviews.actions import decide
from tests.documents import conforming, typed
from tests.factories import NOW, make_course, make_department, make_person

pytestmark = pytest.mark.django_db


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
    for address in ["/courses/", "/courses/new/", "/courses/import/", *addresses(course)]:
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
    assert len(queries) == 13


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


def test_the_page_after_an_import_loads_again_without_importing_again(client, author):
    cache.clear()
    client.force_login(author)
    raw = conforming(code="once") | {"authors": ["nobody@example.kz"]}
    file = SimpleUploadedFile("course.json", json.dumps(raw).encode())
    response = client.post("/courses/import/", {"file": file, "department": make_department().pk})
    assert (response.status_code, response["Location"]) == (302, "/courses/once/imported/")
    for _visit in range(2):
        page = client.get("/courses/once/imported/").content.decode()
        assert "nobody@example.kz" in page
    assert Course.objects.count() == 1
    cache.clear()
    assert client.get("/courses/once/imported/")["Location"] == "/courses/once/"
    client.force_login(make_person(Role.INSTRUCTOR))
    assert client.get("/courses/once/imported/").status_code == 404


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
    empty = ("sequence", "accepted", "answer", "format", "grading", "outcome")
    return fields | dict.fromkeys(empty, "") | {"level": "", "feedback": "", "points": "1", "tolerance": "0"} | changes


def one_parameter(name: str, least: str, most: str) -> dict:
    typed = {"name": name, "min": least, "max": most, "step": "", "values": ""}
    return {f"parameters-0-{field}": value for field, value in typed.items()}


def test_an_item_of_numbers_is_written_in_rows(client, course, author):
    client.force_login(author)
    item = course.tasks.get(part=None).items.get()
    address = f"/courses/{course.code}/item/{item.pk}/"
    fields = item_fields(item, kind="number", answer="a*2", tolerance="0.01", **one_parameter("a", "1", "20"))
    assert client.post(address, fields).status_code == 302
    item.refresh_from_db()
    assert item.body == {"answer": "a*2", "tolerance": 0.01, "parameters": {"a": {"min": 1, "max": 20}}}


@pytest.mark.parametrize(
    "changes",
    [
        {"answer": "__import__('os')"},
        {"answer": "a + q", **one_parameter("a", "1", "2")},
        one_parameter("a", "one", "2"),
        one_parameter("", "1", "2"),
        {"points": "-1"},
        {f"options-{i}-text": "x" for i in range(300)},
    ],
)
def test_an_item_that_cannot_be_is_refused_and_what_was_typed_stays(client, course, author, changes):
    client.force_login(author)
    item = course.tasks.get(part=None).items.get()
    body = item.body
    fields = item_fields(item, **changes, stem="Менің сұрағым") | {"kind": "number"}
    response = client.post(f"/courses/{course.code}/item/{item.pk}/", fields)
    item.refresh_from_db()
    assert (response.status_code, item.body) == (200, body)
    assert "Менің сұрағым" in response.content.decode()


def test_more_fields_than_a_form_has_are_refused(client, course, author):
    client.force_login(author)
    item = course.tasks.get(part=None).items.get()
    fields = item_fields(item) | {f"options-{i}-text": "x" for i in range(10_000)}
    assert client.post(f"/courses/{course.code}/item/{item.pk}/", fields).status_code == 400


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


def test_html_and_foreign_pictures_do_not_get_into_a_preview(client, course, author):
    client.force_login(author)
    part = course.sections.first().parts.first()
    text = "<script>alert(1)</script> ![x](https://elsewhere.example/x.png) [y](javascript:alert(1)) **ok**"
    fields = {"title": "x", "text": text, "again": "1"}
    response = client.post(f"/courses/{course.code}/part/{part.pk}/", fields)
    preview = str(response.context["beside"].text)
    assert "<script" not in response.content.decode().replace("<script src=", "")
    assert "<img" not in preview
    assert 'href="javascript' not in preview
    assert "<strong>ok</strong>" in preview
    part.refresh_from_db()
    assert part.text != text


def test_the_verdict_beside_a_form_is_of_what_is_typed_and_stores_nothing(client, course, author):
    client.force_login(author)
    section = course.sections.first()
    fields = {"title": "x", "announcement": "ә" * 601, "again": "1"}
    beside = client.post(f"/courses/{course.code}/section/{section.pk}/", fields).context["beside"]
    assert (beside.count, beside.bounds) == (601, (400, 600))
    assert "announcement-length" in [verdict.rule for _place, verdicts in beside.groups for verdict in verdicts]
    section.refresh_from_db()
    assert section.announcement != fields["announcement"]


@pytest.mark.parametrize(("seconds", "rules"), [("14:59", []), ("15:00", []), ("15:01", ["lecture-length"])])
def test_the_verdict_beside_a_new_lecture_counts_it_in(client, course, author, seconds, rules):
    client.force_login(author)
    part = course.sections.first().parts.first()
    fields = {"title": "x", "seconds": seconds, "video": "", "script": "", "again": "1"}
    beside = client.post(f"/courses/{course.code}/add/lecture/{part.pk}/", fields).context["beside"]
    assert [verdict.rule for _place, verdicts in beside.groups for verdict in verdicts] == rules
    count = course.sections.first().parts.first().lectures.count()
    assert count == part.lectures.count()


def test_a_file_takes_the_place_of_the_working_copy_and_the_authors_stay(client, course, author):
    client.force_login(author)
    address = f"/courses/{course.code}/import/"
    version = client.get(address).context["form"]["version"].value()
    raw = conforming(title="Басқа курс", authors=["nobody@example.kz"])
    fields = {"version": version, "sure": "on"}
    client.post(address, fields | {"file": SimpleUploadedFile("course.json", json.dumps(raw).encode())})
    course.refresh_from_db()
    assert (course.title, list(course.authors.all())) == ("Басқа курс", [author])


@pytest.mark.parametrize("changes", [{"sure": ""}, {"version": "-1"}, {"file": b"{"}])
def test_nothing_is_replaced_unasked_by_a_broken_file_or_over_somebody_elses_edit(client, course, author, changes):
    client.force_login(author)
    address = f"/courses/{course.code}/import/"
    before = client.get(f"/courses/{course.code}/export/").content
    fields = {"version": client.get(address).context["form"]["version"].value(), "sure": "on", "file": b""}
    fields |= {"file": json.dumps(conforming(title="Басқа")).encode()} | changes
    response = client.post(address, fields | {"file": SimpleUploadedFile("course.json", fields["file"])})
    assert (response.status_code, bool(response.context["form"].errors)) == (200, True)
    assert client.get(f"/courses/{course.code}/export/").content == before


@pytest.mark.parametrize(("glossary", "primary"), [([], "Write"), (None, "Send to department")])
def test_the_primary_action_is_writing_until_the_course_may_be_sent(client, author, glossary, primary):
    changes = {} if glossary is None else {"glossary": glossary}
    course = make_course(author, code="primary", **changes)
    client.force_login(author)
    page = client.get(f"/courses/{course.code}/").content.decode()
    assert re.findall(r'<a class="btn btn-primary"[^>]*>([^<]+)</a>', page) == [primary]
