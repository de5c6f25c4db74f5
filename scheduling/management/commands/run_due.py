"""``manage.py run_due``: do what the calendar asks for, without a worker."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from reviews.due_actions import tell_what_is_due
from scheduling.jobs.sweep import run_due, what_is_due
from scheduling.readers import university_zone
from scheduling.studio.due import sweep_studio

# Every thing that is told of, beside the runs: the name it is printed under, and the sweep.
SWEEPS = {"reviews": tell_what_is_due, "studio": sweep_studio}


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


def reminders(*, at: datetime, rehearsed: bool) -> Iterator[dict]:
    """One line for each sweep that had something to tell; a rehearsal does the same and takes it back."""
    for name, sweep in SWEEPS.items():
        with transaction.atomic():
            done = asdict(sweep(at=at))
            transaction.set_rollback(rehearsed)
        if any(done.values()):
            yield {"at": at, "action": name} | done | {"result": "would be done" if rehearsed else "done"}


class Command(BaseCommand):
    help = "Does what is due in runs, reviews and the studio (letters, notices, alerts); prints one JSON object a line."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--at", help="as of this moment, in ISO 8601 (default: now)")
        parser.add_argument("--dry-run", action="store_true", help="only say what would be done")

    def handle(self, **options) -> None:
        at = moment(options["at"]) if options["at"] else timezone.now()
        rehearsed = options["dry_run"]
        for action in what_is_due(at=at) if rehearsed else run_due(at=at):
            self._print(asdict(action))
        for line in reminders(at=at, rehearsed=rehearsed):
            self._print(line)

    def _print(self, values: dict) -> None:
        line = {name: self._shown(value) for name, value in values.items()}
        self.stdout.write(json.dumps(line, ensure_ascii=False))

    @staticmethod
    def _shown(value):
        return timezone.localtime(value, university_zone()).isoformat() if isinstance(value, datetime) else value
