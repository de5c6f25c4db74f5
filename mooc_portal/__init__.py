"""The roof of the house: settings, addresses, the worker."""

from mooc_portal.celery import app as celery_app

__all__ = ["celery_app"]
