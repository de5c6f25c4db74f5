"""The record of who decided what about which revision, and why."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models import Course, Revision
from courses.models.revision import AppendOnly
from courses.states import State


class Decision(AppendOnly):
    """One step of a course through the workflow; written once by ``reviews.actions.decide``.

    ``on_behalf_of`` is the holder of the role where a substitute acted.
    ``deviation`` is the one-line reason for going on in spite of warnings.
    """

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="decisions", verbose_name=_("course"))
    number = models.PositiveIntegerField(_("number"))
    transition = models.CharField(_("step"), max_length=16)
    from_state = models.CharField(_("from state"), max_length=20, choices=State.choices)
    to_state = models.CharField(_("to state"), max_length=20, choices=State.choices)
    revision = models.ForeignKey(
        Revision,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name=_("revision"),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="decisions", verbose_name=_("by")
    )
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("on behalf of"),
    )
    at = models.DateTimeField(_("at"))
    reason = models.TextField(_("reason"), blank=True)
    deviation = models.TextField(_("reason for going on with warnings"), blank=True)
    protocol_number = models.CharField(_("protocol number"), max_length=40, blank=True)
    protocol_date = models.DateField(_("protocol date"), null=True, blank=True)
    protocol_file = models.FileField(_("protocol extract"), upload_to="protocols/%Y/", blank=True)
    protocol_file_name = models.CharField(_("name of the file as it was given"), max_length=120, blank=True)
    minutes = models.JSONField(_("minutes of the meeting"), default=dict, blank=True)
    placement_email = models.EmailField(_("placement information sent to"), blank=True)
    placement_sent_on = models.DateField(_("placement information sent on"), null=True, blank=True)
    placement_sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("placement information sent by"),
    )
    findings = models.JSONField(_("findings at the gate"), default=list)
    checklist = models.JSONField(_("review checklist"), default=dict, blank=True)
    sha256 = models.CharField(_("hash of this decision and the one before it"), max_length=64, editable=False)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["course", "-number"]
        constraints = [models.UniqueConstraint(fields=["course", "number"], name="decision_number_used_once")]

    def __str__(self) -> str:
        return f"{self.course.code} #{self.number} {self.transition}"
