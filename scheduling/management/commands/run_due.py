"""``manage.py run_due``: do what the calendar asks for, without a worker."""

import json
from dataclasses import asdict
from datetime import datetime

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from scheduling.jobs.sweep import run_due, what_is_due
from scheduling.readers import university_zone


def moment(text: str) -> datetime:
    """ISO 8601; without an offset it is meant in the university's zone.

    Raises:
        CommandError: when it cannot be read.
    """
    try:
        at = parse_datetime(text)
    except ValueError:
        at = None
    if at is None:
        raise CommandError(f"Not a moment in ISO 8601, such as 2027-02-01T00:00:00+05:00: {text}")
    return at if timezone.is_aware(at) else at.replace(tzinfo=university_zone())


class Command(BaseCommand):
    help = "Does what is due in runs (letters, notices, alerts); prints one JSON object a line."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--at", help="as of this moment, in ISO 8601 (default: now)")
        parser.add_argument("--dry-run", action="store_true", help="only say what would be done")

    def handle(self, **options) -> None:
        at = moment(options["at"]) if options["at"] else timezone.now()
        for action in what_is_due(at=at) if options["dry_run"] else run_due(at=at):
            line = {name: self._shown(value) for name, value in asdict(action).items()}
            self.stdout.write(json.dumps(line, ensure_ascii=False))

    @staticmethod
    def _shown(value):
        return timezone.localtime(value, university_zone()).isoformat() if isinstance(value, datetime) else value
