"""Decisions in the administration: read only. A forced step has its own page, which asks for a reason."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from reviews.models import (
    AuthorPhoto,
    Decision,
    DigestMark,
    Meeting,
    MeetingItem,
    Opinion,
    PaperBatch,
    PlacementInformation,
    PlacementPack,
    Programme,
    Remark,
    RemarkStep,
    ReviewNotice,
    Waiver,
)


@admin.register(Decision)
class DecisionAdmin(admin.ModelAdmin):
    list_display = ["course", "number", "transition", "from_state", "to_state", "by", "at", "protocol_number"]
    list_filter = ["transition", "to_state"]
    search_fields = ["course__code", "course__title", "by__email", "by__name", "protocol_number", "reason"]
    list_select_related = ["course", "by"]
    date_hierarchy = "at"
    exclude = ["protocol_file"]
    readonly_fields = ["extract"]

    @admin.display(description=_("protocol extract"))
    def extract(self, decision):
        if not decision.protocol_file:
            return "–"
        return format_html('<a href="{}">{}</a>', reverse("reviews:protocol", args=[decision.pk]), _("extract"))

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


class RemarkStepInline(admin.TabularInline):
    model = RemarkStep
    extra = 0
    can_delete = False

    def has_add_permission(self, request, obj=None) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False


@admin.register(Remark)
class RemarkAdmin(admin.ModelAdmin):
    """Remarks with their steps: read only, as they are made and settled on the pages of the review."""

    list_display = ["course", "severity", "resolution", "stage", "private", "by", "at"]
    list_filter = ["severity", "resolution", "stage", "private"]
    search_fields = ["course__code", "course__title", "text", "by__email", "by__name"]
    list_select_related = ["course", "by"]
    date_hierarchy = "at"
    inlines = [RemarkStepInline]

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


@admin.register(Programme)
class ProgrammeAdmin(admin.ModelAdmin):
    """Sent and decided on their own pages; here they are only looked at."""

    list_display = ["course", "standing", "sent_by", "sent_at", "decided_by", "protocol_number"]
    list_filter = ["standing"]
    search_fields = ["course__code", "course__title", "sent_by__name", "protocol_number"]
    list_select_related = ["course", "sent_by", "decided_by"]
    exclude = ["protocol_file", "document"]

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


class ReadOnlyAdmin(admin.ModelAdmin):
    """Kept by the portal; people look."""

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


@admin.register(Opinion)
class OpinionAdmin(ReadOnlyAdmin):
    list_display = ["course", "stage", "expert", "asked_at", "due_on", "verdict", "given_at", "released_at"]
    list_filter = ["stage", "verdict"]
    search_fields = ["course__code", "course__title", "expert__email", "expert__name", "reason"]
    list_select_related = ["course", "expert"]


@admin.register(ReviewNotice)
class ReviewNoticeAdmin(ReadOnlyAdmin):
    list_display = ["course", "kind", "decision_count", "at"]
    list_filter = ["kind"]
    search_fields = ["course__code", "course__title"]
    list_select_related = ["course"]


@admin.register(DigestMark)
class DigestMarkAdmin(ReadOnlyAdmin):
    list_display = ["user", "told_until"]
    search_fields = ["user__email", "user__name"]
    list_select_related = ["user"]


@admin.register(PlacementInformation)
class PlacementInformationAdmin(ReadOnlyAdmin):
    list_display = ["course", "starts_on", "pass_mark", "certificate"]
    list_filter = ["certificate"]
    search_fields = ["course__code", "course__title"]
    list_select_related = ["course"]
    exclude = ["image"]


@admin.register(AuthorPhoto)
class AuthorPhotoAdmin(ReadOnlyAdmin):
    list_display = ["course", "user"]
    search_fields = ["course__code", "course__title", "user__email", "user__name"]
    list_select_related = ["course", "user"]
    exclude = ["image"]


@admin.register(PlacementPack)
class PlacementPackAdmin(ReadOnlyAdmin):
    list_display = ["course", "revision", "sent_to", "by", "at"]
    search_fields = ["course__code", "course__title", "sent_to", "by__email", "by__name"]
    list_select_related = ["course", "revision__course", "by"]
    exclude = ["file"]


@admin.register(Waiver)
class WaiverAdmin(ReadOnlyAdmin):
    """Given and withdrawn on the page of the course, where the findings are."""

    list_display = ["course", "rule", "clauses", "severity", "by", "at", "until", "withdrawn_at"]
    list_filter = ["severity", "rule"]
    search_fields = ["course__code", "course__title", "reason", "by__email", "by__name"]
    list_select_related = ["course", "by"]


class MeetingItemInline(admin.TabularInline):
    model = MeetingItem
    extra = 0
    can_delete = False

    def has_add_permission(self, request, obj=None) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False


@admin.register(Meeting)
class MeetingAdmin(ReadOnlyAdmin):
    list_display = ["day", "department", "faculty", "number", "by"]
    list_filter = ["department", "faculty"]
    search_fields = ["number", "items__course__code", "items__course__title"]
    list_select_related = ["department", "faculty", "by"]
    inlines = [MeetingItemInline]


@admin.register(PaperBatch)
class PaperBatchAdmin(ReadOnlyAdmin):
    list_display = ["user", "at", "standing", "done", "total", "moved_at"]
    list_filter = ["standing"]
    search_fields = ["user__email", "user__name"]
    list_select_related = ["user"]
    exclude = ["file", "decisions"]
