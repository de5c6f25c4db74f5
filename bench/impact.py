"""The impact report over stored courses: reading, decoding and checking twice, against ``json.loads``.

    python -m bench.impact [COURSES]

The floor is ``json.loads`` of the same texts, already in memory, in the same run; one core, SQLite on disk.
"""

import json
import os
import random
import resource
import sys
import tempfile
import time
import traceback
from pathlib import Path

FOLDER = tempfile.TemporaryDirectory(prefix="mooc-bench-")
os.environ["DATABASE_URL"] = f"sqlite:///{FOLDER.name}/bench.sqlite3"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mooc_portal.settings")

import django  # noqa: E402  the settings read the address of the database

django.setup()

from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from courses.document import codec  # noqa: E402
from courses.impact import ROWS_AT_A_TIME, impact, stored_documents  # noqa: E402
from courses.models import Course, WorkingDocument  # noqa: E402
from courses.regulation.limits import Limits  # noqa: E402

BATCH = 200
ROUNDS = 3
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


def floor() -> tuple[float, float, int]:
    """Seconds of ``json.loads`` alone, of the stored bytes and of the same as text, and the bytes read."""
    of_bytes, of_text, size, batch = 0.0, 0.0, 0, []
    for _course, _face, stored in stored_documents():
        batch.append(stored)
        size += len(stored)
        if len(batch) == ROWS_AT_A_TIME:
            of_bytes += loaded(batch)
            of_text += loaded([data.decode() for data in batch])
            batch.clear()
    return of_bytes + loaded(batch), of_text + loaded([data.decode() for data in batch]), size


def loaded(texts: list) -> float:
    started = time.perf_counter()
    for text in texts:
        json.loads(text)
    return time.perf_counter() - started


def store_apart(count: int) -> None:
    """Store in a child, so that what it takes to make the documents does not count as memory of the report."""
    child = os.fork()
    if child == 0:
        try:
            call_command("migrate", verbosity=0)
            store(count)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    _pid, status = os.waitpid(child, 0)
    if status:
        sys.exit("The documents could not be stored.")


def main(count: int) -> None:
    store_apart(count)
    before = peak_memory()
    floors, texts, reports = [], [], []
    for _round in range(ROUNDS):  # in turn, so that a noisy moment meets the floor as well as the report
        of_bytes, of_text, size = floor()
        floors.append(of_bytes)
        texts.append(of_text)
        between = peak_memory()
        started = time.perf_counter()
        report = impact(Limits(sections_max=14), progress=shown)
        reports.append(time.perf_counter() - started)
        print(file=sys.stderr)
    of_bytes, of_text, measured = min(floors), min(texts), min(reports)
    print(f"documents: {report.documents}, {size / count / 1000:.0f} kB each; changed: {len(report.changes)}")
    print(f"the best of {ROUNDS} rounds of each, in turn:")
    print(f"floor, json.loads of the stored bytes: {of_bytes:.2f} s, {of_bytes / count * 1e3:.3f} ms each")
    print(f"json.loads of text decoded before: {of_text:.2f} s, {of_text / count * 1e3:.3f} ms each")
    print(f"impact, read + decode + check twice: {measured:.2f} s, {measured / count * 1e3:.3f} ms each")
    print(f"ratio: {measured / of_bytes:.2f} (aim: at most 1.00); to decoded text {measured / of_text:.2f}")
    print(f"peak memory: {before:.0f} MB before, {between:.0f} MB, {peak_memory():.0f} MB after")
    print(f"file: {Path(FOLDER.name, 'bench.sqlite3').stat().st_size / 1e6:.0f} MB")


def shown(done: int, total: int) -> None:
    print(f"\r{done} / {total}", end="", file=sys.stderr)


def peak_memory() -> float:
    """Megabytes this process has held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
