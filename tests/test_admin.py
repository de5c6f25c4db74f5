"""Every list of the administration opens, is searched, and shows its form, whatever app brought the model."""

import pytest
from django.contrib import admin
from django.urls import reverse

from mooc_portal.admin_guard import GuardedAdmin
from mooc_portal.people.models import Faculty
from tests.factories import make_course, make_user

pytestmark = pytest.mark.django_db

MODELS = sorted(model._meta.label_lower for model in admin.site._registry)


@pytest.fixture
def administrator(client):
    client.force_login(make_user("admin@example.kz", is_superuser=True, is_staff=True))
    return client


@pytest.mark.parametrize("model", MODELS)
def test_a_list_of_the_administration_opens_and_is_searched(administrator, model):
    address = reverse(f"admin:{model.replace('.', '_')}_changelist")
    assert administrator.get(address).status_code == 200
    assert administrator.get(address, {"q": "Әлия"}).status_code == 200


@pytest.mark.parametrize("model", MODELS)
def test_a_form_of_the_administration_opens_or_refuses_with_reason(administrator, model):
    answer = administrator.get(reverse(f"admin:{model.replace('.', '_')}_add"))
    assert answer.status_code in (200, 403)


@pytest.mark.parametrize("model", MODELS)
def test_every_form_that_changes_a_row_is_guarded_against_a_second_editor(administrator, rf, model):
    request = rf.get("/admin/")
    request.user = make_user("another@example.kz", is_superuser=True, is_staff=True)
    pages = next(pages for kind, pages in admin.site._registry.items() if kind._meta.label_lower == model)
    assert isinstance(pages, GuardedAdmin) or not pages.has_change_permission(request)


def fields_of(answer) -> dict:
    """What a browser would send back of the form it was shown."""
    context = answer.context
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    fields = {bound.html_name: bound.value() for form in forms for bound in form if bound.value() is not None}
    return {**fields, "_seen": context["seen"]}


@pytest.fixture
def faculty():
    return Faculty.objects.create(code="it", name_kk="АТ", name_ru="ИТ", name_en="IT")


def test_the_second_of_two_editors_is_told_sees_what_is_stored_and_may_replace_it(administrator, faculty):
    address = reverse("admin:people_faculty_change", args=[faculty.pk])
    mine, yours = fields_of(administrator.get(address)), fields_of(administrator.get(address))
    administrator.post(address, {**yours, "name_en": "Yours"})
    answer = administrator.post(address, {**mine, "name_en": "Mine"}, headers={"accept-language": "en"})
    faculty.refresh_from_db()
    assert faculty.name_en == "Yours"
    form = answer.context["adminform"].form
    assert form["name_en"].value() == "Mine"
    assert form.errors["name_en"] == ["Stored now: Yours"]
    assert "name_kk" not in form.errors
    assert administrator.post(address, fields_of(answer)).status_code == 302
    faculty.refresh_from_db()
    assert faculty.name_en == "Mine"


def test_what_changed_in_the_rows_beside_counts_as_well(administrator):
    author = make_user("author@example.kz")
    course = make_course(author)
    address = reverse("admin:courses_course_change", args=[course.pk])
    mine = fields_of(administrator.get(address))
    course.authorships.create(user=make_user("colleague@example.kz"), position=1)
    answer = administrator.post(address, {**mine, "title": "Mine"})
    assert answer.status_code == 200
    assert answer.context["adminform"].form["title"].value() == "Mine"
    assert course.authorships.count() == 2


def test_an_edit_nobody_crossed_is_saved_as_ever(administrator, faculty):
    address = reverse("admin:people_faculty_change", args=[faculty.pk])
    answer = administrator.post(address, {**fields_of(administrator.get(address)), "name_en": "Mine"})
    assert answer.status_code == 302
    faculty.refresh_from_db()
    assert faculty.name_en == "Mine"
