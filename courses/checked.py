"""What the regulation says of a working copy, sorted for a page or a paper."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from courses.document.types import CourseDocument
from courses.models import Course
from courses.readers import clause_lines, limits_in_force
from courses.regulation.finding import Finding
from courses.regulation.findings import findings
from courses.regulation.limits import Limits
from courses.rows import Rows
from courses.tree import Tree
from courses.verdicts import NAMES, Verdict, clause_groups, verdict_groups
from courses.waived import with_waivers


class Checked(NamedTuple):
    """``found`` is everything; ``groups`` are what was asked for, by place or by clause."""

    document: CourseDocument
    limits: Limits
    found: list[Finding]
    groups: list[tuple[str, list[Verdict]]]

    def count(self, severity: str) -> int:
        """How many findings weigh so much."""
        return [finding.severity for finding in self.found].count(severity)


def checked(course: Course, *, severity: str = "", by: str = "", at: datetime) -> Checked:
    """Check the working copy as the department will; a ``severity`` that there is not leaves nothing out."""
    rows, limits = Rows([course]), limits_in_force()
    document, tree = rows.document(course), Tree(course, rows)
    found = with_waivers(findings(document, limits, "dept"), course, at=at)
    wanted = [finding for finding in found if severity not in NAMES or finding.severity == severity]
    if by == "clause":
        return Checked(document, limits, found, clause_groups(wanted, clause_lines(), tree.place_url))
    return Checked(document, limits, found, verdict_groups(wanted, tree.place_url))
