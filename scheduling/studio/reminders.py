"""What the worker tells of its own: the filming of tomorrow, overdue work, lectures that stand still.

The key of a letter is the claim: a letter of one occasion is queued once, whoever sweeps.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models import Course
from courses.readers import limits_in_force
from courses.regulation.limits import Limits
from mooc_portal.outbox.actions import NewLetter, alert_quality, queue_letters
from mooc_portal.outbox.models import Letter
from mooc_portal.outbox.rendering import render_letter
from mooc_portal.people.readers import department_reviewers, quality_specialists
from scheduling.models import Booking, BookingState, LectureWork, Stage, StudioWorker, Work, WorkItem
from scheduling.readers import university_zone
from scheduling.studio.readers import lectures_to_film

# The department hears of what its owner was told this many days ago.
PATIENCE, MORNING = timedelta(days=7), 8
# The stages a lecture may stand still in, and what gives them their time.
STANDS = {
    Stage.FILMED: "editing",
    Stage.EDITING: "editing",
    Stage.ROUGH_CUT: "week",
    Stage.APPROVED: "upload",
    Stage.UPLOADED: "week",
}
NOBODY_FOR_WORK = _("Work of a course is overdue, and its department has nobody to be told.")


def remind_of_filmings(*, at: datetime) -> int:
    """Remind lecturer and operator of each confirmed filming of tomorrow, once; how many letters were new.

    Not in the night: from eight in the morning on.
    """
    if timezone.localtime(at, university_zone()).hour < MORNING:
        return 0
    tomorrow = timezone.localdate(at, university_zone()) + timedelta(days=1)
    first = datetime.combine(tomorrow, datetime.min.time(), tzinfo=university_zone())
    rows = Booking.objects.filter(
        standing=BookingState.CONFIRMED, starts_at__gte=first, starts_at__lt=first + timedelta(days=1)
    )
    rows = rows.select_related("course", "studio", "lecturer", "operator")
    rows = rows.prefetch_related(Prefetch("lectures", lectures_to_film()))
    letters = [
        (f"filming-tomorrow:{row.pk}:{row.starts_at:%Y%m%d%H%M}:{person.pk}", row, person)
        for row in rows
        for person in (row.lecturer, row.operator)
        if person
    ]
    return _queue_new(letters, _reminder, at=at)


def _reminder(key: str, booking: Booking, person) -> NewLetter:
    lectures = list(booking.lectures.all())
    arrival = booking.starts_at - timedelta(minutes=limits_in_force().arrive_minutes)
    context = {
        "booking": booking,
        "course": booking.course,
        "person": person,
        "is_lecturer": person.pk == booking.lecturer_id,
        "lectures": lectures,
        "no_materials": [one for one in lectures if not one.materials_there],
        "arrival": timezone.localtime(arrival, university_zone()),
        "link": settings.SITE_URL.rstrip("/") + reverse("studio:booking", args=[booking.pk]),
    }
    subject, body = render_letter("filming_reminder", person.language, context)
    return NewLetter(key, "filming_reminder", person, subject, body)


def alert_overdue_work(*, at: datetime) -> int:
    """Tell the owner of each item that is over its last day and not done, a week later the department too, once each.

    Where the department has nobody the quality department is alerted instead.
    """
    today = timezone.localdate(at, university_zone())
    rows = WorkItem.objects.filter(done_on=None, last__lt=today).select_related("plan__course__department", "owner")
    letters = []
    for row in rows:
        name = f"work-overdue:{row.plan_id}:{row.work}:{row.batch}:{row.last:%Y%m%d}"
        letters.append((f"{name}:{row.owner_id}", row, row.owner))
        if today > row.last + PATIENCE:
            department = department_reviewers(row.plan.course.department, at)
            letters += [(f"{name}:department:{person.pk}", row, person) for person in department]
            if not department:
                alert_quality(f"{name}:nobody", NOBODY_FOR_WORK, at=at)
    return _queue_new(letters, _overdue, at=at)


def _overdue(key: str, item: WorkItem, person) -> NewLetter:
    course = item.plan.course
    link = settings.SITE_URL.rstrip("/") + reverse("studio:plan", args=[course.code])
    context = {"item": item, "course": course, "person": person, "link": link}
    subject, body = render_letter("work_overdue", person.language, context)
    return NewLetter(key, "work_overdue", person, subject, body)


def alert_stalled_lectures(*, at: datetime) -> int:
    """Tell whoever has them which lectures stand still, once a week and course; the department from the second week.

    Editing has two weeks and the upload one (3.7); for viewing a rough cut and for measuring, which no clause times,
    the university gives a week.
    """
    week, limits = timezone.localdate(at, university_zone()).isocalendar(), limits_in_force()
    letters = []
    for course, works in _stalled_by_course(limits, at).items():
        name = f"lectures-stalled:{course.pk}:{week.year}-{week.week}"
        people = {person.pk: person for work in works for person in _holders(work, at)}
        overlong = [work for work in works if _stands_since(work, limits, at) > PATIENCE]
        department = department_reviewers(course.department, at) if overlong else []
        if overlong and not department:
            alert_quality(f"{name}:nobody", NOBODY_FOR_WORK, at=at)
        people |= {person.pk: person for person in department}
        letters += [(f"{name}:{pk}", (course, works), person) for pk, person in people.items()]
    return _queue_new(letters, _stalled_letter, at=at)


def _stalled_by_course(limits: Limits, at: datetime) -> dict[Course, list[LectureWork]]:
    rows = LectureWork.objects.filter(lecture__isnull=False, stage__in=STANDS)
    rows = rows.select_related("course__department", "editor").prefetch_related("course__authorships__user")
    by_course: dict[Course, list[LectureWork]] = defaultdict(list)
    for work in rows.order_by("course", "place", "pk"):
        if _stands_since(work, limits, at) > timedelta(0):
            by_course[work.course].append(work)
    return by_course


def _stands_since(work: LectureWork, limits: Limits, at: datetime) -> timedelta:
    """For how long the lecture stands where it should have left; negative while it is in time."""
    days = {"editing": limits.editing_days, "upload": limits.upload_days, "week": 7}[STANDS[work.stage]]
    return at - work.stage_since - timedelta(days=days)


def _holders(work: LectureWork, at: datetime) -> list:
    if work.stage == Stage.ROUGH_CUT:
        return [authorship.user for authorship in work.course.authorships.all()]
    if work.editor:
        return [work.editor]
    editors = [row.user for row in StudioWorker.objects.filter(work=Work.EDITOR).select_related("user")]
    return editors or quality_specialists(at)


def _stalled_letter(key: str, row: tuple, person) -> NewLetter:
    course, works = row
    link = settings.SITE_URL.rstrip("/") + reverse("studio:production", args=[course.code])
    context = {"works": works, "course": course, "person": person, "link": link}
    subject, body = render_letter("lectures_stalled", person.language, context)
    return NewLetter(key, "lectures_stalled", person, subject, body)


def _queue_new(letters: list[tuple], compose, *, at: datetime) -> int:
    """Compose and queue those that were not queued before."""
    keys = [key for key, _row, _person in letters]
    known = set(Letter.objects.filter(key__in=keys).values_list("key", flat=True))
    new = [compose(key, row, person) for key, row, person in letters if key not in known]
    return queue_letters(new, at=at) if new else 0
