"""What was deleted from a working copy, kept so that it can be brought back."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models.course import Course


class DeletedNode(models.Model):
    """A node as it was when somebody deleted it, with all that it held.

    ``document`` is the node in the format mooc-course/1; ``parent`` the key of the
    row it stood in (None: the course itself). ``keys`` are those of the node and of
    all in it, by kind and in order, so that what was deleted from it earlier and what
    authors said of it find their place again.
    """

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="deleted", verbose_name=_("course"))
    kind = models.CharField(_("kind"), max_length=12)
    parent = models.BigIntegerField(_("key of what it stood in"), null=True)
    keys = models.JSONField(_("keys"), default=dict)
    position = models.PositiveIntegerField(_("position"))
    name = models.TextField(_("name"), blank=True)
    document = models.TextField(_("document"))
    deleted_at = models.DateTimeField(_("deleted at"))
    deleted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("deleted by")
    )

    class Meta:
        verbose_name = _("deleted part of a course")
        verbose_name_plural = _("deleted parts of courses")
        ordering = ["-deleted_at", "-pk"]

    def __str__(self) -> str:
        return self.name
