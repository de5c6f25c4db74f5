"""The final video of a lecture, written by those who film."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from courses.actions.editing import mark_edited
from courses.actions.writing import ContentRefused
from courses.models import Course, Lecture
from courses.states import EDITABLE_STATES


def record_video(lecture: Lecture, *, seconds: int, video: str, measured: bool, at: datetime) -> None:
    """Write length and address of the final video into the working copy; the caller has asked who may.

    ``measured`` says that the length was read from the file. Nothing else of the course is touched, so that whoever
    uploads need not be an author of it. Under review the working copy is locked for everybody.

    Raises:
        ContentRefused: while the course is under review or in the archive, or where the lecture is gone.
    """
    with transaction.atomic():
        course = Course.objects.select_for_update(of=("self",)).get(pk=lecture.course_id)
        if course.state not in EDITABLE_STATES:
            raise ContentRefused(_("The course is locked: it is under review or in the archive."))
        changed = Lecture.objects.filter(pk=lecture.pk).update(seconds=seconds, measured=measured, video=video or None)
        if not changed:
            raise ContentRefused(_("The lecture is no longer in the working copy of the course."))
        mark_edited(course, at=at)
