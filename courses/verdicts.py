"""Findings as a page shows them: grouped by place, each with sign, word and a link."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _

from courses.regulation.finding import BLOCK, CHECK, INFO, SEVERITY_NAMES, WARN, Finding
from courses.waived import WAIVED

SIGNS = {BLOCK: "✗", WARN: "!", WAIVED: "~", INFO: "i", CHECK: "?"}
NAMES = {**SEVERITY_NAMES, WAIVED: pgettext_lazy("finding", "waived")}


class Verdict(NamedTuple):
    """One finding, ready to be shown."""

    severity: str
    severity_name: Any
    sign: str
    message: str
    rule: str
    path: str
    url: str


def verdict_groups(found: Iterable[Finding], url_of: Callable[[str], str] | None = None) -> list[tuple[str, list]]:
    """Findings by place: the course first, then each section; ``url_of`` leads from a path to where it is edited."""
    return _grouped(_verdict(f, url_of) for f in found)


def clause_groups(
    found: Iterable[Finding], lines: dict[str, str], url_of: Callable[[str], str]
) -> list[tuple[str, list]]:
    """Findings by the clause they rest on first, in the order of ``lines``, which say what each clause asks for."""
    groups: dict[str, list[Verdict]] = {}
    for finding in found:
        groups.setdefault(finding.clauses[0] if finding.clauses else "", []).append(_verdict(finding, url_of))
    order = {number: place for place, number in enumerate(lines)}
    return [
        (" ".join(filter(None, (number, lines.get(number, "")))) or _("Without a clause"), groups[number])
        for number in sorted(groups, key=lambda number: (order.get(number, len(order)), number))
    ]


def _verdict(finding: Finding, url_of: Callable[[str], str] | None) -> Verdict:
    return Verdict(
        finding.severity,
        NAMES[finding.severity],
        SIGNS[finding.severity],
        finding.message,
        finding.rule,
        finding.path,
        url_of(finding.path) if url_of else "",
    )


def recorded_groups(records: Iterable[dict]) -> list[tuple[str, list]]:
    """The same for findings stored with a revision or a decision, in the reader's language where it was kept."""
    language = get_language()
    return _grouped(
        Verdict(
            record["severity"],
            SEVERITY_NAMES[record["severity"]],
            SIGNS[record["severity"]],
            _recorded_message(record, language),
            record["rule"],
            record["path"],
            "",
        )
        for record in records
    )


def _recorded_message(record: dict, language: str | None) -> str:
    """What was found, and, where it was let pass, by whom, why and until when."""
    message = record.get(f"message_{language}", record["message"])
    waived = record.get(f"waived_{language}")
    return f"{message} {waived}" if waived else message


def _grouped(verdicts: Iterable[Verdict]) -> list[tuple[str, list]]:
    groups: dict[int, list[Verdict]] = {}
    for verdict in verdicts:
        groups.setdefault(_section_number(verdict.path), []).append(verdict)
    return [
        (_("Section %(n)s") % {"n": number} if number else _("The course as a whole"), groups[number])
        for number in sorted(groups)
    ]


def _section_number(path: str) -> int:
    steps = path.split("/")
    return int(steps[2]) + 1 if len(steps) > 2 and steps[1] == "sections" else 0
