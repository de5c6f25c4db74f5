"""Application registration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutboxConfig(AppConfig):
    name = "mooc_portal.outbox"
    verbose_name = _("Outbox of letters")
