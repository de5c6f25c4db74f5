"""Waivers: one finding of the regulation that was let pass for one course, by whom, why and until when."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from courses.models import Course
from courses.regulation.finding import SEVERITY_NAMES


class Waiver(models.Model):
    """It covers the finding of ``rule`` at ``path`` as long as just that is measured, until the day ``until``.

    Where the place moves or the measure changes, the finding stands again. A
    waiver is never edited: it is withdrawn, and another one given.
    """

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="waivers", verbose_name=_("course"))
    rule = models.CharField(_("rule"), max_length=40)
    clauses = models.CharField(_("clauses"), max_length=60)
    path = models.CharField(_("place"), max_length=300, blank=True)
    place_names = models.JSONField(_("name of the place"), default=dict)
    severity = models.CharField(_("weight"), max_length=8, choices=list(SEVERITY_NAMES.items()))
    measured = models.JSONField(_("measured"), null=True, blank=True)
    messages = models.JSONField(_("finding"), default=dict)
    reason = models.TextField(_("reason"))
    until = models.DateField(_("until"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("approved by")
    )
    at = models.DateTimeField(_("at"))
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("withdrawn by"),
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    class Meta:
        verbose_name = _("waiver")
        verbose_name_plural = _("waivers")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.course}: {self.rule}"

    @property
    def message(self) -> str:
        return self.messages.get(translation.get_language() or "kk", "")

    @property
    def place_name(self) -> str:
        return self.place_names.get(translation.get_language() or "kk", "") or self.path
