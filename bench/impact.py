"""The impact report over stored courses: reading, decoding and checking twice, against ``json.loads``.

    python -m bench.impact [COURSES]

The floor is ``json.loads`` of the same texts, already in memory, in the same run; one core, SQLite on disk.
"""

import gc
import json
import os
import random
import resource
import sys
import tempfile
import time
from pathlib import Path

FOLDER = tempfile.TemporaryDirectory(prefix="mooc-bench-")
os.environ["DATABASE_URL"] = f"sqlite:///{FOLDER.name}/bench.sqlite3"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mooc_portal.settings")

import django  # noqa: E402  the settings read the address of the database

django.setup()

from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from courses.document import codec  # noqa: E402
from courses.impact import impact, stored_documents  # noqa: E402
from courses.models import Course, WorkingDocument  # noqa: E402
from courses.regulation.limits import Limits  # noqa: E402

BATCH = 200
WORDS = [
    "деректер",
    "талдау",
    "бөлім",
    "дәріс",
    "апта",
    "сабақ",
    "орта",
    "мән",
    "медиана",
    "үлгі",
    "график",
    "тест",
    "есеп",
    "жауап",
    "білім",
]


def words(rng: random.Random, count: int) -> str:
    return " ".join(rng.choices(WORDS, k=count))


def task(rng: random.Random, kind: str, weight: str) -> dict:
    options = [{"text": words(rng, 2), "correct": i == 0} for i in range(4)]
    items = [{"kind": "single", "stem": words(rng, 8), "options": options}]
    return {
        "title": words(rng, 3),
        "kind": kind,
        "instructions": words(rng, 12),
        "weight": weight,
        "outcomes": ["LO1"],
        "minutes": rng.randint(10, 40),
        "items": items if kind == "test" else [],
    }


def section(rng: random.Random) -> dict:
    def part(kinds: tuple[str, str]) -> dict:
        return {
            "title": words(rng, 4),
            "text": words(rng, 60),
            "lectures": [
                {"title": words(rng, 3), "seconds": rng.randint(590, 900), "script": words(rng, 14)} for _ in range(5)
            ],
            "tasks": [task(rng, kind, "1.66") for kind in kinds],
        }

    return {
        "title": words(rng, 4),
        "announcement": words(rng, 70)[:590],
        "parts": [part(("test", "homework")), part(("exercise", "forum"))],
    }


def document(number: int) -> str:
    """A course of 15 sections, 150 lectures and 60 tasks, about 100 kB, unlike every other one."""
    rng = random.Random(number)  # noqa: S311  content for a measurement, not a secret
    raw = {
        "format": "mooc-course/1",
        "code": f"bench-{number}",
        "title": words(rng, 4),
        "language": "kk",
        "kind": "university",
        "credits": 3,
        "weeks": 15,
        "weekly_hours": 9,
        "goals": [words(rng, 6)],
        "outcomes": [{"code": "LO1", "text": words(rng, 8)}],
        "glossary": [{"term": words(rng, 1), "definition": words(rng, 9)} for _ in range(20)],
        "sections": [section(rng) for _ in range(15)],
    }
    return codec.encode(codec.decode(json.dumps(raw).encode())).decode()


def store(count: int) -> None:
    at = timezone.now()
    for start in range(0, count, BATCH):
        numbers = range(start, min(start + BATCH, count))
        courses = Course.objects.bulk_create(
            Course(code=f"bench-{n}", title="Bench", state_since=at, created_at=at, updated_at=at) for n in numbers
        )
        WorkingDocument.objects.bulk_create(
            WorkingDocument(course=course, course_version=1, document=document(n), sha256="0" * 64)
            for course, n in zip(courses, numbers, strict=True)
        )
        print(f"\rstored {start + len(courses)} / {count}", end="", file=sys.stderr)
    print(file=sys.stderr)


def floor() -> tuple[float, int]:
    """Seconds of ``json.loads`` alone, and characters read. The texts of one batch are in memory at a time."""
    seconds, size, batch = 0.0, 0, []

    def load() -> float:
        started = time.perf_counter()
        for text in batch:
            json.loads(text)
        return time.perf_counter() - started

    for _course, _face, text in stored_documents():
        batch.append(text)
        size += len(text.encode())
        if len(batch) == BATCH:
            seconds += load()
            batch.clear()
    return seconds + load(), size


def main(count: int) -> None:
    call_command("migrate", verbosity=0)
    store(count)
    gc.collect()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seconds, size = floor()
    between = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.perf_counter()
    report = impact(
        Limits(sections_max=14), progress=lambda done, all_: print(f"\r{done} / {all_}", end="", file=sys.stderr)
    )
    measured = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(file=sys.stderr)
    print(f"documents: {report.documents}, {size / count / 1000:.0f} kB each; changed: {len(report.changes)}")
    print(f"floor, json.loads: {seconds:.2f} s, {seconds / count * 1e3:.3f} ms each")
    print(f"impact, read + decode + check twice: {measured:.2f} s, {measured / count * 1e3:.3f} ms each")
    print(f"ratio: {measured / seconds:.2f} (aim: at most 1.00)")
    print(f"peak memory: {before / 1024:.0f} MB before, {between / 1024:.0f} MB, {after / 1024:.0f} MB after")
    print(f"file: {Path(FOLDER.name, 'bench.sqlite3').stat().st_size / 1e6:.0f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
