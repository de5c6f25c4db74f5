"""Making a work plan, moving its items, and saying that one is done."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.models import Course
from courses.readers import limits_in_force
from mooc_portal.people.readers import quality_specialists
from scheduling.calendar import Calendar
from scheduling.models import Making, StudioWorker, Work, WorkItem, WorkPlan
from scheduling.permissions import PERMISSIONS
from scheduling.readers import university_zone
from scheduling.studio.plan_dates import Dated, dated_items


class PlanRefused(Exception):
    """Nothing was planned; ``reasons`` are whole sentences. ``deviation_allowed``: a reason is all that is missing."""

    def __init__(self, *reasons: str, deviation_allowed: bool = False) -> None:
        super().__init__(*reasons)
        self.reasons = [str(reason) for reason in reasons]
        self.deviation_allowed = deviation_allowed


def planned_calendar(course: Course, starts_on: date) -> Calendar:
    """The dates of a run of the working copy that began on that day.

    Raises:
        PlanRefused: for a course without sections.
    """
    sections = course.sections.count()
    if not sections:
        raise PlanRefused(_("The course has no sections yet: there is nothing to plan."))
    weeks = max(course.weeks or 0, sections)
    return Calendar(starts_on, sections, weeks, limits_in_force(), university_zone())


def proposed_items(course: Course, *, starts_on: date, deadline: str, batches: int) -> list[Dated]:
    """What the plan would hold.

    Raises:
        PlanRefused: for more batches than sections, or a course without sections.
    """
    calendar = planned_calendar(course, starts_on)
    if not 1 <= batches <= calendar.sections:
        raise PlanRefused(
            _("Batches: %(batches)s. Required: 1–%(sections)s, one section each at least.")
            % {"batches": batches, "sections": calendar.sections}
        )
    return dated_items(calendar, deadline=deadline, batches=batches)


def broken_dates(items: list[Dated], *, at: datetime) -> list[str]:
    """A sentence for every batch whose work would have had to begin before today, with the date that breaks."""
    today = timezone.localdate(at, university_zone())
    return [
        _("Sections %(first)s–%(last)s, %(work)s: the first day would be %(day)s and has passed (cl. 3.7).")
        % {
            "first": item.first_section,
            "last": item.last_section,
            "work": item.work.label,
            "day": date_format(item.first),
        }
        for item in items
        if item.first < today and item.work in (Making.FILMING, Making.EDITING, Making.UPLOAD)
    ]


def make_work_plan(
    course: Course, *, starts_on: date, deadline: str, batches: int, by, at: datetime, deviation: str = ""
) -> WorkPlan:
    """Make the plan of a course, or make it anew; owners and what is done stay with the same work and batch.

    ``deviation`` is the reason for a plan with a date in the past; it is kept only where one is.

    Raises:
        PlanRefused: with every reason.
    """
    _may("work_plan.make", course, by, at)
    items = proposed_items(course, starts_on=starts_on, deadline=deadline, batches=batches)
    broken = broken_dates(items, at=at)
    if broken and not deviation.strip():
        raise PlanRefused(*broken, deviation_allowed=True)
    values = {
        "starts_on": starts_on,
        "deadline": deadline,
        "batches": batches,
        "deviation": deviation.strip() if broken else "",
        "made_by": by,
        "made_at": at,
    }
    with transaction.atomic():
        locked = Course.objects.select_for_update(of=("self",)).get(pk=course.pk)
        plan, created = WorkPlan.objects.get_or_create(course=locked, defaults=values)
        if not created:
            WorkPlan.objects.filter(pk=plan.pk).update(**values, version=F("version") + 1)
            plan.refresh_from_db()
        _write_items(plan, items, by=by, at=at)
    return plan


def _write_items(plan: WorkPlan, items: list[Dated], *, by, at: datetime) -> None:
    before = {(row.work, row.batch): row for row in plan.items.select_related("owner")}
    owners = _first_owners(plan.course, by=by, at=at)
    plan.items.all().delete()
    rows = []
    for item in items:
        known = before.get((item.work, item.batch))
        rows.append(
            WorkItem(
                plan=plan,
                work=item.work,
                batch=item.batch,
                first_section=item.first_section,
                last_section=item.last_section,
                first=item.first,
                last=item.last,
                owner=known.owner if known else owners[item.work],
                done_on=known.done_on if known else None,
                note=known.note if known else "",
            )
        )
    WorkItem.objects.bulk_create(rows)


def _first_owners(course: Course, *, by, at: datetime) -> dict[str, object]:
    """Who has each work until somebody is named: the department of quality films, the first author writes."""
    authorship = course.authorships.select_related("user").first()
    author = authorship.user if authorship else by
    quality = next(iter(quality_specialists(at)), by)
    editor = StudioWorker.objects.filter(work=Work.EDITOR).select_related("user").first()
    makers = {Making.FILMING: quality, Making.EDITING: editor.user if editor else quality, Making.UPLOAD: quality}
    return {work: makers.get(work, author) for work in Making}


def wish_for_filming(plan: WorkPlan, *, days: list[int], aids, by, at: datetime, lecturer=None) -> None:
    """Say who lectures (None: the first author), on which days of the week they would like to film, with which aids.

    A wish, not a promise.

    Raises:
        PlanRefused: for somebody who may not.
    """
    _may("work_plan.make", plan.course, by, at)
    with transaction.atomic():
        plan.lecturer, plan.wished_days = lecturer, sorted(days)
        plan.save(update_fields=["lecturer", "wished_days"])
        plan.aids.set(aids)


def change_item(item: WorkItem, *, owner, first: date, last: date, note: str, by, at: datetime) -> WorkItem:
    """Give an item to somebody else, or other days.

    Raises:
        PlanRefused: with the reason.
    """
    _may("work_plan.make", item.plan.course, by, at)
    if last < first:
        raise PlanRefused(_("The last day is before the first one."))
    item.owner, item.first, item.last, item.note = owner, first, last, note.strip()
    item.save(update_fields=["owner", "first", "last", "note"])
    return item


def finish_item(item: WorkItem, *, done: bool, by, at: datetime) -> WorkItem:
    """Say that an item is done, or take that back; its owner may, and whoever may plan.

    Raises:
        PlanRefused: for anybody else.
    """
    if item.owner_id != by.pk:
        _may("work_plan.make", item.plan.course, by, at)
    item.done_on = timezone.localdate(at, university_zone()) if done else None
    item.save(update_fields=["done_on"])
    return item


def _may(permission: str, course: Course, by, at: datetime) -> None:
    refusal = PERMISSIONS[permission].refusal(by, course, at)
    if refusal is not None:
        raise PlanRefused(refusal)
