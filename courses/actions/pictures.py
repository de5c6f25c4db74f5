"""A picture is checked, cleaned and kept for the texts of a course."""

from __future__ import annotations

import hashlib
import os
from datetime import datetime
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.utils.translation import gettext as _

from courses.actions.editing import NotEditable
from courses.models import Course, Picture
from courses.permissions import PERMISSIONS
from courses.pictures import NotAPicture, cleaned_picture, picture_path


def keep_picture(course: Course, file, *, name: str, size: int, by, at: datetime) -> Picture:
    """Keep a picture for ``course``; the same one twice is one.

    Raises:
        NotEditable: when the course is locked or not the person's to edit.
        NotAPicture: for a file that is none, or too large; nothing of it is kept.
    """
    refusal = PERMISSIONS["course.edit"].refusal(by, course, at)
    if refusal is not None:
        raise NotEditable(refusal)
    if not 0 < size <= settings.PICTURE_LIMIT_BYTES:
        limit = settings.PICTURE_LIMIT_BYTES >> 20
        raise NotAPicture(_("The picture is empty or too large. At most: %(limit)s MB.") % {"limit": limit})
    data, media_type = cleaned_picture(file)
    sha256 = hashlib.sha256(data).hexdigest()
    _write(sha256, data)
    facts = {"name": name[-255:], "media_type": media_type, "size": len(data), "uploaded_by": by, "uploaded_at": at}
    return Picture.objects.get_or_create(course=course, sha256=sha256, defaults=facts)[0]


def _write(sha256: str, data: bytes) -> None:
    """All of it or nothing."""
    path = picture_path(sha256)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(data)
        os.replace(file.name, path)
    except OSError as error:
        raise NotAPicture(
            _("The server has no room for this picture. Tell the administrator, and try again later.")
        ) from error
