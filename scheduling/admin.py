"""Runs in the administration: looked at, and taken back. They are planned on their own page."""

from django.contrib import admin

from scheduling.models import CatalogueEntry, Run


class FixedAdmin(admin.ModelAdmin):
    """Made by an action, never typed."""

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False


@admin.register(Run)
class RunAdmin(FixedAdmin):
    list_display = ["course", "starts_on", "ends_on", "regulation", "planned_by", "planned_at"]
    list_filter = ["regulation", "course__faculty", "course__language"]
    search_fields = ["course__code", "course__search_text", "planned_by__name", "deviation"]
    list_select_related = ["course", "regulation", "planned_by"]
    date_hierarchy = "starts_on"


@admin.register(CatalogueEntry)
class CatalogueEntryAdmin(FixedAdmin):
    list_display = ["title", "language", "kind", "faculty", "revision"]
    list_filter = ["language", "kind", "faculty"]
    search_fields = ["title", "search_text"]
    list_select_related = ["faculty", "revision__course"]
