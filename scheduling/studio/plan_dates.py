"""The dates of a work plan, backwards from a run. Pure: no clock, no database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from scheduling.calendar import Calendar
from scheduling.models import Deadline, Making

ONE_DAY = timedelta(days=1)
# No clause dates these: they go into the closed area with the videos, so they are ready when the upload begins.
ALONGSIDE = (Making.TESTS, Making.TASKS, Making.MATERIALS)


@dataclass(frozen=True)
class Dated:
    """A piece of work on the sections from ``first_section`` to ``last_section``; all four ends are included."""

    work: Making
    batch: int
    first_section: int
    last_section: int
    first: date
    last: date


def batches_of(sections: int, batches: int) -> list[tuple[int, int]]:
    """Sections in ``batches`` groups that differ by one at most, the larger ones first (reading A6)."""
    size, more = divmod(sections, batches)
    groups, begin = [], 1
    for number in range(batches):
        end = begin + size + (number < more) - 1
        groups.append((begin, end))
        begin = end + 1
    return groups


def upload_ends(calendar: Calendar, deadline: str, first_section: int) -> date:
    """The day before which a batch is uploaded."""
    if deadline == Deadline.OPENING:
        return calendar.section_opens_on(first_section)
    return calendar.starts_on if deadline == Deadline.START else calendar.announcement_on


def dated_items(calendar: Calendar, *, deadline: str, batches: int) -> list[Dated]:
    """Every item of a plan. One week of filming, two of editing, one of upload (3.7), backwards from the deadline.

    Batches are filmed one after the other, so that of those with one deadline the earlier ones are ready earlier.
    """
    groups, items = batches_of(calendar.sections, batches), []
    limits, next_filming = calendar.limits, None
    for number, (begin, end) in reversed(list(enumerate(groups, start=1))):
        due = upload_ends(calendar, deadline, begin)
        filming = due - timedelta(days=limits.upload_days + limits.editing_days + limits.filming_days)
        if next_filming is not None:
            filming = min(filming, next_filming - timedelta(days=limits.filming_days))
        next_filming = filming
        items += list(_batch(calendar, number, begin, end, filming))
    return sorted(items, key=lambda item: (item.batch, item.first, list(Making).index(item.work)))


def _batch(calendar: Calendar, number: int, begin: int, end: int, filming: date) -> Iterator[Dated]:
    limits = calendar.limits
    editing = filming + timedelta(days=limits.filming_days)
    upload = editing + timedelta(days=limits.editing_days)
    after = upload + timedelta(days=limits.upload_days)
    spans = [(Making.FILMING, filming, editing), (Making.EDITING, editing, upload), (Making.UPLOAD, upload, after)]
    spans += [(work, filming, upload) for work in ALONGSIDE]
    for work, first, following in spans:
        yield Dated(work, number, begin, end, first, following - ONE_DAY)
