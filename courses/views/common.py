"""What the pages of a course begin with."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.actions.content import KINDS, node_of
from courses.models import Course
from courses.permissions import PERMISSIONS
from courses.readers import course_for
from mooc_portal.people.models import Department
from mooc_portal.people.readers import roles_of


def fetch(request, code: str, permission: str = "course.view") -> Course:
    """The course, if the person may see it and may do ``permission``.

    Raises:
        Http404: when the person may not see it.
        PermissionDenied: with the reason, when the person may not do it.
    """
    at = timezone.now()
    course = course_for(request.user, code, at=at)
    refusal = PERMISSIONS[permission].refusal(request.user, course, at)
    if refusal is not None:
        raise PermissionDenied(refusal)
    return course


def fetch_to_write(request, code: str) -> tuple[Course, str]:
    """The course to be written, and why it cannot be: only for a form that was sent, so that its words are not lost.

    Raises:
        Http404: when the person may not see it.
        PermissionDenied: with the reason, when nothing was sent yet or the person may not read the working copy.
    """
    if request.method != "POST":
        return fetch(request, code, "course.edit"), ""
    course = fetch(request, code, "course.read_working")
    return course, PERMISSIONS["course.edit"].refusal(request.user, course, timezone.now()) or ""


def fetch_node(course: Course, kind: str, pk: int):
    """The node of a course by kind and key.

    Raises:
        Http404: when the course has no such node.
    """
    node = node_of(course, kind, pk) if kind in KINDS else None
    if node is None:
        raise Http404(_("Page not found."))
    return node


def own_departments(user, at):
    """Departments where the person teaches; an administrator may choose any."""
    roles = roles_of(user, at)
    departments = Department.objects.select_related("faculty")
    return departments if roles.is_administrator else departments.filter(pk__in=roles.instructs)
