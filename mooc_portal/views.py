"""The first page, and what is shown when something is refused."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.readers import courses_authored_by
from mooc_portal.outbox.models import Letter, Status
from mooc_portal.people.readers import roles_of
from reviews import readers
from reviews.programme.readers import programmes_waiting_for
from scheduling.jobs.ledger import pulse
from scheduling.studio.people import studio_work_of

TILES = 12


def home(request):
    """What waits for me? The catalogue for visitors; lectures for who films; for who only learns, what they learn."""
    at = timezone.now()
    if not request.user.is_authenticated:
        return redirect("scheduling:catalogue")
    roles = roles_of(request.user, at)
    if not (roles.writes or roles.judges or courses_authored_by(request.user).exists()):
        if studio_work_of(request.user):
            return redirect(reverse("studio:board") + "?mine=on")
        return redirect("scheduling:learning")
    context = {
        **_waiting(request.user, at=at, judges=roles.judges),
        "programmes": programmes_waiting_for(request.user, at=at) if roles.reviews_departments else [],
        "returned": readers.returned_to(request.user),
        "held": readers.all_waiting(readers.under_review_of(request.user)[:TILES], at=at),
        "pulse": pulse(at=at) if roles.is_quality or roles.is_administrator else None,
        "failed_letters": Letter.objects.filter(status=Status.FAILED).count() if roles.is_administrator else 0,
    }
    return render(request, "home.html", context)


def _waiting(user, *, at, judges: bool) -> dict:
    """The longest waiting courses, and how many there are."""
    courses = readers.courses_to_judge(user, at=at)
    first = readers.all_waiting(courses[:TILES], at=at) if judges else []
    return {"waiting": first, "more": courses.count() - TILES if len(first) == TILES else 0}


def refused(request, exception=None, *, status: int, title: str, text: str):
    return render(request, "refused.html", {"title": title, "text": text, "status": status}, status=status)


def bad_request(request, exception=None):
    """400; a form that is too large is told so (413)."""
    if isinstance(exception, RequestDataTooBig):
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE >> 20
        text = _("A form holds at most %(limit)s MB. Go back, and shorten or divide the text.") % {"limit": limit}
        return refused(request, status=413, title=_("This is too much for one form."), text=text)
    return refused(request, status=400, title=_("The request cannot be read."), text=_("Go back and try once more."))


def forbidden(request, exception=None):
    """403, with the reason where there is one."""
    reason = str(exception) if exception and str(exception) else _("You have no permission for this action.")
    return refused(request, status=403, title=_("This is not possible."), text=reason)


def not_found(request, exception=None):
    """404"""
    text = _("There is nothing at this address, or nothing that you may see.")
    return refused(request, status=404, title=_("Page not found."), text=text)


def csrf_failure(request, reason=""):
    """The form was open for too long, or came from elsewhere."""
    text = _("The form is too old. Go back, copy what you have written, load the page again and send it once more.")
    return refused(request, status=403, title=_("The form was not accepted."), text=text)
