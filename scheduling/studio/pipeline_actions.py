"""The one gateway by which a lecture goes on, the notes on its rough cut, and keeping up with the course."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.actions.recording import record_video
from courses.actions.writing import ContentRefused
from courses.models import Course, Video
from scheduling.models import CutNote, LectureStep, LectureWork, Stage, WorkPlan
from scheduling.permissions import PERMISSIONS
from scheduling.readers import university_zone
from scheduling.studio.filming_days import booked_day, keep_filming_days
from scheduling.studio.paths import lectures_in_order, paths_of
from scheduling.studio.pipeline import STEPS, Step, is_uploaded

LONGEST = 24 * 3600


class StepRefused(Exception):
    """The lecture stays where it is; ``reasons`` are whole sentences."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(*reasons)
        self.reasons = [str(reason) for reason in reasons]


@dataclass(frozen=True)
class Given:
    """What a step is given along with it."""

    test_take: bool = False
    clothing: bool = False
    materials: bool = False
    rough_cut: str = ""
    video: str = ""
    seconds: int | None = None
    note: str = ""
    sha256: str = ""


def follow_course(course: Course, *, at: datetime) -> None:
    """Have a row for every lecture of the working copy; those whose lecture was replaced are joined to it again.

    A row finds its lecture by place and title, then by title alone, then by place. A row without a lecture stays
    while anything was done for it, and goes where nothing was.
    """
    with transaction.atomic():
        course = Course.objects.select_for_update(of=("self",)).get(pk=course.pk)
        paths, rows = paths_of(course), list(course.lecture_works.select_related("lecture"))
        lectures = {row.pk: row for row in lectures_in_order(course)}
        orphans = [row for row in rows if row.lecture_id is None]
        known = {row.lecture_id: row for row in rows if row.lecture_id}
        for lecture in lectures.values():
            if lecture.pk not in known:
                known[lecture.pk] = _rejoined(orphans, paths[lecture.pk], lecture.title) or LectureWork(
                    course=course, stage_since=at
                )
        for place, (pk, lecture) in enumerate(lectures.items()):
            _name(known[pk], lecture, paths[pk], place)
        for row in orphans:
            if row.lecture_id is None and row.stage == Stage.PLANNED and not row.steps.exists():
                row.delete()
        keep_filming_days(course.pk)
        WorkPlan.objects.filter(course=course).update(followed_version=course.version)


def _rejoined(orphans: list[LectureWork], path: str, title: str) -> LectureWork | None:
    tests = (
        lambda row: row.path == path and row.title == title,
        lambda row: bool(title) and row.title == title,
        lambda row: row.path == path,
    )
    for test in tests:
        found = next((row for row in orphans if row.lecture_id is None and test(row)), None)
        if found is not None:
            return found
    return None


def _name(row: LectureWork, lecture, path: str, place: int) -> None:
    section = int(path.split("/")[2]) + 1 if lecture.part_id else None
    wanted = (lecture.pk, path, lecture.title, section, place)
    if row.pk and (row.lecture_id, row.path, row.title, row.section, row.place) == wanted:
        return
    row.lecture, row.path, row.title, row.section, row.place = lecture, path, lecture.title, section, place
    row.save()


def take_step(work: LectureWork, name: str, *, given: Given, by, at: datetime, seen: int) -> LectureWork:
    """Bring a lecture to its next stage and write that down. The order of asking: edge, person, what is needed.

    Measuring also writes the length into the lecture of the working copy: measured where the video was uploaded,
    declared where only its address is known (4.4).

    Raises:
        StepRefused: with every reason of the first kind that objects.
    """
    step = STEPS[name]
    with transaction.atomic():
        rows = LectureWork.objects.select_for_update(of=("self",)).select_related("course", "lecture")
        fresh = rows.get(pk=work.pk)
        if fresh.version != seen:
            raise StepRefused(_("Somebody was faster. Look at the lecture again."))
        if fresh.stage not in step.sources:
            raise StepRefused(_("This step does not lead on from “%(stage)s”.") % {"stage": fresh.get_stage_display()})
        refusal = step.may.refusal(by, fresh.course, at)
        if refusal is not None:
            raise StepRefused(refusal)
        given = _with_what_was_uploaded(fresh, given)
        reasons = missing(fresh, step, given)
        if reasons:
            raise StepRefused(*reasons)
        _carry_out(fresh, step, given, by=by, at=at)
    return fresh


def _with_what_was_uploaded(work: LectureWork, given: Given) -> Given:
    """An address that was typed goes before a file that was uploaded; the server knows the length of a file."""
    given = replace(given, rough_cut=given.rough_cut.strip() or work.rough_cut, video=given.video.strip() or work.video)
    if is_uploaded(given.video):
        file = Video.objects.get(course=work.course_id, sha256=given.video)
        given = replace(given, seconds=file.seconds, sha256=file.sha256)
    return given


def missing(work: LectureWork, step: Step, given: Given) -> list[str]:
    """What a step still needs, in sentences."""
    unsettled = work.notes.filter(done_at=None).exists()
    wrong = {
        "test_take": (not given.test_take, _("Tick that a test take was made (cl. 7.2.1).")),
        "clothing": (not given.clothing, _("Tick that the clothing is as in the memo (cl. 7.1).")),
        "rough_cut": (not given.rough_cut, _("Upload the rough cut, or give its address.")),
        "video": (not given.video, _("Upload the final video, or give its address.")),
        "seconds": (not 0 < (given.seconds or 0) <= LONGEST, _("Give the length of the final video.")),
        "note": (not given.note.strip(), _("Say why.")),
        "notes_done": (unsettled, _("Notes on the rough cut are not settled yet (cl. 7.4.8).")),
        "open_notes": (not unsettled, _("Write what is to be changed, with its time (cl. 7.4.8).")),
    }
    return [wrong[need][1] for need in step.needs if wrong[need][0]]


def _carry_out(work: LectureWork, step: Step, given: Given, *, by, at: datetime) -> None:
    came_from = work.stage
    if step.name == "film":
        work.test_take, work.clothing, work.materials = given.test_take, given.clothing, given.materials
        work.filmed_at, work.filming_on = at, timezone.localdate(at, university_zone())
    elif step.name == "edit":
        work.editor = by
    elif step.name == "show":
        work.rough_cut = given.rough_cut
    elif step.name == "upload":
        work.video = given.video
    elif step.name == "measure":
        work.seconds, work.sha256 = given.seconds, given.sha256
        _write_length(work, at=at)
    elif step.name == "retake":
        work.test_take = work.clothing = False
        work.filmed_at, work.filming_on, work.rough_cut, work.video = None, booked_day(work), "", ""
    work.stage, work.stage_since = step.target, at
    work.version += 1
    work.save()
    LectureStep.objects.create(
        work=work,
        step=step.name,
        from_stage=came_from,
        to_stage=step.target,
        by=by,
        at=at,
        note=given.note.strip(),
    )


def _write_length(work: LectureWork, *, at: datetime) -> None:
    if work.lecture is None:
        raise StepRefused(_("The lecture is no longer in the working copy of the course."))
    try:
        record_video(work.lecture, seconds=work.seconds, video=work.video, measured=is_uploaded(work.video), at=at)
    except ContentRefused as refused:
        raise StepRefused(str(refused)) from refused


def add_note(work: LectureWork, *, second: int, kind: str, text: str, by, at: datetime) -> CutNote:
    """Note what is to be changed at a time of the rough cut.

    Raises:
        StepRefused: for somebody who may not, or while there is no rough cut to be viewed.
    """
    _may_note(work, by, at)
    return CutNote.objects.create(work=work, second=second, kind=kind, text=text.strip(), by=by, at=at)


def settle_note(note: CutNote, *, by, at: datetime) -> None:
    """The editor has done it, or the author takes it back.

    Raises:
        StepRefused: for anybody else.
    """
    may = ("lecture.edit", "lecture.view_cut")
    if not any(PERMISSIONS[name].allows(by, note.work.course, at) for name in may):
        raise StepRefused(_("Only the author or the editor may do this."))
    CutNote.objects.filter(pk=note.pk, done_at=None).update(done_at=at)


def _may_note(work: LectureWork, by, at: datetime) -> None:
    refusal = PERMISSIONS["lecture.view_cut"].refusal(by, work.course, at)
    if refusal is not None:
        raise StepRefused(refusal)
    if LectureWork.objects.get(pk=work.pk).stage != Stage.ROUGH_CUT:
        raise StepRefused(_("There is no rough cut to be viewed now."))


def follow_courses(plans, *, at: datetime) -> None:
    """Follow the courses of those plans that are behind their working copy."""
    for plan in plans.exclude(followed_version=F("course__version")).select_related("course"):
        follow_course(plan.course, at=at)
