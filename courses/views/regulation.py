"""The regulation: its versions, what another version would break, putting one in force."""

from __future__ import annotations

import hashlib
import io
import json
import posixpath
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from courses import readers
from courses.actions.regulation import (
    RegulationRefused,
    activate_regulation,
    activation_objections,
    activation_warnings,
    copy_regulation,
    create_first_regulation,
)
from courses.forms.regulation import ActivateForm, CopyForm
from courses.impact import documents_to_check, impact, rows_of
from courses.impact_sheet import effect_label, limit_labels, rule_label, shown_limit, write_impact
from courses.models import Regulation
from courses.models.regulation import RegulationStatus
from courses.permissions import PERMISSIONS
from courses.regulation.finding import SEVERITY_NAMES
from courses.regulation.limits import LIMIT_TITLES, SETTING_LIMITS, TEXT_LIMITS, Limits
from courses.regulation.rules import RULES

# A request answers in about five seconds up to here; beyond it `manage.py impact` makes the report.
MOST_DOCUMENTS_ON_A_PAGE = 10_000
MOST_ROWS_ON_A_PAGE = 200
SEEN = "impact_seen"


def version_for(user, version: str, *, at) -> Regulation:
    """The version of that name. One that is being prepared is shown to administrators alone.

    Raises:
        Http404: when there is none, or the person may not see it.
    """
    found = Regulation.objects.filter(version=version).first()
    hidden = found is not None and found.status == RegulationStatus.DRAFT
    if found is None or (hidden and not PERMISSIONS["regulation.manage"].allows(user, found, at)):
        raise Http404(_("Page not found."))
    return found


def version_to_manage(user, version: str, *, at) -> Regulation:
    """The version of that name, for an administrator.

    Raises:
        PermissionDenied: for everybody else, with the reason.
    """
    refusal = PERMISSIONS["regulation.manage"].refusal(user, None, at)
    if refusal is not None:
        raise PermissionDenied(str(refusal))
    return version_for(user, version, at=at)


@require_GET
def regulation_in_force(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    regulation = readers.regulation_in_force() or create_first_regulation(at=at)
    return _regulation_page(request, regulation, at=at)


@require_GET
def regulation_version(request: HttpRequest, version: str) -> HttpResponse:
    at = timezone.now()
    return _regulation_page(request, version_for(request.user, version, at=at), at=at)


def _regulation_page(request: HttpRequest, regulation: Regulation, *, at) -> HttpResponse:
    manages = PERMISSIONS["regulation.manage"].allows(request.user, regulation, at)
    versions = Regulation.objects.all()
    if not manages:
        versions = versions.exclude(status=RegulationStatus.DRAFT)
    context = {
        "regulation": regulation,
        "versions": versions,
        "manages": manages,
        "clauses": regulation.clauses.all(),
        "templates": regulation.templates.all(),
        "rules": _rule_rows(Limits.from_json(regulation.limits)),
        "groups": _limit_groups(regulation),
        "copy_form": CopyForm() if manages else None,
    }
    return render(request, "courses/regulation/detail.html", context)


def _rule_rows(limits: Limits) -> list[dict]:
    return [
        {
            "title": rule.title_under(limits),
            "clauses": ", ".join(rule.clauses),
            "severity": rule.severity,
            "severity_name": SEVERITY_NAMES[rule.severity],
        }
        for rule in RULES.values()
    ]


def _limit_groups(regulation: Regulation) -> list[tuple[str, list[tuple[str, str]]]]:
    limits = Limits.from_json(regulation.limits)
    groups = ((_("From the text of the regulation"), TEXT_LIMITS), (_("University settings"), SETTING_LIMITS))
    return [
        (title, [(LIMIT_TITLES[name], shown_limit(getattr(limits, name))) for name in names]) for title, names in groups
    ]


@login_required
@require_GET
def regulation_file(request: HttpRequest, version: str) -> FileResponse:
    regulation = version_for(request.user, version, at=timezone.now())
    if not regulation.file or not regulation.file.storage.exists(regulation.file.name):
        raise Http404(_("The official text is not attached."))
    extension = posixpath.splitext(regulation.file.name)[1]
    response = FileResponse(
        regulation.file.open("rb"),
        as_attachment=True,
        filename=f"regulation-{regulation.version}{extension}",
        content_type="application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_POST
def regulation_copy(request: HttpRequest, version: str) -> HttpResponse:
    at = timezone.now()
    regulation = version_to_manage(request.user, version, at=at)
    form = CopyForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("The name of a version consists of Latin letters, digits and hyphens."))
        return redirect("courses:regulation-version", regulation.version)
    try:
        copy = copy_regulation(regulation, version=form.cleaned_data["version"], by=request.user, at=at)
    except RegulationRefused as refused:
        for reason in refused.reasons:
            messages.error(request, reason)
        return redirect("courses:regulation-version", regulation.version)
    messages.success(request, _("The version is being prepared: %(version)s.") % {"version": copy.version})
    return redirect("admin:courses_regulation_change", copy.pk)


@login_required
@require_GET
def regulation_impact(request: HttpRequest, version: str) -> HttpResponse:
    at = timezone.now()
    regulation = version_to_manage(request.user, version, at=at)
    count = documents_to_check()
    context = {
        "regulation": regulation,
        "current": readers.regulation_in_force(),
        "objections": activation_objections(regulation, at=at),
        "warnings": activation_warnings(regulation),
        "too_many": count > MOST_DOCUMENTS_ON_A_PAGE,
        "documents": count,
        "most_documents": MOST_DOCUMENTS_ON_A_PAGE,
        "most_rows": MOST_ROWS_ON_A_PAGE,
    }
    if not context["too_many"]:
        context |= _report_context(regulation, at)
    request.session[SEEN] = _seen_mark(regulation)
    return render(request, "courses/regulation/impact.html", context)


def _report_context(regulation: Regulation, at: datetime) -> dict:
    report = impact(regulation, at=at)
    changes = [*report.broken, *report.healed, *report.changed]
    rows = [
        {
            "row": row,
            "effect": effect_label(row.change),
            "breaks": row.change.breaks,
            "before": [rule_label(rule, report.limits_before) for rule in row.change.before],
            "after": [rule_label(rule, report.limits_after) for rule in row.change.after],
        }
        for row in rows_of(changes[:MOST_ROWS_ON_A_PAGE])
    ]
    rules = [(rule_label(rule, report.limits_after), count) for rule, count in report.rules_broken()]
    return {
        "report": report,
        "limits": limit_labels(report),
        "rows": rows,
        "rules": rules,
        "all_rows": len(changes),
    }


def _seen_mark(regulation: Regulation) -> list[str]:
    """What the administrator has seen the effect of: these limits against the version in force."""
    current = readers.regulation_in_force()
    limits = json.dumps(regulation.limits, sort_keys=True)
    return [
        regulation.version,
        hashlib.sha256(limits.encode()).hexdigest(),
        current.version if current else "",
    ]


@login_required
@require_GET
def impact_workbook(request: HttpRequest, version: str) -> HttpResponse:
    regulation = version_to_manage(request.user, version, at=timezone.now())
    if documents_to_check() > MOST_DOCUMENTS_ON_A_PAGE:
        messages.error(request, _("There are too many courses for a page: use the command shown here."))
        return redirect("courses:impact", regulation.version)
    file = io.BytesIO()
    write_impact(impact(regulation), file)
    response = HttpResponse(
        file.getvalue(), content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    response["Content-Disposition"] = f'attachment; filename="impact-{regulation.version}.xlsx"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@login_required
@require_http_methods(["GET", "POST"])
def regulation_activate(request: HttpRequest, version: str) -> HttpResponse:
    """Ask once more, naming both versions; then put the version in force."""
    at = timezone.now()
    regulation = version_to_manage(request.user, version, at=at)
    if request.session.get(SEEN) != _seen_mark(regulation):
        messages.error(request, _("Look first at what this version would do to the courses."))
        return redirect("courses:impact", regulation.version)
    form = ActivateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            activate_regulation(regulation, by=request.user, at=at, replacing=form.cleaned_data["replacing"] or None)
        except RegulationRefused as refused:
            for reason in refused.reasons:
                messages.error(request, reason)
            return redirect("courses:impact", regulation.version)
        messages.success(request, _("In force: %(version)s.") % {"version": regulation.version})
        return redirect("courses:regulation")
    current = readers.regulation_in_force()
    context = {
        "regulation": regulation,
        "current": current,
        "form": ActivateForm(initial={"replacing": current.version if current else ""}),
        "objections": activation_objections(regulation, at=at),
        "warnings": activation_warnings(regulation),
    }
    return render(request, "courses/regulation/activate.html", context)
