"""``manage.py deliver_letters``: send what is due, without a worker."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from mooc_portal.outbox.actions import Delivered, deliver_letters_due_now, sweep_stuck


class Command(BaseCommand):
    help = "Sends the letters that are due; for cron where no worker runs."

    def handle(self, **options) -> None:
        swept, total = sweep_stuck(at=timezone.now()), Delivered()
        # Batches are small: what is claimed for longer than a sweep waits would be put back and go out twice.
        while (result := deliver_letters_due_now(at=timezone.now())).tried:
            total += result
        self.stdout.write(f"Put back: {swept}. Sent: {total.sent}. Later: {total.retried}. Failed: {total.failed}.")
