"""A sweep over very many runs of which nothing is due, against one query that finds one row by its key.

BENCH_DATABASE_URL=postgres://… python -m bench.sweep [RUNS]
"""

from __future__ import annotations

import statistics
import sys
import time
from datetime import timedelta

from bench import _database  # first: it chooses the database

from django.db import connection  # isort: skip
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench._runs import SECTIONS, chunks, make_course, new_run
from scheduling.jobs.sweep import run_due
from scheduling.models import Run

ROUNDS = 50
STARTS = 100


def store(count: int, at) -> None:
    """Runs spread over a hundred first days, all of them under way or to come."""
    today = timezone.localdate(at)
    courses = [make_course(f"bench-{number}", at=at) for number in range(-(-count // STARTS))]
    for numbers in chunks(count):
        Run.objects.bulk_create(
            new_run(courses[number // STARTS], starts_on=today + timedelta(days=number % STARTS), at=at)
            for number in numbers
        )


def milliseconds(work) -> float:
    taken = []
    for _round in range(ROUNDS):
        started = time.perf_counter()
        work()
        taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken)


def main(count: int = 10_000) -> None:
    kind, at = _database.prepare(), timezone.now()
    store(count, at)
    started = time.perf_counter()
    actions = run_due(at=at)
    first = time.perf_counter() - started
    with CaptureQueriesContext(connection) as queries:
        assert run_due(at=at) == []
    swept = milliseconds(lambda: run_due(at=at))
    one = Run.objects.first().pk
    floor = milliseconds(lambda: Run.objects.filter(pk=one).first())
    print(f"{kind}; {count} runs, {count * SECTIONS} sections; median of {ROUNDS}")
    print(f"the first sweep, which looks at every run: {first:.1f} s, {len(actions)} actions")
    print(f"a sweep with nothing due: {swept:.1f} ms, {len(queries)} queries; one row by its key: {floor:.1f} ms")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
