"""Letters: rows that a worker delivers. Exactly once here, at least once by mail."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    QUEUED = "queued", _("queued")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed")
    SUPERSEDED = "superseded", _("superseded")


class Letter(models.Model):
    """One rendered letter to one person.

    ``key`` names the occasion and the recipient; its uniqueness is what makes a
    letter happen once however often its cause is carried out.
    """

    key = models.CharField(_("key"), max_length=200, unique=True)
    kind = models.CharField(_("kind"), max_length=40)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="letters",
        verbose_name=_("recipient"),
    )
    email = models.EmailField(_("e-mail"))
    language = models.CharField(_("language"), max_length=2)
    subject = models.CharField(_("subject"), max_length=300)
    body = models.TextField(_("text"))
    calendar = models.TextField(_("entry for the calendar"), blank=True, default="", db_default="")
    mailing_list = models.CharField(
        _("mailing list"),
        max_length=40,
        blank=True,
        help_text=_("Letters of a list carry an address by which one leaves it; personal ones do not."),
    )
    attachment = models.FileField(_("attachment"), blank=True, default="", db_default="")
    attachment_name = models.CharField(
        _("name of the attachment"), max_length=120, blank=True, default="", db_default=""
    )
    status = models.CharField(_("status"), max_length=12, choices=Status.choices, default=Status.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    not_before = models.DateTimeField(_("not before"))
    claimed_at = models.DateTimeField(_("claimed at"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    error = models.TextField(_("error"), blank=True)
    created_at = models.DateTimeField(_("created at"))

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["not_before", "id"], condition=Q(status="queued"), name="letters_by_turn"),
            models.Index(fields=["claimed_at"], condition=Q(status="sending"), name="letters_in_flight"),
            models.Index(fields=["mailing_list", "email"], condition=~Q(mailing_list=""), name="letters_of_lists"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.email}"


class Refusal(models.Model):
    """An address that wants no more letters of a list."""

    mailing_list = models.CharField(_("mailing list"), max_length=40)
    email = models.EmailField(_("e-mail"))
    at = models.DateTimeField(_("refused at"))

    class Meta:
        verbose_name = _("refusal of letters")
        verbose_name_plural = _("refusals of letters")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["mailing_list", "email"], name="one_refusal_of_an_address_per_list")
        ]

    def __str__(self) -> str:
        return f"{self.email}, {self.mailing_list}"
