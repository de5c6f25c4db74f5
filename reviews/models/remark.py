"""Remarks of reviewers, pinned to a place of the course and a clause of the regulation."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.models import Course, Revision
from courses.models.revision import AppendOnly
from courses.states import State


class Severity(models.TextChoices):
    ESSENTIAL = "essential", pgettext_lazy("remark", "essential")
    RECOMMENDED = "recommended", pgettext_lazy("remark", "recommended")


class Resolution(models.TextChoices):
    OPEN = "open", pgettext_lazy("remark", "open")
    ANSWERED = "answered", pgettext_lazy("remark", "answered")
    RESOLVED = "resolved", pgettext_lazy("remark", "resolved")
    WITHDRAWN = "withdrawn", pgettext_lazy("remark", "withdrawn")


class Act(models.TextChoices):
    """What somebody did about a remark; each leads to one resolution."""

    ADD = "add", pgettext_lazy("act on a remark", "made")
    ANSWER = "answer", pgettext_lazy("act on a remark", "answered")
    RESOLVE = "resolve", pgettext_lazy("act on a remark", "resolved")
    REOPEN = "reopen", pgettext_lazy("act on a remark", "opened again")
    WITHDRAW = "withdraw", pgettext_lazy("act on a remark", "withdrawn")


UNRESOLVED = (Resolution.OPEN, Resolution.ANSWERED)
STAGES = [(state.value, state.label) for state in (State.DEPARTMENT_REVIEW, State.FACULTY_REVIEW)]


class Remark(models.Model):
    """What a reviewer wants changed, and where; its ``steps`` tell what became of it.

    ``path`` is the place in ``revision``, on which the remark was made. With every
    new revision the remark is carried along: ``place`` is where it stands in
    ``stands_on``. Where that is not the latest revision, the place is gone from the
    course. ``step_count`` grows with every step: by it two people are told apart.
    A private remark is a note among the reviewers of its stage.
    """

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="remarks", verbose_name=_("course"))
    revision = models.ForeignKey(
        Revision, on_delete=models.PROTECT, related_name="remarks_made", verbose_name=_("made on revision")
    )
    path = models.CharField(_("place"), max_length=300, blank=True)
    stands_on = models.ForeignKey(
        Revision, on_delete=models.PROTECT, related_name="remarks_standing", verbose_name=_("stands on revision")
    )
    place = models.CharField(_("present place"), max_length=300, blank=True)
    place_names = models.JSONField(_("name of the place"), default=dict)
    clause = models.CharField(_("clause"), max_length=12, blank=True)
    severity = models.CharField(_("weight"), max_length=12, choices=Severity.choices, default=Severity.ESSENTIAL)
    stage = models.CharField(_("stage"), max_length=20, choices=STAGES)
    private = models.BooleanField(_("note among the reviewers of the stage"), default=False)
    text = models.TextField(_("remark"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="remarks", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"))
    resolution = models.CharField(_("resolution"), max_length=12, choices=Resolution.choices, default=Resolution.OPEN)
    step_count = models.PositiveIntegerField(_("steps so far"), default=1)

    class Meta:
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        ordering = ["course", "pk"]
        indexes = [
            models.Index(fields=["course"], condition=Q(resolution__in=["open", "answered"]), name="remarks_unresolved")
        ]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def is_unresolved(self) -> bool:
        return self.resolution in UNRESOLVED


class RemarkStep(AppendOnly):
    """One step in the life of a remark; written once by ``reviews.remarks.actions``."""

    remark = models.ForeignKey(Remark, on_delete=models.CASCADE, related_name="steps", verbose_name=_("remark"))
    number = models.PositiveIntegerField(_("number"))
    act = models.CharField(_("step"), max_length=12, choices=Act.choices)
    text = models.TextField(_("words"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("step of a remark")
        verbose_name_plural = _("steps of remarks")
        ordering = ["remark", "number"]
        constraints = [models.UniqueConstraint(fields=["remark", "number"], name="remark_step_number_used_once")]

    def __str__(self) -> str:
        return f"{self.remark_id} #{self.number} {self.act}"
