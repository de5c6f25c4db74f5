"""Whether the record of a course holds: hashes and findings are computed again and compared with what is stored.

What was found is told in the active language.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from django.utils.translation import gettext as _

from courses.document.codec import decode_stored, sha256_of
from courses.models import Course, Revision
from courses.regulation.finding import Finding
from reviews.chain import decision_hash, extract_hash
from reviews.checks import gate_findings
from reviews.models import Decision
from reviews.waivers.actions import kept_waivers
from reviews.workflow import TRANSITIONS

COMPARED = ("rule", "severity", "path", "measured", "allowed")
PUBLISHES = ("publish", "correct", "force")


class Check(NamedTuple):
    """One thing that was looked at. ``fault`` is empty where it holds."""

    what: str
    fault: str = ""

    @property
    def holds(self) -> bool:
        return not self.fault


def verify_course(course: Course) -> Iterator[Check]:
    """Every check on the revisions and decisions of ``course``, in the order in which they were made."""
    for revision in course.revisions.select_related("regulation").order_by("number"):
        yield Check(_("revision %(n)s") % {"n": revision.number}, _revision_fault(revision))
    before, number = "", 0
    chosen = course.decisions.select_related("revision__regulation").order_by("number")
    for number, decision in enumerate(chosen, start=1):
        yield Check(_("decision %(n)s") % {"n": decision.number}, _decision_fault(decision, before, number))
        before = decision.sha256
    yield Check(_("decisions counted"), _count_fault(course, number))
    yield Check(_("state"), _state_fault(course))
    yield Check(_("waivers"), _waivers_fault(course))


def _revision_fault(revision: Revision) -> str:
    if sha256_of(revision.document.encode()) != revision.sha256:
        return _("the document does not have the hash it was frozen under")
    decode_stored(revision.document)
    return _findings_fault(revision.findings, gate_findings(revision, "dept"))


def _decision_fault(decision: Decision, before: str, number: int) -> str:
    if decision.number != number:
        return _("decision %(n)s is missing") % {"n": number}
    revision = decision.revision.sha256 if decision.revision else ""
    extract = extract_hash(decision)
    if extract == "missing":
        return _("the file of the protocol extract is missing")
    if decision_hash(decision, before=before, revision=revision, extract=extract) != decision.sha256:
        return _("what it says, its extract or the decision before it was changed")
    gate = TRANSITIONS[decision.transition].gate
    if gate is None or decision.revision is None:
        return ""
    return _findings_fault(decision.findings, gate_findings(decision.revision, gate))


def _findings_fault(recorded: list[dict], found: list[Finding]) -> str:
    now = [_compared(finding.to_json()) for finding in found]
    return "" if [_compared(record) for record in recorded] == now else _("the findings are not those recorded")


def _compared(record: dict) -> dict:
    plain = {name: record[name] for name in COMPARED}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in plain.items()}


def _count_fault(course: Course, number: int) -> str:
    if course.decision_count == number:
        return ""
    counts = {"counted": course.decision_count, "kept": number}
    return _("the course counts %(counted)s decisions, the record has %(kept)s") % counts


def _state_fault(course: Course) -> str:
    last = course.decisions.order_by("-number").first()
    if last is None:
        return "" if course.state == "draft" else _("the course has a state that nobody decided")
    if course.state != last.to_state:
        states = {"state": course.state, "left": last.to_state}
        return _("the course is in the state %(state)s, the last decision left it in %(left)s") % states
    if course.last_step != last.transition:
        steps = {"step": course.last_step, "last": last.transition}
        return _("the course says its last step was “%(step)s”, the record says “%(last)s”") % steps
    published = course.published_revision_id
    if published and not course.decisions.filter(transition__in=PUBLISHES, revision=published).exists():
        return _("the published revision was never published by a decision")
    return ""


def _waivers_fault(course: Course) -> str:
    if _unsigned(course.waived) == _unsigned(kept_waivers(course)):
        return ""
    return _("the course does not keep what its waivers let pass")


def _unsigned(kept: list[dict]) -> list[dict]:
    """Without the name of who waived, which the person may have changed since."""
    return [{name: value for name, value in one.items() if name != "by"} for one in kept]
