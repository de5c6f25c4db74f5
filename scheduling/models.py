"""Runs of published courses."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models import Course, Revision


class Run(models.Model):
    """One run of a course; its dates derive from the first day and the regulation."""

    course = models.ForeignKey(
        Course, on_delete=models.PROTECT, related_name="runs", verbose_name=_("course")
    )
    revision = models.ForeignKey(
        Revision, on_delete=models.PROTECT, related_name="runs", verbose_name=_("revision")
    )
    starts_on = models.DateField(_("first day"))
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("planned by")
    )
    planned_at = models.DateTimeField(_("planned at"))

    class Meta:
        verbose_name = _("run")
        verbose_name_plural = _("runs")
        ordering = ["-starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["course", "starts_on"], name="one_run_of_a_course_per_first_day")
        ]

    def __str__(self) -> str:
        return f"{self.course} {self.starts_on}"
