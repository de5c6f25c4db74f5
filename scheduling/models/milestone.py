"""What the calendar had done: the ledger of regulated actions, and who keeps it going."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from scheduling.models.run import Run


class JobKind(models.TextChoices):
    """Everything a run causes by its dates alone."""

    ANNOUNCEMENT = "announcement", _("launch message (cl. 5.2.4)")
    ANNOUNCEMENT_OVERDUE = "announcement_overdue", _("launch message is overdue (cl. 5.2.4)")
    TEXT_AUTHOR = "text_author", _("missing text: asked of the authors")
    TEXT_DEPARTMENT = "text_department", _("missing text: told to the department")
    TEXT_QUALITY = "text_quality", _("missing text: told to the quality department")
    SECTION_LETTER = "section_letter", _("letter at the opening of a section (cl. 4.5)")
    REGISTRATION_CLOSED = "registration_closed", _("registration closed (cl. 5.2.3)")
    RUN_ENDED = "run_ended", _("end of the run")
    SWEEP = "sweep", _("working out what is due")


class Outcome(models.TextChoices):
    DONE = "done", pgettext_lazy("outcome of a job", "done")
    SKIPPED = "skipped", pgettext_lazy("outcome of a job", "skipped")
    FAILED = "failed", pgettext_lazy("outcome of a job", "failed")


class Milestone(models.Model):
    """One regulated action of one run, carried out or given up. Inserting the row *is* the claim.

    ``section`` is 0 where the action is of the whole run. A failed one is tried
    again, under the same row, until it is done or too late.
    """

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="milestones", verbose_name=_("run"))
    kind = models.CharField(_("what"), max_length=24, choices=JobKind.choices)
    section = models.PositiveSmallIntegerField(_("section"), default=0)
    due_at = models.DateTimeField(_("due at"))
    done_at = models.DateTimeField(_("done at"))
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome.choices, default=Outcome.DONE)
    reason = models.TextField(_("reason"), blank=True)
    late = models.BooleanField(_("late"), default=False)
    recipients = models.PositiveIntegerField(_("recipients"), default=0)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=1)

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["-done_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["run", "kind", "section", "due_at"], name="milestone_happens_once")
        ]
        indexes = [models.Index(fields=["-done_at"], name="milestones_by_time")]

    def __str__(self) -> str:
        return f"{self.run}: {self.get_kind_display()} {self.section or ''}".strip()


class SectionLetter(models.Model):
    """What people decided about one section's letter of one run before it leaves.

    ``text`` stands in where the frozen revision has none; a held letter waits until
    it is let go, and is given up when the section closes.
    """

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="section_letters", verbose_name=_("run"))
    section = models.PositiveSmallIntegerField(_("section"))
    text = models.TextField(_("text"), blank=True)
    text_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("text written by"),
    )
    held_at = models.DateTimeField(_("held since"), null=True, blank=True)
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("held by"),
    )
    held_because = models.CharField(_("reason for holding"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("letter of a section")
        verbose_name_plural = _("letters of sections")
        ordering = ["run", "section"]
        constraints = [models.UniqueConstraint(fields=["run", "section"], name="one_letter_of_a_section_per_run")]

    def __str__(self) -> str:
        return f"{self.run}, {self.section}"


class Sweep(models.Model):
    """The last time somebody looked what is due; one row."""

    at = models.DateTimeField(_("last sweep"))
    actions = models.PositiveIntegerField(_("actions"), default=0)
    failures = models.PositiveIntegerField(_("failures"), default=0)

    class Meta:
        verbose_name = _("sweep")
        verbose_name_plural = _("sweeps")

    def __str__(self) -> str:
        return str(self.at)
