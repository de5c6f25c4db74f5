"""Authors comment on a place of their course, and settle what was said."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from courses.models import Comment, Course
from courses.permissions import PERMISSIONS
from mooc_portal.outbox.actions import NewLetter, queue_letters
from mooc_portal.outbox.rendering import render_letter

LONGEST = 5000


class CommentRefused(Exception):
    """Nothing was said or settled; ``str()`` is a whole sentence."""


def add_comment(course: Course, *, kind: str, node: int, name: str, text: str, by, at: datetime) -> Comment:
    """Say something about a place, whether or not the course is locked; the other authors get a letter.

    A place writes to a person once an hour at most: more of it is read on the page.

    Raises:
        CommentRefused: for somebody who may not, and for a text that is empty or too long.
    """
    _check(course, by, at)
    text = text.strip()
    if not text:
        raise CommentRefused(_("Write what you want to say."))
    if len(text) > LONGEST:
        raise CommentRefused(_("Length: %(length)s. At most: %(limit)s.") % {"length": len(text), "limit": LONGEST})
    with transaction.atomic():
        comment = Comment.objects.create(course=course, kind=kind, node=node, name=name[:200], text=text, by=by, at=at)
        others = [one.user for one in course.authorships.select_related("user") if one.user_id != by.pk]
        queue_letters([_letter(comment, person) for person in others], at=at)
    return comment


def _letter(comment: Comment, person) -> NewLetter:
    course = comment.course
    link = settings.SITE_URL.rstrip("/") + reverse("courses:comments", args=[course.code])
    context = {"comment": comment, "course": course, "person": person, "link": link}
    subject, body = render_letter("comment", person.language, context)
    key = f"comment:{course.pk}:{comment.kind}:{comment.node}:{comment.at:%Y%m%d%H}:{person.pk}"
    return NewLetter(key, "comment", person, subject, body)


def settle_comments(course: Course, *, kind: str, node: int, by, at: datetime) -> int:
    """Close what is open at a place and return how many comments that were.

    Raises:
        CommentRefused: for somebody who may not.
    """
    _check(course, by, at)
    return course.comments.filter(kind=kind, node=node, settled_at=None).update(settled_at=at, settled_by=by)


def _check(course: Course, by, at: datetime) -> None:
    refusal = PERMISSIONS["course.comment"].refusal(by, course, at)
    if refusal is not None:
        raise CommentRefused(refusal)
