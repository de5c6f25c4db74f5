"""The agenda of a meeting and its protocol as papers."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from mooc_portal.dates import long_date
from reviews.extract import LINE, attendance, decided_words, question_words, votes_words
from reviews.models import Meeting, MeetingItem
from reviews.printing.paper import Facts, Heading, Paper, Signatures, Table, Text


def agenda_paper(meeting: Meeting, items: Sequence[MeetingItem]) -> Paper:
    """What will be spoken about, in the active language, with room for the decisions."""
    header = (_("No."), _("Question"), _("Authors"), _("Decision"))
    rows = tuple((str(one.position), question_words(one.course, one.course.title), _authors(one), "") for one in items)
    blocks = (
        Facts(((_("Date"), long_date(meeting.day)), (_("Place"), meeting.minutes.get("place") or LINE))),
        Table(header, rows, (1, 8, 4, 5)),
        Signatures(((_("Chair"), meeting.minutes.get("chair") or LINE),)),
    )
    title = _("AGENDA")
    return Paper("", f"{title}\n{_meeting_words(meeting)}", blocks, foot=str(meeting))


def protocol_paper(meeting: Meeting, items: Sequence[MeetingItem]) -> Paper:
    """The whole protocol: attendance, and of each question what was said, decided and voted."""
    minutes = meeting.minutes
    blocks = [Facts(attendance(minutes, long_date(meeting.day)))]
    for item in items:
        blocks += _question(item)
    signed = ((_("Chair"), minutes.get("chair") or LINE), (_("Secretary"), minutes.get("secretary") or LINE))
    title = _("PROTOCOL No. %(number)s") % {"number": meeting.number or LINE}
    return Paper("", f"{title}\n{_meeting_words(meeting)}", (*blocks, Signatures(signed)), foot=str(meeting))


def _question(item: MeetingItem) -> list:
    decision = item.decision
    blocks = [Heading(f"{item.position}. {question_words(item.course, item.course.title)}")]
    if decision is None:
        return [*blocks, Text(_("The question was put off."))]
    spoke, spoke_name, resolved = decision.minutes.get("spoke"), _("SPOKE"), _("RESOLVED")
    return [
        *blocks,
        *((Text(f"{spoke_name}: {spoke}"),) if spoke else ()),
        Text(f"{resolved}: {decided_words(decision, item.course.title)}"),
        Text(_("Reason: %(reason)s") % {"reason": decision.reason}),
        Text(votes_words(decision.minutes)),
    ]


def _meeting_words(meeting: Meeting) -> str:
    return _("of a meeting: %(unit)s") % {"unit": meeting.unit.name}


def _authors(item: MeetingItem) -> str:
    return ", ".join(str(authorship.user) for authorship in item.course.authorships.all())
