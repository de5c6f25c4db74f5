"""What may object to a step, in the order of asking: edge, person, revision, findings, remarks, opinions, papers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from courses.actions import freeze_revision
from courses.document.changes import structure_changes
from courses.document.codec import decode_stored, encode
from courses.document.places import places_of
from courses.document.types import CourseDocument
from courses.models import Course, Revision
from courses.permissions import PERMISSIONS
from courses.regulation.finding import BLOCK, WARN, Finding
from courses.regulation.findings import findings
from courses.regulation.limits import Limits
from courses.rows import document_of
from courses.states import REVIEW_STATES, State
from reviews.changes import changed_name
from reviews.checklist.answers import Answers, checklist_objections
from reviews.models import Decision, Meeting, Opinion, PlacementPack, Remark
from reviews.papers import Placement, Protocol, placement_objections, protocol_objections
from reviews.remarks.rules import HELD_BACK, blocking_remarks
from reviews.waivers.readers import Judged, judged_now
from reviews.workflow import APPROVAL, CHECKLIST, PLACEMENT, PROTOCOL, REASON, TARGET, Transition

PLACES_NAMED = 10


class Refused(Exception):
    """A step is not taken: ``reasons`` are whole sentences, ``found`` the findings that block it."""

    def __init__(self, reasons: list[str], found: list[Finding] | None = None) -> None:
        super().__init__(*reasons)
        self.reasons = reasons
        self.found = found or []


class NotAllowed(Refused):
    """The person may not take this step."""


class HeldBack(Refused):
    """Essential remarks are not settled; ``remarks`` are those."""

    def __init__(self, remarks: list[Remark]) -> None:
        sentence = _("Essential remarks are not settled: %(n)s. Resolve or withdraw them, or return the course.")
        super().__init__([sentence % {"n": len(remarks)}])
        self.remarks = remarks


class MoreThanWords(Refused):
    """A correction changes structure; ``places`` are the first that do: name and JSON Pointer."""

    def __init__(self, changed: list[str], document: CourseDocument) -> None:
        known = places_of(document)
        self.places = [(changed_name(path, known), path) for path in changed[:PLACES_NAMED]]
        names = "; ".join(name for name, _path in self.places)
        sentence = _(
            "A correction may change words only (cl. 5.2.5). Prepare a new version instead. Changed: %(places)s"
        )
        super().__init__([sentence % {"places": names}])


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
    checklist: Answers | None = None
    meeting: Meeting | None = None


@dataclass
class Step:
    """A decision on its way."""

    course: Course
    transition: Transition
    by: object
    at: datetime
    papers: Papers
    revision: Revision | None = None
    found: list[Finding] = field(default_factory=list)
    judged: Judged = field(default_factory=lambda: Judged([], []))

    @property
    def today(self) -> date:
        return timezone.localdate(self.at)

    @property
    def target(self) -> str | None:
        return self.papers.target if self.transition.edge.target is None else self.transition.edge.target

    @property
    def has_protocol(self) -> bool:
        """Whether a protocol is kept with the decision: also with a return that a meeting decided."""
        return PROTOCOL in self.transition.needs or self.papers.meeting is not None

    @property
    def freezes(self) -> bool:
        """Whether the working copy becomes a revision; also where a draft is forced into a review."""
        forced_in = self.transition.name == "force" and self.target in REVIEW_STATES
        return self.transition.freezes or (forced_in and self.course.state == State.DRAFT)


def check_edge(step: Step) -> None:
    if step.course.state not in step.transition.edge.sources:
        raise Refused([edge_refusal(step.transition, step.course)])


def edge_refusal(transition: Transition, course: Course) -> str:
    """The sentence for a step that does not leave the present state of ``course``."""
    return _("This step is not possible from here. Step: %(step)s. State: %(state)s.") % {
        "step": transition.label,
        "state": course.get_state_display(),
    }


def check_person(step: Step) -> None:
    refusal = PERMISSIONS[step.transition.permission].refusal(step.by, step.course, step.at)
    if refusal is not None:
        raise NotAllowed([str(refusal)])


def revision_to_judge(step: Step, shown: Revision | None) -> Revision | None:
    """A new one where the step freezes, else the latest, which must be the one that was shown.

    Raises:
        Outrun: a later revision than the one shown has been made.
        Refused: there is no revision to go by, or the correction changes more than words.
    """
    if step.transition.name == "correct":
        _check_words_only(step)
    if step.freezes:
        gate = step.transition.gate or "dept"
        return freeze_revision(step.course, by=step.by, at=step.at, gate=gate)
    latest = step.course.revisions.select_related("regulation").order_by("-number").first()
    if shown is not None and shown != latest:
        raise Outrun
    if latest is None and step.transition.gate is not None:
        raise Refused([_("There is no revision to decide on: the course was never sent to the department.")])
    return latest


def _check_words_only(step: Step) -> None:
    if step.course.published_revision is None:
        raise Refused([_("There is no published revision that could be corrected.")])
    published = decode_stored(step.course.published_revision.document)
    working = document_of(step.course)
    changed = structure_changes(published, working)
    if changed:
        raise MoreThanWords(changed, working)
    if encode(working) == encode(published):
        raise Refused([_("Nothing has changed since the course was published.")])


def gate_findings(revision: Revision, gate: str) -> list[Finding]:
    """The findings of a revision at a gate, under the version of the regulation it is pinned to."""
    return findings(decode_stored(revision.document), Limits.from_json(revision.regulation.limits), gate)


def check_findings(step: Step) -> None:
    if step.transition.name == "correct":
        _check_correction_breaks_nothing(step)
    gate = step.transition.gate
    if gate is None:
        return
    step.found = gate_findings(step.revision, gate)
    step.judged = judged_now(step.found, step.course, at=step.at)
    blocking = [finding for finding in step.judged.standing if finding.severity == BLOCK]
    if blocking:
        raise Refused([_("The regulation does not allow this step yet. Look at the violations below.")], blocking)
    warned = [finding for finding in step.judged.standing if finding.severity == WARN]
    if warned and not step.papers.deviation.strip():
        raise Refused([_("There are warnings. Say in one line why the course goes on in spite of them.")], warned)


def _check_correction_breaks_nothing(step: Step) -> None:
    """Corrected words may not break a limit that the published words kept, under the same limits."""
    limits = Limits.from_json(step.revision.regulation.limits)
    before = findings(decode_stored(step.course.published_revision.document), limits, "dept")
    known = {(finding.rule, finding.path) for finding in before if finding.severity == BLOCK}
    after = findings(decode_stored(step.revision.document), limits, "dept")
    new = [found for found in after if found.severity == BLOCK and (found.rule, found.path) not in known]
    if new:
        raise Refused([_("The corrected words break the regulation. Look at the violations below.")], new)


def check_remarks(step: Step) -> None:
    if step.transition.name in HELD_BACK and (remarks := list(blocking_remarks(step.course))):
        raise HeldBack(remarks)


def check_opinions(step: Step) -> None:
    if step.transition.name not in HELD_BACK:
        return
    awaited = Opinion.objects.filter(
        course=step.course, revision=step.revision, stage=step.course.state, given_at=None, released_at=None
    )
    if names := [str(opinion.expert) for opinion in awaited.select_related("expert")]:
        sentence = _("Opinions of experts are awaited: %(names)s. Wait for them, or release the experts.")
        raise Refused([sentence % {"names": ", ".join(names)}])


def check_papers(step: Step) -> None:
    papers, needs = step.papers, step.transition.needs
    objections: list[str] = []
    if REASON in needs and not papers.reason.strip():
        objections.append(_("The reason is missing: a decision without one does not hold."))
    if CHECKLIST in needs:
        document = decode_stored(step.revision.document)
        objections += checklist_objections(document, step.transition.name, papers.checklist)
    if step.has_protocol:
        not_before = _department_date(step) if step.transition.name == "approve" else None
        authors = [str(authorship.user) for authorship in step.course.authorships.select_related("user")]
        objections += protocol_objections(papers.protocol, today=step.today, not_before=not_before, authors=authors)
    if PLACEMENT in needs:
        has_pack = PlacementPack.objects.filter(revision=step.revision).exists()
        objections += placement_objections(papers.placement, has_pack=has_pack, today=step.today)
    if (refusal := approval_refusal(step.transition, step.course)) is not None:
        objections.append(refusal)
    if TARGET in needs:
        objections += _target_objections(step)
    objections += _published_objections(step)
    objections += _meeting_objections(step)
    for path in settings.REVIEW_OBJECTIONS.get(step.transition.name, ()):
        objections += import_string(path)(step.course, step.at)
    if objections:
        raise Refused(objections)


def _meeting_objections(step: Step) -> list[str]:
    """A meeting decides once on each course of its agenda, and only while its own unit holds it."""
    meeting = step.papers.meeting
    if meeting is None:
        return []
    holds = State.DEPARTMENT_REVIEW if meeting.department_id else State.FACULTY_REVIEW
    is_open = meeting.items.filter(course=step.course, decision=None).exists()
    if not is_open or step.course.state != holds:
        return [_("This meeting has no open question on the course.")]
    given = step.papers.protocol
    if given is None or (given.number.strip(), given.date) != (meeting.number, meeting.day):
        return [_("The decision has to name the protocol of the meeting.")]
    return []


def _department_date(step: Step) -> date | None:
    endorsed = Decision.objects.filter(revision=step.revision, transition="endorse").order_by("-number").first()
    return None if endorsed is None else endorsed.protocol_date


def is_approved(course: Course) -> bool:
    """Whether the faculty's approval of the latest revision stands.

    It stands while it is the last decision on the course: whatever is decided
    after it (returned, withdrawn, forced) takes it back.
    """
    return course.last_step == "approve"


def approval_refusal(transition: Transition, course: Course) -> str | None:
    """Why a step must wait for the faculty's approval, or comes after it; None where it does neither."""
    if APPROVAL in transition.needs and not is_approved(course):
        return _("The faculty has not approved this revision (cl. 5.1.5).")
    if transition.name == "approve" and is_approved(course):
        return _("The faculty has already approved this revision; it waits for the quality department.")
    return None


def _target_objections(step: Step) -> list[str]:
    if step.target not in State.values or step.target == step.course.state:
        return [_("Choose another state than the present one.")]
    return []


def _published_objections(step: Step) -> list[str]:
    """Nothing stands in the catalogue without a revision that learners read."""
    leads_there = step.target == State.PUBLISHED and step.transition.name in ("force", "reopen")
    available = step.course.published_revision or (step.revision if step.transition.name == "force" else None)
    if leads_there and available is None:
        return [_("There is no revision that could be published.")]
    return []
