"""What the worker does with reviews."""

import structlog
from celery import shared_task
from django.utils import timezone

from reviews.due_actions import tell_what_is_due

log = structlog.get_logger()


@shared_task(name="reviews.tell_what_is_due")
def tell_reviews_due() -> None:
    """Remind, escalate and send digests."""
    swept = tell_what_is_due(at=timezone.now())
    if swept.reminders or swept.escalations or swept.digests:
        log.info("reviews", reminders=swept.reminders, escalations=swept.escalations, digests=swept.digests)
