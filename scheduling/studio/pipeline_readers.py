"""The board of all lectures: where each stands, who holds it, and which will not be uploaded in time."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import (
    Case,
    Count,
    DateField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest
from django.db.models.lookups import GreaterThan
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.models import Authorship, Course, Purpose, Video
from courses.readers import limits_in_force
from courses.regulation.finding import Finding
from courses.regulation.findings import findings
from courses.regulation.limits import Limits
from courses.rows import document_of
from mooc_portal.dates import long_date
from mooc_portal.people.readers import roles_of
from scheduling.models import LectureWork, Run, Stage, Work
from scheduling.readers import university_zone
from scheduling.studio.people import studio_work_of
from scheduling.studio.pipeline import holder_of, is_uploaded, next_step
from scheduling.studio.plan_readers import courses_planned_by

READY = (Stage.UPLOADED, Stage.MEASURED)


@dataclass(frozen=True)
class Row:
    """A lecture on the board. ``risk`` is the day the upload would end where that is after the section opens."""

    work: LectureWork
    holder: object
    step: object
    opens_on: date | None
    ends_on: date | None

    @property
    def risk(self) -> bool:
        return self.opens_on is not None and self.ends_on is not None and self.ends_on > self.opens_on

    @property
    def in_time(self) -> str:
        """When the section opens, and where that is too early also when the upload would end."""
        if self.opens_on is None:
            return "–"
        if self.risk:
            words = {"end": long_date(self.ends_on), "open": long_date(self.opens_on)}
            return _("upload would end %(end)s, the section opens %(open)s") % words
        return _("the section opens %(open)s") % {"open": long_date(self.opens_on)}


def works_in_making() -> QuerySet[LectureWork]:
    """All lectures, each with the first day its work plan has for the course; for callers that know whose they show."""
    rows = LectureWork.objects.select_related("course", "editor")
    return rows.annotate(planned_start=F("course__work_plan__starts_on"))


def works_visible_to(user, *, at: datetime) -> QuerySet[LectureWork]:
    """Lectures of the courses whose work plan the person may see."""
    return works_in_making().filter(course__in=courses_planned_by(user, at=at).values("pk"))


def work_for(user, pk: int, *, at: datetime) -> LectureWork:
    """The making of that lecture, if ``user`` may see it.

    Raises:
        Http404: when there is none, or the person may not see it.
    """
    rows = works_visible_to(user, at=at).select_related("course__department", "lecture")
    found = rows.prefetch_related("course__authorships").filter(pk=pk).first()
    if found is None:
        raise Http404(_("Page not found."))
    return found


def works_held_by(user, rows: QuerySet[LectureWork], *, at: datetime) -> QuerySet[LectureWork]:
    """Those of ``rows`` that wait for this person."""
    works = set(studio_work_of(user))
    if roles_of(user, at).is_quality:
        works |= set(Work)
    mine = Q(stage=Stage.ROUGH_CUT) & Exists(Authorship.objects.filter(course=OuterRef("course"), user=user.pk))
    if Work.OPERATOR in works:
        mine |= Q(stage=Stage.PLANNED)
    if Work.EDITOR in works:
        stages = (Stage.FILMED, Stage.EDITING, Stage.APPROVED, Stage.UPLOADED)
        mine |= Q(stage__in=stages) & (Q(editor=None) | Q(editor=user.pk) | Q(stage=Stage.UPLOADED))
    return rows.filter(mine)


@dataclass(frozen=True)
class Outlook:
    """What lectures are weighed against on a day: limits in force, and the first days of runs not over, by course."""

    day: date
    limits: Limits
    starts: dict[int, date]


def outlook(*, at: datetime) -> Outlook:
    """That of the university's day; two queries. Few courses run at a time."""
    today = timezone.localdate(at, university_zone())
    runs = Run.objects.filter(ends_on__gt=today).order_by("-starts_on").values_list("course", "starts_on")
    return Outlook(today, limits_in_force(), dict(runs))


def works_at_risk(rows: QuerySet[LectureWork], *, now: Outlook) -> QuerySet[LectureWork]:
    """Those of ``rows`` whose upload would end after their section opens: ``Row.risk``, asked of the database.

    ``board_rows`` and ``upload_ends_on`` say the same of one lecture; a test holds them together.
    """
    limits = now.limits
    upload = timedelta(days=limits.upload_days)
    after_filming = timedelta(days=limits.editing_days) + upload
    filmed = Coalesce("filming_on", Value(now.day + timedelta(days=limits.filming_days)))
    ends = Case(
        When(stage__in=(Stage.ROUGH_CUT, Stage.APPROVED), then=Value(now.day + upload)),
        default=Greatest(
            Case(When(stage=Stage.PLANNED, then=Value(now.day + after_filming)), default=Value(now.day + upload)),
            _day(filmed + Value(after_filming)),
        ),
        output_field=DateField(),
    )
    weeks = (F("section") - 1) * Value(timedelta(days=limits.section_days))
    opens = _day(_start(now) + ExpressionWrapper(weeks, output_field=DurationField()))
    return rows.filter(GreaterThan(ends, opens), section__isnull=False).exclude(stage__in=READY)


def _start(now: Outlook):
    """The first day of the course of a lecture, as ``board_rows`` has it."""
    planned = F("planned_start")
    if not now.starts:
        return planned
    running = (When(course=course, then=Value(start)) for course, start in now.starts.items())
    return Case(*running, default=planned, output_field=DateField())


def _day(expression):
    return ExpressionWrapper(expression, output_field=DateField())


def board_rows(works: list[LectureWork], *, now: Outlook) -> list[Row]:
    """The lectures with holder, next step and risk; no query."""
    rows = []
    for work in works:
        step, begin = next_step(work.stage), now.starts.get(work.course_id, work.planned_start)
        after = timedelta(days=now.limits.section_days * (work.section - 1)) if work.section else None
        opens = begin + after if begin and after is not None else None
        rows.append(Row(work, holder_of(work), step, opens, upload_ends_on(work, now.day, now.limits)))
    return rows


def upload_ends_on(work: LectureWork, today: date, limits: Limits) -> date | None:
    """The day on which the upload would end if all that follows takes as long as clause 3.7 gives it; None once it is.

    An unbooked lecture is taken to be filmed within the week of filming from today.
    """
    if work.stage in READY:
        return None
    upload = timedelta(days=limits.upload_days)
    if work.stage in (Stage.ROUGH_CUT, Stage.APPROVED):
        return today + upload
    filmed = work.filming_on or today + timedelta(days=limits.filming_days)
    editing = timedelta(days=limits.editing_days)
    soonest = today + editing if work.stage == Stage.PLANNED else today
    return max(soonest, filmed + editing) + upload


@dataclass(frozen=True)
class Ready:
    """How much of a section (None: the annotation video) or of a course is uploaded."""

    section: int | None
    ready: int
    all: int

    @property
    def percent(self) -> int:
        return self.ready * 100 // self.all


def readiness(course: Course) -> tuple[Ready | None, list[Ready]]:
    """Of the course (None where it has no lectures), and of each section; one query."""
    counts: dict[int | None, list[int]] = defaultdict(lambda: [0, 0])
    rows = course.lecture_works.filter(lecture__isnull=False).order_by()
    for section, stage, number in rows.values_list("section", "stage").annotate(Count("pk")):
        counts[section][1] += number
        counts[section][0] += number if stage in READY else 0
    if not counts:
        return None, []
    sections = [Ready(key, *counts[key]) for key in sorted(counts, key=lambda key: (key is None, key))]
    return Ready(None, sum(one.ready for one in sections), sum(one.all for one in sections)), sections


def annotation_offered(course: Course) -> bool:
    """Whether all lectures are filmed and the annotation video is not: it is recorded after them (7.4.7)."""
    rows = course.lecture_works.filter(lecture__isnull=False)
    lectures = rows.filter(section__isnull=False)
    if not lectures.exists() or lectures.filter(stage=Stage.PLANNED).exists():
        return False
    return not rows.filter(section=None).exclude(stage=Stage.PLANNED).exists()


def length_findings(work: LectureWork) -> list[Finding]:
    """What rule lecture-length says of the lecture as the working copy has it now."""
    if work.lecture_id is None:
        return []
    found = findings(document_of(work.course), limits_in_force(), "edit")
    return [one for one in found if one.rule == "lecture-length" and one.path.startswith(work.path)]


def uploaded_cut(work: LectureWork, purpose: str) -> Video | None:
    """The uploaded video that is the cut of the lecture; None where there is none, or only an address on the web."""
    cut = {Purpose.ROUGH_CUT: work.rough_cut, Purpose.FINAL: work.video}[Purpose(purpose)]
    files = Video.objects.filter(course=work.course_id, sha256=cut).select_related("uploaded_by")
    return files.first() if is_uploaded(cut) else None


def video_checksums(course: Course) -> dict[str, str]:
    """SHA-256 of the final videos of a course, by the address of each."""
    made = LectureWork.objects.filter(course=course).exclude(video="").exclude(sha256="")
    return dict(made.values_list("video", "sha256"))
