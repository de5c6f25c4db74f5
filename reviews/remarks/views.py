"""Pages of remarks: a new one, and a step in the life of one."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.document.codec import decode_stored
from courses.document.places import nearest, place_name, places_of
from courses.models import Revision
from courses.permissions import PERMISSIONS as COURSE_PERMISSIONS
from courses.permissions import is_author
from courses.readers import course_for
from courses.rows import Rows
from courses.tree import Tree
from reviews.checks import NotAllowed, Outrun, Refused
from reviews.experts.readers import judged_course
from reviews.models import Remark
from reviews.permissions import PERMISSIONS
from reviews.readers import latest_revision
from reviews.remarks.actions import act_on_remark, add_remark
from reviews.remarks.forms import BUTTONS, RemarkForm, StepForm
from reviews.remarks.readers import Shown, board_of_working_copy, remarks_with_steps
from reviews.remarks.rules import ACTS


@login_required
def remark_new(request, code: str):
    """A remark on the place named by ``path``; what was typed survives every refusal."""
    at = timezone.now()
    course = judged_course(request.user, code, at=at)
    refusal = PERMISSIONS["remark.add"].refusal(request.user, course, at)
    revision = latest_revision(course)
    if revision is None or (refusal is not None and request.method != "POST"):
        raise PermissionDenied(refusal)
    path = (request.POST if request.method == "POST" else request.GET).get("path", "")
    places = places_of(decode_stored(revision.document))
    form = RemarkForm(request.POST or None, initial={"revision": revision.pk, "path": path})
    if request.method == "POST" and form.is_valid():
        try:
            remark = _add(course, form.cleaned_data, request.user, at)
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(None, reason)
        else:
            messages.success(request, _("The remark is saved."))
            return redirect(_anchor(course, remark))
    context = {"course": course, "form": form, "place": place_name(path, places), "node": nearest(path, places)}
    return render(request, "reviews/remarks/new.html", context)


def _add(course, data: dict, user, at) -> Remark:
    revision = Revision.objects.filter(pk=data["revision"], course=course).first()
    if revision is None:
        raise Outrun
    words = {name: data[name] for name in ("path", "text", "severity", "clause", "private")}
    return add_remark(course, revision=revision, **words, by=user, at=at)


def _anchor(course, remark: Remark) -> str:
    return f"{reverse('reviews:detail', args=[course.code])}#remark-{remark.pk}"


@login_required
def beside(request, code: str):
    """A fragment for an edit page: the remarks whose places are edited at the address ``at``, unsettled first."""
    at = timezone.now()
    course = course_for(request.user, code, at=at)
    refusal = COURSE_PERMISSIONS["course.read_working"].refusal(request.user, course, at)
    if refusal is not None:
        raise PermissionDenied(refusal)
    rows = Rows([course])
    board = board_of_working_copy(request.user, course, Tree(course, rows), rows.document(course), at=at)
    here = [one for one in board.all if one.url.partition("#")[0] == request.GET.get("at") and not one.remark.private]
    here.sort(key=lambda one: not one.remark.is_unresolved)
    return render(request, "reviews/remarks/beside.html", {"here": here})


@login_required
def remark_step(request, pk: int, act: str):
    """Answer, resolve, reopen or withdraw: GET asks for words, POST does it."""
    at = timezone.now()
    course, remark = _fetch(request, pk, at)
    if act not in ACTS:
        raise Http404(_("Page not found."))
    posted = request.method == "POST"
    refusal = PERMISSIONS[f"remark.{act}"].refusal(request.user, remark, at)
    if refusal is not None:
        raise PermissionDenied(refusal)
    form = StepForm(request.POST if posted else None, act=act, seen=remark.step_count)
    outrun = False
    if posted and form.is_valid():
        data = form.cleaned_data
        try:
            act_on_remark(remark, act, seen=data["seen"], text=data["text"], by=request.user, at=at)
        except NotAllowed as refused:
            raise PermissionDenied(refused.reasons[0]) from refused
        except Outrun:
            outrun = True
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(None, reason)
        else:
            return _done(request, course, remark, at)
    shown = Shown(remark, remark.place)
    context = {"course": course, "one": shown, "form": form, "act": act, "label": BUTTONS[act], "outrun": outrun}
    return render(request, "reviews/remarks/step.html", context)


def _fetch(request, pk: int, at):
    """The course and the remark, if the person may see both."""
    code = Remark.objects.filter(pk=pk).values_list("course__code", flat=True).first()
    if code is None:
        raise Http404(_("Page not found."))
    course = judged_course(request.user, code, at=at)
    for remark in remarks_with_steps(request.user, course, at=at):
        if remark.pk == pk:
            return course, remark
    raise Http404(_("Page not found."))


def _done(request, course, remark: Remark, at):
    """Back to where the reader came from: authors to their course, reviewers to the revision."""
    messages.success(request, _("The remark is now: %(state)s.") % {"state": remark.get_resolution_display()})
    if is_author.allows(request.user, course, at):
        return redirect(f"{course.get_absolute_url()}#remark-{remark.pk}")
    return redirect(_anchor(course, remark))
