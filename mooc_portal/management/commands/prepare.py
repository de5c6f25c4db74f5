"""Bring the database and the static files up to date, and load the demo into an empty local portal."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options) -> None:
        self._migrate()
        self._collect_static()
        if not settings.PRODUCTION and not get_user_model().objects.exists():
            self.stdout.write("  Loading the demo university …")
            call_command("loaddemo", verbosity=0)

    def _migrate(self) -> None:
        call_command("migrate", interactive=False, verbosity=0)

    def _collect_static(self) -> None:
        """Collect only when a file was added, changed or removed since the last time."""
        stamp = Path(settings.STATIC_ROOT) / ".collected"
        value = static_digest()
        if stamp.exists() and stamp.read_text() == value:
            return
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
        stamp.write_text(value)


def static_digest() -> str:
    """A hash of the names, sizes and times of everything collectstatic would copy."""
    total = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            facts = Path(storage.path(name)).stat()
            total.update(f"{name}\0{facts.st_size}\0{facts.st_mtime_ns}\n".encode())
    return total.hexdigest()
