"""The placement of a course (5.2.1): what the information form adds to the course, and every pack that was made."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models import Course, Revision
from courses.models.revision import AppendOnly


class PlacementInformation(models.Model):
    """The fields of the information form (template T2) that the course itself does not have."""

    course = models.OneToOneField(
        Course, on_delete=models.CASCADE, related_name="placement_information", verbose_name=_("course")
    )
    short_text = models.CharField(
        _("short text"), max_length=200, blank=True, help_text=_("At most 200 characters, for lists of courses.")
    )
    long_text = models.TextField(_("long text"), blank=True, help_text=_("From 150 to 400 words, for the course page."))
    about_authors = models.TextField(_("about the authors"), blank=True)
    requirements = models.TextField(_("entry requirements"), blank=True)
    subtitles = models.CharField(_("languages of subtitles"), max_length=200, blank=True)
    starts_on = models.DateField(_("start of the first run"), null=True, blank=True)
    pass_mark = models.PositiveSmallIntegerField(_("pass mark, %"), null=True, blank=True)
    certificate = models.BooleanField(_("a certificate is issued"), default=False)
    rights = models.TextField(
        _("statement on the rights of others"),
        blank=True,
        help_text=_(
            "That the course breaks nobody's rights, and under which licences the works of others stand in it."
        ),
    )
    contact = models.CharField(_("contact"), max_length=200, blank=True)
    image = models.FileField(_("picture of the course"), upload_to="placement/%Y/", blank=True)

    class Meta:
        verbose_name = _("information for placement")
        verbose_name_plural = _("information for placement")

    def __str__(self) -> str:
        return str(self.course)


class AuthorPhoto(models.Model):
    """The photograph of an author in the information form (template T2)."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="author_photos", verbose_name=_("course"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("author")
    )
    image = models.FileField(_("photograph"), upload_to="placement/%Y/")

    class Meta:
        verbose_name = _("photograph of an author")
        verbose_name_plural = _("photographs of authors")
        constraints = [models.UniqueConstraint(fields=["course", "user"], name="reviews_photo_once")]

    def __str__(self) -> str:
        return f"{self.course} {self.user}"


class PlacementPack(AppendOnly):
    """A pack as it left the portal: sent to ``sent_to``, or (where that is empty) downloaded."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="packs", verbose_name=_("course"))
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="packs", verbose_name=_("revision"))
    file = models.FileField(_("pack"), upload_to="packs/%Y/")
    sha256 = models.CharField("SHA-256", max_length=64)
    contents = models.JSONField(_("files with their checksums"), default=list)
    sent_to = models.EmailField(_("sent to"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("placement pack")
        verbose_name_plural = _("placement packs")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.course} {self.sha256[:12]}"
