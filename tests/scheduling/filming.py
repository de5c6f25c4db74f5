"""Studios, slots and courses that may be filmed."""

from datetime import datetime, time, timedelta

from mooc_portal.people.models import Role
from reviews.programme.actions import decide_programme, send_programme
from scheduling.models import Deadline
from scheduling.studio.plan_actions import make_work_plan
from scheduling.studio.slots import Slot
from tests.factories import NOW, TODAY, ZONE, make_person, protocol

MONDAY = datetime(2027, 2, 8, tzinfo=ZONE)


def moment(clock: str, day: int = 0) -> datetime:
    return datetime.combine(MONDAY.date() + timedelta(days=day), time.fromisoformat(clock), tzinfo=ZONE)


def approve(course, author):
    programme = send_programme(course, by=author, at=NOW)
    reviewer = make_person(Role.DEPARTMENT_REVIEWER)
    decide_programme(programme, approved=True, protocol=protocol(), reason="", by=reviewer, at=NOW)
    return course


def with_programme(course, author):
    """A course that may be filmed: its programme is approved, its work is planned."""
    approve(course, author)
    starts_on = TODAY + timedelta(days=217)
    make_work_plan(course, starts_on=starts_on, deadline=Deadline.ANNOUNCEMENT, batches=1, by=author, at=NOW)
    return course


def slot(studio, lecturer, first="10:00", last="12:00", *, day=0, **others) -> Slot:
    return Slot(studio, moment(first, day), moment(last, day), lecturer, **others)
