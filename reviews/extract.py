"""The extract of a protocol as a paper (template T7), made of a recorded decision or of an approved programme."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _

from courses.document.codec import decode_stored
from courses.models import Course
from mooc_portal.dates import long_date
from reviews.models import Decision, Programme
from reviews.papers import kept_name, stored_name
from reviews.printing.output import pdf_of
from reviews.printing.paper import Facts, Heading, Paper, Signatures, Text, papers_in

LINE = "____________"
OF_DEPARTMENT, OF_FACULTY = "endorse", "approve"


class Resolution(NamedTuple):
    """What a meeting of ``unit`` decided about a course."""

    unit: str
    course: Course
    title: str
    number: str
    day: date
    minutes: dict
    question: str
    decided: str
    reason: str
    foot: str


def decision_extract(decision: Decision) -> Paper:
    """The extract of a decision that names a protocol, in the active language."""
    course, revision = decision.course, decision.revision
    title = decode_stored(revision.document).title if revision else course.title
    by_faculty = decision.transition == OF_FACULTY or decision.from_state == "faculty_review"
    unit = course.faculty if by_faculty else course.department
    hashes = f" · r{revision.number} · SHA-256 {revision.sha256[:16]}" if revision else ""
    return _paper(
        Resolution(
            unit.name if unit else "",
            course,
            title,
            decision.protocol_number,
            decision.protocol_date,
            decision.minutes,
            question_words(course, title),
            decided_words(decision, title),
            decision.reason,
            f"{course.code}{hashes}",
        )
    )


def programme_extract(programme: Programme) -> Paper:
    """The extract that approved a working programme, in the active language."""
    course, title = programme.course, decode_stored(programme.document).title
    named = {"title": title, "authors": _authors(course)}
    return _paper(
        Resolution(
            course.department.name if course.department else "",
            course,
            title,
            programme.protocol_number,
            programme.protocol_date,
            programme.minutes,
            _("The working programme of the online course “%(title)s” (authors: %(authors)s) (cl. 5.1.2).") % named,
            _("To approve the working programme of the online course “%(title)s”.") % {"title": title},
            programme.reason,
            f"{course.code} · SHA-256 {programme.sha256[:16]}",
        )
    )


def keep_extract(row: Decision | Programme, given: File | None, compose: Callable[[], Paper]) -> None:
    """Keep the file that was given with ``row``; without one the extract is made, in Kazakh and Russian."""
    file = given or ContentFile(pdf_of(papers_in("both", compose)), name=f"{row.course.code}-{row.protocol_number}.pdf")
    row.protocol_file_name = kept_name(file)
    row.protocol_file.save(stored_name(file), file, save=False)


def question_words(course: Course, title: str) -> str:
    """The question of an agenda."""
    named = {"title": title, "authors": _authors(course)}
    return _("The online course “%(title)s” (authors: %(authors)s): internal review (cl. 5.1.5).") % named


def decided_words(decision: Decision, title: str) -> str:
    """What was resolved about a course, in a sentence of the active language."""
    if decision.transition == OF_DEPARTMENT:
        sentence = _("To recognise the online course “%(title)s” as ready and to hand it to the faculty's review.")
    elif decision.transition == OF_FACULTY:
        sentence = _("To recognise the online course “%(title)s” as ready for placement.")
    else:
        sentence = _("To return the online course “%(title)s” to its authors with remarks.")
    return sentence % {"title": title}


def _authors(course: Course) -> str:
    return ", ".join(str(authorship.user) for authorship in course.authorships.all())


def _paper(said: Resolution) -> Paper:
    minutes = said.minutes
    day = long_date(said.day) if said.day else LINE
    blocks = (
        Facts(attendance(minutes, day)),
        Heading(_("AGENDA")),
        Text(said.question),
        Heading(_("HEARD")),
        Text(_("%(authors)s on the question of the agenda.") % {"authors": _authors(said.course)}),
        Heading(_("SPOKE")),
        Text(minutes.get("spoke") or LINE),
        Heading(_("RESOLVED")),
        Text(said.decided),
        *((Text(_("Reason: %(reason)s") % {"reason": said.reason}),) if said.reason else ()),
        Text(votes_words(minutes)),
        Signatures(((_("Chair"), minutes.get("chair") or LINE), (_("Secretary"), minutes.get("secretary") or LINE))),
        Text(_("The extract is correct.")),
        Signatures(((_("Secretary"), day),)),
    )
    title = _("EXTRACT FROM PROTOCOL No. %(number)s") % {"number": said.number or LINE}
    meeting = _("of a meeting: %(unit)s") % {"unit": said.unit or LINE}
    return Paper("", f"{title}\n{meeting}", blocks, foot=said.foot)


def attendance(minutes: dict, day: str) -> tuple[tuple[str, str], ...]:
    """When and where, who led, and how many were there; a line to write on where it is not known."""
    counts = {"present": minutes.get("present") or LINE, "members": minutes.get("members") or LINE}
    return (
        (_("Date"), day),
        (_("Place"), minutes.get("place") or LINE),
        (_("Chair"), minutes.get("chair") or LINE),
        (_("Secretary"), minutes.get("secretary") or LINE),
        (_("Present"), _("%(present)s of %(members)s") % counts),
    )


def votes_words(minutes: dict) -> str:
    if minutes.get("votes_for") is None:
        votes = dict.fromkeys(("votes_for", "against", "abstained"), "____")
    else:
        votes = {name: minutes.get(name) or 0 for name in ("votes_for", "against", "abstained")}
    return _("Votes: for %(votes_for)s, against %(against)s, abstained %(abstained)s.") % votes
