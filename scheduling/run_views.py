"""What the calendar does in runs: the ledger, one run, and the letter of a section."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from scheduling.jobs import holding
from scheduling.jobs.facts import contents_of, runs_with_parts
from scheduling.jobs.figures import figures_of
from scheduling.jobs.ledger import (
    counts_by_outcome,
    entries_of,
    entry_of,
    milestones_found,
    next_entries,
    pulse,
    runs_with_something_planned,
)
from scheduling.jobs.letters import section_letter
from scheduling.jobs.report import report_of, write_report
from scheduling.models import Run
from scheduling.permissions import PERMISSIONS
from scheduling.readers import calendar_of
from scheduling.timeline import calendar_events, timeline_context

ON_A_PAGE = 50
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def run_visible_to(user, pk: int, *, at) -> Run:
    """The run with what its pages need; 404 for whoever may not see it."""
    run = get_object_or_404(runs_with_parts().prefetch_related("course__authorships__user"), pk=pk)
    if not PERMISSIONS["run.view"].allows(user, run.course, at):
        raise Http404
    return run


@login_required
@require_GET
def ledger(request: HttpRequest) -> HttpResponse:
    """Is everything done that had to be?"""
    at = timezone.now()
    refusal = PERMISSIONS["ledger.view"].refusal(request.user, None, at)
    if refusal is not None:
        raise PermissionDenied(str(refusal))
    outcome = request.GET.get("outcome", "")
    page = Paginator(milestones_found(outcome), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "pulse": pulse(at=at),
        "counts": counts_by_outcome(),
        "next": next_entries(at=at),
        "planned": runs_with_something_planned(),
        "page": page,
        "entries": [entry_of(row) for row in page],
        "outcome": outcome,
        "query": f"outcome={outcome}" if outcome else "",
    }
    return render(request, "runs/ledger.html", context)


@login_required
@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    at = timezone.now()
    run = run_visible_to(request.user, pk, at=at)
    calendar, document = calendar_of(run), contents_of(run).document
    context = {
        "run": run,
        "title": document.title,
        "language": document.language,
        "calendar": calendar,
        "phase": calendar.phase(at),
        "figures": figures_of(run),
        "entries": entries_of(run, at=at),
        "timeline": timeline_context(calendar_events(calendar, production=False), at=at),
    }
    return render(request, "runs/detail.html", context)


@login_required
@require_GET
def report(request: HttpRequest, pk: int) -> HttpResponse:
    run = run_visible_to(request.user, pk, at=timezone.now())
    return render(request, "runs/report.html", {"report": report_of(run)})


@login_required
@require_GET
def report_excel(request: HttpRequest, pk: int) -> HttpResponse:
    at = timezone.now()
    run = run_visible_to(request.user, pk, at=at)
    response = HttpResponse(content_type=EXCEL)
    response["Content-Disposition"] = f'attachment; filename="{run.course.code}-{run.starts_on}.xlsx"'
    write_report(report_of(run), response, at=at)
    return response


@login_required
@require_http_methods(["GET", "POST"])
def letter(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The letter of a section as it will leave; hold it, let it go, have it sent to oneself, write its text."""
    at = timezone.now()
    run = run_visible_to(request.user, pk, at=at)
    if not 1 <= number <= run.sections:
        raise Http404
    if request.method == "POST":
        return _answer(request, run, number, at)
    contents = contents_of(run)
    context = {
        "run": run,
        "number": number,
        "title": contents.document.title,
        "language": contents.document.language,
        "opens_at": calendar_of(run).section_opens_at(number),
        "letter": section_letter(contents, number) if contents.section_text(number) else None,
        "decided": contents.letters.get(number),
        "has_left": holding.letter_has_left(run, number),
        "limit": calendar_of(run).limits.announcement_chars[1],
        "may_hold": PERMISSIONS["run.hold"].allows(request.user, run.course, at),
        "may_write": PERMISSIONS["run.write_text"].allows(request.user, run.course, at)
        and not contents.document.sections[number - 1].announcement.strip(),
    }
    return render(request, "runs/letter.html", context)


def _answer(request: HttpRequest, run: Run, number: int, at) -> HttpResponse:
    """Do what a button of the letter's page says."""
    step, by = request.POST.get("step"), request.user
    try:
        if step == "hold":
            holding.hold_section_letter(run, number, by=by, at=at, because=request.POST.get("because", ""))
            messages.success(request, _("The letter is held back."))
        elif step == "go":
            holding.let_section_letter_go(run, number, by=by, at=at)
            messages.success(request, _("The letter leaves when it is due."))
        elif step == "text":
            holding.write_section_text(run, number, text=request.POST.get("text", ""), by=by, at=at)
            messages.success(request, _("The text is kept."))
        else:
            holding.send_section_letter_to(by, run, number, at=at)
            messages.success(request, _("The letter is on its way to you."))
    except holding.LetterRefused as refused:
        messages.error(request, str(refused))
    return redirect("runs:letter", run.pk, number)
