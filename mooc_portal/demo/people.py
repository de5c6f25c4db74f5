"""The units and people of the demo university.

Everybody has an address at ``demo.example``, a domain that leads nowhere, and
the same password: no letter of the demo can reach a person.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from mooc_portal.people.models import Appointment, Department, Faculty, Role, Substitution, User

PASSWORD = "demo-portal-2026"
DOMAIN = "demo.example"


class Unit(NamedTuple):
    code: str
    kk: str
    ru: str
    en: str

    @property
    def names(self) -> dict[str, str]:
        return {"name_kk": self.kk, "name_ru": self.ru, "name_en": self.en}


class Person(NamedTuple):
    """``roles`` are pairs of a role and the code of its unit, empty for the quality department."""

    login: str
    name: str
    language: str
    roles: tuple[tuple[str, str], ...] = ()

    @property
    def email(self) -> str:
        return f"{self.login}@{DOMAIN}"


FACULTIES = {
    Unit("phys-math", "Физика-математика факультеті", "Физико-математический факультет", "Physics and Mathematics"): (
        Unit("informatics", "Информатика кафедрасы", "Кафедра информатики", "Informatics"),
        Unit("physics", "Физика кафедрасы", "Кафедра физики", "Physics"),
    ),
    Unit("pedagogy", "Педагогика факультеті", "Педагогический факультет", "Pedagogy"): (
        Unit("pedagogy", "Педагогика және психология кафедрасы", "Кафедра педагогики и психологии", "Education"),
        Unit("foreign-languages", "Шет тілдері кафедрасы", "Кафедра иностранных языков", "Foreign Languages"),
    ),
}

TEACHES, JUDGES, FACULTY = Role.INSTRUCTOR, Role.DEPARTMENT_REVIEWER, Role.FACULTY_REVIEWER
ADMINISTRATOR = Person("admin", "Бауыржан Қасымов", "kk")
PEOPLE = (
    Person("quality", "Жанар Мұратова", "kk", ((Role.QUALITY_SPECIALIST, ""),)),
    Person("author", "Айгерім Серікова", "kk", ((TEACHES, "informatics"),)),
    Person("daulet.omarov", "Дәулет Омаров", "kk", ((TEACHES, "informatics"),)),
    Person("marat.tulegenov", "Марат Төлегенов", "ru", ((TEACHES, "informatics"),)),
    Person("gulnar.ahmetova", "Гүлнар Ахметова", "kk", ((TEACHES, "physics"),)),
    Person("svetlana.kim", "Светлана Ким", "ru", ((TEACHES, "pedagogy"),)),
    Person("dinara.abenova", "Динара Әбенова", "en", ((TEACHES, "foreign-languages"),)),
    Person("department", "Ерлан Жұмабаев", "kk", ((JUDGES, "informatics"), (TEACHES, "informatics"))),
    Person("nurlan.bekov", "Нұрлан Беков", "kk", ((JUDGES, "physics"),)),
    Person("olga.petrova", "Ольга Петрова", "ru", ((JUDGES, "pedagogy"),)),
    Person("asel.nurpeisova", "Әсел Нұрпейісова", "en", ((JUDGES, "foreign-languages"),)),
    Person("faculty", "Сәуле Ибраева", "kk", ((FACULTY, "phys-math"),)),
    Person("talgat.esenov", "Талғат Есенов", "ru", ((FACULTY, "pedagogy"),)),
    Person("operator", "Ерболат Сағынов", "kk"),
    Person("aliya.kenzhebek", "Әлия Кенжебек", "kk", ((TEACHES, "pedagogy"),)),
)
# Who acts for whom while the holder is away: holder, role, substitute.
SUBSTITUTIONS = (
    ("talgat.esenov", FACULTY, "aliya.kenzhebek"),
    ("olga.petrova", JUDGES, "department"),
)


def create_people(*, today: date) -> dict[str, User]:
    """Units, people, roles and substitutions; the people by login."""
    units = _create_units()
    users, begins = {}, today - timedelta(days=720)
    password = make_password(PASSWORD)
    for person in (ADMINISTRATOR, *PEOPLE):
        administers = person is ADMINISTRATOR
        user = users[person.login] = User.objects.create(
            email=person.email,
            name=person.name,
            language=person.language,
            password=password,
            is_staff=administers,
            is_superuser=administers,
        )
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        for role, code in person.roles:
            _appoint(user, role, units.get((role == FACULTY, code)), begins)
    _appoint_substitutes(users, today)
    return users


def _appoint_substitutes(users: dict[str, User], today: date) -> None:
    for absent, role, substitute in SUBSTITUTIONS:
        Substitution.objects.create(
            appointment=Appointment.objects.get(user=users[absent], role=role),
            substitute=users[substitute],
            starts_on=today - timedelta(days=3),
            ends_on=today + timedelta(days=18),
            reason="Командировка",
        )


def _create_units() -> dict[tuple[bool, str], Faculty | Department]:
    """Units by whether they are faculties and by code; a code may name one of each."""
    units: dict[tuple[bool, str], Faculty | Department] = {}
    for faculty, departments in FACULTIES.items():
        parent, _created = Faculty.objects.get_or_create(code=faculty.code, defaults=faculty.names)
        units[True, faculty.code] = parent
        for department in departments:
            units[False, department.code], _created = Department.objects.get_or_create(
                code=department.code, defaults={"faculty": parent, **department.names}
            )
    return units


def _appoint(user: User, role: str, unit: Faculty | Department | None, begins: date) -> None:
    field = {"faculty": unit} if role == FACULTY else {"department": unit}
    Appointment.objects.create(user=user, role=role, starts_on=begins, **field)
