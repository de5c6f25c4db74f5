"""What the authors of a course say to each other about its places."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models.course import Course


class Comment(models.Model):
    """A comment on a place of the working copy, for its authors alone.

    The place is a node by ``kind`` and key; the facts of the course are kind "facts" with 0. ``name`` is what it was
    called, for when it is gone. A thread is all comments of a place; settled ones are kept.
    """

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="comments", verbose_name=_("course"))
    kind = models.CharField(_("kind"), max_length=16)
    node = models.PositiveBigIntegerField(_("key of the place"))
    name = models.CharField(_("place"), max_length=200)
    text = models.TextField(_("comment"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("person")
    )
    at = models.DateTimeField(_("moment"))
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("settled by"),
    )

    class Meta:
        verbose_name = _("comment of an author")
        verbose_name_plural = _("comments of authors")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["course", "kind", "node"], name="comments_of_a_place")]

    def __str__(self) -> str:
        return self.text[:80]
