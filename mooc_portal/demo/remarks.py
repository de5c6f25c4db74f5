"""Remarks of the demo's returned rounds: what reviewers wrote, what authors answered and changed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from courses.actions import change_node, move_node
from courses.actions.content import digest_of
from courses.models import Course, Part
from mooc_portal.people.models import User
from reviews.models import Act, Remark, Severity
from reviews.remarks.actions import act_on_remark, add_remark
from reviews.remarks.rules import blocking_remarks

ESSENTIAL, RECOMMENDED = Severity.ESSENTIAL, Severity.RECOMMENDED


class Note(NamedTuple):
    """A remark on a place of the course, with its author's answer; without one it stays open."""

    path: str
    severity: str
    clause: str
    text: str
    answer: str = ""
    private: bool = False


class Rework(NamedTuple):
    """What the author changed: a sentence more in the text of a part, and its last lecture one place up."""

    part: str
    sentence: str


NOTES: dict[str, tuple[Note, ...]] = {
    "cifrovaya-gigiena-uchitelya": (
        Note(
            "/sections/1/parts/0/lectures/2",
            ESSENTIAL,
            "3.6",
            "Про согласие на фотографии сказано общо. Нужен пример из школьной практики.",
            "Добавили пример с выпускным альбомом и перенесли лекцию раньше.",
        ),
        Note(
            "/sections/0/announcement",
            RECOMMENDED,
            "4.5",
            "Назовите в сообщении день, до которого надо сдать тест.",
            "День назначает календарь потока; в тексте оставили «до конца недели».",
        ),
    ),
    "mekteptegi-fizikalyq-tajiribe": (
        Note(
            "/sections/1/parts/1/lectures/0",
            ESSENTIAL,
            "3.6",
            "Қауіпсіздік парағының үлгісі көрсетілмеген. Дайын парақты қосыңыз.",
            "Парақтың үлгісі мәтінге қосылды.",
        ),
        Note("/glossary/0", RECOMMENDED, "4.11", "Анықтаманы оқушыға түсінікті тілмен беріңіз."),
    ),
    "publichnoe-vystuplenie": (
        Note(
            "/sections/1/parts/0",
            ESSENTIAL,
            "3.6",
            "Во втором разделе не хватает примеров из практики: покажите хотя бы одно выступление целиком.",
        ),
        Note("/sections/1/parts/1/tasks/1", ESSENTIAL, "4.10", "Критерии отзыва описаны слишком общо."),
        Note("/sections/0", RECOMMENDED, "3.6", "Первую лекцию лучше начать с вопроса к слушателю."),
        Note("", RECOMMENDED, "", "На кафедре: проверить, согласован ли курс с программой.", private=True),
    ),
}
REWORKS = {
    "cifrovaya-gigiena-uchitelya": Rework(
        "/sections/1/parts/0",
        "Пример: для выпускного альбома школа просит согласие у родителей и отдельно у самого ученика.",
    ),
    "mekteptegi-fizikalyq-tajiribe": Rework(
        "/sections/1/parts/1", "Қауіпсіздік парағының үлгісі: не істейміз, неден сақтанамыз, апат болса кімге айтамыз."
    ),
}


def write_remarks(course: Course, story: str, *, by: User, at: datetime) -> None:
    """What the reviewer wrote before returning the course."""
    revision = course.revisions.order_by("-number").first()
    for note in NOTES.get(story, ()):
        words = {"text": note.text, "severity": note.severity, "clause": note.clause, "private": note.private}
        add_remark(course, revision=revision, path=note.path, **words, by=by, at=at)


def rework(course: Course, story: str, *, by: User, at: datetime) -> None:
    """What the author did about it before sending the course again."""
    answers = {note.text: note.answer for note in NOTES.get(story, ())}
    for remark in Remark.objects.filter(course=course, private=False).order_by("pk"):
        if answers.get(remark.text):
            act_on_remark(remark, Act.ANSWER, seen=remark.step_count, text=answers[remark.text], by=by, at=at)
    change = REWORKS.get(story)
    if change is not None:
        later = at + timedelta(hours=1)
        part = _part(course, change.part)
        values = {"text": f"{part.text}\n\n{change.sentence}"}
        change_node(course, part, values, seen=digest_of(part, values), by=by, at=later)
        move_node(course, part.lectures.order_by("position").last(), up=True, by=by, at=later)


def settle(course: Course, *, by: User, at: datetime) -> None:
    """The reviewer accepts the answers before deciding."""
    for remark in blocking_remarks(course):
        act_on_remark(remark, Act.RESOLVE, seen=remark.step_count, by=by, at=at)


def _part(course: Course, path: str) -> Part:
    _root, section, _parts, part = path.strip("/").split("/")
    return course.sections.order_by("position")[int(section)].parts.order_by("position")[int(part)]
