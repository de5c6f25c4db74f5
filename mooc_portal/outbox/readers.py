"""What the outbox holds."""

from datetime import datetime

from mooc_portal.outbox.models import Letter, Status


def longest_waiting(*, at: datetime) -> datetime | None:
    """Since when the letter that waits longest could have left; None where none waits."""
    due = Letter.objects.filter(status=Status.QUEUED, not_before__lte=at)
    return due.order_by("not_before").values_list("not_before", flat=True).first()
