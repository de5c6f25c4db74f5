"""The reviewer's page, the changes, the decision, and the papers of a decision."""

from __future__ import annotations

from pathlib import PurePath

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from courses.document.codec import decode_stored
from courses.models import Picture, Revision, Video
from courses.permissions import PERMISSIONS
from courses.pictures import picture_response
from courses.readers import course_for, limits_in_force
from courses.regulation.finding import BLOCK, WARN, Finding
from courses.regulation.findings import findings
from courses.regulation.limits import Limits
from courses.rows import document_of
from courses.tree import Tree
from courses.verdicts import recorded_groups, verdict_groups
from courses.video.files import private, range_response, video_path
from reviews import readers
from reviews.actions import NotAllowed, Outrun, Refused, decide
from reviews.changes import bases_for, comparison
from reviews.checklist.answers import recorded_checklist
from reviews.checklist.forms import ChecklistForm
from reviews.checks import MoreThanWords, edge_refusal, gate_findings
from reviews.experts.readers import judged_course, opinions_on
from reviews.forms import DecisionForm
from reviews.meetings.readers import meetings_visible_to
from reviews.models import Decision
from reviews.papers import CONTENT_TYPES
from reviews.permissions import PERMISSIONS as REMARK_PERMISSIONS
from reviews.placement.parts import pack_of
from reviews.remarks.readers import Shown, board_of_revision
from reviews.remarks.rules import HELD_BACK, blocking_remarks
from reviews.waivers.readers import standing_findings
from reviews.workflow import CHECKLIST, PLACEMENT, TRANSITIONS, Transition


@login_required
def detail(request, code: str):
    """The frozen revision as learners will read it, with its findings and the decisions so far."""
    at = timezone.now()
    course = judged_course(request.user, code, at=at)
    revision = readers.latest_revision(course)
    if revision is None:
        if PERMISSIONS["course.read_working"].allows(request.user, course, at):
            return redirect(course)
        raise Http404(_("Page not found."))
    found = gate_findings(revision, readers.next_gate(course))
    found = standing_findings(found, course, at=at)
    severities = [finding.severity for finding in found]
    document = decode_stored(revision.document)
    context = {
        "course": course,
        "revision": revision,
        "document": document,
        "pictures": reverse("reviews:detail", args=[course.code]) + "picture/",
        "uploaded": SimpleLazyObject(lambda: set(course.videos.values_list("sha256", flat=True))),
        "opinions": opinions_on(course),
        "may_ask": REMARK_PERMISSIONS["expert.ask"].allows(request.user, course, at),
        "bases": bases_for(course, request.user, revision),
        "board": board_of_revision(request.user, course, revision, document, at=at),
        "may_remark": REMARK_PERMISSIONS["remark.add"].allows(request.user, course, at),
        "groups": verdict_groups(found),
        "blocking": severities.count("block"),
        "warnings": severities.count("warn"),
    }
    return render(request, "reviews/detail.html", context)


@login_required
def picture(request, code: str, sha256: str):
    """A picture in a text of the course, for who judges it, experts included."""
    course = judged_course(request.user, code, at=timezone.now())
    return picture_response(sha256, get_object_or_404(Picture, course=course, sha256=sha256).media_type)


@login_required
@require_GET
def video(request, code: str, sha256: str):
    """The video of a lecture, for who judges the course, experts included."""
    found = get_object_or_404(Video, course=judged_course(request.user, code, at=timezone.now()), sha256=sha256)
    return private(range_response(request.headers.get("Range", ""), video_path(sha256), found.media_type))


@login_required
def history(request, code: str):
    """A fragment for the author's page: who holds the course, and all decisions."""
    course = judged_course(request.user, code, at=timezone.now())
    return render(request, "reviews/history_fragment.html", {"course": course})


@login_required
def changes(request, code: str):
    """What changed in the latest revision since another one: by default that of one's own last decision."""
    at = timezone.now()
    course = judged_course(request.user, code, at=at)
    revision = readers.latest_revision(course)
    bases = bases_for(course, request.user, revision) if revision else []
    if not bases:
        messages.info(request, _("There is no earlier revision to compare with."))
        return redirect("reviews:detail", code=course.code)
    wanted = request.GET.get("since", "")
    base = next((one for one in bases if str(one.revision.number) == wanted), bases[0])
    context = {"course": course, "revision": revision, "bases": bases, "base": base}
    context["comparison"] = comparison(course.revisions.get(pk=base.revision.pk), revision)
    return render(request, "reviews/changes.html", context)


@login_required
def decision(request, code: str, transition: str):
    """Take a step: GET asks, POST decides. What was typed survives every refusal."""
    at = timezone.now()
    course = course_for(request.user, code, at=at)
    if transition not in TRANSITIONS:
        raise Http404(_("Page not found."))
    step, posted = TRANSITIONS[transition], request.method == "POST"
    outrun = posted and request.POST.get("seen") != str(course.decision_count)
    refusal = PERMISSIONS[step.permission].refusal(request.user, course, at)
    if refusal is not None and not outrun:
        raise PermissionDenied(refusal)
    if course.state not in step.edge.sources and not outrun:
        messages.warning(request, edge_refusal(step, course))
        return redirect("reviews:detail", code=course.code)
    return _ask_or_decide(request, course, step, at)


def _ask_or_decide(request, course, step: Transition, at):
    posted = request.method == "POST"
    revision = None if step.freezes else readers.latest_revision(course)
    found = standing_findings(_found_at_gate(course, step, revision), course, at=at)
    form = DecisionForm(
        *((request.POST, request.FILES) if posted else ()),
        transition=step,
        course=course,
        revision=revision,
        warned=any(finding.severity == WARN for finding in found),
        today=timezone.localdate(at),
        meeting=(meeting := _meeting(request, at)),
        pack=(pack := pack_of(revision) if PLACEMENT in step.needs else None),
    )
    checklist = _checklist_form(request, step, revision)
    context = {"course": course, "step": step, "form": form, "revision": revision, "checklist": checklist}
    context |= {"meeting": meeting, "pack": pack, "places": PLACEMENT in step.needs}
    if posted and form.is_valid() and (checklist is None or checklist.is_valid()):
        try:
            _decide(course, step, form, checklist, request.user, at)
        except NotAllowed as refused:
            raise PermissionDenied(refused.reasons[0]) from refused
        except Outrun:
            form.only_to_copy()
            course.refresh_from_db()
            context["faster"] = readers.history_of(course).first()
        except MoreThanWords as refused:
            form.show_refusal(refused.reasons)
            tree = Tree(course)
            context["changed"] = [(name, tree.place_url(path)) for name, path in refused.places]
        except Refused as refused:
            found = refused.found or found
            form.show_refusal(refused.reasons)
        else:
            messages.success(request, _("Done. %(step)s: %(course)s.") % {"step": step.label, "course": course})
            if meeting is not None:
                return redirect("reviews:meeting", pk=meeting.pk)
            return redirect("reviews:detail", code=course.code)
    context["holding"] = _holding_back(course, step)
    context["groups"] = verdict_groups(found, Tree(course).place_url if step.freezes and found else None)
    context["blocked"] = any(finding.severity == BLOCK for finding in found)
    return render(request, "reviews/decide.html", context)


def _meeting(request, at):
    """The meeting in whose name the person decides, where the address names one."""
    number = request.GET.get("meeting", "")
    if not number:
        return None
    visible = meetings_visible_to(request.user, at=at).exclude(number="")
    return get_object_or_404(visible, pk=number if number.isdecimal() else None)


def _checklist_form(request, step: Transition, revision) -> ChecklistForm | None:
    if CHECKLIST not in step.needs or revision is None:
        return None
    limits = Limits.from_json(revision.regulation.limits)
    document = decode_stored(revision.document)
    return ChecklistForm(request.POST or None, document=document, limits=limits, step=step.name)


def _holding_back(course, step: Transition) -> list[Shown]:
    """The essential remarks that hold the step back, as the page shows them."""
    return [Shown(remark, remark.place) for remark in blocking_remarks(course)] if step.name in HELD_BACK else []


def _found_at_gate(course, step: Transition, revision) -> list[Finding]:
    """What the gate of a step would say now."""
    if step.gate is None or course.state not in step.edge.sources:
        return []
    if step.freezes:
        return findings(document_of(course), limits_in_force(), step.gate)
    return gate_findings(revision, step.gate) if revision else []


def _decide(course, step: Transition, form: DecisionForm, checklist: ChecklistForm | None, user, at) -> None:
    shown = Revision.objects.filter(pk=form.cleaned_data.get("revision"), course=course).first()
    seen = form.cleaned_data["seen"]
    papers = form.papers(checklist.answers() if checklist else None)
    decide(course, step.name, by=user, at=at, seen=seen, revision=shown, papers=papers)


@login_required
def protocol(request, pk: int):
    """The file of a protocol extract, for those who may see the course."""
    row = get_object_or_404(Decision.objects.select_related("course"), pk=pk)
    course = course_for(request.user, row.course.code, at=timezone.now())
    if not row.protocol_file:
        raise Http404(_("Page not found."))
    ending = PurePath(row.protocol_file.name).suffix.removeprefix(".")
    response = FileResponse(
        row.protocol_file.open("rb"),
        as_attachment=True,
        filename=row.protocol_file_name or f"{course.code}-{row.transition}-{row.number}.{ending}",
        content_type=CONTENT_TYPES.get(ending, "application/octet-stream"),
    )
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@login_required
def gate_record(request, pk: int):
    """The findings that stood when a decision was made, and its checklist."""
    row = get_object_or_404(Decision.objects.select_related("course", "revision"), pk=pk)
    course_for(request.user, row.course.code, at=timezone.now())
    context = {"decision": row, "groups": recorded_groups(row.findings), "checklist": recorded_checklist(row.checklist)}
    return render(request, "reviews/record.html", context)
