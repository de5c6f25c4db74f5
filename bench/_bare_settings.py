"""The same view without any middleware: Django, one view, one row."""

from mooc_portal.settings import *  # noqa: F403

ROOT_URLCONF = "bench._floor"
MIDDLEWARE = []
INSTALLED_APPS = [
    "mooc_portal.people",
    "mooc_portal.outbox",
    "django.contrib.auth",
    "django.contrib.contenttypes",
]
