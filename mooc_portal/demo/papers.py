"""Papers for decisions: protocols by their minutes, approved programmes, placement packs, filled checklists."""

from __future__ import annotations

import struct
import zlib
from datetime import date, datetime, timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from courses.document.codec import decode_stored
from courses.models import Course, Revision
from courses.rows import document_of
from mooc_portal.people.models import User
from reviews.checklist.answers import Answer
from reviews.checklist.items import YES, items_of
from reviews.meetings.actions import call_meeting
from reviews.minutes import Minutes
from reviews.models import PlacementPack
from reviews.papers import Protocol
from reviews.placement.actions import make_pack, save_information
from reviews.programme.actions import decide_programme, send_programme

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


def checklist(revision: Revision, step: str) -> dict[str, Answer]:
    """Every question that the step asks about the revision, answered with yes."""
    return {item.id: Answer(YES) for item in items_of(decode_stored(revision.document), step)}


# What the information form says of every course of the demo, by language, besides its own announcements.
ABOUT = {
    "kk": (
        "Әр апта бір сұрақтан басталып, нақты мысалмен жұмысқа ұласады. Қысқа дәрістерден кейін бірден тапсырма "
        "беріледі, ал бағалау критерийлері алдын ала белгілі. Тыңдаушы өз қарқынымен оқиды, бірақ бөлімдердің "
        "мерзімін сақтайды. Соңында әркім өз жұмысын қорытып, оны басқалармен бөліседі, пікір алады және пікір "
        "жазады. Курсты осы саланы күн сайын жүргізетін оқытушылар жазған, сондықтан мысалдар тәжірибеден алынған."
    ),
    "ru": (
        "Каждая неделя начинается с вопроса и ведёт к работе с настоящим примером. После коротких лекций сразу "
        "следует задание, а критерии оценки известны заранее. Слушатель учится в своём темпе, но держится сроков "
        "разделов. В конце каждый подводит итог своей работе, делится ею с другими, получает отзывы и пишет их сам. "
        "Курс написали преподаватели, которые занимаются этим каждый день, и примеры взяты из практики."
    ),
    "en": (
        "Every week begins with a question and leads to work with a real example. Short lectures are followed by a "
        "task at once, and how it is assessed is known beforehand. Learners keep their own pace within the dates of "
        "the sections. At the end everybody sums up their work, shares it, is given feedback and gives it. The course "
        "was written by teachers who do this every day, and its examples come from practice."
    ),
}
BESIDES = {
    "kk": {
        "about_authors": "Курсты университеттің оқытушылары жазды.",
        "requirements": "Арнайы дайындық қажет емес.",
        "subtitles": "қазақша, орысша",
        "rights": "Курс материалдары авторлардікі; өзге тұлғалардың туындылары пайдаланылмаған.",
    },
    "ru": {
        "about_authors": "Курс написали преподаватели университета.",
        "requirements": "Особой подготовки не нужно.",
        "subtitles": "на русском, на казахском",
        "rights": "Материалы курса принадлежат авторам; чужие произведения не использованы.",
    },
    "en": {
        "about_authors": "The course was written by teachers of the university.",
        "requirements": "No preparation is needed.",
        "subtitles": "English",
        "rights": "The materials are the authors' own; no works of others are used.",
    },
}


def inform(course: Course, *, at: datetime) -> None:
    """The information form filled in by the author, from what the course says of itself."""
    document = document_of(course)
    about = [section.announcement for section in document.sections if section.announcement]
    values = BESIDES[document.language] | {
        "short_text": document.goals[0],
        "long_text": " ".join(" ".join((ABOUT[document.language], *about)).split()[:400]),
        "starts_on": (at + timedelta(days=50)).date(),
        "pass_mark": 50,
        "certificate": True,
        "contact": "quality@demo.example",
    }
    authors = [authorship.user for authorship in course.authorships.select_related("user")]
    image = ContentFile(picture(), name="course.png")
    photos = {author.pk: ContentFile(picture(120, 160), name="author.png") for author in authors}
    save_information(course, values, image=image, photos=photos, by=authors[0], at=at)


def approve_programme(course: Course, number: int, *, by: User, at: datetime) -> None:
    """The working programme, sent by the author two days before it was approved."""
    programme = send_programme(course, by=course.authorships.first().user, at=at - timedelta(days=2))
    papers = protocol(number, timezone.localdate(at))
    decide_programme(programme, approved=True, protocol=papers, reason="", by=by, at=at)


def place(course: Course, *, by: User, at: datetime) -> PlacementPack:
    """The pack of what was approved, fetched by the quality department."""
    inform(course, at=at - timedelta(days=1))
    return make_pack(course, send=False, by=by, at=at)


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
