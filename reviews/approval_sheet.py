"""The approval sheet: one paper that proves a course, clause by clause and decision by decision."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from courses.document.codec import decode_stored
from courses.document.types import CourseDocument
from courses.models import Course, Revision
from courses.models.course import Kind
from courses.regulation.finding import BLOCK, INFO, SEVERITY_NAMES, WARN, Finding
from courses.regulation.limits import Limits
from courses.regulation.measured import measured_of
from courses.regulation.rules import RULES, RULES_AT
from courses.states import State
from mooc_portal.dates import date_time, local_date, long_date
from mooc_portal.people.models import Role
from reviews.checks import gate_findings
from reviews.models import Decision, Remark, Resolution, Severity, Waiver
from reviews.models.remark import UNRESOLVED
from reviews.printing.paper import Bullets, Facts, Heading, Paper, Signatures, Table, Text
from reviews.programme.deviations import deviations
from reviews.programme.readers import programme_approval_of
from reviews.readers import latest_revision
from reviews.roles import role_of_decision
from reviews.verification import Check, verify_course
from reviews.waivers.readers import judged, waivers_of
from reviews.workflow import TRANSITIONS

GATES = ("dept", "place")
IN_THE_CATALOGUE = (State.PUBLISHED, State.ARCHIVED)


class Proof(NamedTuple):
    """All that the sheet speaks of, read once for every language it comes in."""

    course: Course
    revision: Revision
    document: CourseDocument
    decisions: list[Decision]
    remarks: dict[int, dict[str, int]]
    waivers: list[Waiver]
    at: datetime


def proved_revision(course: Course) -> Revision | None:
    """The revision that the sheet is about: the published one, or the latest of a course on its way."""
    if course.state in IN_THE_CATALOGUE and course.published_revision is not None:
        return course.published_revision
    return latest_revision(course)


def proof_of(course: Course, revision: Revision, *, at: datetime) -> Proof:
    decisions = course.decisions.select_related("by", "on_behalf_of", "revision").order_by("number")
    return Proof(
        course,
        revision,
        decode_stored(revision.document),
        list(decisions),
        _remark_counts(course),
        waivers_of(course),
        at,
    )


def approval_sheet(proof: Proof) -> Paper:
    """The sheet in the active language."""
    course, revision = proof.course, proof.revision
    units = tuple(unit.name for unit in (course.faculty, course.department) if unit is not None)
    checks = list(verify_course(course))
    blocks = (
        Facts(_facts(proof)),
        *_programme(proof),
        *_clauses(proof),
        *_decisions(proof),
        *_departures(proof.decisions),
        *_waivers(proof),
        *_record(checks, proof),
        Signatures(((_("Academic quality department"), long_date(proof.at)),)),
    )
    foot = f"{course.code} · r{revision.number} · SHA-256 {revision.sha256[:16]}"
    title = _("Approval sheet")
    return Paper("", f"{title}\n{proof.document.title}", blocks, above=units, foot=foot)


def _remark_counts(course: Course) -> dict[int, dict[str, int]]:
    """By the revision on which they were made; notes among reviewers are not told."""
    public = Remark.objects.filter(course=course, private=False).values("revision")
    counted = public.annotate(
        essential=Count("pk", filter=Q(severity=Severity.ESSENTIAL)),
        recommended=Count("pk", filter=Q(severity=Severity.RECOMMENDED)),
        settled=Count("pk", filter=Q(resolution=Resolution.RESOLVED)),
        unsettled=Count("pk", filter=Q(resolution__in=UNRESOLVED)),
    )
    return {row["revision"]: row for row in counted.order_by("revision")}


def _facts(proof: Proof) -> tuple[tuple[str, str], ...]:
    course, revision = proof.course, proof.revision
    authors = ", ".join(str(authorship.user) for authorship in course.authorships.all())
    made = {"n": revision.number, "day": long_date(revision.made_at)}
    return (
        (_("Code"), course.code),
        (_("Authors"), authors or "–"),
        (_("Kind of course"), Kind(proof.document.kind).label),
        (_("State"), course.get_state_display()),
        (_("Revision"), _("No. %(n)s of %(day)s") % made),
        ("SHA-256", revision.sha256),
        (_("Version of the regulation"), _regulation(revision)),
    )


def _regulation(revision: Revision) -> str:
    version = revision.regulation
    if not version.council_number:
        return version.version
    named = {"version": version.version, "number": version.council_number, "day": long_date(version.council_date)}
    return _("%(version)s (Academic Council, decision No. %(number)s, %(day)s)") % named


def _programme(proof: Proof) -> tuple:
    approved = programme_approval_of(proof.course)
    if approved is None:
        return (Heading(_("Working programme")), Text(_("No working programme was approved.")))
    named = {"number": approved.protocol_number, "day": long_date(approved.protocol_date)}
    said = Text(_("Approved by the department. Protocol No. %(number)s, %(day)s.") % named)
    rows = tuple(tuple(one) for one in deviations(approved, proof.document))
    if not rows:
        return (Heading(_("Working programme")), said, Text(_("The course departs from it in nothing.")))
    header = (_("Deviation from the programme"), _("Approved"), _("Now"))
    return (Heading(_("Working programme")), said, Table(header, rows, (4, 5, 5)))


def _clauses(proof: Proof) -> tuple:
    limits = Limits.from_json(proof.revision.regulation.limits)
    measured = measured_of(proof.document, limits)
    found = _found(proof.revision)
    rows = []
    for name in dict.fromkeys(rule.id for gate in GATES for rule in RULES_AT[gate]):
        rule, value = RULES[name], measured[name]
        told = [finding for finding in found if finding.rule == name]
        shown = (value.value, value.allowed or "–") if value else ("–", "–")
        standing = judged(told, [waiver for waiver in proof.waivers if waiver.withdrawn_at is None]).standing
        verdict = _("waived") if told and not standing else _verdict(standing, concerned=value is not None)
        rows.append((", ".join(rule.clauses), rule.title_under(limits), *shown, verdict))
    header = (_("Clause"), _("What it asks for"), _("Measured"), _("Allowed"), _("Result"))
    told = tuple(finding.message for finding in found if finding.severity in (BLOCK, WARN))
    return (
        Heading(_("Against the regulation")),
        Table(header, tuple(rows), (2, 9, 3, 3, 3)),
        *((Bullets(told),) if told else ()),
    )


def _found(revision: Revision) -> list[Finding]:
    """What the gates say of a revision, each thing once: at placing it weighs the most."""
    found = {}
    for gate in GATES:
        found |= {(finding.rule, finding.path): finding for finding in gate_findings(revision, gate)}
    return list(found.values())


def _verdict(told: Sequence[Finding], *, concerned: bool) -> str:
    severities = {finding.severity for finding in told} - {INFO}
    if severities:
        return str(SEVERITY_NAMES[BLOCK if BLOCK in severities else next(iter(severities))])
    return _("kept") if concerned else _("not concerned")


def _decisions(proof: Proof) -> tuple:
    header = (_("No."), _("Step"), _("Who"), _("When"), _("Protocol"), _("Revision"), _("Remarks"))
    rows = tuple(_decision_row(decision, proof) for decision in proof.decisions)
    reasons = tuple(
        (f"{decision.number}. {TRANSITIONS[decision.transition].label}", _grounds(decision))
        for decision in proof.decisions
        if _grounds(decision)
    )
    note = Text(_("Remarks: essential + recommended; of these settled."))
    return (
        Heading(_("Decisions")),
        Table(header, rows, (1, 4, 5, 4, 3, 4, 4)),
        note,
        *((Heading(_("Reasons")), Facts(reasons)) if reasons else ()),
    )


def _grounds(decision: Decision) -> str:
    if decision.placement_email:
        named = {"to": decision.placement_email, "day": long_date(decision.placement_sent_on)}
        return _("The placement information was sent to %(to)s, %(day)s.") % named
    return "" if decision.transition == "force" else decision.reason


def _decision_row(decision: Decision, proof: Proof) -> tuple[str, ...]:
    who = f"{decision.by}\n{_role(decision)}"
    if decision.on_behalf_of:
        who += "\n" + _("on behalf of %(name)s") % {"name": decision.on_behalf_of}
    protocol = f"№ {decision.protocol_number}\n{decision.protocol_date:%d.%m.%Y}" if decision.protocol_number else "–"
    revision = f"r{decision.revision.number}\n{decision.revision.sha256[:12]}" if decision.revision else "–"
    label = str(TRANSITIONS[decision.transition].label)
    return (str(decision.number), label, who, date_time(decision.at), protocol, revision, _remarks(decision, proof))


def _remarks(decision: Decision, proof: Proof) -> str:
    """Remarks made on the revision that a reviewer decided on."""
    counts = proof.remarks.get(decision.revision_id)
    if counts is None or decision.transition not in ("return", "endorse", "approve"):
        return "–"
    return f"{counts['essential']} + {counts['recommended']}; {counts['settled']}"


def _role(decision: Decision) -> str:
    role = role_of_decision(decision.transition, decision.from_state)
    if role is not None:
        return str(Role(role).label)
    return _("administrator") if decision.transition == "force" else _("author")


def _departures(decisions: Sequence[Decision]) -> tuple:
    told = [
        _("Step %(n)s, in spite of warnings: %(reason)s") % {"n": one.number, "reason": one.deviation}
        for one in decisions
        if one.deviation
    ]
    told += [
        _("Step %(n)s, forced past the rules: %(reason)s") % {"n": one.number, "reason": one.reason}
        for one in decisions
        if one.transition == "force"
    ]
    said = Bullets(tuple(told)) if told else Text(_("There are none."))
    return (Heading(_("Deviations and forced steps")), said)


def _waivers(proof: Proof) -> tuple:
    """Every waiver ever given for the course, also those that have ended."""
    if not proof.waivers:
        return (Heading(_("Waivers")), Text(_("There are none.")))
    header = (_("Clause"), _("Place"), _("What is waived"), _("Reason"), _("Approved by"), _("Until"))
    rows = tuple(_waiver_row(waiver) for waiver in proof.waivers)
    return (Heading(_("Waivers")), Table(header, rows, (2, 4, 6, 6, 4, 3)))


def _waiver_row(waiver: Waiver) -> tuple[str, ...]:
    until = f"{waiver.until:%d.%m.%Y}"
    if waiver.withdrawn_at is not None:
        until += "\n" + _("withdrawn %(day)s") % {"day": f"{local_date(waiver.withdrawn_at):%d.%m.%Y}"}
    approved = f"{waiver.by}\n{local_date(waiver.at):%d.%m.%Y}"
    return (waiver.clauses, waiver.place_name, waiver.message, waiver.reason, approved, until)


def _record(checks: Sequence[Check], proof: Proof) -> tuple:
    faults = tuple(f"{check.what}: {check.fault}" for check in checks if not check.holds)
    named = {"n": len(checks), "at": date_time(proof.at)}
    if faults:
        sentence = _("The record does NOT hold. Things checked: %(n)s, %(at)s.") % named
    else:
        sentence = (
            _("The record holds: hashes and findings were computed again. Things checked: %(n)s, %(at)s.") % named
        )
    chain = proof.decisions[-1].sha256 if proof.decisions else "–"
    unsettled = sum(row["unsettled"] for row in proof.remarks.values())
    return (
        Heading(_("The record")),
        Text(sentence, strong=bool(faults)),
        *((Bullets(faults),) if faults else ()),
        Facts(((_("Remarks not settled"), str(unsettled)), (_("Hash of the last decision in the chain"), chain))),
    )
