"""My courses, a new one, import and export, and the page of a course."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.actions import ContentRefused, create_course, create_from_course, create_from_skeleton
from courses.checked import checked
from courses.document.codec import encode
from courses.exchange.imports import ImportReport, import_upload, replace_by_upload
from courses.forms import ImportForm, NewCourseForm, ReplaceForm
from courses.forms.course import SKELETON
from courses.models import Course
from courses.permissions import PERMISSIONS
from courses.readers import courses_authored_by, limits_in_force
from courses.regulation.findings import findings
from courses.regulation.measures import measures
from courses.rows import Rows, document_of
from courses.states import State
from courses.tree import Tree
from courses.verdicts import verdict_groups
from courses.views.common import fetch, own_departments
from courses.waived import with_waivers
from courses.working import standings
from mooc_portal.people.readers import roles_of
from mooc_portal.text import fold

PAGE = 20
LOSSES_KEPT = 24 * 60 * 60  # seconds
SORTS = {"title": "sort_text", "-changed": "-updated_at", "state": "state_since"}


@login_required
def course_list(request):
    """My courses: where each stands and how far it is from conforming."""
    courses = courses_authored_by(request.user)
    text, state = fold(request.GET.get("q", "")), request.GET.get("state", "")
    sort = request.GET.get("sort", "title")
    if text:
        courses = courses.filter(search_text__contains=text)
    if state in State.values:
        courses = courses.filter(state=state)
    page = Paginator(courses.order_by(SORTS.get(sort, "sort_text"), "pk"), PAGE).get_page(request.GET.get("page"))
    standing = standings(page.object_list, limits_in_force(), at=timezone.now())
    rows = [{"course": course, "standing": standing[course.pk]} for course in page.object_list]
    query = urlencode({name: request.GET[name] for name in ("q", "state", "sort") if name in request.GET})
    context = {"rows": rows, "page": page, "query": query, "states": State.choices, "state": state, "sort": sort}
    return render(request, "courses/list.html", context | {"q": request.GET.get("q", "")})


def _departments(request):
    at = timezone.now()
    departments = own_departments(request.user, at)
    if not roles_of(request.user, at).writes:
        raise PermissionDenied(_("Only an instructor of a department may begin a course."))
    return departments


@login_required
def course_new(request):
    """Begin a course."""
    own = courses_authored_by(request.user).order_by("sort_text", "pk")
    form = NewCourseForm(request.POST or None, departments=_departments(request), courses=own)
    if request.method == "POST" and form.is_valid():
        course = _created(form, own, by=request.user, at=timezone.now())
        messages.success(request, _("The course was created. Next: its facts, outcomes and sections."))
        return redirect(course)
    return render(request, "courses/form.html", {"form": form, "heading": _("New course")})


def _created(form, own, *, by, at):
    start = form.cleaned_data["start"]
    if start == SKELETON:
        return create_from_skeleton(form.values(), by=by, at=at)
    if start:
        return create_from_course(own.get(pk=start), form.values(), by=by, at=at)
    return create_course(form.values(), by=by, at=at)


@login_required
def course_import(request):
    """A file becomes a draft; what could not be carried over is listed."""
    form = ImportForm(request.POST or None, request.FILES or None, departments=_departments(request))
    if request.method != "POST" or not form.is_valid():
        return render(request, "courses/import.html", {"form": form})
    report = import_upload(
        form.cleaned_data["file"], by=request.user, at=timezone.now(), department=form.cleaned_data["department"]
    )
    if report.error:
        form.add_error("file", report.error)
        return render(request, "courses/import.html", {"form": form})
    return _imported(request, report)


def _imported(request, report: ImportReport):
    """On to a page that may be loaded again: what was left behind is kept for a day."""
    skipped = [{"what": str(one.what), "where": str(one.where), "why": str(one.why)} for one in report.skipped]
    cache.set(_losses_key(report.course, request.user), skipped, LOSSES_KEPT)
    return redirect("courses:imported", code=report.course.code)


def _losses_key(course: Course, user) -> str:
    return f"import-losses:{course.pk}:{user.pk}"


@login_required
def import_losses(request, code: str):
    """What an import gave; the course itself once nobody remembers any more."""
    course = fetch(request, code, "course.read_working")
    skipped = cache.get(_losses_key(course, request.user))
    if skipped is None:
        return redirect(course)
    context = {"course": course, "skipped": skipped, "groups": checked(course, at=timezone.now()).groups}
    return render(request, "courses/imported.html", context)


@login_required
def course_replace(request, code: str):
    """A file takes the place of all that the working copy holds, asked once more."""
    course = fetch(request, code, "course.edit")
    form = ReplaceForm(request.POST or None, request.FILES or None, initial={"version": course.version})
    if request.method == "POST" and form.is_valid():
        try:
            report = replace_by_upload(
                course,
                form.cleaned_data["file"],
                seen=form.cleaned_data["version"],
                by=request.user,
                at=timezone.now(),
            )
        except ContentRefused as refused:
            report = ImportReport(error=str(refused))
        if not report.error:
            return _imported(request, report)
        form.add_error(None, report.error)
    return render(request, "courses/replace.html", {"course": course, "form": form})


@login_required
def course_export(request, code: str):
    """The working copy as a file of the format mooc-course/1."""
    course = fetch(request, code, "course.read_working")
    response = HttpResponse(encode(document_of(course)), content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{course.code}.json"'
    return response


@login_required
def course_detail(request, code: str):
    """The course: outline, meters, findings, history. Who may not read the working copy reads the revision."""
    course = fetch(request, code)
    at = timezone.now()
    if not PERMISSIONS["course.read_working"].allows(request.user, course, at):
        return redirect("reviews:detail", code=course.code)
    rows, limits = Rows([course]), limits_in_force()
    document, tree = rows.document(course), Tree(course, rows)
    found = with_waivers(findings(document, limits, "dept"), course, at=at)
    measured = measures(document, limits)
    for section, row in zip(tree.sections, measured.sections, strict=True):
        section.measures = row
    severities = [finding.severity for finding in found]
    context = {
        "course": course,
        "tree": tree,
        "groups": verdict_groups(found, tree.place_url),
        "blocking": severities.count("block"),
        "warnings": severities.count("warn"),
        "measures": measured.course,
        "may_edit": PERMISSIONS["course.edit"].allows(request.user, course, at),
        "locked": PERMISSIONS["course.edit"].refusal(request.user, course, at),
    }
    return render(request, "courses/detail.html", context)
