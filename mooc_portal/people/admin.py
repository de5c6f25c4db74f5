"""People and units in the administration."""

from allauth.account.admin import EmailAddressAdmin
from allauth.account.models import EmailAddress
from allauth.mfa.admin import AuthenticatorAdmin
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import BaseUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from mooc_portal.admin_guard import GuardedAdmin
from mooc_portal.people.models import Appointment, Department, Faculty, Substitution, User

admin.site.unregister(Group)  # what a person may do follows from appointments alone
admin.site.unregister(Authenticator)
admin.site.unregister(EmailAddress)


@admin.register(EmailAddress)
class AddressAdmin(GuardedAdmin, EmailAddressAdmin):
    """Addresses people sign in by."""


@admin.register(Authenticator)
class SecondFactorAdmin(AuthenticatorAdmin):
    """Second factors: who has one, and deleting a lost one. The secret itself is shown to nobody."""

    exclude = ["data"]
    raw_id_fields = []
    search_fields = ["user__email", "user__name"]
    list_select_related = ["user"]

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False


class NewUserForm(BaseUserCreationForm):
    class Meta:
        model = User
        fields = ["email", "name", "language"]

    def clean_email(self) -> str:
        return self.cleaned_data["email"].strip().lower()


class ChangeUserForm(UserChangeForm):
    class Meta:
        model = User
        fields = forms.ALL_FIELDS

    def clean_email(self) -> str:
        return self.cleaned_data["email"].strip().lower()


class AppointmentInline(admin.TabularInline):
    model = Appointment
    extra = 0
    autocomplete_fields = ["department", "faculty"]


@admin.register(User)
class PersonAdmin(GuardedAdmin, UserAdmin):
    add_form = NewUserForm
    form = ChangeUserForm
    ordering = ["name", "email"]
    list_display = ["email", "name", "language", "is_staff", "is_superuser", "is_active", "last_login"]
    list_filter = ["is_superuser", "is_staff", "is_active", "appointments__role", "language"]
    search_fields = ["email", "name"]
    readonly_fields = ["last_login", "date_joined"]
    filter_horizontal = []
    inlines = [AppointmentInline]
    fieldsets = [
        (None, {"fields": ["email", "password", "name", "language", "digest"]}),
        (_("Administration"), {"fields": ["is_active", "is_staff", "is_superuser"]}),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [(None, {"fields": ["email", "name", "language", "password1", "password2"]})]


class UnitAdmin(GuardedAdmin, admin.ModelAdmin):
    search_fields = ["code", "name_kk", "name_ru", "name_en"]


@admin.register(Faculty)
class FacultyAdmin(UnitAdmin):
    list_display = ["code", "name_kk", "name_ru", "name_en"]


@admin.register(Department)
class DepartmentAdmin(UnitAdmin):
    list_display = ["code", "name_kk", "name_ru", "name_en", "faculty"]
    list_filter = ["faculty"]
    list_select_related = ["faculty"]
    autocomplete_fields = ["faculty"]


class SubstitutionInline(admin.TabularInline):
    model = Substitution
    extra = 0
    autocomplete_fields = ["substitute"]


@admin.register(Appointment)
class AppointmentAdmin(GuardedAdmin, admin.ModelAdmin):
    list_display = ["user", "role", "department", "faculty", "starts_on", "ends_on"]
    list_filter = ["role", "department", "faculty"]
    search_fields = ["user__email", "user__name"]
    list_select_related = ["user", "department", "faculty"]
    autocomplete_fields = ["user", "department", "faculty"]
    date_hierarchy = "starts_on"
    inlines = [SubstitutionInline]


@admin.register(Substitution)
class SubstitutionAdmin(GuardedAdmin, admin.ModelAdmin):
    list_display = ["substitute", "appointment", "starts_on", "ends_on", "reason"]
    search_fields = ["substitute__email", "substitute__name", "appointment__user__name"]
    list_filter = ["appointment__role"]
    list_select_related = ["substitute", "appointment__user", "appointment__department", "appointment__faculty"]
    autocomplete_fields = ["substitute", "appointment"]
