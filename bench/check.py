"""Checking one course: how long it takes beside the standard library's ``json.loads`` of the same documents.

Every document is different, formulas included, so that no cache flatters.
"""

from __future__ import annotations

import json
import os
import statistics
import time
from collections.abc import Callable

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mooc_portal.settings")

import django

django.setup()

from bench.impact import document  # noqa: E402
from courses.document.codec import decode_stored  # noqa: E402
from courses.regulation.findings import findings  # noqa: E402
from courses.regulation.limits import FIRST_LIMITS  # noqa: E402

DOCUMENTS = 200
ROUNDS = 7


def timed(work: Callable, things: list) -> float:
    """Seconds for the work on every thing."""
    start = time.perf_counter()
    for thing in things:
        work(thing)
    return time.perf_counter() - start


def main() -> None:
    texts = [document(number).encode() for number in range(DOCUMENTS)]
    documents = [decode_stored(text) for text in texts]

    def check(one) -> None:
        findings(one, FIRST_LIMITS, "dept")

    def decode_and_check(text: bytes) -> None:
        findings(decode_stored(text), FIRST_LIMITS, "dept")

    rows = [(timed(json.loads, texts), timed(check, documents), timed(decode_and_check, texts)) for _ in range(ROUNDS)]
    floor, checked, both = (statistics.median(row[i] for row in rows) for i in range(3))
    size = sum(map(len, texts)) / DOCUMENTS / 1000
    print(f"documents: {DOCUMENTS}, {size:.0f} kB each; median of {ROUNDS} interleaved rounds")
    print(f"floor, json.loads: {floor / DOCUMENTS * 1e6:.0f} µs a document")
    print(f"check in memory: {checked / floor:.2f} of the floor (aim: 0.50)")
    print(f"decode and check: {both / floor:.2f} of the floor (aim: 1.00)")


if __name__ == "__main__":
    main()
