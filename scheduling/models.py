"""Runs of published courses, and what the catalogue lists of them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.models import Course, Regulation, Revision
from courses.models.course import Kind
from mooc_portal.people.models import Faculty, Language


class Run(models.Model):
    """One run of a published revision. Every date of it derives from ``starts_on`` (``scheduling.calendar``).

    The regulation of the day it was planned stays with it, so that a new version
    moves no date of a run that learners already know. ``sections``, ``weeks`` and
    ``ends_on`` repeat what the frozen revision says, so that lists need not read it.
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
    deviation = models.TextField(_("reason for announcing later than clause 5.2.4 asks"), blank=True)
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("planned by")
    )
    planned_at = models.DateTimeField(_("planned at"))

    class Meta:
        verbose_name = _("run")
        verbose_name_plural = _("runs")
        ordering = ["-starts_on", "pk"]
        indexes = [models.Index(fields=["ends_on"], name="runs_by_end")]
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


class CatalogueEntry(models.Model):
    """What the catalogue lists of a course, taken from its published revision and from nothing else.

    It is derived and may be deleted at any time: ``scheduling.readers`` makes it
    again whenever ``revision`` is not the revision published now.
    """

    course = models.OneToOneField(
        Course,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="catalogue_entry",
        verbose_name=_("course"),
    )
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+", verbose_name=_("revision"))
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), blank=True)
    language = models.CharField(_("language of instruction"), max_length=2, choices=Language.choices)
    kind = models.CharField(_("kind of course"), max_length=24, choices=Kind.choices)
    weeks = models.PositiveBigIntegerField(_("duration in weeks"), null=True, blank=True)
    faculty = models.ForeignKey(
        Faculty,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("faculty"),
    )
    search_text = models.TextField(editable=False)
    sort_text = models.TextField(editable=False)

    class Meta:
        verbose_name = _("catalogue entry")
        verbose_name_plural = _("catalogue entries")
        ordering = ["sort_text", "pk"]

    def __str__(self) -> str:
        return self.title
