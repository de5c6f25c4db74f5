"""Papers for decisions: protocols by their minutes, placements, filled checklists."""

from __future__ import annotations

import struct
import zlib
from datetime import date, datetime, timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from courses.document.codec import decode_stored
from courses.models import Course, Revision
from mooc_portal.people.models import User
from reviews.checklist.answers import Answer
from reviews.checklist.items import YES, items_of
from reviews.meetings.actions import call_meeting
from reviews.minutes import Minutes
from reviews.models import PlacementPack
from reviews.papers import Placement, Protocol
from reviews.placement.actions import make_pack, save_information

PLATFORM = "platform@demo.example"
BY_POST = "Курс порталға дейін орналастырылды: топтама платформаға пошта арқылы жіберілген."
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
    return Placement(email=PLATFORM, sent_on=day, without_pack=BY_POST)


def checklist(revision: Revision, step: str) -> dict[str, Answer]:
    """Every question that the step asks about the revision, answered with yes."""
    return {item.id: Answer(YES) for item in items_of(decode_stored(revision.document), step)}


ABOUT = (
    "Курс деректермен жұмыс істеудің негіздерін көрсетеді: оларды жинау, тазалау, сипаттау, көрнекілеу және "
    "қорытынды жасау. Әр апта бір сұрақтан басталып, нақты жиынтықпен жұмысқа ұласады. "
)
INFORMATION = {
    "short_text": "Деректерді жинаудан қорытындыға дейін: алты апта, нақты жиынтықтар.",
    "long_text": ABOUT * 7,
    "about_authors": "Физика-математика факультетінің оқытушылары.",
    "requirements": "Мектеп математикасы және электрондық кестелермен жұмыс дағдысы.",
    "subtitles": "қазақша, орысша",
    "pass_mark": 50,
    "certificate": True,
    "rights": "Курс материалдары авторлардікі; өзге тұлғалардың туындылары пайдаланылмаған.",
    "contact": "quality@demo.example",
}


ABOUT_TABLES = (
    "The course shows researchers how to keep, clean and describe measurements in a spreadsheet, and how to say "
    "honestly what they show. Every week begins with one question and ends with a table of one's own. "
)
INFORMATION_ON_TABLES = INFORMATION | {
    "short_text": "From a notebook of measurements to a table that others can check.",
    "long_text": ABOUT_TABLES * 6,
    "about_authors": "Teachers of the Faculty of Physics and Mathematics.",
    "requirements": "School mathematics and any spreadsheet program.",
    "subtitles": "English",
    "rights": "The materials are the authors' own; no works of others are used.",
}


def inform(course: Course, values: dict, *, by: User, at: datetime) -> None:
    """The information form filled in by an author."""
    image = ContentFile(picture(), name="course.png")
    save_information(course, values | {"starts_on": (at + timedelta(days=50)).date()}, image=image, by=by, at=at)


def place(course: Course, people: dict, *, at: datetime) -> PlacementPack:
    """The information form filled in by the author, and the pack fetched by the quality department."""
    inform(course, INFORMATION, by=people["author"], at=at)
    return make_pack(course, send=False, by=people["quality"], at=at)


def call_a_meeting(course: Course, people: dict, *, at: datetime) -> None:
    """The department gathers what waits for tomorrow."""
    day = timezone.localdate(at) + timedelta(days=1)
    call_meeting(course.department, [course], day=day, by=people["olga.petrova"], at=at)


def picture(width: int = 320, height: int = 180) -> bytes:
    """A PNG of one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\x00" + b"\x0b\x6e\x75" * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
