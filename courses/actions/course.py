"""Creating a course, changing its facts and authors."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from msgspec.structs import replace

from courses.actions.content import is_to_store
from courses.actions.editing import mark_edited
from courses.actions.imports import free_code
from courses.actions.writing import ContentRefused, writing
from courses.models import Authorship, Course
from courses.readers import limits_in_force
from courses.rows import document_of, write_document
from courses.skeleton import skeleton_of
from mooc_portal.people.models import User

# What a course has of its own when the rest comes from another one.
OWN_FACTS = ("code", "title", "language", "kind", "faculty", "department", "authors")


class AuthorsRefused(ContentRefused):
    """The list of authors cannot be stored; the text says why."""


def create_course(values: dict, *, by, at: datetime) -> Course:
    """Create an empty draft of which ``by`` is the author; a code that is taken gets a number."""
    with transaction.atomic():
        values = values | {"code": free_code(values["code"])}
        course = Course.objects.create(**values, state_since=at, created_at=at, updated_at=at)
        Authorship.objects.create(course=course, user=by)
        mark_edited(course, at=at)
    return course


def create_from_skeleton(values: dict, *, by, at: datetime) -> Course:
    """Create a draft with the structure that the regulation in force asks of its kind."""
    with transaction.atomic():
        course = create_course(values, by=by, at=at)
        write_document(course, skeleton_of(document_of(course), limits_in_force()))
        mark_edited(course, at=at)
    return course


def create_from_course(source: Course, values: dict, *, by, at: datetime) -> Course:
    """Create a draft with what the working copy of ``source`` holds; title, code, kind and unit are the new ones."""
    with transaction.atomic():
        course = create_course(values, by=by, at=at)
        own = document_of(course)
        kept = {name: getattr(own, name) for name in OWN_FACTS}
        write_document(course, replace(document_of(source), **kept))
        for file in (*source.videos.all(), *source.pictures.all()):
            file.pk, file.course = None, course
            file.save(force_insert=True)
        mark_edited(course, at=at)
    return course


def change_course(course: Course, values: dict, *, seen: str, by, at: datetime) -> None:
    """Store the facts of a course if they still hold what the person saw; the faculty is the department's.

    Raises:
        NotEditable: when the course is locked or not the person's to edit.
        EditConflict: when somebody else changed them.
        ContentRefused: when the values are none of the format.
    """
    with writing(course, by=by, at=at) as locked:
        if not is_to_store(locked, values, seen=seen):
            return
        for name, value in values.items():
            setattr(locked, name, value)
        if locked.department is not None:
            locked.faculty_id = locked.department.faculty_id
        locked.save(update_fields=[*values, "faculty_id"])


def set_authors(course: Course, emails: list[str], *, by, at: datetime) -> None:
    """Replace the authors, in this order.

    Raises:
        AuthorsRefused: an address is nobody's, or none is left.
        NotEditable: when the course is locked or not the person's to edit.
    """
    emails = list(dict.fromkeys(email.strip().lower() for email in emails if email.strip()))
    people = {user.email: user for user in User.objects.filter(email__in=emails, is_active=True)}
    unknown = [email for email in emails if email not in people]
    if unknown:
        raise AuthorsRefused(_("No person has this e-mail address: %(emails)s.") % {"emails": ", ".join(unknown)})
    if not emails:
        raise AuthorsRefused(_("A course needs at least one author."))
    with writing(course, by=by, at=at) as locked:
        locked.authorships.all().delete()
        Authorship.objects.bulk_create(
            Authorship(course=locked, user=people[email], position=i) for i, email in enumerate(emails)
        )
