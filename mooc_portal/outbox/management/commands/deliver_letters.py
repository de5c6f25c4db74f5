"""``manage.py deliver_letters``: send what is due, without a worker."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from mooc_portal.outbox.actions import deliver_letters_due_now, sweep_stuck


class Command(BaseCommand):
    help = "Sends the letters that are due; for cron where no worker runs."

    def handle(self, **options) -> None:
        at = timezone.now()
        swept = sweep_stuck(at=at)
        result = deliver_letters_due_now(at=at, limit=10_000)
        self.stdout.write(f"Put back: {swept}. Sent: {result.sent}. Later: {result.retried}. Failed: {result.failed}.")
