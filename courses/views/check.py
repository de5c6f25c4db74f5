"""Everything the regulation says of a course, on one page to be filtered and printed."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils import timezone

from courses.checked import checked
from courses.picture import picture_of
from courses.regulation.measures import measures
from courses.verdicts import NAMES
from courses.views.common import fetch


@login_required
def course_check(request, code: str):
    """All findings, by place or by clause, of one severity or all; the picture of the sections with its table."""
    course = fetch(request, code, "course.read_working")
    chosen, order = request.GET.get("severity", ""), request.GET.get("by", "")
    check = checked(course, severity=chosen, by=order, at=timezone.now())
    context = {
        "course": course,
        "groups": check.groups,
        "blocking": check.count("block"),
        "warnings": check.count("warn"),
        "measures": measures(check.document, check.limits).course,
        "picture": picture_of(check.document, check.limits),
        "severities": [(name, label, check.count(name)) for name, label in NAMES.items()],
        "severity": chosen,
        "by": order,
    }
    return render(request, "courses/check.html", context)
