"""What a learner has read."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from scheduling.models.registration import Registration


class PartRead(models.Model):
    """A learner said of a part that it is read. Sections and parts are counted from 1 in the run's revision."""

    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="parts_read", verbose_name=_("registration")
    )
    section = models.PositiveSmallIntegerField(_("section"))
    part = models.PositiveSmallIntegerField(_("part"))
    read_at = models.DateTimeField(_("read at"))

    class Meta:
        verbose_name = _("part read")
        verbose_name_plural = _("parts read")
        ordering = ["registration", "section", "part"]
        constraints = [
            models.UniqueConstraint(fields=["registration", "section", "part"], name="part_is_read_once"),
        ]

    def __str__(self) -> str:
        return f"{self.registration}: {self.section}.{self.part}"
