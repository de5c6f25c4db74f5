"""Two versions of the regulation: the first one withdrawn, the second in force."""

from __future__ import annotations

from datetime import datetime, timedelta

from courses.actions.regulation import activate_regulation, copy_regulation, create_first_regulation
from courses.models import Regulation
from courses.models.regulation import RegulationStatus
from courses.regulation.limits import Limits

FIRST_ACTIVE = 400
SECOND_ACTIVE = 120
# A setting of the university, so that no clause is changed by a demonstration.
ANSWER_DAYS = 2


def put_first_in_force(*, by, at: datetime) -> Regulation:
    """The built-in first version, put in force long ago."""
    first = create_first_regulation(at=at - timedelta(days=FIRST_ACTIVE))
    if first.status == RegulationStatus.DRAFT:
        _activate(first, "7", days=FIRST_ACTIVE, by=by, at=at)
    return first


def put_second_in_force(first: Regulation, *, by, at: datetime) -> None:
    """A copy with one setting changed, which withdraws the first version (8.3)."""
    second = copy_regulation(first, version="2", by=by, at=at - timedelta(days=SECOND_ACTIVE + 10))
    second.limits = {**Limits.from_json(first.limits).to_json(), "answer_days": ANSWER_DAYS}
    second.basis = "Тыңдаушы сұрағына жауап беру мерзімі қысқартылды."
    second.save(update_fields=["limits", "basis"])
    _activate(second, "3", days=SECOND_ACTIVE, by=by, at=at)


def _activate(regulation: Regulation, number: str, *, days: int, by, at: datetime) -> None:
    moment = at - timedelta(days=days)
    regulation.council_number = number
    regulation.council_date = (moment - timedelta(days=5)).date()
    regulation.approval_number = f"{number}-н"
    regulation.approval_date = (moment - timedelta(days=2)).date()
    regulation.save(update_fields=["council_number", "council_date", "approval_number", "approval_date"])
    activate_regulation(regulation, by=by, at=moment)
