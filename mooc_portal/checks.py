"""What `manage.py check --deploy` says of a production portal that still runs on local stand-ins."""

from django.conf import settings
from django.core.checks import Warning


def services_are_configured(app_configs, **kwargs) -> list[Warning]:
    """Each stand-in works on one machine only, or reaches nobody."""
    if not settings.PRODUCTION:
        return []
    stand_ins = [
        (
            settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"),
            "EMAIL_URL",
            "letters are written to files",
        ),
        (not settings.CACHE_URL, "CACHE_URL", "rate limits are counted in files on each machine"),
        (
            settings.CELERY_BROKER_URL.startswith("filesystem"),
            "CELERY_BROKER_URL",
            "the task queue is a folder",
        ),
        (not settings.SITE_URL.startswith("https://"), "SITE_URL", "links in letters lead to this machine"),
    ]
    return [
        Warning(f"{name} is not set: {effect}.", hint="See docs/running.md.", id=f"mooc_portal.W{number:03}")
        for number, (is_stand_in, name, effect) in enumerate(stand_ins, start=1)
        if is_stand_in
    ]
