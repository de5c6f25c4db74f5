"""What the catalogue lists of published courses."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models import Course, Revision
from courses.models.course import Kind
from mooc_portal.people.models import Faculty, Language


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
