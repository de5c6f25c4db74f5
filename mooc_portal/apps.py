"""Application registration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "mooc_portal"
    verbose_name = _("MOOC Portal")

    def ready(self) -> None:
        """Register what `check --deploy` asks beyond Django's own questions."""
        from django.core.checks import Tags, register

        from mooc_portal.checks import services_are_configured

        register(services_are_configured, Tags.security, deploy=True)
