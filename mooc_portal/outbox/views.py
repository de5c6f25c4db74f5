"""Leaving a mailing list."""

from __future__ import annotations

from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from mooc_portal.outbox.lists import leave_list, read_leaving_token, return_to_list


@csrf_exempt  # RFC 8058: mail programs post here without a session; the signed token is the permission
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Ask on GET (programs that look at links change nothing), leave on POST, come back on POST with ``back``."""
    try:
        mailing_list, email = read_leaving_token(token)
    except BadSignature:
        raise Http404 from None
    state = "asked"
    if request.method == "POST" and "back" in request.POST:
        return_to_list(mailing_list, email)
        state = "back"
    elif request.method == "POST":
        leave_list(mailing_list, email, at=timezone.now())
        state = "left"
    return render(request, "outbox/leave.html", {"email": email, "state": state})
