"""The studios of the demo university and a week of filming."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

from django.utils import timezone

from courses.models import Course, Purpose
from mooc_portal.demo.clip import film
from mooc_portal.people.models import User
from scheduling.models import Aid, Cut, Deadline, LectureWork, Stage, Studio, StudioWorker, Work
from scheduling.readers import university_zone
from scheduling.studio.actions import BookingRefused, acknowledge, book, confirm
from scheduling.studio.cut_videos import add_cut_piece, begin_cut, finish_cut
from scheduling.studio.pipeline_actions import Given, add_note, follow_course, take_step
from scheduling.studio.plan_actions import make_work_plan, wish_for_filming
from scheduling.studio.release import release_plan
from scheduling.studio.slots import Slot

STUDIOS = (("Бас студия", "Главная студия", "Main studio"), ("Шағын студия", "Малая студия", "Small studio"))
ORDER = ("part__section__position", "part__position", "position")
AIDS = (("Телесуфлёр", "Телесуфлёр", "Teleprompter"), ("Планшет", "Планшет", "Tablet"))
# The courses that are filmed here, each with its lecturer; their programmes are approved.
LECTURERS = {
    "derekterdi-taldau-negizderi": "author",
    "mekteptegi-fizikalyq-tajiribe": "gulnar.ahmetova",
    "cifrovaya-gigiena-uchitelya": "svetlana.kim",
}
# Course, studio, begins, ends, whether the lecturer has read the memo and it is confirmed.
FILMINGS = (
    ("mekteptegi-fizikalyq-tajiribe", 0, time(10), time(13), True),
    ("cifrovaya-gigiena-uchitelya", 1, time(14), time(16), False),
    ("derekterdi-taldau-negizderi", 0, time(14), time(17), True),
)


def open_studios(people: dict[str, User], *, at: datetime) -> None:
    """Studios, aids, an operator and the filming that is booked."""
    studios = [Studio.objects.create(name_kk=kk, name_ru=ru, name_en=en) for kk, ru, en in STUDIOS]
    aids = [Aid.objects.create(name_kk=kk, name_ru=ru, name_en=en) for kk, ru, en in AIDS]
    operator = people["operator"]
    for work in Work:
        StudioWorker.objects.create(user=operator, work=work)
    _plan_the_work(people, at=at)
    lecturers = {code: people[lecturer] for code, lecturer in LECTURERS.items()}
    for code, studio, first, last, confirmed in FILMINGS:
        course, lecturer = Course.objects.get(code=code), lecturers[code]
        begin = len(FAR.get(code, ()))  # those before are filmed
        lectures = tuple(course.lectures.exclude(part=None).order_by(*ORDER)[begin : begin + 3])
        _film(course, studios[studio], first, last, lecturer, operator, aids, lectures, confirmed, people, at)
    release_plan(by=people["quality"], at=at - timedelta(hours=20))
    _make_lectures(people, at=at)


def _plan_the_work(people: dict[str, User], *, at: datetime) -> None:
    """A plan for each course that is filmed: one in time, one tight, one whose first batch is late."""
    today = timezone.localdate(at)
    for (code, lecturer), weeks, batches in zip(LECTURERS.items(), (16, 9, 3), (1, 2, 1), strict=True):
        first = today + timedelta(days=7 * weeks - today.weekday())
        plan = make_work_plan(
            Course.objects.get(code=code),
            starts_on=first,
            deadline=Deadline.ANNOUNCEMENT if weeks > 9 else Deadline.START,
            batches=min(batches, Course.objects.get(code=code).sections.count()),
            by=people[lecturer],
            at=at - timedelta(days=19),
            deviation="Деканат сұрауы бойынша",
        )
        wish_for_filming(plan, days=[1, 3], aids=[], by=people[lecturer], at=at - timedelta(days=19))


# How far the first lectures of a course are, and the days ago on which each step of the way was taken.
WAY = (("film", 16), ("edit", 14), ("show", 9), ("approve", 8), ("upload", 5), ("measure", 4))
FAR = {"derekterdi-taldau-negizderi": (6, 6, 6, 6, 6, 6, 5, 4, 3, 3, 2, 1), "cifrovaya-gigiena-uchitelya": (3, 2, 1)}


def _make_lectures(people: dict[str, User], *, at: datetime) -> None:
    """Lectures at every stage, one of them with notes on its rough cut."""
    lecturers = {code: people[lecturer] for code, lecturer in LECTURERS.items()}
    for code, lecturer in lecturers.items():
        course = Course.objects.get(code=code)
        follow_course(course, at=at - timedelta(days=17))
        works = course.lecture_works.order_by("place").select_related("course", "lecture")
        for number, (work, steps) in enumerate(zip(works, FAR.get(code, ()), strict=False)):
            cut, final = "https://video.example/cut", "https://video.example/v"
            given = Given(True, True, True, cut, final, 610 + 40 * number, sha256="0f" * 32)
            for name, days in WAY[:steps]:
                moment, editor = at - timedelta(days=days), people["operator"]
                work.refresh_from_db()
                if work.stage == Stage.MEASURED:
                    break
                if (name, steps) == ("show", 3):
                    _upload(work, Purpose.ROUGH_CUT, 652, by=editor, at=moment)
                    given = replace(given, rough_cut="")
                if (name, number) == ("upload", 0):
                    _upload(work, Purpose.FINAL, 724, by=editor, at=moment)
                else:
                    by = lecturer if name == "approve" else editor
                    take_step(work, name, given=given, by=by, at=moment, seen=work.version)
    waiting = LectureWork.objects.filter(stage=Stage.ROUGH_CUT).first()
    by = waiting.course.authorships.first().user
    add_note(waiting, second=83, kind=Cut.CUT, text="Жөтел естіледі", by=by, at=at - timedelta(days=1))
    add_note(waiting, second=415, kind=Cut.SLIDE, text="Формула", by=by, at=at - timedelta(days=1))


def _upload(work: LectureWork, purpose: Purpose, seconds: int, *, by: User, at: datetime) -> None:
    """A film of the demo, brought up in one piece."""
    data = film(seconds, shade=40 + work.pk % 100)
    upload = begin_cut(work, purpose, name=f"{purpose}-{work.pk}.mp4", size=len(data), mark="demo", by=by, at=at)
    upload.received = add_cut_piece(work, upload, data, offset=0, by=by, at=at)
    finish_cut(work, upload, by=by, at=at)
    work.refresh_from_db()


def _film(course, studio, first, last, lecturer, operator, aids, lectures, confirmed, people, at) -> None:
    """On the first working day from tomorrow on when nothing speaks against it."""
    zone, days = university_zone(), iter(range(1, 30))
    quality, booking = people["quality"], None
    while booking is None:
        day = timezone.localdate(at, zone) + timedelta(days=next(days))
        begins, ends = (datetime.combine(day, clock, tzinfo=zone) for clock in (first, last))
        slot = Slot(studio, begins, ends, lecturer, operator, (aids[0],), lectures)
        try:
            booking = book(course, slot, by=quality, at=at - timedelta(days=2))
        except BookingRefused:
            continue
    if confirmed:
        acknowledge(booking, by=lecturer, at=at - timedelta(days=1))
        confirm(booking, by=quality, at=at - timedelta(days=1))
