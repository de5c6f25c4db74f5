"""Courses and their authors in the administration."""

from django import forms
from django.contrib import admin
from django.utils import timezone

from courses.actions.editing import mark_edited
from courses.admin.base import EditedWithCourse, FoldedSearch, check_format, editing_in_admin
from courses.models import Authorship, Course


class CourseForm(forms.ModelForm):
    class Meta:
        model = Course
        fields = [
            "code",
            "title",
            "summary",
            "language",
            "kind",
            "credits",
            "weeks",
            "weekly_hours",
            "extra_week",
            "faculty",
            "department",
            "programme",
            "goals",
        ]

    def clean_goals(self):
        return check_format(self.cleaned_data["goals"] or [], list[str])


class AuthorshipInline(admin.TabularInline):
    model = Authorship
    extra = 0
    autocomplete_fields = ["user"]


@admin.register(Course)
class CourseAdmin(EditedWithCourse, FoldedSearch, admin.ModelAdmin):
    """State and history are read only: steps of the workflow have their own page, which asks for a reason."""

    form = CourseForm
    list_display = ["code", "title", "state", "state_since", "department", "language", "kind", "updated_at"]
    list_filter = ["state", "kind", "language", "faculty", "department"]
    list_select_related = ["department"]
    date_hierarchy = "state_since"
    autocomplete_fields = ["faculty", "department"]
    inlines = [AuthorshipInline]
    readonly_fields = [
        "state",
        "state_since",
        "decision_count",
        "last_step",
        "version",
        "published_revision",
        "created_at",
        "updated_at",
    ]

    def course_of(self, row: Course) -> Course:
        return row

    def get_readonly_fields(self, request, obj=None):
        return self.readonly_fields if obj is None else ["code", *self.readonly_fields]

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def save_model(self, request, obj, form, change) -> None:
        """Store what was typed and nothing else: an edit or a decision made meanwhile stays."""
        at = timezone.now()
        if not change:
            obj.state_since = obj.created_at = obj.updated_at = at
            obj.save()
            mark_edited(obj, at=at)
        elif form.changed_data:
            with editing_in_admin(obj, request):
                obj.save(update_fields=form.changed_data)

    def save_related(self, request, form, formsets, change) -> None:
        if any(formset.has_changed() for formset in formsets):
            with editing_in_admin(form.instance, request):
                super().save_related(request, form, formsets, change)
        else:
            super().save_related(request, form, formsets, change)


@admin.register(Authorship)
class AuthorshipAdmin(EditedWithCourse, admin.ModelAdmin):
    list_display = ["course", "user", "position"]
    search_fields = ["course__code", "course__search_text", "user__email", "user__name"]
    list_filter = ["course__state"]
    list_select_related = ["course", "user"]
    autocomplete_fields = ["course", "user"]

    def get_readonly_fields(self, request, obj=None):
        return [] if obj is None else ["course"]
