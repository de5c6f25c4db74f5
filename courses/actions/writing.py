"""Editing that leaves the working copy a document of the format, whatever was typed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import msgspec
from django.db.models import Model
from django.utils.translation import gettext as _

from courses.actions.editing import editing
from courses.document import codec
from courses.document.errors import DocumentError
from courses.models import Course
from courses.rows import document_of, node_alone


class ContentRefused(Exception):
    """What was to be written cannot stand in the course; the text says why. Nothing was stored."""


@contextmanager
def writing(course: Course, *, by, at: datetime) -> Iterator[Course]:
    """``editing``, with a last look: a number or text that the format does not know would make
    the course unreadable for its own pages, for exports and for every report.

    Raises:
        NotEditable: when the course is locked or not the person's to edit.
        ContentRefused: when the course would no longer be a document.
    """
    with editing(course, by=by, at=at) as locked:
        yield locked
        with refusing():
            codec.decode(msgspec.json.encode(document_of(Course.objects.get(pk=locked.pk))))


@contextmanager
def refusing() -> Iterator[None]:
    """What the format refuses, said to the person who typed it."""
    try:
        yield
    except DocumentError as error:
        raise ContentRefused(str(error)) from error
    except msgspec.ValidationError as error:
        raise ContentRefused(_("The value does not fit the format.")) from error


def check_row(row: Model) -> None:
    """The same last look at one row: where the rest of the course is a document, it stays one.

    Raises:
        ContentRefused: when the values are none of the format.
    """
    with refusing():
        codec.check_node(node_alone(row))
