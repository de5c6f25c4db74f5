"""What the worker does with letters."""

import structlog
from celery import shared_task
from django.utils import timezone

from mooc_portal.outbox.actions import deliver_letters_due_now, sweep_stuck

log = structlog.get_logger()


@shared_task(name="outbox.deliver_letters_due")
def deliver_letters_due() -> None:
    """Put back what got stuck, then send what is due; a full batch calls for the next one."""
    at = timezone.now()
    swept = sweep_stuck(at=at)
    result = deliver_letters_due_now(at=at)
    if swept or result.sent or result.failed or result.retried:
        log.info("letters", swept=swept, sent=result.sent, failed=result.failed, retried=result.retried)
    if result.sent >= 100:
        deliver_letters_due.delay()
