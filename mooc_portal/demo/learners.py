"""The learners of the demo university: registered by the action everybody uses, some with parts read."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from mooc_portal.demo.people import DOMAIN, PASSWORD
from mooc_portal.people.models import User
from scheduling.models import Registration, Run, Way
from scheduling.readers import calendar_of
from scheduling.registration.actions import leave, register, set_capacity
from scheduling.registration.consent import consent_text_in_force, give_consent
from scheduling.room.actions import mark_read
from scheduling.room.readers import room_of


class Learner(NamedTuple):
    """``reads`` is how many of the parts that are open the learner has read."""

    login: str
    name: str
    language: str
    reads: int = 0

    @property
    def email(self) -> str:
        return f"{self.login}@{DOMAIN}"


LEARNERS = (
    Learner("learner", "Айдана Ермекова", "kk", 1),
    Learner("bekzat.nurgali", "Бекзат Нұрғали", "kk", 3),
    Learner("madina.ospanova", "Мадина Оспанова", "kk", 2),
    Learner("timur.akhmetov", "Тимур Ахметов", "ru", 1),
    Learner("anna.sokolova", "Анна Соколова", "ru"),
    Learner("zhansaya.toregali", "Жансая Төреғали", "kk", 2),
    Learner("arman.qairatuly", "Арман Қайратұлы", "kk"),
    Learner("alina.li", "Алина Ли", "ru"),
    Learner("daniyar.sadykov", "Daniyar Sadykov", "en", 4),
)
# The course in which places are few: two wait in line, and one has left.
CROWDED, PLACES = "ocenivanie-uchebnyh-dostizhenij", 6


def register_learners(people: dict[str, User], *, at: datetime) -> list[Registration]:
    """Everybody into every run whose registration has opened by ``at``, on the days after it opened."""
    password = make_password(PASSWORD)
    learners = {learner: _create(learner, password) for learner in LEARNERS}
    rows = []
    for run in Run.objects.select_related("course", "regulation", "revision").order_by("starts_on"):
        opened = max(calendar_of(run).registration_opens_at, run.planned_at)
        if opened >= at:
            continue
        if run.course.code == CROWDED:
            set_capacity(run, PLACES, by=people["quality"], at=opened)
        mine = [_register(run, user, opened + timedelta(hours=5 * n), at) for n, user in enumerate(learners.values())]
        rows += mine
        if run.course.code == CROWDED:
            leave(mine[-5], by=mine[-5].user, at=at - timedelta(days=1))
    return rows


def _create(learner: Learner, password: str) -> User:
    user = User.objects.create(email=learner.email, name=learner.name, language=learner.language, password=password)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def _register(run: Run, user: User, moment: datetime, at: datetime) -> Registration:
    moment = min(moment, at - timedelta(days=2))
    consent = give_consent(user, text=consent_text_in_force(moment), at=moment, address="192.0.2.10")
    return register(run, user, way=Way.PAGE, at=moment, by=user, consent=consent)


def read_parts(rows: list[Registration], *, at: datetime) -> None:
    """What is open is read by each as far as they have come."""
    reads = {learner.email: learner.reads for learner in LEARNERS}
    for row in rows:
        row.refresh_from_db()
        if row.standing == "registered":
            room = room_of(row.run_id, row.user, at=at)
            for step in room.way[: reads[row.user.email]]:
                mark_read(room, step.section, step.part, at=at)
