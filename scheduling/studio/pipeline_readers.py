"""The board of all lectures: where each stands, who holds it, and which will not be uploaded in time."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.models import Authorship, Course
from courses.readers import limits_in_force
from courses.regulation.finding import Finding
from courses.regulation.findings import findings
from courses.regulation.limits import Limits
from courses.rows import document_of
from mooc_portal.dates import long_date
from mooc_portal.people.readers import roles_of
from scheduling.models import Booking, BookingState, LectureWork, Run, Stage, Work, WorkPlan
from scheduling.readers import university_zone
from scheduling.studio.pipeline import holder_of, next_step
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

    # Sentences of a row are made here and not in the template: a board has hundreds of them.
    @property
    def where(self) -> str:
        return _("section %(n)s") % {"n": self.work.section} if self.work.section else _("Annotation video")

    @property
    def since(self) -> str:
        days = (timezone.localdate() - timezone.localdate(self.work.stage_since)).days
        return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}

    @property
    def in_time(self) -> str:
        """When the section opens, and where that is too early also when the upload would end."""
        if self.opens_on is None:
            return "–"
        if self.risk:
            words = {"end": long_date(self.ends_on), "open": long_date(self.opens_on)}
            return _("upload would end %(end)s, the section opens %(open)s") % words
        return _("the section opens %(open)s") % {"open": long_date(self.opens_on)}


def works_visible_to(user, *, at: datetime) -> QuerySet[LectureWork]:
    """Lectures of the courses whose work plan the person may see, each with the next filming booked for it."""
    live = Booking.objects.filter(lectures=OuterRef("lecture")).exclude(standing=BookingState.CANCELLED)
    booked = Subquery(live.order_by("-starts_at").values("starts_at")[:1])
    rows = LectureWork.objects.filter(course__in=courses_planned_by(user, at=at).values("pk"))
    return rows.select_related("course", "editor").annotate(booked_at=booked)


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
    works = set(user.studio_work.values_list("work", flat=True))
    if roles_of(user, at).is_quality:
        works |= set(Work)
    mine = Q(stage=Stage.ROUGH_CUT) & Exists(Authorship.objects.filter(course=OuterRef("course"), user=user.pk))
    if Work.OPERATOR in works:
        mine |= Q(stage=Stage.PLANNED)
    if Work.EDITOR in works:
        stages = (Stage.FILMED, Stage.EDITING, Stage.APPROVED, Stage.UPLOADED)
        mine |= Q(stage__in=stages) & (Q(editor=None) | Q(editor=user.pk) | Q(stage=Stage.UPLOADED))
    return rows.filter(mine)


def board_rows(works: list[LectureWork], *, at: datetime) -> list[Row]:
    """The lectures with holder, next step and risk; three queries however many they are."""
    limits, today = limits_in_force(), timezone.localdate(at, university_zone())
    starts = starts_of_courses({work.course_id for work in works}, today)
    rows = []
    for work in works:
        step, begin = next_step(work.stage), starts.get(work.course_id)
        opens = begin + timedelta(days=limits.section_days * (work.section - 1)) if begin and work.section else None
        rows.append(Row(work, holder_of(work), step, opens, upload_ends_on(work, today, limits)))
    return rows


def starts_of_courses(courses: set[int], today: date) -> dict[int, date]:
    """The first day of the next run of each course; where none is planned, that of its work plan."""
    starts = dict(WorkPlan.objects.filter(course__in=courses).values_list("course", "starts_on"))
    runs = Run.objects.filter(course__in=courses, ends_on__gt=today).order_by("-starts_on")
    return starts | dict(runs.values_list("course", "starts_on"))


def upload_ends_on(work: LectureWork, today: date, limits: Limits) -> date | None:
    """The day on which the upload would end if all that follows takes as long as clause 3.7 gives it; None once it is.

    An unbooked lecture is taken to be filmed within the week of filming from today.
    """
    if work.stage in READY:
        return None
    upload = timedelta(days=limits.upload_days)
    if work.stage in (Stage.ROUGH_CUT, Stage.APPROVED):
        return today + upload
    if work.stage == Stage.PLANNED:
        booked = getattr(work, "booked_at", None)
        filmed = timezone.localdate(booked, university_zone()) if booked else today + timedelta(limits.filming_days)
        return max(filmed, today) + timedelta(days=limits.editing_days) + upload
    filmed = timezone.localdate(work.filmed_at or work.stage_since, university_zone())
    return max(today, filmed + timedelta(days=limits.editing_days)) + upload


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


def video_checksums(course: Course) -> dict[str, str]:
    """SHA-256 of the final videos of a course, by the address of each."""
    made = LectureWork.objects.filter(course=course).exclude(video="").exclude(sha256="")
    return dict(made.values_list("video", "sha256"))
