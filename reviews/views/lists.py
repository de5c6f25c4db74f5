"""The lists of the reviews and the overview, on the page and as workbooks."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from courses.readers import course_for
from courses.states import State
from mooc_portal.dates import date_time, local_date
from reviews import readers
from reviews.due import WorkingDays
from reviews.experts.readers import judged_course
from reviews.overview import STEPS, may_see_overview, overview
from reviews.pictures import pipeline_picture, trend_picture
from reviews.queues import OTHERS, TITLES, WAITING, courses_of_list, filtered, queue_for, rows_of
from reviews.remarks.readers import Shown, remarks_with_steps
from reviews.reminders import remind_holders
from reviews.sheets import download, workbook
from reviews.waivers.readers import waivers_of
from reviews.workflow import TRANSITIONS


@login_required
def queue(request):
    """What waits for me, what others hold, what came back; overdue first."""
    at = timezone.now()
    name = request.GET.get("list", "")
    name = name if name in TITLES else WAITING
    words, only = request.GET.get("q", ""), request.GET.get("only", "")
    if request.GET.get("format") == "xlsx":
        return _queue_sheet(request.user, name, words, only, at)
    shown = queue_for(request.user, name, words=words, only=only, number=request.GET.get("page"), at=at)
    context = {
        "queue": shown,
        "title": TITLES[name],
        "rows": shown.rows,
        "page": shown.page,
        "tabs": TITLES.items(),
        "query": urlencode({"list": name, "q": words, "only": only}),
        "q": words,
        "wanted": only,
        "counts": shown.counts,
        "total": shown.counts["all"],
        "remindable": name == OTHERS,
        "returned": readers.returned_to(request.user) if name == WAITING and not shown.rows else [],
    }
    return render(request, "reviews/queue.html", context)


def _queue_sheet(user, name: str, words: str, only: str, at):
    days = WorkingDays(at=at)
    courses = filtered(courses_of_list(name, user, at=at), words=words, only=only, days=days)
    header = [_("Code"), _("Course"), _("Department"), _("Authors"), _("State"), _("since"), _("Due"), _("overdue")]
    header.append(_("With whom"))
    rows = [
        (
            row["course"].code,
            row["course"].title,
            row["course"].department.name if row["course"].department else "",
            row["authors"],
            str(State(row["course"].state).label),
            local_date(row["since"]),
            row["due"],
            _("yes") if row["overdue"] else "",
            ", ".join(holder.name for holder in row["holders"]),
        )
        for row in rows_of(courses, days=days, at=at, holders=name == OTHERS)
    ]
    return download(workbook(str(TITLES[name]), header, rows), f"reviews-{name}")


@login_required
@require_POST
def remind(request):
    """Write to those who hold the chosen courses."""
    courses, letters = remind_holders(request.POST.getlist("course"), by=request.user, at=timezone.now())
    if courses:
        messages.success(request, _("Courses: %(courses)s. Reminders: %(n)s.") % {"courses": courses, "n": letters})
    else:
        messages.warning(request, _("Choose the courses to remind of."))
    return redirect(f"{reverse('reviews:queue')}?list={OTHERS}")


@login_required
def pipeline(request):
    """How many courses stand where, how long they stay there, and month by month."""
    at = timezone.now()
    if not may_see_overview(request.user, at=at):
        raise PermissionDenied(_("Only those who judge courses see the overview."))
    seen = overview(request.user, at=at)
    if request.GET.get("format") == "xlsx":
        return _overview_sheet(seen)
    context = {
        "standings": seen.standings,
        "months": [(month, [counts[step] for step in STEPS]) for month, counts in seen.months],
        "steps": STEPS.values(),
        "picture": pipeline_picture(seen),
        "trend": trend_picture(seen),
    }
    return render(request, "reviews/overview.html", context)


def _overview_sheet(seen):
    rows = [
        (standing.label, standing.count, standing.days if standing.days is not None else "–")
        for standing in seen.standings
    ]
    rows.append(())
    rows.append((_("Month"), *STEPS.values()))
    rows += [(f"{month:%m.%Y}", *(counts[step] for step in STEPS)) for month, counts in seen.months]
    header = [_("State"), _("Courses"), _("Median days")]
    return download(workbook(_("Overview"), header, rows), "reviews-overview")


@login_required
def remark_sheet(request, code: str):
    """The remarks on a course that the person may see."""
    at = timezone.now()
    course = course_for(request.user, code, at=at)
    header = [_("Place"), _("Clause of the regulation"), _("Weight"), _("Remark"), _("by"), _("at")]
    header += [_("revision"), _("resolution"), _("What was said since")]
    rows = []
    for remark in remarks_with_steps(request.user, course, at=at):
        one = Shown(remark, remark.place)
        told = "\n".join(f"{step.get_act_display()}, {step.by}: {step.text}".strip(" :") for step in one.answers)
        facts = (one.place_name, remark.clause, remark.get_severity_display(), remark.text, remark.by)
        rows.append((*facts, date_time(remark.at), remark.revision.number, remark.get_resolution_display(), told))
    return download(workbook(_("Remarks"), header, rows), f"{course.code}-remarks")


@login_required
def decision_sheet(request, code: str):
    """Every decision on a course, in the order in which they were made."""
    course = judged_course(request.user, code, at=timezone.now())
    header = [_("No."), _("Step"), _("at"), _("by"), _("on behalf of"), _("revision"), "SHA-256", _("Reason")]
    header += [_("In spite of warnings"), _("Protocol number"), _("Protocol date"), _("Findings")]
    rows = [
        (
            one.number,
            str(TRANSITIONS[one.transition].label),
            date_time(one.at),
            one.by,
            one.on_behalf_of,
            one.revision.number if one.revision else "",
            one.revision.sha256 if one.revision else "",
            one.reason,
            one.deviation,
            one.protocol_number,
            one.protocol_date,
            len(one.findings),
        )
        for one in reversed(readers.history_of(course))
    ]
    return download(workbook(_("Decisions"), header, rows), f"{course.code}-decisions")


@login_required
def waiver_sheet(request, code: str):
    """Every waiver of a course, also those that have ended, the newest first."""
    course = course_for(request.user, code, at=timezone.now())
    header = [
        _("Place"),
        _("Clause of the regulation"),
        _("What was found"),
        _("Reason"),
        _("approved by"),
        _("at"),
        _("Until"),
    ]
    header += [_("withdrawn by"), _("withdrawn at")]
    rows = [
        (
            one.place_name,
            one.clauses,
            one.message,
            one.reason,
            one.by,
            date_time(one.at),
            one.until,
            one.withdrawn_by,
            date_time(one.withdrawn_at) if one.withdrawn_at else "",
        )
        for one in waivers_of(course)
    ]
    return download(workbook(_("Waivers"), header, rows), f"{course.code}-waivers")
