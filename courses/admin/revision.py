"""Frozen revisions, cached documents, videos, comments and what was deleted: only to be looked at."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from courses.admin.base import ReadOnlyAdmin
from courses.models import Comment, DeletedNode, Picture, Revision, Video, VideoUpload, WorkingDocument


@admin.register(Revision)
class RevisionAdmin(ReadOnlyAdmin):
    list_display = ["course", "number", "regulation", "made_by", "made_at", "sha256"]
    list_filter = ["regulation", "course__state"]
    search_fields = ["course__code", "course__search_text", "sha256", "made_by__email", "made_by__name"]
    list_select_related = ["course", "regulation", "made_by"]
    date_hierarchy = "made_at"

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.defer("document", "findings") if request.resolver_match.url_name.endswith("list") else rows


@admin.register(WorkingDocument)
class WorkingDocumentAdmin(ReadOnlyAdmin):
    list_display = ["course", "course_version", "is_current", "sha256"]
    search_fields = ["course__code", "course__search_text"]
    list_filter = ["course__state"]
    list_select_related = ["course"]

    @admin.display(boolean=True, description=_("up to date"))
    def is_current(self, row: WorkingDocument) -> bool:
        return row.course_version == row.course.version


@admin.register(DeletedNode)
class DeletedNodeAdmin(ReadOnlyAdmin):
    list_display = ["name", "kind", "course", "deleted_by", "deleted_at"]
    list_filter = ["kind", "course__state"]
    search_fields = ["name", "course__code", "course__search_text", "deleted_by__email", "deleted_by__name"]
    list_select_related = ["course", "deleted_by"]
    date_hierarchy = "deleted_at"


@admin.register(Video)
class VideoAdmin(ReadOnlyAdmin):
    list_display = ["name", "course", "seconds", "size", "uploaded_by", "uploaded_at"]
    list_filter = ["media_type", "course__state"]
    search_fields = ["name", "sha256", "course__code", "course__search_text", "uploaded_by__email"]
    list_select_related = ["course", "uploaded_by"]
    date_hierarchy = "uploaded_at"


@admin.register(Picture)
class PictureAdmin(ReadOnlyAdmin):
    list_display = ["name", "course", "media_type", "size", "uploaded_by", "uploaded_at"]
    list_filter = ["media_type", "course__state"]
    search_fields = ["name", "sha256", "course__code", "course__search_text", "uploaded_by__email"]
    list_select_related = ["course", "uploaded_by"]
    date_hierarchy = "uploaded_at"


@admin.register(VideoUpload)
class VideoUploadAdmin(ReadOnlyAdmin):
    list_display = ["name", "lecture", "received", "size", "by", "begun_at"]
    list_filter = ["begun_at"]
    search_fields = ["name", "lecture__course__code", "by__email"]
    list_select_related = ["lecture", "by"]


@admin.register(Comment)
class CommentAdmin(ReadOnlyAdmin):
    list_display = ["course", "name", "by", "at", "settled_at"]
    list_filter = ["kind", "course__state"]
    search_fields = ["text", "name", "course__code", "course__search_text", "by__email", "by__name"]
    list_select_related = ["course", "by"]
    date_hierarchy = "at"
