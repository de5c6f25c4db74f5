"""Days on which the university does not work as usual, beside the fixed public holidays."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class FreeKind(models.TextChoices):
    HOLIDAY = "holiday", _("holiday")
    VACATION = "vacation", _("vacation")
    WORKING = "working", _("a working day after all")


class FreePeriod(models.Model):
    """From ``first`` to ``last``, both included. Fixed public holidays need no row; one that was moved does."""

    kind = models.CharField(_("kind"), max_length=10, choices=FreeKind.choices, default=FreeKind.HOLIDAY)
    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))
    name_kk = models.CharField(_("name in Kazakh"), max_length=100)
    name_ru = models.CharField(_("name in Russian"), max_length=100)
    name_en = models.CharField(_("name in English"), max_length=100)

    class Meta:
        verbose_name = _("holiday or vacation")
        verbose_name_plural = _("holidays and vacations")
        ordering = ["first"]
        constraints = [
            models.CheckConstraint(
                name="free_period_ends_after_it_begins",
                condition=Q(last__gte=F("first")),
                violation_error_message=_("The last day is before the first one."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.first} – {self.last}"

    @property
    def name(self) -> str:
        """The name in the reader's language; in Kazakh where there is none."""
        return getattr(self, f"name_{get_language() or 'kk'}", "") or self.name_kk
