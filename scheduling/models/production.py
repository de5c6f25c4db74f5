"""The work plan of a course (5.1.1): who makes what by when, before its run is announced."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.models import Course
from scheduling.models.studio import Aid


class Deadline(models.TextChoices):
    ANNOUNCEMENT = "announcement", _("until the launch message is due")
    START = "start", _("until the first day of the run")
    OPENING = "opening", _("until the first section of each batch opens")


class Making(models.TextChoices):
    """What is made for a course. For the first three clause 3.7 gives the time; the others go along with them."""

    FILMING = "filming", _("filming")
    EDITING = "editing", _("editing")
    UPLOAD = "upload", _("upload")
    TESTS = "tests", _("test items")
    TASKS = "tasks", _("interactive tasks")
    MATERIALS = "materials", _("materials for self-study")


class WorkPlan(models.Model):
    """The plan of one course. Its items are computed backwards from ``starts_on``, then moved by hand."""

    course = models.OneToOneField(Course, on_delete=models.CASCADE, related_name="work_plan", verbose_name=_("course"))
    starts_on = models.DateField(_("planned first day of the run"))
    deadline = models.CharField(_("made"), max_length=12, choices=Deadline.choices, default=Deadline.ANNOUNCEMENT)
    batches = models.PositiveSmallIntegerField(_("batches"), default=1)
    deviation = models.CharField(_("reason for a plan that begins in the past"), max_length=300, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)
    lecturer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lecturer"),
    )
    wished_days = models.JSONField(
        _("days of the week on which the lecturer would like to film, 0 is Monday"), default=list, blank=True
    )
    aids = models.ManyToManyField(Aid, blank=True, related_name="+", verbose_name=_("aids for filming"))
    followed_version = models.PositiveIntegerField(_("version of the course its lectures were taken from"), default=0)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("made by")
    )
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        verbose_name = _("work plan")
        verbose_name_plural = _("work plans")
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return str(self.course)


class WorkItem(models.Model):
    """One piece of work on some sections, from ``first`` to ``last``, both included."""

    plan = models.ForeignKey(WorkPlan, on_delete=models.CASCADE, related_name="items", verbose_name=_("work plan"))
    work = models.CharField(pgettext_lazy("work plan", "work"), max_length=10, choices=Making.choices)
    batch = models.PositiveSmallIntegerField(_("batch"), default=1)
    first_section = models.PositiveSmallIntegerField(_("first section"))
    last_section = models.PositiveSmallIntegerField(_("last section"))
    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="work_items", verbose_name=_("owner")
    )
    done_on = models.DateField(_("done on"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("item of a work plan")
        verbose_name_plural = _("items of work plans")
        ordering = ["batch", "first", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "work", "batch"], name="a_work_once_per_batch"),
            models.CheckConstraint(
                name="work_ends_after_it_begins",
                condition=Q(last__gte=F("first")),
                violation_error_message=_("The last day is before the first one."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan}, {self.get_work_display()}"
