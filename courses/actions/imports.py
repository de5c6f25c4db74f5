"""A document becomes a draft course."""

from __future__ import annotations

from datetime import datetime

import msgspec
from django.db import transaction
from django.utils.translation import gettext as _

from courses.actions.editing import mark_edited
from courses.actions.writing import ContentRefused, writing
from courses.document.types import CourseDocument
from courses.models import Authorship, Course
from courses.rows import NotCarried, write_document
from mooc_portal.people.models import Department


def import_document(
    document: CourseDocument,
    *,
    by,
    at: datetime,
    department: Department | None = None,
    code: str | None = None,
) -> tuple[Course, list[NotCarried]]:
    """Make a draft course of ``document`` and return it with what could not be carried over.

    A code that is taken gets a number behind it. ``department`` is where the
    course goes when the document names none that the university knows. Without a
    known author, ``by`` is the author.
    """
    with transaction.atomic():
        course = Course.objects.create(
            code=free_code(code or document.code),
            title=document.title,
            state_since=at,
            created_at=at,
            updated_at=at,
        )
        missing = write_document(course, document)
        if course.department_id is None and department is not None:
            course.department, course.faculty = department, department.faculty
            course.save(update_fields=["department", "faculty"])
        if not course.authorships.exists():
            Authorship.objects.create(course=course, user=by)
        mark_edited(course, at=at)
    return course, missing


def replace_content(course: Course, document: CourseDocument, *, seen: int, by, at: datetime) -> list[NotCarried]:
    """Write ``document`` over the working copy and return what could not be carried over. Code and authors stay.

    ``seen`` is the version of the course that the person looked at.

    Raises:
        NotEditable: when the course is locked or not the person's to edit.
        ContentRefused: when somebody has changed the course since; nothing was replaced.
    """
    with writing(course, by=by, at=at) as locked:
        if locked.version != seen:
            raise ContentRefused(_("Somebody changed the course meanwhile. Look at it before you replace it."))
        authors = locked.authorships.order_by("position").values_list("user__email", flat=True)
        unit = locked.department, locked.faculty
        missing = write_document(locked, msgspec.structs.replace(document, authors=tuple(authors)))
        if locked.department is None:
            locked.department, locked.faculty = unit
            locked.save(update_fields=["department", "faculty"])
    return missing


def free_code(wanted: str) -> str:
    """The code itself where it is free, else with the first free number behind it."""
    taken = set(Course.objects.filter(code__startswith=wanted[:54]).values_list("code", flat=True))
    if wanted not in taken:
        return wanted
    numbered = (f"{wanted[:54].rstrip('-')}-{n}" for n in range(2, len(taken) + 3))
    return next(code for code in numbered if code not in taken)
