"""A meeting of a department or a faculty: courses gathered for it, one protocol, a decision for each course (5.1.5)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.models import Course
from mooc_portal.people.models import Department, Faculty
from reviews.models.decision import Decision


class Meeting(models.Model):
    """Of one unit, on one day. ``minutes`` are those of the whole meeting; each decision has its own votes."""

    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings",
        verbose_name=_("department"),
    )
    faculty = models.ForeignKey(
        Faculty, on_delete=models.PROTECT, null=True, blank=True, related_name="meetings", verbose_name=_("faculty")
    )
    day = models.DateField(_("day"))
    number = models.CharField(_("protocol number"), max_length=40, blank=True)
    minutes = models.JSONField(_("minutes of the meeting"), default=dict, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("called by")
    )
    at = models.DateTimeField(_("called at"))

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["-day", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="meeting_is_of_one_unit",
                condition=Q(department__isnull=True, faculty__isnull=False)
                | Q(department__isnull=False, faculty__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit}, {self.day:%d.%m.%Y}"

    @property
    def unit(self) -> Department | Faculty:
        return self.department or self.faculty


class MeetingItem(models.Model):
    """A course on the agenda, and what was decided about it there."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items", verbose_name=_("meeting"))
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="meeting_items", verbose_name=_("course"))
    position = models.PositiveIntegerField(_("position"))
    decision = models.OneToOneField(
        Decision,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="meeting_item",
        verbose_name=_("decision"),
    )

    class Meta:
        verbose_name = _("question of a meeting")
        verbose_name_plural = _("questions of a meeting")
        ordering = ["meeting", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["meeting", "course"], name="course_stands_once_on_an_agenda")]

    def __str__(self) -> str:
        return f"{self.position}. {self.course}"
