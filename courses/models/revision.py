"""Frozen documents: what reviewers judge and learners read, and the cache of the working copy."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models.course import Course
from courses.models.regulation import Regulation


class AppendOnlyError(TypeError):
    """Somebody tried to change or delete a record that is history."""


class AppendOnly(models.Model):
    """A record that is written once."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs) -> None:
        if not self._state.adding:
            raise AppendOnlyError(f"{type(self).__name__} is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise AppendOnlyError(f"{type(self).__name__} is never deleted.")


class Revision(AppendOnly):
    """A frozen course document with the findings of that moment under the regulation of that moment.

    ``document`` is the canonical text of the format mooc-course/1 and ``sha256``
    the hash of its UTF-8 bytes.
    """

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="revisions", verbose_name=_("course"))
    number = models.PositiveIntegerField(_("number"))
    document = models.TextField(_("document"))
    sha256 = models.CharField("SHA-256", max_length=64)
    regulation = models.ForeignKey(
        Regulation, on_delete=models.PROTECT, related_name="+", verbose_name=_("version of the regulation")
    )
    findings = models.JSONField(_("findings"), default=list)
    made_at = models.DateTimeField(_("made at"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("made by")
    )

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["course", "-number"]
        constraints = [models.UniqueConstraint(fields=["course", "number"], name="revision_number_used_once")]

    def __str__(self) -> str:
        return f"{self.course.code} r{self.number}"


class WorkingDocument(models.Model):
    """The working copy as a document, kept so that lists and reports need not build it again.

    It is current while ``course_version`` equals the course's ``version``.
    """

    course = models.OneToOneField(
        Course, on_delete=models.CASCADE, primary_key=True, related_name="working", verbose_name=_("course")
    )
    course_version = models.PositiveIntegerField(_("version of the working copy"))
    document = models.TextField(_("document"))
    sha256 = models.CharField("SHA-256", max_length=64)

    class Meta:
        verbose_name = _("working copy as a document")
        verbose_name_plural = _("working copies as documents")

    def __str__(self) -> str:
        return str(self.course_id)
