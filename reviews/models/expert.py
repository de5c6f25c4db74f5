"""Experts whom a stage of the review asks for an opinion, and what the portal has told on time."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.models import Course, Revision
from reviews.models.remark import STAGES


class Verdict(models.TextChoices):
    READY = "ready", pgettext_lazy("opinion", "ready to be placed")
    AFTER_FIXING = "after_fixing", pgettext_lazy("opinion", "ready after fixing")
    NOT_READY = "not_ready", pgettext_lazy("opinion", "not ready")


class Opinion(models.Model):
    """What one expert was asked about one revision in one stage, and what the expert said (T6).

    It is awaited while ``given_at`` and ``released_at`` are both empty; an awaited
    opinion holds the decision back. It can be changed until the course moves on.
    """

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="opinions", verbose_name=_("course"))
    revision = models.ForeignKey(
        Revision, on_delete=models.PROTECT, related_name="opinions", verbose_name=_("revision")
    )
    stage = models.CharField(_("stage"), max_length=20, choices=STAGES)
    expert = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="opinions", verbose_name=_("expert")
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked at"))
    due_on = models.DateField(_("until"))
    verdict = models.CharField(_("conclusion"), max_length=16, choices=Verdict.choices, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    given_at = models.DateTimeField(_("given at"), null=True, blank=True)
    released_at = models.DateTimeField(_("released at"), null=True, blank=True)

    class Meta:
        verbose_name = _("opinion of an expert")
        verbose_name_plural = _("opinions of experts")
        ordering = ["course", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["revision", "stage", "expert"], name="expert_asked_once_about_a_revision"),
            models.CheckConstraint(
                name="opinion_that_was_given_has_a_conclusion_and_a_reason",
                condition=Q(given_at__isnull=True) | (~Q(verdict="") & ~Q(reason="")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["expert"],
                condition=Q(given_at__isnull=True, released_at__isnull=True),
                name="opinions_awaited",
            )
        ]

    def __str__(self) -> str:
        return f"{self.course.code}: {self.expert}"

    @property
    def is_awaited(self) -> bool:
        return self.given_at is None and self.released_at is None


class ReviewNotice(models.Model):
    """A reminder or an escalation that was made for one step of a course; inserting it is the claim."""

    class Kind(models.TextChoices):
        REMINDER = "reminder", _("reminder")
        ESCALATION = "escalation", _("escalation")

    course = models.ForeignKey(
        Course, on_delete=models.CASCADE, related_name="review_notices", verbose_name=_("course")
    )
    decision_count = models.PositiveIntegerField(_("decisions so far"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("notice of the review")
        verbose_name_plural = _("notices of the review")
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(fields=["course", "decision_count", "kind"], name="review_notice_made_once")
        ]

    def __str__(self) -> str:
        return f"{self.course_id} #{self.decision_count} {self.kind}"


class DigestMark(models.Model):
    """Until when a person has been told what is new about remarks."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="digest_mark",
        verbose_name=_("person"),
    )
    told_until = models.DateTimeField(_("told until"))

    class Meta:
        verbose_name = _("mark of a digest")
        verbose_name_plural = _("marks of digests")

    def __str__(self) -> str:
        return f"{self.user_id} {self.told_until:%Y-%m-%d %H:%M}"
