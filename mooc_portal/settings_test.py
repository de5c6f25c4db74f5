"""Settings of the test suite: the same portal, quick hashes, mail in memory, no worker."""

import atexit
import tempfile
from pathlib import Path

from mooc_portal.settings import *

# Everything written is in a folder of this process alone, removed with it.
SCRATCH = tempfile.TemporaryDirectory(prefix="mooc-portal-tests-", ignore_cleanup_errors=True)
atexit.register(SCRATCH.cleanup)
VAR_DIR = Path(SCRATCH.name)
MEDIA_ROOT = VAR_DIR / "media"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir()
SECRET_KEY = "only-for-tests"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
SECOND_FACTOR_REQUIRED = False
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in earnest: SQLite in memory does not let the writers of a live server wait for each other.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
