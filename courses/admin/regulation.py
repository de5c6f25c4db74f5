"""Versions of the regulation in the administration. Putting one in force has its own page."""

from __future__ import annotations

from pathlib import PurePosixPath

from django import forms
from django.conf import settings
from django.contrib import admin
from django.db import models
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.actions.regulation import change_refusal
from courses.admin.base import ReadOnlyAdmin
from courses.admin.limits import SETTING_FIELDS, TEXT_FIELDS, LimitsForm, RegulationForm
from courses.impact_sheet import shown_limit
from courses.models import Clause, Regulation, Template
from courses.models.regulation import RegulationStatus
from courses.regulation.limits import LIMIT_TITLES, SETTING_LIMITS, TEXT_LIMITS, Limits
from mooc_portal.admin_guard import GuardedAdmin

OFFICIAL_TEXTS = {".pdf", ".doc", ".docx", ".odt"}
PAPERS = [
    "version",
    "title",
    "status",
    ("council_number", "council_date"),
    ("approval_number", "approval_date"),
    "basis",
    "file",
    ("in_force_from", "withdrawn_at"),
]


class OfficialText:
    """The file of a version: a document of a usual kind and size."""

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and "file" in self.changed_data:
            if PurePosixPath(file.name).suffix.lower() not in OFFICIAL_TEXTS:
                raise forms.ValidationError(_("The official text is a PDF, Word or OpenDocument file."))
            if file.size > settings.UPLOAD_LIMIT_BYTES:
                raise forms.ValidationError(_("The file is too large."))
        return file


class DraftForm(OfficialText, RegulationForm):
    """Papers and limits."""


class PapersForm(OfficialText, LimitsForm):
    """Only the papers: the limits were used already."""


class OfADraft:
    """Rows of a version that are read only once the version was used."""

    def has_add_permission(self, request, obj=None) -> bool:
        return (obj is None or change_refusal(obj) is None) and super().has_add_permission(request, obj)

    def has_change_permission(self, request, obj=None) -> bool:
        return (obj is None or change_refusal(obj) is None) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None) -> bool:
        return (obj is None or change_refusal(obj) is None) and super().has_delete_permission(request, obj)


class ClauseInline(OfADraft, admin.TabularInline):
    model = Clause
    extra = 0
    formfield_overrides = {models.TextField: {"widget": forms.Textarea(attrs={"rows": 3, "cols": 24})}}


class TemplateInline(OfADraft, admin.StackedInline):
    model = Template
    extra = 0


@admin.register(Regulation)
class RegulationAdmin(GuardedAdmin, admin.ModelAdmin):
    list_display = ["version", "title", "status", "council_date", "approval_date", "in_force_from", "withdrawn_at"]
    list_filter = ["status"]
    search_fields = ["version", "title", "council_number", "approval_number", "basis"]
    readonly_fields = ["status", "in_force_from", "withdrawn_at", "text_limits", "setting_limits"]
    inlines = [ClauseInline, TemplateInline]

    def get_form(self, request, obj=None, change=False, **kwargs):
        kwargs["form"] = DraftForm if obj is None or change_refusal(obj) is None else PapersForm
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fieldsets(self, request, obj=None):
        free = obj is None or change_refusal(obj) is None
        text, setting = (TEXT_FIELDS, SETTING_FIELDS) if free else (["text_limits"], ["setting_limits"])
        papers = {"fields": PAPERS}
        if not free:
            papers["description"] = change_refusal(obj)
        return [
            (None, papers),
            (_("Limits from the text of the regulation"), {"fields": text}),
            (_("University settings"), {"fields": setting}),
        ]

    def has_change_permission(self, request, obj=None) -> bool:
        in_use = obj is not None and obj.status != RegulationStatus.DRAFT
        return not in_use and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None) -> bool:
        used = obj is not None and change_refusal(obj) is not None
        return not used and super().has_delete_permission(request, obj)

    def get_actions(self, request):
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    @admin.display(description=gettext_lazy("Limits from the text of the regulation"))
    def text_limits(self, regulation: Regulation) -> str:
        return shown_limits(regulation, TEXT_LIMITS)

    @admin.display(description=gettext_lazy("University settings"))
    def setting_limits(self, regulation: Regulation) -> str:
        return shown_limits(regulation, SETTING_LIMITS)


def shown_limits(regulation: Regulation, names: tuple[str, ...]) -> str:
    limits = Limits.from_json(regulation.limits)
    lines = ((LIMIT_TITLES[name], shown_limit(getattr(limits, name))) for name in names)
    return format_html_join("", "<div>{}: {}</div>", lines)


@admin.register(Clause)
class ClauseAdmin(ReadOnlyAdmin):
    """Clauses are edited with their version; here they are found."""

    list_display = ["number", "regulation", "text_kk", "text_ru", "text_en"]
    list_filter = ["regulation"]
    list_select_related = ["regulation"]
    search_fields = ["number", "text_kk", "text_ru", "text_en"]


@admin.register(Template)
class TemplateAdmin(ReadOnlyAdmin):
    """Templates are edited with their version; here they are found."""

    list_display = ["code", "clause", "name_kk", "name_ru", "name_en", "regulation"]
    list_filter = ["regulation", "code"]
    list_select_related = ["regulation"]
    search_fields = ["code", "name_kk", "name_ru", "name_en", "text_kk", "text_ru", "text_en"]
