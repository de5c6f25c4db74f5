"""What the worker does with letters."""

import time

import structlog
from celery import shared_task
from django.utils import timezone

from mooc_portal.outbox.actions import BATCH, Delivered, deliver_letters_due_now, sweep_stuck

log = structlog.get_logger()
# Well within the time limit of a task, so that none is ended in the middle of a letter.
SECONDS = 120


@shared_task(name="outbox.deliver_letters_due")
def deliver_letters_due() -> None:
    """Put back what got stuck, then send what is due, batch after batch; what is left calls for the next task."""
    swept, total, is_left = sweep_stuck(at=timezone.now()), Delivered(), True
    began = time.monotonic()
    while is_left and time.monotonic() - began < SECONDS:
        result = deliver_letters_due_now(at=timezone.now())
        total += result
        is_left = result.tried >= BATCH
    if swept or total.tried:
        log.info("letters", swept=swept, sent=total.sent, failed=total.failed, retried=total.retried)
    if is_left:
        deliver_letters_due.delay()
