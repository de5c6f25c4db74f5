"""Every list of the administration opens, is searched, and shows its form, whatever app brought the model."""

import pytest
from django.contrib import admin
from django.urls import reverse

from tests.factories import make_user

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
