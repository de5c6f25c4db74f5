"""What the worker does with reviews."""

import structlog
from celery import shared_task
from django.utils import timezone

from reviews.batches.actions import make_batch
from reviews.due_actions import tell_what_is_due
from reviews.models import PaperBatch

log = structlog.get_logger()


@shared_task(name="reviews.tell_what_is_due")
def tell_reviews_due() -> None:
    """Remind, escalate and send digests."""
    swept = tell_what_is_due(at=timezone.now())
    if swept.reminders or swept.escalations or swept.digests:
        log.info("reviews", reminders=swept.reminders, escalations=swept.escalations, digests=swept.digests)


@shared_task(name="reviews.make_extracts")
def make_extracts(pk: int) -> None:
    """Make the extracts of one request."""
    batch = PaperBatch.objects.get(pk=pk)
    make_batch(batch)
    log.info("extracts", batch=pk, total=batch.total)
