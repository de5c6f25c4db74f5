"""Real processes on PostgreSQL and Redis, killed, cut off, run twice and run late: nothing lost, nothing twice."""

import json
import os
import random
import time
from collections import Counter

import pytest

from tests.outbox.sink import Sink
from tests.scheduling.jobs.portal_processes import PATIENCE, PROCESSES, Portal, Redis

pytestmark = [pytest.mark.postgres, pytest.mark.redis]

LEARNERS = int(os.environ.get("FAULT_LETTERS", "10000"))
# A run whose first day is today, with learners; made by the portal's own code in the portal's own process.
PLAN = """
from datetime import timedelta
from django.utils import timezone
from courses.models import Course
from mooc_portal.people.models import User
from scheduling.models import Registration, Run
from tests.scheduling.jobs.runs import make_run
at = timezone.now()
run = make_run(starts_on=timezone.localdate(at), at=at, deviation="Test")
users = User.objects.bulk_create(User(email=f"learner{n}@example.kz", name=str(n)) for n in range(%d))
Registration.objects.bulk_create(Registration(run=run, user=user, registered_at=at) for user in users)
"""


@pytest.fixture
def sink():
    sink = Sink(enough=10**9)
    yield sink
    sink.shutdown()
    sink.server_close()


@pytest.fixture
def portal(tmp_path, sink, django_db_setup):
    redis = Redis(tmp_path)
    portal = Portal(tmp_path, mail=sink.address, broker=redis.url)
    portal.redis = redis
    try:
        yield portal
    finally:
        portal.stop()
        redis.kill()


def counted(portal, condition: str = "") -> int:
    where = "WHERE kind = 'section_letter'" + (f" AND {condition}" if condition else "")
    return portal.ask(f"SELECT count(*) FROM outbox_letter {where}")[0][0]  # noqa: S608  our own words


def wait_until(portal, met, what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not met():
        portal.keep_worker()
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


def sweep_at_once(portal) -> None:
    """What the sweeper does after ten minutes, now."""
    portal.ask("UPDATE outbox_letter SET claimed_at = '2020-01-01' WHERE status = 'sending'")


def test_ten_thousand_letters_arrive_whatever_is_killed(portal, sink):
    portal.manage("shell", "-v0", "-c", PLAN % LEARNERS)
    portal.start_worker()
    portal.enqueue("scheduling.run_due")
    faults = ["worker", "broker", "database", "worker", "worker and broker"]
    points = sorted(random.Random(1).sample(range(LEARNERS // 20, LEARNERS * 3 // 4), len(faults)))  # noqa: S311
    for point, fault in zip(points, faults, strict=True):
        wait_until(portal, lambda: len(sink.taken) >= point, f"{point} letters before: {fault}")  # noqa: B023
        if "worker" in fault:
            portal.kill_worker()
        if "broker" in fault:
            portal.redis.kill()
            portal.redis.start()
        if fault == "database":
            portal.cut_connections()
            time.sleep(1)  # whoever was sending meets the closed connection and ends
        if fault != "broker":
            sweep_at_once(portal)
        if "worker" in fault:
            portal.start_worker()
        portal.enqueue("outbox.deliver_letters_due", "scheduling.run_due")
    wait_until(portal, lambda: counted(portal, "status IN ('sent', 'sending')") == LEARNERS, "the end")
    time.sleep(1)  # whoever is at work comes to an end; what is left was claimed by the dead
    sweep_at_once(portal)
    portal.enqueue("outbox.deliver_letters_due")
    wait_until(portal, lambda: counted(portal, "status = 'sent'") == LEARNERS, "every letter sent")
    under_way = "SELECT count(*) FROM outbox_letter WHERE status = 'sending'"  # an alert may be in the sink already
    wait_until(portal, lambda: portal.ask(under_way) == [(0,)], "nothing under way")
    times = Counter(sink.taken)
    names = counted(portal), len(times)
    repeated = sum(times.values()) - len(times)
    print(f"letters {LEARNERS}, faults {len(faults)}, repeated {repeated}")
    # Alerts and notices come to the sink as well; they are few and have names of their own.
    others = portal.ask("SELECT count(*) FROM outbox_letter WHERE kind <> 'section_letter' AND status = 'sent'")[0][0]
    assert names == (LEARNERS, LEARNERS + others)
    assert repeated <= PROCESSES * len(faults)
    assert portal.ask("SELECT count(*) FROM scheduling_milestone WHERE kind = 'section_letter'") == [(1,)]


def test_eight_sweeps_at_once_do_everything_once(portal):
    portal.manage("shell", "-v0", "-c", PLAN % 500)
    sweeps = [portal.start_manage("run_due") for _number in range(8)]
    results = []
    for sweep in sweeps:
        out, errors = sweep.communicate(timeout=PATIENCE)
        assert sweep.returncode == 0, errors
        results += [json.loads(line) for line in out.splitlines()]
    done = [(line["action"], line["section"], line["recipients"]) for line in results if line["result"] == "done"]
    assert done.count(("section_letter", 1, 500)) == 1
    assert len(done) == len(set(done))
    assert counted(portal) == 500


def test_two_beats_at_once_send_every_letter_once(portal, sink):
    portal.manage("shell", "-v0", "-c", PLAN % 500)
    portal.start_worker()
    portal.start_beat("one")
    portal.start_beat("two")

    wait_until(portal, lambda: portal.ask("SELECT count(*) FROM scheduling_sweep")[0][0] >= 1, "a first sweep")
    wait_until(portal, lambda: counted(portal, "status = 'sent'") == 500, "every letter sent")
    wait_until(portal, lambda: all(beat.poll() is None for beat in portal.beats), "both beats are alive")
    time.sleep(2)  # and they go on putting the same tasks

    assert counted(portal) == 500
    assert portal.ask("SELECT count(*) FROM scheduling_milestone WHERE kind = 'section_letter'") == [(1,)]
    assert set(Counter(sink.taken).values()) == {1}


def test_a_week_of_downtime_and_a_clock_that_jumps(portal):
    portal.manage("shell", "-v0", "-c", PLAN % 100)
    today = portal.ask("SELECT starts_on FROM scheduling_run")[0][0]

    def sweep(days: int) -> list[str]:
        moment = f"{today.isoformat()}T12:00:00+05:00"
        shifted = portal.ask(f"SELECT ('{moment}'::timestamptz + interval '{days} days')::text")[0][0]
        lines = portal.manage("run_due", "--at", shifted.replace(" ", "T") + ":00").splitlines()
        letters = [line for line in map(json.loads, lines) if line["action"] == "section_letter"]
        return [f"{line['section']} {line['result']}" for line in letters]

    assert sweep(0) == ["1 done"]
    assert sweep(8) == ["2 done"]
    assert sweep(-8) == []
    assert sweep(0) == []
    assert sweep(22) == ["3 done", "4 done"]
    assert sweep(8) == []
    assert counted(portal) == 400
