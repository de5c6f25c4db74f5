"""Runs of published courses."""

from datetime import UTC, datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.models import Course, Regulation, Revision
from courses.models.revision import AppendOnly

LOOK_AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)


class Run(models.Model):
    """One run of a published revision. Every date of it derives from ``starts_on`` (``scheduling.calendar``).

    The regulation of the day it was planned stays with it, so that a new version
    moves no date of a run that learners already know. ``sections``, ``weeks`` and
    ``ends_on`` repeat what the frozen revision says, so that lists need not read it.

    ``next_due_at`` is no later than the next moment at which something of this run
    is due; None where nothing is left. It only tells the sweep where to look: whoever
    changes what is due sets it to ``LOOK_AT_ONCE``.
    """

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="runs", verbose_name=_("course"))
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="runs", verbose_name=_("revision"))
    regulation = models.ForeignKey(
        Regulation, on_delete=models.PROTECT, related_name="+", verbose_name=_("version of the regulation")
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("day after the last one"))
    sections = models.PositiveSmallIntegerField(_("sections"))
    weeks = models.PositiveSmallIntegerField(_("duration in weeks"))
    capacity = models.PositiveIntegerField(
        _("places"), null=True, blank=True, help_text=_("Empty: as many as come. Beyond it people wait in line.")
    )
    stays_readable = models.BooleanField(
        _("sections stay readable"),
        default=True,
        help_text=_("After its two weeks a section can still be read until the run ends; its graded tasks are closed."),
    )
    deviation = models.TextField(_("reason for announcing later than clause 5.2.4 asks"), blank=True)
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("planned by")
    )
    planned_at = models.DateTimeField(_("planned at"))
    next_due_at = models.DateTimeField(null=True, blank=True, editable=False, default=LOOK_AT_ONCE)

    class Meta:
        verbose_name = _("run")
        verbose_name_plural = _("runs")
        ordering = ["-starts_on", "pk"]
        indexes = [
            models.Index(fields=["ends_on"], name="runs_by_end"),
            models.Index(fields=["next_due_at"], name="runs_by_next_due"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["course", "starts_on"], name="one_run_of_a_course_per_first_day"),
            models.CheckConstraint(
                name="run_ends_after_it_starts",
                condition=Q(ends_on__gt=F("starts_on")),
                violation_error_message=_("The last day is before the first one."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course} {self.starts_on}"


class RunMove(AppendOnly):
    """That the first day of a run was moved; the reason is empty where none was needed."""

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="moves", verbose_name=_("run"))
    from_day = models.DateField(_("from"))
    to_day = models.DateField(_("to"))
    reason = models.TextField(_("reason"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("moved by")
    )
    at = models.DateTimeField(_("moved at"))

    class Meta:
        verbose_name = _("moved first day")
        verbose_name_plural = _("moved first days")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.run}: {self.from_day} → {self.to_day}"
