"""The decisions on a course as a chain: each carries the hash of what it says and of the one before it.

A decision that somebody edits in the database no longer fits its hash; one that
is taken out leaves its follower without the one it names, or a number missing.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC

# What a decision says. Whoever adds a column to it decides whether it is said here.
SAID = (
    *("course_id", "number", "transition", "from_state", "to_state", "revision_id", "by_id", "on_behalf_of_id"),
    *("reason", "deviation", "protocol_number", "protocol_file_name", "placement_email", "placement_sent_by_id"),
    *("findings", "checklist"),
)
DAYS = ("protocol_date", "placement_sent_on")


def decision_hash(decision, *, before: str, revision: str, extract: str) -> str:
    """SHA-256, in hexadecimal, of what a decision says.

    ``before`` is the hash of the decision before it ("" for the first), ``revision``
    that of the revision it names, ``extract`` that of its file; "" where there is none.
    """
    said = {name: getattr(decision, name) for name in SAID}
    said |= {name: day.isoformat() if (day := getattr(decision, name)) else None for name in DAYS}
    said |= {"at": decision.at.astimezone(UTC).isoformat(timespec="microseconds")}
    if decision.minutes:  # decisions from before minutes were kept have none, and keep their hash
        said["minutes"] = decision.minutes
    said |= {"before": before, "revision": revision, "extract": extract}
    data = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(data.encode()).hexdigest()


def extract_hash(decision) -> str:
    """SHA-256 of the stored extract; "" where a decision has none, "missing" where its file is gone."""
    if not decision.protocol_file:
        return ""
    try:
        with decision.protocol_file.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return "missing"
