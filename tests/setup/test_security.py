"""No page may load, run or style anything that is not a file of the portal's own."""

import re

import pytest
from django.conf import settings
from django.urls import reverse

TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.*"))
FORBIDDEN = {
    "inline style": re.compile(r"\sstyle\s*=|<style\b", re.IGNORECASE),
    "inline script": re.compile(r"<script\b(?![^>]*\bsrc=)(?![^>]*type=[\"']application/json[\"'])", re.IGNORECASE),
    "inline handler": re.compile(r"\son[a-z]+\s*=|\bhx-on\b|javascript:", re.IGNORECASE),
    "another host": re.compile(r"<(?:script|link|img|iframe|video|source)\b[^>]*(?:src|href)=[\"'](?:https?:)?//"),
}


@pytest.mark.parametrize("fault", FORBIDDEN)
def test_templates_are_free_of(fault):
    pages = [path for path in TEMPLATES if path.suffix in {".html", ".svg"}]
    found = [str(path) for path in pages if FORBIDDEN[fault].search(path.read_text(encoding="utf-8"))]
    assert found == []


@pytest.mark.django_db
def test_content_security_policy_allows_only_the_portal_itself(client):
    policy = client.get(reverse("account_login")).headers["Content-Security-Policy"]
    directives = dict(part.strip().partition(" ")[::2] for part in policy.split(";"))
    assert directives == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "media-src": "'self'",
        "manifest-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }


@pytest.mark.django_db
def test_pages_may_not_be_framed_sniffed_or_leak_their_address(client):
    headers = client.get(reverse("account_login")).headers
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


@pytest.mark.django_db
def test_admin_sends_the_same_policy(client):
    response = client.get(reverse("admin:login"), follow=True)
    assert "script-src 'self'" in response.headers["Content-Security-Policy"]
    assert "unsafe" not in response.headers["Content-Security-Policy"]


def test_uploads_have_no_address_of_their_own():
    assert settings.MEDIA_URL in {"", "/"}
    assert not settings.MEDIA_ROOT.is_relative_to(settings.STATIC_ROOT)
