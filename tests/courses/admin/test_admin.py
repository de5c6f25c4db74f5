"""The administration of courses: everything opens, nothing goes around an action."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from courses.actions.freeze import freeze_revision
from courses.actions.regulation import activate_regulation, create_first_regulation
from courses.impact import refresh_working_documents
from courses.models import Course, Item, Outcome, Regulation, Revision, Section, Task
from courses.models.revision import AppendOnlyError
from courses.regulation.limits import FIRST_LIMITS, Limits
from mooc_portal.people.models import Role
from reviews.actions import decide
from tests.courses.test_regulation_versions import draft
from tests.factories import NOW, make_course, make_person, make_user

pytestmark = pytest.mark.django_db

EVERY = [
    "authorship",
    "clause",
    "course",
    "glossaryentry",
    "item",
    "lecture",
    "outcome",
    "part",
    "regulation",
    "revision",
    "section",
    "task",
    "template",
    "workingdocument",
]
NEVER_ADDED = {"clause", "template", "revision", "workingdocument"}


@pytest.fixture
def administrator(client):
    person = make_user(is_staff=True, is_superuser=True)
    client.force_login(person)
    return person


@pytest.fixture
def course(administrator):
    """A course with a row of every kind."""
    video = {"title": "Сәлем", "seconds": 60}
    course = make_course(make_user("author@example.kz"), annotation_video=video)
    freeze_revision(course, by=administrator, at=NOW, gate="dept")
    refresh_working_documents()
    return course


def page(model: str, name: str, *args) -> str:
    return reverse(f"admin:courses_{model}_{name}", args=args)


def form_of(client, address: str) -> dict:
    """What a browser would send back from a page of the administration."""
    response = client.get(address)
    admin_form = response.context["adminform"].form
    data = {}
    forms = [admin_form, *(f for fs in response.context["inline_admin_formsets"] for f in fs.formset.forms)]
    forms += [fs.formset.management_form for fs in response.context["inline_admin_formsets"]]
    for form in forms:
        for field in form:
            value = field.value()
            if value is not False and (value or value == 0):
                data[field.html_name] = value
                if field.field.show_hidden_initial:
                    data[field.html_initial_name] = value
    return data


@pytest.mark.parametrize("model", EVERY)
def test_every_list_opens_and_searches(client, course, model):
    assert client.get(page(model, "changelist")).status_code == 200
    assert client.get(page(model, "changelist"), {"q": "Дерек"}).status_code == 200


@pytest.mark.parametrize("model", EVERY)
def test_every_record_opens(client, course, model):
    from django.apps import apps

    row = apps.get_model("courses", model).objects.first()
    assert client.get(page(model, "change", row.pk)).status_code == 200


@pytest.mark.parametrize("model", EVERY)
def test_the_page_for_adding_opens_where_adding_makes_sense(client, administrator, model):
    assert client.get(page(model, "add")).status_code == (403 if model in NEVER_ADDED else 200)


@pytest.mark.parametrize("model", EVERY)
def test_nobody_else_enters(client, model):
    client.force_login(make_person(Role.QUALITY_SPECIALIST))
    assert client.get(page(model, "changelist")).status_code == 302
    client.force_login(make_user(is_staff=True))
    assert client.get(page(model, "changelist")).status_code == 403


def test_courses_are_found_without_regard_to_case(client, course):
    for query, found in (("ДЕРЕКТЕРДІ", 1), ("derekter-1", 1), ("химия", 0)):
        assert client.get(page("course", "changelist"), {"q": query}).context["cl"].result_count == found


def test_a_list_asks_the_database_the_same_however_long_it_is(client, administrator, django_assert_num_queries):
    author = make_user()
    make_course(author, code="course-1")
    with django_assert_num_queries(9):
        client.get(page("course", "changelist"))
    make_course(author, code="course-2")
    make_course(author, code="course-3")
    with django_assert_num_queries(9):
        client.get(page("course", "changelist"))


def test_a_course_is_changed_through_the_same_door(client, course):
    address = page("course", "change", course.pk)
    data = form_of(client, address) | {"title": "Жаңа атау"}
    assert client.post(address, data).url == page("course", "changelist")
    stored = Course.objects.get(pk=course.pk)
    assert (stored.title, stored.version) == ("Жаңа атау", course.version + 1)
    assert stored.search_text == "жаңа атау derekter-1"
    assert LogEntry.objects.count() == 1


def test_the_state_cannot_be_typed(client, course):
    address = page("course", "change", course.pk)
    client.post(address, form_of(client, address) | {"state": "published", "decision_count": "9", "version": "99"})
    stored = Course.objects.get(pk=course.pk)
    assert (stored.state, stored.decision_count, stored.version) == ("draft", 0, course.version)


def test_a_new_course_is_a_draft(client, administrator):
    data = {"code": "new", "title": "Жаңа", "language": "kk", "kind": "higher", "goals": "[]"}
    formset = {f"authorships-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    client.post(page("course", "add"), data | formset)
    course = Course.objects.get(code="new")
    assert (course.state, course.search_text) == ("draft", "жаңа new")


@pytest.mark.parametrize("model", ["course", "section", "task", "item", "outcome", "lecture", "part"])
def test_a_course_under_review_is_locked_here_too(client, course, model):
    from django.apps import apps

    author = course.authorships.get().user
    decide(Course.objects.get(pk=course.pk), "submit", by=author, at=NOW, seen=0)
    row = apps.get_model("courses", model).objects.first()
    address = page(model, "change", row.pk)
    field = {"item": "stem", "outcome": "text"}.get(model, "title")
    before = getattr(row, field)
    response = client.post(address, form_of(client, address) | {field: "Өзгерген"}, follow=True)
    assert "The course is locked" in response.content.decode()
    row.refresh_from_db()
    assert getattr(row, field) == before
    assert LogEntry.objects.count() == 0


def test_content_of_a_course_under_review_is_not_deleted(client, course):
    decide(Course.objects.get(pk=course.pk), "submit", by=course.authorships.get().user, at=NOW, seen=0)
    section = Section.objects.first()
    response = client.post(page("section", "delete", section.pk), {"post": "yes"}, follow=True)
    assert "The course is locked" in response.content.decode()
    chosen = {"action": "delete_selected", "_selected_action": [section.pk], "post": "yes"}
    assert "The course is locked" in client.post(page("section", "changelist"), chosen, follow=True).content.decode()
    assert Section.objects.filter(pk=section.pk).exists()


def test_content_is_changed_and_deleted_and_counted(client, course):
    outcome = Outcome.objects.first()
    address = page("outcome", "change", outcome.pk)
    client.post(address, form_of(client, address) | {"text": "Жаңа нәтиже"})
    client.post(page("outcome", "delete", Outcome.objects.last().pk), {"post": "yes"})
    assert Outcome.objects.get(pk=outcome.pk).text == "Жаңа нәтиже"
    assert Course.objects.get(pk=course.pk).version == course.version + 2


@pytest.mark.parametrize(
    ("model", "changes"),
    [
        ("task", {"weight": "101"}),
        ("task", {"weight": "five"}),
        ("task", {"outcomes": "[1]"}),
        ("item", {"body": '{"kind": "single"}'}),
        ("item", {"body": '{"options": 7}'}),
        ("item", {"body": "[1]"}),
        ("course", {"goals": '{"a": 1}'}),
    ],
)
def test_what_is_not_of_the_format_is_not_stored(client, course, model, changes):
    row = {"task": Task, "item": Item, "course": Course}[model].objects.first()
    address = page(model, "change", row.pk)
    response = client.post(address, form_of(client, address) | changes)
    assert response.status_code == 200
    assert response.context["errors"]
    assert Course.objects.get(pk=course.pk).version == course.version


def test_history_is_neither_changed_nor_deleted(client, course):
    revision = Revision.objects.get()
    assert client.get(page("revision", "delete", revision.pk)).status_code == 403
    assert client.post(page("revision", "change", revision.pk), {"number": 9}).status_code == 403
    assert client.get(page("course", "delete", course.pk)).status_code == 403
    with pytest.raises(AppendOnlyError):
        revision.delete()


def test_the_limits_of_a_draft_are_fields(client, administrator):
    regulation = draft("2")
    address = page("regulation", "change", regulation.pk)
    data = form_of(client, address)
    assert (data["limit_lectures"], data["limit_sections_max"]) == ("6–10", 15)
    client.post(address, data | {"limit_lectures": "5-10", "limit_sections_max": "12"})
    regulation.refresh_from_db()
    assert Limits.from_json(regulation.limits) == Limits(lectures=(5, 10), sections_max=12)


@pytest.mark.parametrize(
    "changes", [{"limit_lectures": "10-6"}, {"limit_lectures": "six"}, {"limit_sections_max": "-1"}]
)
def test_limits_that_cannot_be_used_are_not_stored(client, administrator, changes):
    regulation = draft("2")
    address = page("regulation", "change", regulation.pk)
    assert client.post(address, form_of(client, address) | changes).status_code == 200
    regulation.refresh_from_db()
    assert Limits.from_json(regulation.limits) == FIRST_LIMITS


def test_a_version_in_force_is_read_only(client, administrator):
    regulation = activate_regulation(draft("2"), by=administrator, at=NOW)
    address = page("regulation", "change", regulation.pk)
    shown = client.get(address)
    assert shown.status_code == 200
    assert shown.context["has_change_permission"] is False
    assert client.post(address, {"title": "Басқа"}).status_code == 403
    assert client.get(page("regulation", "delete", regulation.pk)).status_code == 403


def test_a_draft_that_revisions_name_keeps_its_limits_and_takes_its_papers(client, course):
    regulation = Regulation.objects.get()
    assert regulation == create_first_regulation(at=NOW)
    address = page("regulation", "change", regulation.pk)
    data = form_of(client, address)
    assert "limit_lectures" not in data
    client.post(address, data | {"council_number": "5", "limit_lectures": "1-2"})
    regulation.refresh_from_db()
    assert (regulation.council_number, Limits.from_json(regulation.limits)) == ("5", FIRST_LIMITS)
    assert client.get(page("regulation", "delete", regulation.pk)).status_code == 403


def test_a_draft_leads_to_what_it_would_change(client, administrator):
    regulation = draft("2")
    content = client.get(page("regulation", "change", regulation.pk)).content.decode()
    assert reverse("courses:impact", args=["2"]) in content


def test_a_course_leads_to_the_forced_step(client, course):
    content = client.get(page("course", "change", course.pk)).content.decode()
    assert reverse("reviews:decide", args=[course.code, "force"]) in content
