"""The worker: tasks load, call one action and log."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mooc_portal.settings")

app = Celery("mooc_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
