"""Schedules of filmings that the planner proposes; nothing of them is booked until somebody accepts it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.models import Course, Lecture
from scheduling.models.studio import Aid, Booking, Studio


class ProposalState(models.TextChoices):
    QUEUED = "queued", pgettext_lazy("proposed schedule", "waits for the worker")
    RUNNING = "running", pgettext_lazy("proposed schedule", "being computed")
    DONE = "done", pgettext_lazy("proposed schedule", "ready")
    FAILED = "failed", pgettext_lazy("proposed schedule", "failed")


class ScheduleProposal(models.Model):
    """One run of the planner over the days from ``first`` to ``last``.

    ``cost`` is what it kept small, ``bound`` the least any schedule can cost as far as was proved. ``figures`` are
    what makes the cost (``scheduling.studio.planner.problem.Figures``), ``first_fit`` those of the simple planner.
    """

    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))
    seconds = models.PositiveSmallIntegerField(_("time limit, seconds"))
    standing = models.CharField(
        _("standing"), max_length=8, choices=ProposalState.choices, default=ProposalState.QUEUED
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked at"))
    began_at = models.DateTimeField(_("begun at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    cost = models.PositiveBigIntegerField(_("cost"), null=True, blank=True)
    bound = models.PositiveBigIntegerField(_("proved bound"), null=True, blank=True)
    figures = models.JSONField(_("figures"), default=dict, blank=True)
    first_fit = models.JSONField(_("figures of the first fit"), default=dict, blank=True)
    planner = models.CharField(_("planner"), max_length=20, blank=True)
    error = models.TextField(_("error"), blank=True)

    class Meta:
        verbose_name = _("proposed schedule")
        verbose_name_plural = _("proposed schedules")
        ordering = ["-asked_at", "-pk"]
        constraints = [models.CheckConstraint(name="proposal_ends_after_it_begins", condition=Q(last__gte=F("first")))]

    def __str__(self) -> str:
        return f"{self.first} – {self.last}"


class ProposedSession(models.Model):
    """Some lectures of a course in one go; without a studio where no place was found, ``reason`` says why."""

    proposal = models.ForeignKey(
        ScheduleProposal, on_delete=models.CASCADE, related_name="sessions", verbose_name=_("proposed schedule")
    )
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="+", verbose_name=_("course"))
    lectures = models.ManyToManyField(Lecture, related_name="+", verbose_name=_("lectures"))
    aids = models.ManyToManyField(Aid, blank=True, related_name="+", verbose_name=_("aids for filming"))
    lecturer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("lecturer")
    )
    operator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("operator"),
    )
    studio = models.ForeignKey(
        Studio, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("studio")
    )
    starts_at = models.DateTimeField(_("from"), null=True, blank=True)
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)
    reason = models.TextField(_("why there is no place, or no booking"), blank=True)
    booking = models.ForeignKey(
        Booking, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("filming")
    )

    class Meta:
        verbose_name = _("proposed filming")
        verbose_name_plural = _("proposed filmings")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="proposed_filming_is_placed_as_a_whole",
                condition=Q(studio=None, operator=None, starts_at=None, ends_at=None)
                | Q(studio__isnull=False, operator__isnull=False, starts_at__isnull=False, ends_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return str(self.course)
