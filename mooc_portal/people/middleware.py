"""What happens to every request: the reader's language, the second factor."""

from __future__ import annotations

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from mooc_portal.people.readers import roles_of

# Pages that a person without a second factor needs in order to get one, or to leave.
OPEN_PREFIXES = ("/accounts/", "/static/", "/language/")


def reader_language(get_response):
    """Speak the signed-in person's language; visitors keep what their cookie or browser says."""

    def middleware(request):
        if request.user.is_authenticated:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = request.user.language
        response = get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language())
        return response

    return middleware


def needs_second_factor(user, at) -> bool:
    """Administrators and reviewers must have one where the setting says so."""
    if not settings.SECOND_FACTOR_REQUIRED or not user.is_authenticated:
        return False
    return roles_of(user, at).judges and not is_mfa_enabled(user)


def second_factor(get_response):
    """Send administrators and reviewers without a second factor to set one up."""

    def middleware(request):
        if not request.path.startswith(OPEN_PREFIXES) and needs_second_factor(request.user, timezone.now()):
            messages.info(request, _("Your role needs a second factor. Set one up to go on."))
            return redirect("mfa_activate_totp")
        return get_response(request)

    return middleware
