"""The public catalogue, the page of a course, and planning its runs."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from scheduling.calendar import REGISTRATION_PHASES
from scheduling.catalogue import entries_found, public_course
from scheduling.forms import CatalogueFilter
from scheduling.permissions import PERMISSIONS
from scheduling.readers import next_runs
from scheduling.registration.readers import standings_of

ON_A_PAGE = 20


@require_GET
def catalogue(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    form = CatalogueFilter(request.GET)
    wanted = form.wanted()
    page = Paginator(entries_found(wanted, at=at), ON_A_PAGE).get_page(request.GET.get("page"))
    timed = next_runs(at=at, courses=[entry.pk for entry in page])
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form,
        "filtered": bool(wanted),
        "page": page,
        "cards": [(entry, timed.get(entry.pk)) for entry in page],
        "query": query.urlencode(),
    }
    return render(request, "scheduling/catalogue.html", context)


@require_GET
def course_page(request: HttpRequest, code: str) -> HttpResponse:
    at = timezone.now()
    public = public_course(code, at=at)
    context = {
        "public": public,
        "document": public.document,
        "offer": next((timed for timed in reversed(public.runs) if timed.phase in REGISTRATION_PHASES), None),
        "registrations": standings_of(request.user, public.course),
        "may_see_learners": PERMISSIONS["run.see_learners"].allows(request.user, public.course, at),
        "may_plan": PERMISSIONS["run.plan"].allows(request.user, public.course, at),
        "address": request.build_absolute_uri(request.path),
    }
    return render(request, "scheduling/course.html", context)
