"""What people were told of the plan of the studios: the plan is edited freely and released now and then."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from scheduling.models.studio import Booking, Studio


class PlanRelease(models.Model):
    """One release of the plan: from then on it is what people were told."""

    number = models.PositiveIntegerField(_("version of the plan"), unique=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("released by")
    )
    released_at = models.DateTimeField(_("released at"))

    class Meta:
        verbose_name = _("released plan of the studios")
        verbose_name_plural = _("released plans of the studios")
        ordering = ["-number"]

    def __str__(self) -> str:
        return str(self.number)


class ToldSlot(models.Model):
    """What a person was told last of a filming. ``sequence`` grows with every letter, as calendars ask (RFC 5546)."""

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="told", verbose_name=_("filming"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="told_slots", verbose_name=_("person")
    )
    release = models.ForeignKey(
        PlanRelease, on_delete=models.PROTECT, related_name="slots", verbose_name=_("released plan of the studios")
    )
    studio = models.ForeignKey(Studio, on_delete=models.PROTECT, related_name="+", verbose_name=_("studio"))
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    sequence = models.PositiveIntegerField(_("sequence"), default=0)
    is_live = models.BooleanField(_("takes place"), default=True)

    class Meta:
        verbose_name = _("slot a person was told")
        verbose_name_plural = _("slots people were told")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["booking", "person"], name="a_person_is_told_a_filming_once"),
            models.CheckConstraint(name="told_slot_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.starts_at}"


class StudioFeed(models.Model):
    """Whoever knows ``secret`` reads the released plan of the studio; a new one makes the old worthless."""

    studio = models.OneToOneField(
        Studio, on_delete=models.CASCADE, primary_key=True, related_name="feed", verbose_name=_("studio")
    )
    secret = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        verbose_name = _("address of a studio's calendar")
        verbose_name_plural = _("addresses of studios' calendars")

    def __str__(self) -> str:
        return str(self.studio)
