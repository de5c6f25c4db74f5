"""The one door through which the rows of a course are written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import Exists, F

from courses.models import Authorship, Course
from courses.permissions import PERMISSIONS
from courses.states import EDITABLE_STATES
from mooc_portal.text import fold, sort_key

COUNT_OWN = """
    UPDATE courses_course SET version = version + 1, updated_at = %s
    WHERE code = %s
        AND EXISTS (SELECT 1 FROM courses_authorship own WHERE own.course_id = courses_course.id AND own.user_id = %s)
        AND state IN (%s, %s)
    RETURNING id
"""


class NotEditable(PermissionDenied):
    """The course may not be edited now or by this person; the text is the reason for the reader."""


@contextmanager
def editing(course: Course, *, by, at: datetime) -> Iterator[Course]:
    """Lock ``course`` for one transaction and mark it as edited when the block ends well.

    Yields the course as it is stored now; write its rows inside the block.

    Raises:
        NotEditable: when the state of the course or the person forbids it.
    """
    with transaction.atomic():
        locked = Course.objects.select_for_update().get(pk=course.pk)
        refusal = PERMISSIONS["course.edit"].refusal(by, locked, at)
        if refusal is not None:
            raise NotEditable(refusal)
        yield locked
        mark_edited(locked, at=at)
    course.version = locked.version


def count_edit(course: Course, *, by, at: datetime) -> None:
    """The same for an edit that leaves the title alone: one UPDATE counts it and locks the course.

    Call it first in a transaction; what is refused is not counted. The UPDATE finds the course that
    one of its authors may edit; whoever else writes is judged by the table of permissions.

    Raises:
        NotEditable: when the state of the course or the person forbids it.
    """
    # Not a join: the state has to be looked at once more when another transaction has let go of the row.
    own = Course.objects.filter(Exists(Authorship.objects.filter(course=course.pk, user=by.pk)), pk=course.pk)
    own = own.filter(state__in=EDITABLE_STATES).order_by()
    if not own.update(version=F("version") + 1, updated_at=at):
        locked = Course.objects.select_for_update().get(pk=course.pk)
        refusal = PERMISSIONS["course.edit"].refusal(by, locked, at)
        if refusal is not None:
            raise NotEditable(refusal)
        Course.objects.filter(pk=course.pk).update(version=F("version") + 1, updated_at=at)


def count_own_edit(code: str, *, by, at: datetime) -> int | None:
    """``count_edit`` for an author who is still writing, by the code of the course; the key of the course it locked.

    None where ``by`` is no author or the state forbids it: nothing is counted then. Written out because it is
    asked every few seconds by everybody who writes, and the ORM has no UPDATE that returns.
    """
    with connection.cursor() as cursor:
        cursor.execute(COUNT_OWN, [connection.ops.adapt_datetimefield_value(at), code, by.pk, *EDITABLE_STATES])
        found = cursor.fetchone()
    return found and found[0]


def mark_edited(course: Course, *, at: datetime) -> None:
    """Count the edit and bring the columns for searching and sorting up to date."""
    title = Course.objects.values_list("title", flat=True).get(pk=course.pk)
    Course.objects.filter(pk=course.pk).update(
        version=F("version") + 1,
        updated_at=at,
        search_text=fold(f"{title} {course.code}"),
        sort_text=sort_key(title, "kk"),
    )
    course.version += 1
