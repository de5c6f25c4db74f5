"""Papers for decisions: protocols by their minutes, placements, filled checklists."""

from __future__ import annotations

from datetime import date

from courses.document.codec import decode_stored
from courses.models import Revision
from reviews.checklist.answers import Answer
from reviews.checklist.items import YES, items_of
from reviews.minutes import Minutes
from reviews.papers import Placement, Protocol

PLATFORM = "platform@demo.example"
SPOKE = "Курс материалдары мен бағалау тапсырмалары талқыланды."


def protocol(number: int, day: date) -> Protocol:
    """Minutes without a file: the portal makes the extract."""
    present = 9 + number % 5
    minutes = Minutes(
        chair="Қ. Әлімжанов",
        secretary="Л. Сапарова",
        place="Ақтөбе, бас ғимарат, 214-кабинет",
        present=present,
        members=15,
        votes_for=present - number % 2,
        abstained=number % 2,
        spoke=SPOKE,
    )
    return Protocol(str(number), day, None, minutes)


def placement(day: date) -> Placement:
    return Placement(email=PLATFORM, sent_on=day)


def checklist(revision: Revision, step: str) -> dict[str, Answer]:
    """Every question that the step asks about the revision, answered with yes."""
    return {item.id: Answer(YES) for item in items_of(decode_stored(revision.document), step)}
