"""What a learner does in the room."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404
from django.utils.translation import gettext as _

from scheduling.models import PartRead
from scheduling.room.readers import Room


def mark_read(room: Room, section: int, part: int, *, at: datetime) -> PartRead | None:
    """Write down that the learner has read a part that can be read now; None for who only looks in. Once.

    Raises:
        Http404: for a part that cannot be read now.
    """
    if (section, part) not in {step.place for step in room.way}:
        raise Http404(_("Page not found."))
    if room.looks_in:
        return None
    row, _created = PartRead.objects.get_or_create(
        registration=room.registration, section=section, part=part, defaults={"read_at": at}
    )
    return row


def mark_unread(room: Room, section: int, part: int) -> None:
    """Take it back."""
    if not room.looks_in:
        PartRead.objects.filter(registration=room.registration, section=section, part=part).delete()
