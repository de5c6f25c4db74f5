"""Runs in the administration: looked at, and taken back. They are planned on their own page."""

from django.contrib import admin

from mooc_portal.admin_guard import GuardedAdmin
from scheduling.models import (
    Absence,
    Aid,
    Announcement,
    BookedThing,
    Booking,
    CalendarAddress,
    CatalogueEntry,
    ChannelPost,
    Closure,
    Consent,
    ConsentText,
    CutNote,
    FreePeriod,
    LectureStep,
    LectureWork,
    Milestone,
    PartRead,
    PlanRelease,
    ProposedSession,
    PublishedLink,
    Registration,
    RegistrationException,
    Run,
    RunMove,
    ScheduleProposal,
    SectionLetter,
    Studio,
    StudioFeed,
    StudioWorker,
    Subscription,
    Sweep,
    ToldSlot,
    WorkItem,
    WorkPlan,
)


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


@admin.register(ConsentText)
class ConsentTextAdmin(admin.ModelAdmin):
    """A version is written once; what somebody agreed to is never changed."""

    list_display = ["version", "in_force_from"]
    search_fields = ["version"]

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


@admin.register(Consent)
class ConsentAdmin(FixedAdmin):
    list_display = ["user", "text", "given_at", "address"]
    list_filter = ["text"]
    search_fields = ["user__email", "user__name"]
    list_select_related = ["user", "text"]

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


@admin.register(Registration)
class RegistrationAdmin(FixedAdmin):
    list_display = ["user", "run", "standing", "way", "registered_at", "left_at"]
    list_filter = ["standing", "way"]
    search_fields = ["user__email", "user__name", "run__course__code"]
    list_select_related = ["user", "run__course"]

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


@admin.register(RegistrationException)
class RegistrationExceptionAdmin(FixedAdmin):
    list_display = ["email", "run", "until", "reason", "granted_by", "granted_at"]
    list_filter = ["run__course__faculty"]
    search_fields = ["email", "reason", "run__course__code"]
    list_select_related = ["run__course", "granted_by"]
    date_hierarchy = "granted_at"

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


class KeptAdmin(FixedAdmin):
    """A record: looked at, never deleted by hand."""

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


@admin.register(Milestone)
class MilestoneAdmin(KeptAdmin):
    list_display = ["run", "kind", "section", "due_at", "done_at", "outcome", "late", "recipients", "reason"]
    list_filter = ["outcome", "late", "kind"]
    search_fields = ["run__course__code", "run__course__search_text", "reason"]
    list_select_related = ["run__course"]
    date_hierarchy = "done_at"


@admin.register(SectionLetter)
class SectionLetterAdmin(KeptAdmin):
    list_display = ["run", "section", "held_at", "held_by", "held_because"]
    search_fields = ["run__course__code", "run__course__search_text"]
    list_select_related = ["run__course", "held_by"]


@admin.register(Sweep)
class SweepAdmin(KeptAdmin):
    list_display = ["at", "actions", "failures"]


@admin.register(PartRead)
class PartReadAdmin(FixedAdmin):
    list_display = ["registration", "section", "part", "read_at"]
    search_fields = ["registration__user__email", "registration__user__name", "registration__run__course__code"]
    list_filter = ["section"]
    list_select_related = ["registration__user", "registration__run__course"]
    date_hierarchy = "read_at"


@admin.register(Announcement)
class AnnouncementAdmin(KeptAdmin):
    list_display = ["run", "edited_by", "edited_at", "approved_by", "approved_at", "sent_at"]
    search_fields = ["run__course__code", "run__course__search_text", "text_kk", "text_ru", "text_en"]
    list_select_related = ["run__course", "edited_by", "approved_by"]
    date_hierarchy = "sent_at"


@admin.register(PublishedLink)
class PublishedLinkAdmin(KeptAdmin):
    list_display = ["run", "network", "url", "recorded_at", "by"]
    list_filter = ["network"]
    search_fields = ["url", "run__course__code"]
    list_select_related = ["run__course", "by"]


@admin.register(ChannelPost)
class ChannelPostAdmin(KeptAdmin):
    list_display = ["run", "language", "status", "attempts", "not_before", "error"]
    list_filter = ["status", "language"]
    search_fields = ["run__course__code", "text", "error"]
    list_select_related = ["run__course"]


@admin.register(Subscription)
class SubscriptionAdmin(KeptAdmin):
    list_display = ["email", "language", "faculty", "topic", "confirmed_at"]
    list_filter = ["language", "faculty"]
    search_fields = ["email", "topic"]
    list_select_related = ["faculty"]
    date_hierarchy = "confirmed_at"

    def has_delete_permission(self, request, obj=None) -> bool:
        """Whoever is kept here may ask an administrator to be forgotten (law 94-V)."""
        return super(admin.ModelAdmin, self).has_delete_permission(request, obj)


@admin.register(CalendarAddress)
class CalendarAddressAdmin(FixedAdmin):
    """Deleting one makes a lost address worthless; the secret itself is never shown."""

    list_display = ["user", "made_at"]
    search_fields = ["user__email", "user__name"]
    list_select_related = ["user"]


@admin.register(RunMove)
class RunMoveAdmin(FixedAdmin):
    list_display = ["run", "from_day", "to_day", "reason", "by", "at"]
    search_fields = ["run__course__code", "reason", "by__name"]
    list_filter = ["run__course__faculty"]
    list_select_related = ["run__course", "by"]
    date_hierarchy = "at"

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


@admin.register(FreePeriod)
class FreePeriodAdmin(GuardedAdmin, admin.ModelAdmin):
    """Vacations, Kurban ait, days off that were moved. They only warn."""

    list_display = ["name_kk", "kind", "first", "last"]
    list_filter = ["kind"]
    search_fields = ["name_kk", "name_ru", "name_en"]


class NamedAdmin(GuardedAdmin, admin.ModelAdmin):
    search_fields = ["name_kk", "name_ru", "name_en"]
    list_display = ["__str__", "name_kk", "name_ru", "name_en"]


@admin.register(Studio)
class StudioAdmin(NamedAdmin):
    list_display = ["__str__", "opens", "closes", "buffer_minutes", "is_open"]
    list_filter = ["is_open"]


@admin.register(Aid)
class AidAdmin(NamedAdmin):
    """What is lent for filming."""


@admin.register(Closure)
class ClosureAdmin(GuardedAdmin, admin.ModelAdmin):
    list_display = ["studio", "starts_at", "ends_at", "reason"]
    list_filter = ["studio"]
    search_fields = ["reason"]
    autocomplete_fields = ["studio"]
    date_hierarchy = "starts_at"


@admin.register(StudioWorker)
class StudioWorkerAdmin(GuardedAdmin, admin.ModelAdmin):
    list_display = ["user", "work", "opens", "closes"]
    list_filter = ["work"]
    search_fields = ["user__name", "user__email"]
    autocomplete_fields = ["user"]
    list_select_related = ["user"]


@admin.register(Absence)
class AbsenceAdmin(GuardedAdmin, admin.ModelAdmin):
    list_display = ["user", "first", "last", "reason"]
    search_fields = ["user__name", "user__email", "reason"]
    autocomplete_fields = ["user"]
    list_select_related = ["user"]


class BookedThingInline(admin.TabularInline):
    model = BookedThing
    extra = 0
    can_delete = False

    def has_add_permission(self, request, obj=None) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False


@admin.register(Booking)
class BookingAdmin(FixedAdmin):
    """Booked, moved and cancelled on their own page, where nothing can be booked twice."""

    list_display = ["course", "studio", "starts_at", "ends_at", "lecturer", "operator", "standing"]
    list_filter = ["standing", "studio"]
    search_fields = ["course__code", "course__search_text", "lecturer__name", "operator__name"]
    list_select_related = ["course", "studio", "lecturer", "operator"]
    date_hierarchy = "starts_at"
    inlines = [BookedThingInline]

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


class WorkItemInline(admin.TabularInline):
    """Moved on the page of the plan, which keeps its rules."""

    model = WorkItem
    extra = 0
    can_delete = False

    def has_add_permission(self, request, obj=None) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False


@admin.register(WorkPlan)
class WorkPlanAdmin(FixedAdmin):
    list_display = ["course", "starts_on", "deadline", "batches", "made_by", "made_at"]
    list_filter = ["deadline", "course__faculty"]
    search_fields = ["course__code", "course__search_text", "deviation"]
    list_select_related = ["course", "made_by"]
    date_hierarchy = "starts_on"
    inlines = [WorkItemInline]


@admin.register(WorkItem)
class WorkItemAdmin(FixedAdmin):
    list_display = ["plan", "work", "batch", "first", "last", "owner", "done_on"]
    list_filter = ["work"]
    search_fields = ["plan__course__code", "plan__course__search_text", "owner__name", "note"]
    list_select_related = ["plan__course", "owner"]


class KeptAdmin(FixedAdmin):
    """Looked at only: it is written by an action, and never deleted."""

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


@admin.register(LectureWork)
class LectureWorkAdmin(KeptAdmin):
    list_display = ["title", "course", "section", "stage", "stage_since", "editor"]
    list_filter = ["stage", "course__faculty"]
    search_fields = ["title", "course__code", "course__search_text"]
    list_select_related = ["course", "editor"]
    date_hierarchy = "stage_since"


@admin.register(LectureStep)
class LectureStepAdmin(KeptAdmin):
    list_display = ["work", "step", "from_stage", "to_stage", "by", "at"]
    list_filter = ["step"]
    search_fields = ["work__title", "work__course__code", "by__name"]
    list_select_related = ["work", "by"]
    date_hierarchy = "at"


@admin.register(CutNote)
class CutNoteAdmin(KeptAdmin):
    list_display = ["work", "second", "kind", "text", "by", "done_at"]
    list_filter = ["kind"]
    search_fields = ["work__title", "work__course__code", "text"]
    list_select_related = ["work", "by"]


@admin.register(PlanRelease)
class PlanReleaseAdmin(KeptAdmin):
    list_display = ["number", "released_by", "released_at", "note"]
    list_filter = ["released_at"]
    search_fields = ["note", "released_by__name"]
    list_select_related = ["released_by"]


@admin.register(ToldSlot)
class ToldSlotAdmin(KeptAdmin):
    list_display = ["person", "booking", "studio", "starts_at", "ends_at", "sequence", "is_live"]
    list_filter = ["is_live", "studio"]
    search_fields = ["person__name", "booking__course__code"]
    list_select_related = ["person", "booking__course", "studio"]


@admin.register(StudioFeed)
class StudioFeedAdmin(FixedAdmin):
    list_display = ["studio", "made_at"]
    list_filter = ["made_at"]
    search_fields = ["studio__name_kk"]
    list_select_related = ["studio"]


@admin.register(ScheduleProposal)
class ScheduleProposalAdmin(KeptAdmin):
    list_display = ["first", "last", "standing", "asked_by", "asked_at", "cost", "bound", "planner"]
    list_filter = ["standing", "planner"]
    search_fields = ["asked_by__name"]
    list_select_related = ["asked_by"]
    date_hierarchy = "asked_at"


@admin.register(ProposedSession)
class ProposedSessionAdmin(KeptAdmin):
    list_display = ["course", "lecturer", "studio", "starts_at", "booking"]
    list_filter = ["studio"]
    search_fields = ["course__code", "course__search_text", "lecturer__name"]
    list_select_related = ["course", "lecturer", "studio", "booking__course"]
