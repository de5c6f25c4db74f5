"""Who learns in a run, and the consent that lets us keep it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.models.revision import AppendOnly
from scheduling.models.run import Run


class ConsentText(models.Model):
    """One version of the consent to the processing of personal data (law 94-V); never changed, only followed."""

    version = models.PositiveSmallIntegerField(_("version"), unique=True)
    text_kk = models.TextField(_("text in Kazakh"))
    text_ru = models.TextField(_("text in Russian"))
    text_en = models.TextField(_("text in English"))
    in_force_from = models.DateTimeField(_("in force from"))

    class Meta:
        verbose_name = _("consent text")
        verbose_name_plural = _("consent texts")
        ordering = ["-version"]

    def __str__(self) -> str:
        return str(self.version)


class Consent(models.Model):
    """That a person agreed to a version of the text: when, and from which address."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="consents", verbose_name=_("person")
    )
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, related_name="consents", verbose_name=_("text"))
    given_at = models.DateTimeField(_("given at"))
    address = models.GenericIPAddressField(_("address"), null=True, blank=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-given_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "text"], name="one_consent_of_a_person_per_version")]

    def __str__(self) -> str:
        return f"{self.user}, {self.text}"


class Standing(models.TextChoices):
    REGISTERED = "registered", pgettext_lazy("standing of a learner", "registered")
    WAITING = "waiting", pgettext_lazy("standing of a learner", "waiting for a place")
    LEFT = "left", pgettext_lazy("standing of a learner", "left")


class Way(models.TextChoices):
    PAGE = "page", _("on the course page")
    LIST = "list", _("by a list of the staff")
    INVITATION = "invitation", _("by invitation")


class Registration(models.Model):
    """A learner in a run. One row per person and run, whatever happens afterwards.

    ``search_text`` is name and address as they were on registering, folded.
    """

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="registrations", verbose_name=_("run"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="registrations", verbose_name=_("learner")
    )
    standing = models.CharField(_("standing"), max_length=12, choices=Standing.choices, default=Standing.REGISTERED)
    way = models.CharField(_("way of registration"), max_length=12, choices=Way.choices, default=Way.PAGE)
    consent = models.ForeignKey(
        Consent, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("consent")
    )
    registered_at = models.DateTimeField(_("registered at"))
    left_at = models.DateTimeField(_("left at"), null=True, blank=True)
    search_text = models.TextField(editable=False, blank=True, default="")

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["run", "registered_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["run", "user"], name="one_registration_of_a_person_per_run"),
            models.CheckConstraint(
                name="registration_left_has_its_time",
                condition=Q(standing="left", left_at__isnull=False) | (~Q(standing="left") & Q(left_at__isnull=True)),
            ),
        ]
        indexes = [models.Index(fields=["run"], condition=Q(standing="registered"), name="registered_by_run")]

    def __str__(self) -> str:
        return f"{self.user}, {self.run}"


class RegistrationException(AppendOnly):
    """Somebody may register for a run outside the days of clause 5.2.3: who, why, until. No date of the run changes."""

    run = models.ForeignKey(
        Run, on_delete=models.PROTECT, related_name="registration_exceptions", verbose_name=_("run")
    )
    email = models.EmailField(_("e-mail"))
    reason = models.TextField(_("reason"))
    until = models.DateField(_("last day"))
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("granted by")
    )
    granted_at = models.DateTimeField(_("granted at"))

    class Meta:
        verbose_name = _("exception from the days of registration")
        verbose_name_plural = _("exceptions from the days of registration")
        ordering = ["-granted_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="exception_email_is_lower_case"),
            models.CheckConstraint(condition=~Q(reason=""), name="exception_has_a_reason"),
        ]
        indexes = [models.Index(fields=["run", "email"], name="exceptions_of_a_person")]

    def __str__(self) -> str:
        return f"{self.email}, {self.run}"
