"""What a check finds, and the check itself.

``findings(document, limits, gate)`` walks the document once, asks every rule
that binds at the gate, and returns all of their findings. Gates: edit (live
hints), prog (working programme), dept (submission to the department), fac
(faculty), place (publishing), sched (planning a run).
"""

from __future__ import annotations

from collections.abc import Iterable

from courses.document.types import CourseDocument
from courses.regulation.facts import facts_of
from courses.regulation.finding import BLOCK, CHECK, GATES, INFO, WARN, Finding
from courses.regulation.limits import Limits
from courses.regulation.rules import RULES, RULES_AT

__all__ = ["BLOCK", "CHECK", "GATES", "INFO", "RULES", "WARN", "Finding", "conforms", "findings"]


def findings(document: CourseDocument, limits: Limits, gate: str) -> list[Finding]:
    """All findings at ``gate``, in the order of the rules; an empty list means that nothing is wrong.

    Raises:
        KeyError: for a gate that does not exist.
    """
    facts = facts_of(document, limits)
    found: list[Finding] = []
    for rule in RULES_AT[gate]:
        found.extend(rule.measure(rule, facts, gate))
    return found


def conforms(found: Iterable[Finding]) -> bool:
    """Whether nothing among the findings blocks."""
    return all(finding.severity != BLOCK for finding in found)
