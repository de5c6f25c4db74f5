"""Freezing the working copy."""

from __future__ import annotations

from datetime import datetime

from courses.actions.regulation import create_first_regulation
from courses.document import codec
from courses.models import Course, Revision
from courses.readers import regulation_in_force
from courses.regulation.findings import findings
from courses.regulation.limits import Limits
from courses.rows import document_of


def freeze_revision(course: Course, *, by, at: datetime, gate: str) -> Revision:
    """Freeze the working copy with the findings of this moment at ``gate``.

    Called inside the transaction that locks the course; the regulation is the one in force.
    """
    document = document_of(course)
    data = codec.encode(document)
    regulation = regulation_in_force() or create_first_regulation(at=at)
    found = findings(document, Limits.from_json(regulation.limits), gate)
    last = course.revisions.order_by("-number").values_list("number", flat=True).first() or 0
    return Revision.objects.create(
        course=course,
        number=last + 1,
        document=data.decode(),
        sha256=codec.sha256_of(data),
        regulation=regulation,
        findings=[finding.to_json() for finding in found],
        made_at=at,
        made_by=by,
    )
