"""What a placement pack is made of, read once, and what it still lacks (5.2.1, templates T2 and T10)."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext as _

from courses.document.codec import decode_stored
from courses.document.types import CourseDocument
from courses.models import Authorship, Course, Revision
from reviews.approval_sheet import proved_revision
from reviews.checks import is_approved
from reviews.models import AuthorPhoto, Decision, PlacementInformation, PlacementPack, Programme
from reviews.programme.readers import programme_approval_of

WORDS = (150, 400)


class Parts(NamedTuple):
    """All that goes into the pack of one revision; None where it is missing."""

    course: Course
    revision: Revision | None
    document: CourseDocument | None
    information: PlacementInformation
    programme: Programme | None
    department: Decision | None
    faculty: Decision | None
    photos: list[tuple[Authorship, AuthorPhoto | None]]  # of every author, in their order


class Piece(NamedTuple):
    """A piece of the pack by name; ``lacks`` says in a sentence what is wrong with it, "" where nothing is.

    One that is not ``needed`` is told, and holds nothing back.
    """

    name: str
    lacks: str = ""
    needed: bool = True

    @property
    def holds_back(self) -> bool:
        return self.needed and bool(self.lacks)


def parts_of(course: Course) -> Parts:
    revision = proved_revision(course)
    information = PlacementInformation.objects.filter(course=course).first() or PlacementInformation(course=course)
    return Parts(
        course,
        revision,
        decode_stored(revision.document) if revision else None,
        information,
        programme_approval_of(course),
        _decided(course, "endorse"),
        _decided(course, "approve"),
        _photos_of(course),
    )


def _photos_of(course: Course) -> list[tuple[Authorship, AuthorPhoto | None]]:
    photos = {photo.user_id: photo for photo in course.author_photos.all()}
    return [(one, photos.get(one.user_id)) for one in course.authorships.select_related("user")]


def _decided(course: Course, step: str) -> Decision | None:
    """The newest decision of that kind; a correction of words (5.2.5) needs none of its own."""
    return course.decisions.filter(transition=step).select_related("revision").order_by("-number").first()


def packs_of(course: Course) -> list[PlacementPack]:
    return list(course.packs.select_related("revision", "by"))


def pack_of(revision: Revision | None) -> PlacementPack | None:
    """The pack of a revision that was made last: one that went to the platform before one that was fetched."""
    packs = list(PlacementPack.objects.filter(revision=revision))
    return next((pack for pack in packs if pack.sent_to), packs[0] if packs else None)


def pieces(parts: Parts) -> list[Piece]:
    """Every piece that the pack must have, in the order of the form."""
    document, information = parts.document, parts.information
    return [
        Piece(_("Revision approved by the faculty"), _approval_lack(parts)),
        Piece(_("Working programme with its extract"), "" if parts.programme else _("It is not approved (cl. 5.1.2).")),
        Piece(_("Extract of the department"), _extract_lack(parts.department)),
        Piece(_("Extract of the faculty"), _extract_lack(parts.faculty)),
        Piece(_("Annotation video"), "" if document and document.annotation_video else _("It is missing (cl. 7.4.7).")),
        Piece(_("Videos of all lectures"), _videos_lack(document), needed=False),
        *(Piece(str(_label(name)), _text_lack(information, name)) for name in ASKED),
        Piece(_("Photographs of the authors"), _photos_lack(parts)),
        Piece(str(_label("long_text")), _long_lack(information)),
        Piece(str(_label("starts_on")), "" if information.starts_on else _("It is missing.")),
        Piece(str(_label("pass_mark")), "" if information.pass_mark is not None else _("It is missing.")),
        Piece(str(_label("image")), "" if information.image else _("It is missing.")),
    ]


ASKED = ("short_text", "about_authors", "requirements", "subtitles", "rights", "contact")


def _label(name: str) -> str:
    label = str(PlacementInformation._meta.get_field(name).verbose_name)
    return label[0].upper() + label[1:]


def _text_lack(information: PlacementInformation, name: str) -> str:
    return "" if getattr(information, name).strip() else _("It is missing.")


def _long_lack(information: PlacementInformation) -> str:
    count = len(information.long_text.split())
    if WORDS[0] <= count <= WORDS[1]:
        return ""
    return _("Words: %(n)s. Required: %(low)s–%(high)s.") % {"n": count, "low": WORDS[0], "high": WORDS[1]}


def _approval_lack(parts: Parts) -> str:
    course = parts.course
    if parts.revision is not None and (parts.revision == course.published_revision or is_approved(course)):
        return ""
    return _("The faculty has not approved this revision (cl. 5.1.5).")


def _extract_lack(decision: Decision | None) -> str:
    return "" if decision is not None and decision.protocol_file else _("It is missing (cl. 5.1.5).")


def _photos_lack(parts: Parts) -> str:
    missing = [str(authorship.user) for authorship, photo in parts.photos if photo is None]
    return _("Missing: %(names)s.") % {"names": ", ".join(missing)} if missing else ""


def _videos_lack(document: CourseDocument | None) -> str:
    if document is None:
        return _("It is missing.")
    lectures = [lecture for section in document.sections for part in section.parts for lecture in part.lectures]
    missing = sum(not lecture.video for lecture in lectures)
    return _("Lectures without a video: %(n)s.") % {"n": missing} if missing else ""
