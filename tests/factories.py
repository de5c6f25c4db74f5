"""People, units and courses for tests; nothing is set that a test does not see in the call."""

import itertools
import json
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import SimpleUploadedFile

from courses.actions import import_document
from courses.models import Course
from mooc_portal.people.models import Appointment, Department, Faculty, Role, User
from reviews.checklist.answers import Answer
from reviews.models import PlacementPack
from reviews.papers import Placement, Protocol
from tests.documents import conforming, typed

ZONE = ZoneInfo("Asia/Aqtobe")
NOW = datetime(2027, 2, 1, 10, 0, tzinfo=ZONE)
TODAY = NOW.date()
_numbers = itertools.count(1)


def make_user(email: str = "", **fields) -> User:
    email = email or f"person{next(_numbers)}@example.kz"
    return User.objects.create_user(email, "secret-word", name=email.partition("@")[0], **({"language": "en"} | fields))


def make_faculty(code: str = "phys-math") -> Faculty:
    return Faculty.objects.get_or_create(
        code=code, defaults={"name_kk": f"{code} kk", "name_ru": f"{code} ru", "name_en": f"{code} en"}
    )[0]


def make_department(code: str = "informatics", faculty: Faculty | None = None) -> Department:
    return Department.objects.get_or_create(
        code=code,
        defaults={
            "faculty": faculty or make_faculty(),
            "name_kk": f"{code} kk",
            "name_ru": f"{code} ru",
            "name_en": f"{code} en",
        },
    )[0]


def appoint(user: User, role: Role, unit=None, *, starts_on=date(2020, 1, 1), ends_on=None) -> Appointment:
    units = {}
    if role in (Role.INSTRUCTOR, Role.DEPARTMENT_REVIEWER):
        units["department"] = unit or make_department()
    elif role == Role.FACULTY_REVIEWER:
        units["faculty"] = unit or make_faculty()
    return Appointment.objects.create(user=user, role=role, starts_on=starts_on, ends_on=ends_on, **units)


def make_person(role: Role, unit=None, email: str = "") -> User:
    user = make_user(email)
    appoint(user, role, unit)
    return user


def make_course(author: User, *, code: str = "derekter-1", at: datetime = NOW, **changes) -> Course:
    """A conforming draft of ``author`` in the department of informatics, with ``changes`` to its document."""
    make_department()
    raw = conforming(code=code, authors=[author.email], **changes)
    course, missing = import_document(typed(json.loads(json.dumps(raw))), by=author, at=at)
    assert missing == []
    return course


def pdf(name: str = "extract.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.4\n%%EOF\n")


def protocol(number: str = "7", on: date | None = TODAY, file=None) -> Protocol:
    return Protocol(number, on, file or pdf())


class AllYes(dict):
    """A checklist on which everything is answered with yes, whatever is asked."""

    def __missing__(self, name: str) -> Answer:
        return Answer("yes")

    def get(self, name: str, default=None) -> Answer:
        return self[name]


ALL_YES = AllYes()


def placement(email: str = "platform@example.kz", on: date | None = TODAY) -> Placement:
    return Placement(email, on)


def packed(course: Course, *, at: datetime = NOW) -> PlacementPack:
    """The pack of the newest revision was made: its record, without the papers that a real one is made of."""
    revision = course.revisions.order_by("-number").first()
    kept = {"file": "packs/record.zip", "sha256": "0" * 64, "by": revision.made_by, "at": at}
    return PlacementPack.objects.create(course=course, revision=revision, **kept)
