"""Application registration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "mooc_portal"
    verbose_name = _("MOOC Portal")

    def ready(self) -> None:
        """Register what `check --deploy` asks beyond Django's own questions, and letters without case on SQLite."""
        from django.core.checks import Tags, register
        from django.db.backends.signals import connection_created

        from mooc_portal.checks import services_are_configured
        from mooc_portal.sqlite import teach_like

        register(services_are_configured, Tags.security, deploy=True)
        connection_created.connect(teach_like)
