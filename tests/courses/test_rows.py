import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from courses.actions import editing, import_document
from courses.models import Course
from courses.regulation.limits import FIRST_LIMITS
from courses.rows import document_of, documents_of
from courses.working import current_documents, standings
from tests.documents import conforming, section, typed
from tests.factories import NOW, make_course, make_department, make_user
from tests.strategies import documents

pytestmark = pytest.mark.django_db


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    document=documents(
        faculty=st.sampled_from([None, "phys-math"]),
        department=st.sampled_from([None, "informatics"]),
        authors=st.sampled_from([("one@example.kz",), ("two@example.kz", "one@example.kz")]),
    )
)
def test_a_document_written_to_rows_is_read_back_unchanged(db, document):
    make_department()
    by = make_user()
    for email in ("one@example.kz", "two@example.kz"):
        type(by).objects.get_or_create(email=email)
    course, missing = import_document(document, by=by, at=NOW)
    course.refresh_from_db()
    read = document_of(course)
    Course.objects.filter(pk=course.pk).delete()
    assert missing == []
    assert read.title == document.title
    assert read == replace(document, code=course.code)


def test_unknown_units_and_people_are_told_and_left_out():
    by = make_user()
    course, missing = import_document(typed(conforming()), by=by, at=NOW)
    assert [entry.path for entry in missing] == ["/faculty", "/department", "/authors/0"]
    assert document_of(course).authors == (by.email,)


@pytest.mark.parametrize("size", [1, 15])
def test_a_document_takes_the_same_queries_however_large_the_course(size, django_assert_num_queries):
    course = make_course(make_user(), sections=[section(10) for _ in range(size)])
    with django_assert_num_queries(8):
        document_of(course)


@pytest.mark.parametrize("count", [1, 3])
def test_several_documents_take_the_queries_of_one(count, django_assert_num_queries):
    author = make_user()
    courses = [make_course(author, code=f"c-{i}") for i in range(count)]
    with django_assert_num_queries(8):
        documents_of(courses)


def test_a_working_copy_is_built_again_only_after_an_edit(django_assert_num_queries):
    author = make_user()
    course = make_course(author)
    current_documents([course])
    with django_assert_num_queries(1):
        current_documents([course])
    with editing(course, by=author, at=NOW):
        course.glossary.all().delete()
    assert standings([course], FIRST_LIMITS, at=NOW)[course.pk].blocking == 1


def test_a_code_that_is_taken_gets_a_number():
    author = make_user()
    assert [make_course(author).code for _ in range(3)] == ["derekter-1", "derekter-1-2", "derekter-1-3"]
