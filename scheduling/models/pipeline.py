"""Where each lecture stands between the plan and the measured video, and who brought it there."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.models import Course, Lecture


class Stage(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("stage of a lecture", "planned")
    FILMED = "filmed", pgettext_lazy("stage of a lecture", "filmed")
    EDITING = "editing", pgettext_lazy("stage of a lecture", "being edited")
    ROUGH_CUT = "rough_cut", pgettext_lazy("stage of a lecture", "rough cut to be viewed")
    APPROVED = "approved", pgettext_lazy("stage of a lecture", "approved")
    UPLOADED = "uploaded", pgettext_lazy("stage of a lecture", "uploaded")
    MEASURED = "measured", pgettext_lazy("stage of a lecture", "measured")


class LectureWork(models.Model):
    """The making of one lecture. ``stage`` is changed only by ``scheduling.studio.pipeline_actions``.

    What the lecture was called and where it stood stays when the row of the working copy is replaced. ``filming_on``
    is the day for which its filming is booked, then that on which it was filmed, in the university's zone. It is kept
    because the board weighs thousands of them at a time: ``scheduling.studio.filming_days`` and the steps write it.
    """

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="lecture_works", verbose_name=_("course"))
    lecture = models.OneToOneField(
        Lecture,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="work",
        verbose_name=_("video lecture"),
    )
    path = models.CharField(_("place in the course"), max_length=100)
    title = models.TextField(_("title"), blank=True)
    section = models.PositiveSmallIntegerField(_("section"), null=True, blank=True)
    place = models.PositiveIntegerField(_("position"), default=0)
    stage = models.CharField(_("stage"), max_length=10, choices=Stage.choices, default=Stage.PLANNED)
    stage_since = models.DateTimeField(_("in this stage since"))
    filming_on = models.DateField(_("day of the filming"), null=True, blank=True)
    filmed_at = models.DateTimeField(_("filmed at"), null=True, blank=True)
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="edited_lectures",
        verbose_name=_("video editor"),
    )
    test_take = models.BooleanField(_("test take made (cl. 7.2.1)"), default=False)
    clothing = models.BooleanField(_("clothing as in the memo (cl. 7.1)"), default=False)
    materials = models.BooleanField(_("materials received beforehand (cl. 7.3.1)"), default=False)
    rough_cut = models.CharField(_("address of the rough cut, or its SHA-256"), max_length=500, blank=True)
    video = models.CharField(_("address of the final video, or its SHA-256"), max_length=500, blank=True)
    seconds = models.PositiveIntegerField(_("length in seconds"), null=True, blank=True)
    sha256 = models.CharField(_("SHA-256 of the final file"), max_length=64, blank=True)
    version = models.PositiveIntegerField(_("version"), default=0)

    class Meta:
        verbose_name = _("making of a lecture")
        verbose_name_plural = _("making of lectures")
        ordering = ["course", "place", "pk"]
        indexes = [models.Index(fields=["stage", "stage_since"], name="lectures_by_stage")]
        constraints = [
            models.CheckConstraint(
                name="measured_lecture_has_its_length", condition=~Q(stage="measured") | Q(seconds__gt=0)
            )
        ]

    def __str__(self) -> str:
        return self.title


class LectureStep(models.Model):
    """A step of a lecture from one stage to another. Never changed or deleted."""

    work = models.ForeignKey(LectureWork, on_delete=models.CASCADE, related_name="steps", verbose_name=_("lecture"))
    step = models.CharField(_("step"), max_length=12)
    from_stage = models.CharField(_("from"), max_length=10, choices=Stage.choices)
    to_stage = models.CharField(_("to"), max_length=10, choices=Stage.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("person")
    )
    at = models.DateTimeField(_("moment"))
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("step of a lecture")
        verbose_name_plural = _("steps of lectures")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.work}: {self.from_stage} → {self.to_stage}"


class Cut(models.TextChoices):
    CUT = "cut", _("cut out")
    SLIDE = "slide", _("replace by a slide")


class CutNote(models.Model):
    """What is to be changed in a rough cut, at a time of the video (7.4.8)."""

    work = models.ForeignKey(LectureWork, on_delete=models.CASCADE, related_name="notes", verbose_name=_("lecture"))
    second = models.PositiveIntegerField(_("second of the video"))
    kind = models.CharField(_("what to do"), max_length=6, choices=Cut.choices)
    text = models.CharField(_("note"), max_length=500, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("person")
    )
    at = models.DateTimeField(_("moment"))
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)

    class Meta:
        verbose_name = _("note on a rough cut")
        verbose_name_plural = _("notes on rough cuts")
        ordering = ["second", "pk"]

    def __str__(self) -> str:
        return f"{self.second} {self.get_kind_display()}"
