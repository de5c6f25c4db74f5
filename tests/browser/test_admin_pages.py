"""The administration and the pages of one's own account: nothing for axe, in the light and in the dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib import admin
from django.test import RequestFactory
from django.urls import reverse

from tests.factories import make_course, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Looking into imported style sheets, axe itself adds a style element, which the policy refuses.
OPTIONS = {"preload": False, "resultTypes": ["violations"]}
# The same page in the dark differs in its colours alone.
COLOURS = OPTIONS | {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
ACCOUNT = [
    *("account_email", "account_change_password", "account_logout", "account_reauthenticate"),
    *("mfa_index", "mfa_activate_totp", "account_reset_password"),
]


def faults_of(page, paths, options) -> list:
    faults = []
    for path in paths:
        page.goto(path)
        for violation in Axe().run(page, options=options).response["violations"]:
            faults.append((path, violation["id"], [node["html"][:160] for node in violation["nodes"]][:3]))
    return faults


def admin_pages(user) -> list[str]:
    request = RequestFactory().get("/admin/")
    request.user = user
    paths = [reverse("admin:index")]
    for model, pages in admin.site._registry.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        paths.append(reverse(f"{name}_changelist"))
        if pages.has_add_permission(request):
            paths.append(reverse(f"{name}_add"))
    return paths


@pytest.mark.parametrize(("dark", "options"), [(False, OPTIONS), (True, COLOURS)], ids=["light", "dark"])
def test_the_administration_is_clean(open_page, dark, options):
    superuser = make_user("admin@example.kz", is_superuser=True, is_staff=True)
    make_course(make_user("author@example.kz"))
    page = open_page("/", user=superuser, dark=dark)
    assert faults_of(page, admin_pages(superuser), options) == []


@pytest.mark.parametrize(("dark", "options"), [(False, OPTIONS), (True, COLOURS)], ids=["light", "dark"])
def test_the_pages_of_the_account_are_clean(open_page, dark, options):
    page = open_page("/", user=make_user("someone@example.kz"), dark=dark)
    assert faults_of(page, [reverse(name) for name in ACCOUNT], options) == []
