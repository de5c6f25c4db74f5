"""Which rules block a document under several versions at once: all that a comparison of versions asks."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from courses.document.types import CourseDocument
from courses.regulation.facts import facts_of
from courses.regulation.finding import BLOCK, Finding
from courses.regulation.limits import Limits
from courses.regulation.rules import RULES_AT


def blocking_rules(
    document: CourseDocument,
    versions: Sequence[Limits],
    gate: str,
    stands: Callable[[Finding], bool] = lambda finding: True,
) -> list[tuple[str, ...]]:
    """For each version the ids of the rules that block ``document`` at ``gate``, in the order of the rules.

    The same as asking ``findings`` for each, without the findings. The document
    is walked once for all versions that count alike. ``stands`` says of a finding
    whether nobody has let it pass.
    """
    rules = [rule for rule in RULES_AT[gate] if rule.severity == BLOCK]
    walked, facts, result = None, None, []
    for limits in versions:
        if counted_by(limits) != walked:
            walked, facts = counted_by(limits), facts_of(document, limits)
        facts.limits = limits
        result.append(tuple(rule.id for rule in rules if _blocks(rule, facts, gate, stands)))
    return result


def counted_by(limits: Limits) -> tuple:
    """The limits that the walk itself asks for; where they agree, so do the counts."""
    return limits.lecture_seconds, limits.lecture_tolerance_s, limits.min_variants


def _blocks(rule, facts, gate: str, stands) -> bool:
    return any(finding.severity == BLOCK and stands(finding) for finding in rule.measure(rule, facts, gate))
