"""The working programme (5.1.2): what the department was sent, and how it decided."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.models import Course


class ProgrammeState(models.TextChoices):
    SENT = "sent", pgettext_lazy("working programme", "sent to the department")
    APPROVED = "approved", pgettext_lazy("working programme", "approved")
    RETURNED = "returned", pgettext_lazy("working programme", "returned")


class Programme(models.Model):
    """One sending of a course's working programme. ``document`` is the course as it was then; it is never changed."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="programmes", verbose_name=_("course"))
    document = models.TextField(_("document"))
    sha256 = models.CharField(_("hash"), max_length=64)
    standing = models.CharField(
        _("standing"), max_length=10, choices=ProgrammeState.choices, default=ProgrammeState.SENT
    )
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("sent by")
    )
    sent_at = models.DateTimeField(_("sent at"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    protocol_number = models.CharField(_("protocol number"), max_length=40, blank=True)
    protocol_date = models.DateField(_("protocol date"), null=True, blank=True)
    protocol_file = models.FileField(_("protocol extract"), upload_to="programmes/%Y/", blank=True)
    protocol_file_name = models.CharField(_("name of the file"), max_length=120, blank=True)
    minutes = models.JSONField(_("minutes of the meeting"), default=dict, blank=True)

    class Meta:
        verbose_name = _("working programme")
        verbose_name_plural = _("working programmes")
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["course"], condition=Q(standing="sent"), name="one_programme_of_a_course_waits"
            ),
            models.CheckConstraint(
                name="programme_approved_with_its_protocol",
                condition=~Q(standing="approved") | (~Q(protocol_number="") & Q(protocol_date__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course}, {self.get_standing_display()}"
