"""The learners of a run, for those who support it."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from mooc_portal.text import fold
from scheduling.content import document_of_run
from scheduling.models import Registration, Run, Standing
from scheduling.permissions import PERMISSIONS
from scheduling.readers import timed_runs
from scheduling.registration.actions import RegistrationRefused, grant_exception, leave, set_capacity
from scheduling.registration.forms import CapacityForm, ExceptionForm, InvitationForm, LearnersFilter, ListForm
from scheduling.registration.invitations import addresses_in, invite
from scheduling.registration.lists import ListRefused, read_list, register_list
from scheduling.registration.sheet import learners_sheet

ON_A_PAGE = 50
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def run_for(user, pk: int, permission: str, *, at: datetime) -> Run:
    """The run, for who may do ``permission`` with its learners.

    Raises:
        Http404: for who may not even see them.
        PermissionDenied: with the reason, for who may see but not do.
    """
    runs = Run.objects.select_related("course", "regulation", "revision").defer("revision__document")
    run = runs.prefetch_related("course__authorships").filter(pk=pk).first()
    if run is None or not PERMISSIONS["run.see_learners"].allows(user, run.course, at):
        raise Http404(_("Page not found."))
    refusal = PERMISSIONS[permission].refusal(user, run.course, at)
    if refusal is not None:
        raise PermissionDenied(refusal)
    return run


def learners_found(run: Run, wanted: dict) -> QuerySet[Registration]:
    """Registrations of a run that meet the filters, by the time of registration."""
    rows = Registration.objects.filter(run=run).select_related("user").order_by("registered_at", "pk")
    for word in fold(wanted.get("q", "")).split():
        rows = rows.filter(search_text__contains=word)
    if "standing" in wanted:
        rows = rows.filter(standing=wanted["standing"])
    return rows


@login_required
@require_GET
def learners(request: HttpRequest, pk: int) -> HttpResponse:
    at = timezone.now()
    run = run_for(request.user, pk, "run.see_learners", at=at)
    return render(request, "registration/learners.html", _context(request, run, at))


def _context(request, run: Run, at, **forms) -> dict:
    form = LearnersFilter(request.GET)
    page = Paginator(learners_found(run, form.wanted()), ON_A_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    counts = dict(run.registrations.values_list("standing").annotate(n=Count("pk")).order_by())
    return {
        "run": run,
        "document": document_of_run(run),
        "timed": timed_runs([run], at=at)[0],
        "filter": form,
        "page": page,
        "query": query.urlencode(),
        "counts": [(label, counts.get(value, 0)) for value, label in Standing.choices],
        "exceptions": run.registration_exceptions.select_related("granted_by"),
        "may_register": PERMISSIONS["run.register_others"].allows(request.user, run.course, at),
        "list_form": ListForm(),
        "invitation_form": InvitationForm(),
        "exception_form": ExceptionForm(),
        "capacity_form": CapacityForm(initial={"capacity": run.capacity}),
        **forms,
    }


@login_required
@require_GET
def learners_excel(request: HttpRequest, pk: int) -> HttpResponse:
    """The learners found, as an Excel file."""
    run = run_for(request.user, pk, "run.see_learners", at=timezone.now())
    rows = learners_found(run, LearnersFilter(request.GET).wanted()).iterator(chunk_size=2000)
    response = HttpResponse(learners_sheet(rows), content_type=EXCEL)
    response["Content-Disposition"] = f'attachment; filename="{run.course.code}-{run.starts_on}.xlsx"'
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_POST
def list_upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Register a group from an Excel list; every line with what became of it."""
    at = timezone.now()
    run = run_for(request.user, pk, "run.register_others", at=at)
    form = ListForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            lines = read_list(form.cleaned_data["file"].file)
        except ListRefused as refused:
            form.add_error("file", str(refused))
        else:
            results = list(register_list(run, lines, by=request.user, at=at))
            done = sum(result.done for result in results)
            context = {"run": run, "results": results, "done": done, "refused": len(results) - done}
            return render(request, "registration/list_report.html", context | {"document": document_of_run(run)})
    return render(request, "registration/learners.html", _context(request, run, at, list_form=form))


@login_required
@require_POST
def invitations(request: HttpRequest, pk: int) -> HttpResponse:
    at = timezone.now()
    run = run_for(request.user, pk, "run.register_others", at=at)
    form = InvitationForm(request.POST)
    if form.is_valid():
        emails, wrong = addresses_in(form.cleaned_data["addresses"])
        try:
            invited = invite(run, emails, by=request.user, at=at)
        except RegistrationRefused as refused:
            form.add_error("addresses", refused.reasons)
        else:
            if wrong:
                messages.warning(request, _("No addresses: %(words)s.") % {"words": ", ".join(wrong[:20])})
            text = ngettext("%(n)s invitation is on its way.", "%(n)s invitations are on their way.", invited)
            messages.success(request, text % {"n": invited})
            return redirect("scheduling:learners", pk)
    return render(request, "registration/learners.html", _context(request, run, at, invitation_form=form))


@login_required
@require_POST
def exception(request: HttpRequest, pk: int) -> HttpResponse:
    at = timezone.now()
    run = run_for(request.user, pk, "run.register_others", at=at)
    form = ExceptionForm(request.POST)
    if form.is_valid():
        try:
            grant_exception(run, by=request.user, at=at, **form.cleaned_data)
        except RegistrationRefused as refused:
            form.add_error(None, refused.reasons)
        else:
            messages.success(request, _("The exception is written down. No date of the run has changed."))
            return redirect("scheduling:learners", pk)
    return render(request, "registration/learners.html", _context(request, run, at, exception_form=form))


@login_required
@require_POST
def capacity(request: HttpRequest, pk: int) -> HttpResponse:
    at = timezone.now()
    run = run_for(request.user, pk, "run.register_others", at=at)
    form = CapacityForm(request.POST)
    if form.is_valid():
        try:
            set_capacity(run, form.cleaned_data["capacity"], by=request.user, at=at)
        except RegistrationRefused as refused:
            form.add_error("capacity", refused.reasons)
        else:
            messages.success(request, _("Changes saved."))
            return redirect("scheduling:learners", pk)
    return render(request, "registration/learners.html", _context(request, run, at, capacity_form=form))


@login_required
@require_POST
def remove(request: HttpRequest, pk: int, registration: int) -> HttpResponse:
    """The staff take somebody out of the run who asked for it."""
    at = timezone.now()
    run = run_for(request.user, pk, "run.register_others", at=at)
    row = Registration.objects.filter(run=run, pk=registration).select_related("user").first()
    if row is None:
        raise Http404(_("Page not found."))
    if request.POST.get("sure") != "yes":
        return render(request, "registration/remove.html", {"run": run, "row": row, "document": document_of_run(run)})
    try:
        leave(row, by=request.user, at=at)
    except RegistrationRefused as refused:
        messages.error(request, " ".join(refused.reasons))
    else:
        messages.success(request, _("%(person)s has left the course.") % {"person": row.user})
    return redirect("scheduling:learners", pk)
