"""Pictures in the texts of a course."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models.course import Course


class Picture(models.Model):
    """A picture of a course, known by the SHA-256 of the file that is kept. Never changed."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="pictures", verbose_name=_("course"))
    sha256 = models.CharField("SHA-256", max_length=64)
    name = models.CharField(_("name of the file"), max_length=255)
    media_type = models.CharField(_("media type"), max_length=40)
    size = models.PositiveIntegerField(_("size in bytes"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("uploaded by")
    )
    uploaded_at = models.DateTimeField(_("uploaded at"))

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        constraints = [models.UniqueConstraint(fields=["course", "sha256"], name="one_row_per_picture_of_a_course")]

    def __str__(self) -> str:
        return self.name
