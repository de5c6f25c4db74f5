"""Everything the regulation says of a course, on one page to be filtered and printed."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.shortcuts import render

from courses.picture import picture_of
from courses.readers import clause_lines, limits_in_force
from courses.regulation.finding import SEVERITY_NAMES
from courses.regulation.findings import findings
from courses.regulation.measures import measures
from courses.rows import Rows
from courses.tree import Tree
from courses.verdicts import clause_groups, verdict_groups
from courses.views.common import fetch


@login_required
def course_check(request, code: str):
    """All findings, by place or by clause, of one severity or all; the picture of the sections with its table."""
    course = fetch(request, code, "course.read_working")
    rows, limits = Rows([course]), limits_in_force()
    document, tree = rows.document(course), Tree(course, rows)
    found = findings(document, limits, "dept")
    severities = [finding.severity for finding in found]
    chosen, order = request.GET.get("severity", ""), request.GET.get("by", "")
    if chosen in SEVERITY_NAMES:
        found = [finding for finding in found if finding.severity == chosen]
    if order == "clause":
        groups = clause_groups(found, clause_lines(), tree.place_url)
    else:
        groups = verdict_groups(found, tree.place_url)
    context = {
        "course": course,
        "groups": groups,
        "blocking": severities.count("block"),
        "warnings": severities.count("warn"),
        "measures": measures(document, limits).course,
        "picture": picture_of(document, limits),
        "severities": [(name, label, severities.count(name)) for name, label in SEVERITY_NAMES.items()],
        "severity": chosen,
        "by": order,
    }
    return render(request, "courses/check.html", context)
