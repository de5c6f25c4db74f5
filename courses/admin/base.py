"""What the administration of course rows has in common: it writes through ``courses.actions.editing``."""

from __future__ import annotations

from contextlib import contextmanager

import msgspec
from django import forms
from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.actions import NotEditable, editing
from courses.document import codec
from courses.document.errors import DocumentError
from courses.models import Course
from courses.rows import document_of
from mooc_portal.admin_guard import GuardedAdmin
from mooc_portal.text import fold


class NotOfTheFormat(Exception):
    """The working copy would no longer be a document of the format; the text says where."""


@contextmanager
def editing_in_admin(course: Course, request):
    """Edit the rows of ``course`` as everybody does, and leave them a document of the format.

    Raises:
        NotEditable: when the course is locked.
        NotOfTheFormat: when what was typed cannot stand in a course; nothing is stored then.
    """
    with editing(course, by=request.user, at=timezone.now()) as locked:
        yield locked
        try:
            codec.decode(codec.encode(document_of(Course.objects.get(pk=locked.pk))))
        except DocumentError as error:
            raise NotOfTheFormat(f"{error.path}: {error}") from error
        except msgspec.ValidationError as error:
            raise NotOfTheFormat(str(error)) from error


def check_format(value, kind):
    """Return ``value`` where it is of the type ``kind`` of the format.

    Raises:
        ValidationError: for the form's field, where it is not.
    """
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        raise forms.ValidationError(_("This is not of the format of a course: %(why)s.") % {"why": error}) from error
    return value


class FoldedSearch:
    """Search without regard to case in Cyrillic, on every database."""

    search_fields = ["search_text"]

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, fold(search_term))


class EditedWithCourse(GuardedAdmin):
    """Rows of a course: saved and deleted inside ``editing``; a refusal is shown, nothing is stored."""

    refusals = (NotEditable, NotOfTheFormat)

    def course_of(self, row) -> Course:
        return row.course

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        return self._refused_aloud(request, super().changeform_view, request, object_id, form_url, extra_context)

    def delete_view(self, request, object_id, extra_context=None):
        return self._refused_aloud(request, super().delete_view, request, object_id, extra_context)

    def changelist_view(self, request, extra_context=None):
        return self._refused_aloud(request, super().changelist_view, request, extra_context)

    def _refused_aloud(self, request, view, *args):
        try:
            return view(*args)
        except self.refusals as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())

    def save_model(self, request, obj, form, change) -> None:
        with editing_in_admin(self.course_of(obj), request):
            super().save_model(request, obj, form, change)

    def delete_model(self, request, obj) -> None:
        with editing_in_admin(self.course_of(obj), request):
            super().delete_model(request, obj)

    def delete_queryset(self, request, queryset) -> None:
        for row in queryset:
            self.delete_model(request, row)


class ReadOnlyAdmin(admin.ModelAdmin):
    """Records that are looked at and never changed here."""

    def has_add_permission(self, request, obj=None) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False
