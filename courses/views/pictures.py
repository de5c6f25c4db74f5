"""What comes into the texts of a course: pictures, shown to who may see the course, and what is pasted from Word."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from courses.actions.pictures import keep_picture
from courses.exchange.paste import pasted
from courses.models import Picture
from courses.pictures import SCHEME, NotAPicture, picture_response
from courses.views.common import fetch


@login_required
@require_POST
def picture_add(request, code: str):
    """Keep the picture; the answer is how a text names it."""
    course = fetch(request, code, "course.edit")
    file = request.FILES.get("picture")
    if file is None:
        return JsonResponse({"state": "refused", "message": _("Choose a picture.")}, status=422)
    try:
        picture = keep_picture(course, file, name=file.name, size=file.size, by=request.user, at=timezone.now())
    except NotAPicture as refused:
        return JsonResponse({"state": "refused", "message": str(refused)}, status=422)
    return JsonResponse({"state": "done", "address": f"{SCHEME}{picture.sha256}"})


@login_required
@require_POST
def paste(request, code: str):
    """HTML of the clipboard as CommonMark; nothing is stored."""
    fetch(request, code, "course.edit")
    try:
        return JsonResponse({"text": pasted(request.POST.get("html", ""))})
    except ValueError:
        return JsonResponse({"message": _("This is too much at once: paste it in parts.")}, status=422)


@login_required
@require_GET
def picture_show(request, code: str, sha256: str):
    """The picture itself."""
    picture = get_object_or_404(Picture, course=fetch(request, code), sha256=sha256)
    return picture_response(sha256, picture.media_type)
