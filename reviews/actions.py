"""The gateway: ``decide`` is the only way a course changes its state.

It asks in this order: edge, person, revision, findings of the gate, papers. All
objections of one kind are told together. Then state, decision and letters are
written in one transaction.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django_fsm import ConcurrentTransition, TransitionNotAllowed

from courses.actions import freeze_revision
from courses.document.changes import structure_changes
from courses.document.codec import decode_stored, encode
from courses.models import Course, Revision
from courses.permissions import PERMISSIONS
from courses.regulation.finding import BLOCK, WARN, Finding
from courses.regulation.findings import findings
from courses.regulation.limits import Limits
from courses.rows import document_of
from courses.states import State
from mooc_portal.people.models import Role
from mooc_portal.people.readers import roles_of
from reviews import letters
from reviews.models import Decision
from reviews.papers import Placement, Protocol, placement_objections, protocol_objections, stored_name
from reviews.workflow import APPROVAL, PLACEMENT, PROTOCOL, REASON, TARGET, TRANSITIONS, Transition

METHODS = {"return": "return_"}
ROLE_OF_STEP = {
    "endorse": Role.DEPARTMENT_REVIEWER,
    "approve": Role.FACULTY_REVIEWER,
    "publish": Role.QUALITY_SPECIALIST,
    "archive": Role.QUALITY_SPECIALIST,
    "reopen": Role.QUALITY_SPECIALIST,
}


class Refused(Exception):
    """A step is not taken: ``reasons`` are whole sentences, ``found`` the findings that block it."""

    def __init__(self, reasons: list[str], found: list[Finding] | None = None) -> None:
        super().__init__(*reasons)
        self.reasons = reasons
        self.found = found or []


class NotAllowed(Refused):
    """The person may not take this step."""


class Outrun(Refused):
    """Somebody else decided while this person was reading."""

    def __init__(self) -> None:
        super().__init__([_("Somebody was faster: the course has changed since you opened it. Look at it again.")])


@dataclass(frozen=True)
class Papers:
    """What the person gave with the decision."""

    reason: str = ""
    deviation: str = ""
    protocol: Protocol | None = None
    placement: Placement | None = None
    target: str | None = None


@dataclass
class _Step:
    """A decision on its way."""

    course: Course
    transition: Transition
    by: object
    at: datetime
    papers: Papers
    revision: Revision | None = None
    found: list[Finding] = field(default_factory=list)

    @property
    def today(self) -> date:
        return timezone.localdate(self.at)

    @property
    def target(self) -> str:
        return self.papers.target if self.transition.edge.target is None else self.transition.edge.target


def decide(
    course: Course,
    transition: str,
    *,
    by,
    at: datetime,
    seen: int,
    revision: Revision | None = None,
    papers: Papers | None = None,
) -> Decision:
    """Take one step of the workflow and record it.

    ``seen`` is the ``decision_count`` of the course, and ``revision`` the one, that
    the person had on the screen.

    Raises:
        NotAllowed: the person may not take the step.
        Outrun: somebody else decided meanwhile.
        Refused: with every reason of the first kind that objects.
    """
    with transaction.atomic():
        fresh = Course.objects.select_for_update().get(pk=course.pk)
        step = _Step(fresh, TRANSITIONS[transition], by, at, papers or Papers())
        if fresh.decision_count != seen:
            raise Outrun
        _check_edge(step)
        _check_person(step)
        step.revision = _current_revision(step, revision)
        _check_findings(step)
        _check_papers(step)
        decision = _carry_out(step)
        letters.queue_for(decision, at=at)
    course.refresh_from_db()
    return decision


def _check_edge(step: _Step) -> None:
    if step.course.state not in step.transition.edge.sources:
        raise Refused(
            [
                _("This step is not possible from here. Step: %(step)s. State: %(state)s.")
                % {"step": step.transition.label, "state": step.course.get_state_display()}
            ]
        )


def _check_person(step: _Step) -> None:
    refusal = PERMISSIONS[step.transition.permission].refusal(step.by, step.course, step.at)
    if refusal is not None:
        raise NotAllowed([str(refusal)])


def _current_revision(step: _Step, shown: Revision | None) -> Revision | None:
    """The revision decided on: a new one where the step freezes, else the latest, which must be the one shown."""
    if step.transition.name == "correct":
        _check_words_only(step)
    if step.transition.freezes:
        gate = step.transition.gate or "dept"
        return freeze_revision(step.course, by=step.by, at=step.at, gate=gate)
    latest = step.course.revisions.order_by("-number").first()
    if shown is not None and shown != latest:
        raise Outrun
    return latest


def _check_words_only(step: _Step) -> None:
    published = decode_stored(step.course.published_revision.document)
    working = document_of(step.course)
    changed = structure_changes(published, working)
    if changed:
        places = ", ".join(changed[:10])
        raise Refused(
            [
                _("A correction may change words only (cl. 5.2.5). Prepare a new version instead. Changed: %(places)s")
                % {"places": places}
            ]
        )
    if encode(working) == encode(published):
        raise Refused([_("Nothing has changed since the course was published.")])


def _check_findings(step: _Step) -> None:
    gate = step.transition.gate
    if gate is None or step.revision is None:
        return
    limits = Limits.from_json(step.revision.regulation.limits)
    step.found = findings(decode_stored(step.revision.document), limits, gate)
    blocking = [finding for finding in step.found if finding.severity == BLOCK]
    if blocking:
        raise Refused([_("The regulation does not allow this step yet. Look at the violations below.")], blocking)
    warned = [finding for finding in step.found if finding.severity == WARN]
    if warned and not step.papers.deviation.strip():
        raise Refused([_("There are warnings. Say in one line why the course goes on in spite of them.")], warned)


def _check_papers(step: _Step) -> None:
    papers, needs = step.papers, step.transition.needs
    objections: list[str] = []
    if REASON in needs and not papers.reason.strip():
        objections.append(_("The reason is missing: a decision without one does not hold."))
    if PROTOCOL in needs:
        not_before = _department_date(step) if step.transition.name == "approve" else None
        objections += protocol_objections(papers.protocol, today=step.today, not_before=not_before)
    if PLACEMENT in needs:
        objections += placement_objections(papers.placement, today=step.today)
    if APPROVAL in needs and not _is_approved(step.revision):
        objections.append(_("The faculty has not approved this revision (cl. 5.1.5)."))
    if TARGET in needs:
        objections += _target_objections(step)
    for path in settings.REVIEW_OBJECTIONS.get(step.transition.name, ()):
        objections += import_string(path)(step.course, step.at)
    if objections:
        raise Refused(objections)


def _department_date(step: _Step) -> date | None:
    endorsed = Decision.objects.filter(revision=step.revision, transition="endorse").first()
    return None if endorsed is None else endorsed.protocol_date


def _is_approved(revision: Revision | None) -> bool:
    """Whether the last judgement on this revision was the faculty's approval."""
    return revision is not None and Decision.objects.filter(revision=revision, transition="approve").exists()


def _target_objections(step: _Step) -> list[str]:
    if step.target not in State.values or step.target == step.course.state:
        return [_("Choose another state than the present one.")]
    if step.target == State.PUBLISHED and step.course.published_revision is None and step.revision is None:
        return [_("There is no revision that could be published.")]
    return []


def _carry_out(step: _Step) -> Decision:
    course, came_from = step.course, step.course.state
    number = course.decision_count + 1
    won = Course.objects.filter(pk=course.pk, state=came_from, decision_count=course.decision_count).update(
        decision_count=number
    )
    if won != 1:
        raise Outrun
    course.decision_count = number
    try:
        _change_state(step)
        return _record(step, came_from, number)
    except (ConcurrentTransition, TransitionNotAllowed, IntegrityError):
        raise Outrun from None


def _change_state(step: _Step) -> None:
    course, name = step.course, step.transition.name
    fields = ["state", "state_since"]
    if name == "force":
        # The one step past the machine: by an administrator, with a reason, shown everywhere.
        Course.objects.filter(pk=course.pk, state=course.state).update(state=step.target, state_since=step.at)
        if step.target == State.PUBLISHED and course.published_revision is None:
            Course.objects.filter(pk=course.pk).update(published_revision=step.revision)
        return
    getattr(course, METHODS.get(name, name))()
    if name != "correct":
        course.state_since = step.at
    if name in ("publish", "correct"):
        course.published_revision = step.revision
        fields.append("published_revision")
    course.save(update_fields=fields)


def _record(step: _Step, came_from: str, number: int) -> Decision:
    papers, protocol, placement = step.papers, step.papers.protocol, step.papers.placement
    decision = Decision(
        course=step.course,
        number=number,
        transition=step.transition.name,
        from_state=came_from,
        to_state=step.target,
        revision=step.revision,
        by=step.by,
        on_behalf_of=_on_behalf_of(step, came_from),
        at=step.at,
        reason=papers.reason.strip(),
        deviation=papers.deviation.strip(),
        findings=_in_every_language(step.found),
    )
    if PROTOCOL in step.transition.needs:
        decision.protocol_number, decision.protocol_date = protocol.number.strip(), protocol.date
        decision.protocol_file.save(stored_name(protocol.file), protocol.file, save=False)
    if PLACEMENT in step.transition.needs:
        decision.placement_email, decision.placement_sent_on = placement.email, placement.sent_on
        decision.placement_sent_by = step.by
    decision.save()
    return decision


def _on_behalf_of(step: _Step, came_from: str):
    role = ROLE_OF_STEP.get(step.transition.name)
    if step.transition.name == "return":
        in_department = came_from == State.DEPARTMENT_REVIEW
        role = Role.DEPARTMENT_REVIEWER if in_department else Role.FACULTY_REVIEWER
    unit = {
        Role.DEPARTMENT_REVIEWER: step.course.department_id,
        Role.FACULTY_REVIEWER: step.course.faculty_id,
    }.get(role)
    return roles_of(step.by, step.at).acting_for.get((role, unit)) if role else None


def _in_every_language(found: list[Finding]) -> list[dict]:
    records = []
    for finding in found:
        record = finding.to_json()
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                record[f"message_{language}"] = finding.message
        records.append(record)
    return records
