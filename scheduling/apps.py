"""Application registration."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.utils.translation import gettext_lazy as _


def remember_who_films(sender, request, user, **kwargs) -> None:
    """Keep in the session whether the person films, so that the rail asks no page for it; from the next sign-in on."""
    request.session["films"] = user.studio_work.exists()


class SchedulingConfig(AppConfig):
    name = "scheduling"
    verbose_name = _("Scheduling")

    def ready(self) -> None:
        user_logged_in.connect(remember_who_films, dispatch_uid="scheduling.films")
