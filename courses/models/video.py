"""Videos that were uploaded for a course, and uploads that are under way."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models.content import Lecture
from courses.models.course import Course


class Video(models.Model):
    """A video file of a course, known by its SHA-256, measured when it came. Never changed."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="videos", verbose_name=_("course"))
    sha256 = models.CharField("SHA-256", max_length=64)
    name = models.CharField(_("name of the file"), max_length=255)
    media_type = models.CharField(_("media type"), max_length=40)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    seconds = models.PositiveIntegerField(_("length in seconds"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("uploaded by")
    )
    uploaded_at = models.DateTimeField(_("uploaded at"))

    class Meta:
        verbose_name = _("uploaded video")
        verbose_name_plural = _("uploaded videos")
        constraints = [models.UniqueConstraint(fields=["course", "sha256"], name="one_row_per_video_of_a_course")]

    def __str__(self) -> str:
        return self.name


class Purpose(models.TextChoices):
    """What an uploaded video is for: the lecture of an author, or a cut of those who film."""

    LECTURE = "lecture", _("video lecture")
    ROUGH_CUT = "rough_cut", _("rough cut")
    FINAL = "final", _("final video")


class VideoUpload(models.Model):
    """A video on its way in pieces; ``received`` bytes are on the disk. ``video`` is set once it is whole.

    Who measures it holds it until ``held_until``, so that two requests do not measure it at once.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    lecture = models.ForeignKey(Lecture, on_delete=models.CASCADE, related_name="uploads", verbose_name=_("lecture"))
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose.choices, default=Purpose.LECTURE)
    name = models.CharField(_("name of the file"), max_length=255)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    mark = models.CharField(_("mark of the file"), max_length=64)
    received = models.PositiveBigIntegerField(_("bytes received"), default=0)
    video = models.ForeignKey(Video, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    held_until = models.DateTimeField(_("held until"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("uploaded by")
    )
    begun_at = models.DateTimeField(_("begun at"))

    class Meta:
        verbose_name = _("upload of a video")
        verbose_name_plural = _("uploads of videos")
        constraints = [
            models.UniqueConstraint(fields=["lecture", "purpose", "by", "mark"], name="one_upload_per_file_of_a_person")
        ]

    def __str__(self) -> str:
        return self.name
