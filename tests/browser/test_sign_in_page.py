"""The page of signing in, as a reader meets it."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_sign_in_page_loads_in_each_language(open_page, language):
    page = open_page("/accounts/login/", language=language)
    assert page.locator("html").get_attribute("lang") == language


@pytest.mark.parametrize(("phone", "dark"), [(False, False), (True, True)])
def test_sign_in_page_is_clean_for_axe(open_page, assert_axe_clean, phone, dark):
    assert_axe_clean(open_page("/accounts/login/", language="en", phone=phone, dark=dark))
