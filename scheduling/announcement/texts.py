"""The launch message as template T5 composes it; an author edits and approves it."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from mooc_portal.people.models import Language
from scheduling.content import document_of_run
from scheduling.models import Run
from scheduling.readers import calendar_of

LANGUAGES = [language.value for language in Language]
# What Telegram takes in one message.
POST_LENGTH = 4096


def public_address(run: Run) -> str:
    return settings.SITE_URL.rstrip("/") + reverse("scheduling:course", args=[run.course.code])


def composed_texts(run: Run) -> dict[str, str]:
    """The fields of an ``Announcement`` before anybody has written in it."""
    document = document_of_run(run)
    authors = [str(authorship.user) for authorship in run.course.authorships.select_related("user")]
    context = {
        "document": document,
        "calendar": calendar_of(run),
        "authors": authors,
        "link": public_address(run),
    }
    texts = {}
    for language in LANGUAGES:
        with override(language):
            for name in ("text", "short"):
                text = render_to_string(f"announcement/{name}.txt", context)
                texts[f"{name}_{language}"] = text.strip()
    return texts


def share_links(run: Run, text: str) -> list[tuple[str, str]]:
    """Addresses at which a visitor of a network shares the page of the course with the short text."""
    address = public_address(run)
    return [
        ("Telegram", "https://t.me/share/url?" + urlencode({"url": address, "text": text}, quote_via=quote)),
        ("WhatsApp", "https://wa.me/?" + urlencode({"text": text}, quote_via=quote)),
        ("VK", "https://vk.com/share.php?" + urlencode({"url": address}, quote_via=quote)),
        ("Facebook", "https://www.facebook.com/sharer/sharer.php?" + urlencode({"u": address}, quote_via=quote)),
    ]
