"""The gateway: ``decide`` is the only way a course changes its state.

It asks in this order: edge, person, revision, findings of the gate, remarks, opinions, papers. All
objections of one kind are told together. Then state, decision and letters are
written in one transaction.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation
from django_fsm import ConcurrentTransition, TransitionNotAllowed

from courses.document.codec import decode_stored
from courses.models import Course, Revision
from courses.regulation.finding import WARN
from courses.regulation.limits import Limits
from courses.states import State
from courses.waived import waiver_words
from mooc_portal.people.models import Role
from mooc_portal.people.readers import roles_of
from reviews import letters
from reviews.chain import decision_hash, extract_hash
from reviews.checklist.answers import checklist_record
from reviews.checks import (
    NotAllowed,
    Outrun,
    Papers,
    Refused,
    Step,
    check_edge,
    check_findings,
    check_opinions,
    check_papers,
    check_person,
    check_remarks,
    revision_to_judge,
)
from reviews.extract import decision_extract, keep_extract
from reviews.meetings.actions import settle_question
from reviews.models import Decision
from reviews.remarks.carrying import carry_remarks
from reviews.roles import role_of_decision
from reviews.workflow import CHECKLIST, PLACEMENT, TRANSITIONS

__all__ = ["METHODS", "NotAllowed", "Outrun", "Papers", "Refused", "decide"]

METHODS = {"return": "return_"}


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
    decision = Decision()
    with _no_file_left(decision), transaction.atomic():
        fresh = Course.objects.select_for_update().get(pk=course.pk)
        step = Step(fresh, TRANSITIONS[transition], by, at, papers or Papers())
        if fresh.decision_count != seen:
            raise Outrun
        check_edge(step)
        check_person(step)
        step.revision = revision_to_judge(step, revision)
        check_findings(step)
        check_remarks(step)
        check_opinions(step)
        check_papers(step)
        _carry_out(step, decision)
        if step.papers.meeting is not None:
            settle_question(step.papers.meeting, decision)
        if step.freezes:
            carry_remarks(fresh, to=step.revision)
        letters.queue_for(decision, at=at)
    course.refresh_from_db()
    return decision


@contextmanager
def _no_file_left(decision: Decision) -> Iterator[None]:
    """Files know no transaction: one stored for a decision that failed is removed."""
    try:
        yield
    except BaseException:
        if decision.protocol_file:
            decision.protocol_file.delete(save=False)
        raise


def _carry_out(step: Step, decision: Decision) -> None:
    course, came_from = step.course, step.course.state
    number = course.decision_count + 1
    won = Course.objects.filter(pk=course.pk, state=came_from, decision_count=course.decision_count).update(
        decision_count=number, last_step=step.transition.name
    )
    if won != 1:
        raise Outrun
    course.decision_count, course.last_step = number, step.transition.name
    try:
        _change_state(step)
        _record(step, decision, came_from, number)
    except (ConcurrentTransition, TransitionNotAllowed, IntegrityError):
        raise Outrun from None


def _change_state(step: Step) -> None:
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


def _record(step: Step, decision: Decision, came_from: str, number: int) -> None:
    papers, protocol, placement = step.papers, step.papers.protocol, step.papers.placement
    decision.course, decision.number = step.course, number
    decision.transition, decision.revision = step.transition.name, step.revision
    decision.from_state, decision.to_state = came_from, step.target
    decision.by, decision.on_behalf_of, decision.at = step.by, _on_behalf_of(step, came_from), step.at
    decision.reason = papers.reason.strip()
    if any(finding.severity == WARN for finding in step.judged.standing):
        decision.deviation = papers.deviation.strip()
    decision.findings = _in_every_language(step)
    if CHECKLIST in step.transition.needs:
        decision.checklist = _checklist(step)
    if step.has_protocol:
        decision.protocol_number, decision.protocol_date = protocol.number.strip(), protocol.date
        decision.minutes = protocol.minutes.record() if protocol.minutes.is_given else {}
        keep_extract(decision, protocol.file, lambda: decision_extract(decision))
    if PLACEMENT in step.transition.needs:
        decision.placement_email, decision.placement_sent_on = placement.email, placement.sent_on
        decision.placement_sent_by = step.by
    decision.sha256 = _chained(decision)
    decision.save()


def _chained(decision: Decision) -> str:
    """The hash that ties the decision to the one before it."""
    before = Decision.objects.filter(course=decision.course, number=decision.number - 1).first()
    return decision_hash(
        decision,
        before=before.sha256 if before else "",
        revision=decision.revision.sha256 if decision.revision else "",
        extract=extract_hash(decision),
    )


def _checklist(step: Step) -> dict:
    limits = Limits.from_json(step.revision.regulation.limits)
    return checklist_record(decode_stored(step.revision.document), limits, step.transition.name, step.papers.checklist)


def _on_behalf_of(step: Step, came_from: str):
    role = role_of_decision(step.transition.name, came_from)
    unit = {
        Role.DEPARTMENT_REVIEWER: step.course.department_id,
        Role.FACULTY_REVIEWER: step.course.faculty_id,
    }.get(role)
    return roles_of(step.by, step.at).acting_for.get((role, unit)) if role else None


def _in_every_language(step: Step) -> list[dict]:
    """The findings as they stood, those that a waiver covers with what it says."""
    waived = {id(finding): waiver for finding, waiver in step.judged.waived}
    records = []
    for finding in step.found:
        record, waiver = finding.to_json(), waived.get(id(finding))
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                record[f"message_{language}"] = finding.message
                if waiver is not None:
                    record[f"waived_{language}"] = waiver_words(waiver)
        records.append(record)
    return records
