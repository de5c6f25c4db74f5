"""The work schedule and filming sheet (T8) as a paper to be signed, or filled in by hand in the studio."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mooc_portal.dates import long_date
from reviews.printing.paper import Facts, Heading, Paper, Signatures, Table, Text
from scheduling.models import WorkPlan
from scheduling.readers import university_zone
from scheduling.studio.filming_lines import Line, lines_of
from scheduling.studio.plan_readers import judged_items

EMPTY = "______"


def work_plan_paper(plan: WorkPlan, *, at: datetime) -> Paper:
    """T8 in the active language, as things stand at ``at``."""
    course = plan.course
    facts = (
        (_("Course"), course.title),
        (_("Department"), str(course.department or EMPTY)),
        (_("Planned first day of the run"), long_date(plan.starts_on)),
    )
    authors = tuple((_("Author"), str(row.user)) for row in course.authorships.select_related("user"))
    blocks = (
        Facts(facts),
        Heading(_("Work schedule")),
        Text(_("cl. 3.7, 5.1.1")),
        _schedule(plan, at),
        Heading(_("Filming sheet")),
        _lectures(plan),
        Signatures((*authors, (_("Academic quality department"), EMPTY))),
    )
    day = long_date(timezone.localdate(at, university_zone()))
    return Paper("", _("Work schedule and filming sheet"), blocks, foot=f"{course.code} · T8 · {day}")


def _schedule(plan: WorkPlan, at: datetime) -> Table:
    rows = tuple(
        (
            f"{one.item.get_work_display()}\n{one.item.note}".strip(),
            f"{one.item.first_section}–{one.item.last_section}",
            f"{_day(one.item.first)} –\n{_day(one.item.last)}",
            str(one.item.owner),
            f"{one.label}\n{one.reason}".strip(),
        )
        for one in judged_items(plan, at=at)
    )
    return Table((_("Work"), _("Sections"), _("When"), _("Owner"), _("State")), rows, (5, 2, 3, 4, 5))


def _lectures(plan: WorkPlan) -> Table:
    header = ("№", _("Lecture"), _("Filming"), _("Made"), _("Owner"))
    return Table(header, tuple(_line(line) for line in lines_of(plan)), (1, 5, 5, 5, 3))


def _line(line: Line) -> tuple[str, ...]:
    section = line.lecture.part.section.title if line.lecture.part else _("Annotation video")
    minutes = f"{line.minutes:g}" if line.minutes is not None else EMPTY
    planned = _("Planned minutes")
    lecture = f"{line.lecture.title}\n{section}\n{planned}: {minutes}"
    if line.booking:
        when = f"{date_format(line.begins, 'SHORT_DATE_FORMAT')} {line.begins:%H:%M}"
        filming = "\n".join(filter(None, (when, str(line.booking.studio), str(line.booking.lecturer), line.aids)))
    else:
        filming = EMPTY
    return str(line.number), lecture, filming, _made(line), f"{line.holder or EMPTY}\n{line.notes}".strip()


def _made(line: Line) -> str:
    days = line.days()
    work = line.work
    rows = (
        (_("Materials"), _("yes") if work and work.materials else EMPTY),
        (_("Test take"), _("yes") if work and work.test_take else EMPTY),
        (_("Filmed"), _day(days["filmed"])),
        (_("Viewed"), _day(days["viewed"])),
        (_("Edited"), _day(days["edited"])),
        (_("Uploaded"), _day(days["uploaded"])),
    )
    return "\n".join(f"{name}: {value}" for name, value in rows)


def _day(day: date | None) -> str:
    return date_format(day, "SHORT_DATE_FORMAT") if day else EMPTY
