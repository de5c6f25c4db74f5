"""Findings as a page shows them: grouped by place, each with sign, word and a link."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses.regulation.finding import BLOCK, CHECK, INFO, SEVERITY_NAMES, WARN, Finding

SIGNS = {BLOCK: "✗", WARN: "!", INFO: "i", CHECK: "?"}


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
    return _grouped(
        Verdict(
            f.severity,
            SEVERITY_NAMES[f.severity],
            SIGNS[f.severity],
            f.message,
            f.rule,
            f.path,
            url_of(f.path) if url_of else "",
        )
        for f in found
    )


def recorded_groups(records: Iterable[dict]) -> list[tuple[str, list]]:
    """The same for findings stored with a revision or a decision, in the reader's language where it was kept."""
    language = get_language()
    return _grouped(
        Verdict(
            record["severity"],
            SEVERITY_NAMES[record["severity"]],
            SIGNS[record["severity"]],
            record.get(f"message_{language}", record["message"]),
            record["rule"],
            record["path"],
            "",
        )
        for record in records
    )


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
