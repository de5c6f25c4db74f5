"""``manage.py clean_files``: take away the files that nothing refers to, as beat does every night."""

import json
from dataclasses import asdict

from django.core.management.base import BaseCommand
from django.utils import timezone

from scheduling.cleaning import clean_files


class Command(BaseCommand):
    help = "Takes away videos, pictures and archives that nothing has referred to for a month; prints how many."

    def handle(self, **options) -> None:
        self.stdout.write(json.dumps(asdict(clean_files(at=timezone.now()))))
