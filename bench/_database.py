"""A database for one measurement: that of BENCH_DATABASE_URL, emptied first, else SQLite on disk."""

import os
import tempfile

FOLDER = tempfile.TemporaryDirectory(prefix="mooc-bench-", ignore_cleanup_errors=True)
os.environ["DATABASE_URL"] = os.environ.get("BENCH_DATABASE_URL") or f"sqlite:///{FOLDER.name}/bench.sqlite3"
os.environ["VAR_DIR"] = FOLDER.name
os.environ["EMAIL_URL"] = "smtp://127.0.0.1:1"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mooc_portal.settings")

import django  # noqa: E402  the settings read the address of the database

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402


def prepare() -> str:
    """Bring the database up to date and empty it. Returns its kind."""
    call_command("migrate", verbosity=0)
    call_command("flush", interactive=False, verbosity=0)
    return connection.vendor
