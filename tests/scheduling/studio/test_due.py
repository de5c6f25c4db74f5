"""What the calendar asks for in studio and reviews, done by the command as by the worker, once."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from mooc_portal.outbox.models import Letter
from reviews.actions import decide
from scheduling.models import ProposalState, ScheduleProposal
from scheduling.studio.actions import acknowledge, book, confirm
from scheduling.studio.due import StudioSwept, sweep_studio
from scheduling.tasks import remind_of_studio
from tests.factories import NOW, TODAY
from tests.scheduling.filming import moment, slot

pytestmark = pytest.mark.django_db
DAY_BEFORE = moment("09:00", day=-1)


@pytest.fixture
def booking(course, studio, author, quality, operator):
    made = book(course, slot(studio, author, operator=operator), by=quality, at=NOW)
    acknowledge(made, by=author, at=NOW)
    return confirm(made, by=quality, at=NOW)


@pytest.fixture
def lost(quality):
    """A schedule that a worker began and never ended."""
    return ScheduleProposal.objects.create(
        asked_by=quality,
        asked_at=NOW,
        began_at=NOW,
        standing=ProposalState.RUNNING,
        first=TODAY,
        last=TODAY,
        seconds=60,
    )


def printed(*arguments: str, at=DAY_BEFORE) -> list[dict]:
    out = StringIO()
    call_command("run_due", *arguments, at=at.isoformat(), stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def reminders() -> int:
    return Letter.objects.filter(kind="filming_reminder").count()


def test_the_command_reminds_of_tomorrows_filming_once(booking):
    line = {"at": DAY_BEFORE.isoformat(), "action": "studio", "reminders": 2, "overdue": 0, "stalled": 0, "lost": 0}
    assert printed() == [line | {"result": "done"}]
    assert printed() == []
    assert reminders() == 2


def test_a_rehearsal_of_reminders_queues_none(booking, lost):
    assert [(line["reminders"], line["lost"], line["result"]) for line in printed("--dry-run")] == [
        (2, 1, "would be done")
    ]
    assert reminders() == 0
    lost.refresh_from_db()
    assert lost.standing == ProposalState.RUNNING


def test_the_command_reminds_reviewers_too(course, author):
    decide(course, "submit", by=author, at=NOW, seen=course.decision_count)
    late = printed(at=NOW + timedelta(days=30))
    assert late[0]["action"] == "reviews"
    assert late[0]["reminders"] == 1


def test_a_sweep_gives_up_what_its_worker_lost(lost):
    assert sweep_studio(at=NOW + timedelta(minutes=1)) == StudioSwept(0, 0, 0, 0)
    assert sweep_studio(at=NOW + timedelta(days=1)) == StudioSwept(0, 0, 0, 1)
    lost.refresh_from_db()
    assert (lost.standing, lost.error) == (ProposalState.FAILED, "The worker was lost.")


def test_the_worker_does_the_same(booking, time_machine):
    time_machine.move_to(DAY_BEFORE, tick=False)
    remind_of_studio()
    assert reminders() == 2
