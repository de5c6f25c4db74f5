"""What the calendar asks for in the studio, in one sweep: by beat, or by ``manage.py run_due``; any number at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from scheduling.studio.planner.actions import give_up_lost
from scheduling.studio.reminders import alert_overdue_work, alert_stalled_lectures, remind_of_filmings


@dataclass(frozen=True)
class StudioSwept:
    """How many letters one sweep queued, and how many computed schedules it gave up."""

    reminders: int
    overdue: int
    stalled: int
    lost: int


def sweep_studio(*, at: datetime) -> StudioSwept:
    """Remind of tomorrow's filmings, alert whose work is overdue or stands still, give up schedules nobody computes."""
    return StudioSwept(
        reminders=remind_of_filmings(at=at),
        overdue=alert_overdue_work(at=at),
        stalled=alert_stalled_lectures(at=at),
        lost=give_up_lost(at=at),
    )
