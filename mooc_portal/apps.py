"""Application registration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "mooc_portal"
    verbose_name = _("MOOC Portal")
