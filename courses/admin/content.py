"""What a course is made of, in the administration. A row stays with its parent once it stands."""

import msgspec
from django import forms
from django.contrib import admin
from django.utils.translation import gettext as _

from courses.admin.base import EditedWithCourse, check_format
from courses.document import types
from courses.models import Course, GlossaryEntry, Item, Lecture, Outcome, Part, Section, Task
from courses.rows import item_of


class ContentAdmin(EditedWithCourse, admin.ModelAdmin):
    parents = ["course"]

    def get_autocomplete_fields(self, request):
        return self.parents

    def get_readonly_fields(self, request, obj=None):
        return [] if obj is None else self.parents


@admin.register(Outcome)
class OutcomeAdmin(ContentAdmin):
    list_display = ["code", "text", "level", "course"]
    list_filter = ["level"]
    list_select_related = ["course"]
    search_fields = ["code", "text", "course__code"]


@admin.register(GlossaryEntry)
class GlossaryEntryAdmin(ContentAdmin):
    list_display = ["term", "kind", "course"]
    list_filter = ["kind"]
    list_select_related = ["course"]
    search_fields = ["term", "definition", "course__code"]


@admin.register(Section)
class SectionAdmin(ContentAdmin):
    list_display = ["title", "position", "course"]
    list_filter = ["course__state"]
    list_select_related = ["course"]
    search_fields = ["title", "course__code"]


@admin.register(Part)
class PartAdmin(ContentAdmin):
    parents = ["section"]
    list_display = ["title", "position", "section"]
    list_filter = ["section__course__state"]
    list_select_related = ["section"]
    search_fields = ["title", "section__title", "section__course__code"]

    def course_of(self, row: Part) -> Course:
        return row.section.course


class InPartForm(forms.ModelForm):
    """A part belongs to the course that is named beside it."""

    def clean(self):
        cleaned = super().clean()
        part, course = cleaned.get("part"), cleaned.get("course")
        if part is not None and course is not None and part.section.course_id != course.pk:
            self.add_error("part", _("This part belongs to another course."))
        return cleaned


@admin.register(Lecture)
class LectureAdmin(ContentAdmin):
    form = InPartForm
    parents = ["course", "part"]
    list_display = ["title", "seconds", "measured", "course"]
    list_filter = ["measured", "course__state"]
    list_select_related = ["course"]
    search_fields = ["title", "course__code"]


class TaskForm(InPartForm):
    def clean_weight(self):
        return check_format(self.cleaned_data["weight"], types.Weight)

    def clean_outcomes(self):
        return check_format(self.cleaned_data["outcomes"] or [], list[str])

    def clean_group(self):
        return check_format(self.cleaned_data["group"], types.Group | None)


@admin.register(Task)
class TaskAdmin(ContentAdmin):
    form = TaskForm
    parents = ["course", "part"]
    list_display = ["title", "kind", "weight", "integrity", "course"]
    list_filter = ["kind", "integrity", "graded_by"]
    list_select_related = ["course"]
    search_fields = ["title", "course__code"]


class ItemForm(forms.ModelForm):
    def clean(self):
        cleaned = super().clean()
        if "kind" in cleaned and "body" in cleaned:
            cleaned["body"] = cleaned["body"] or {}
            try:
                if {"kind", "stem"} & set(cleaned["body"]):
                    raise TypeError(_("kind and stem have fields of their own"))
                item_of(Item(kind=cleaned["kind"], stem=cleaned.get("stem", ""), body=cleaned["body"]))
            except (msgspec.ValidationError, TypeError) as error:
                self.add_error("body", _("This is not of the format of a course: %(why)s.") % {"why": error})
        return cleaned


@admin.register(Item)
class ItemAdmin(ContentAdmin):
    form = ItemForm
    parents = ["task"]
    list_display = ["__str__", "kind", "task"]
    list_filter = ["kind"]
    list_select_related = ["task"]
    search_fields = ["stem", "task__title", "task__course__code"]

    def course_of(self, row: Item) -> Course:
        return row.task.course
