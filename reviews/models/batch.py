"""Many extracts asked for at once: the worker makes them, the page tells how far it is."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reviews.models.decision import Decision


class BatchState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("many papers", "waiting")
    RUNNING = "running", pgettext_lazy("many papers", "being made")
    READY = "ready", pgettext_lazy("many papers", "ready")
    FAILED = "failed", pgettext_lazy("many papers", "failed")


class PaperBatch(models.Model):
    """One request of one person, of which ``done`` of ``total`` papers are made."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="paper_batches", verbose_name=_("person")
    )
    decisions = models.ManyToManyField(Decision, related_name="batches", verbose_name=_("decisions"))
    languages = models.CharField(_("languages"), max_length=4)
    kind = models.CharField(_("kind of file"), max_length=4)
    standing = models.CharField(_("standing"), max_length=8, choices=BatchState.choices, default=BatchState.WAITING)
    done = models.PositiveIntegerField(_("made"), default=0)
    total = models.PositiveIntegerField(_("asked for"))
    file = models.FileField(_("archive"), upload_to="batches/%Y/", blank=True)
    error = models.TextField(_("error"), blank=True)
    at = models.DateTimeField(_("asked at"))
    moved_at = models.DateTimeField(_("last moved at"))

    class Meta:
        verbose_name = _("request for many papers")
        verbose_name_plural = _("requests for many papers")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.user}: {self.done} / {self.total}"

    @property
    def is_moving(self) -> bool:
        return self.standing in (BatchState.WAITING, BatchState.RUNNING)
