"""Letters in the administration: read, and send again what failed."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mooc_portal.outbox.actions import send_again
from mooc_portal.outbox.models import Letter, Refusal


@admin.register(Letter)
class LetterAdmin(admin.ModelAdmin):
    list_display = ["subject", "email", "kind", "status", "attempts", "created_at", "sent_at"]
    list_filter = ["status", "kind", "language"]
    search_fields = ["email", "subject", "key"]
    date_hierarchy = "created_at"
    list_select_related = ["recipient"]
    actions = ["queue_again"]

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    @admin.action(description=gettext_lazy("Send the failed ones again"), permissions=["view"])
    def queue_again(self, request, queryset) -> None:
        queued = send_again(queryset, at=timezone.now())
        self.message_user(request, _("Letters queued again: %(n)s.") % {"n": queued})


@admin.register(Refusal)
class RefusalAdmin(admin.ModelAdmin):
    list_display = ["email", "mailing_list", "at"]
    list_filter = ["mailing_list"]
    search_fields = ["email", "mailing_list"]
    date_hierarchy = "at"

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False
