"""The portal with the view of ``bench._floor`` beside its own, behind the portal's middleware."""

from mooc_portal.settings import *  # noqa: F403

ROOT_URLCONF = "bench._portal_urls"
