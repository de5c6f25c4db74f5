"""All processes run, or none does."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings

from mooc_portal.supervisor import Supervisor

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]


def is_running(pid: int) -> bool:
    """Whether the process does anything still: one that ended and was not yet buried does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    return not status.exists() or status.read_text().rpartition(")")[2].split()[0] != "Z"


def test_child_that_ends_stops_the_others_and_is_named():
    said: list[str] = []
    supervisor = Supervisor({"Web": SLEEPER, "Clock": [sys.executable, "-c", "raise SystemExit(3)"]}, say=said.append)
    assert supervisor.run() == 1
    assert said == ["Clock ended with status 3; everything was stopped."]
    assert [is_running(child.pid) for child in supervisor.children.values()] == [False, False]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_stop_signal_stops_every_child_and_is_a_success(number):
    supervisor = Supervisor({"Web": SLEEPER, "Worker": SLEEPER}, say=print)
    handler = signal.getsignal(number)
    assert supervisor.run(each_tick=lambda: os.kill(os.getpid(), number)) == 0
    assert [is_running(child.pid) for child in supervisor.children.values()] == [False, False]
    assert signal.getsignal(number) == handler


def test_child_that_will_not_stop_is_killed_after_the_grace():
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
    said: list[str] = []
    supervisor = Supervisor({"Deaf": [sys.executable, "-c", deaf]}, say=said.append, grace=0.3)
    begun = time.monotonic()

    def stop_when_deaf() -> None:
        supervisor.stop_requested = time.monotonic() - begun > 0.5

    assert supervisor.run(each_tick=stop_when_deaf) == 0
    child = supervisor.children["Deaf"]
    assert said == [f"Process {child.pid} did not stop in 0.3 s and is killed."]
    assert not is_running(child.pid)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent died")
def test_child_ends_even_when_the_supervisor_itself_is_killed():
    program = (
        "import sys; from mooc_portal.supervisor import Supervisor\n"
        "sleeper = [sys.executable, '-c', 'import time; time.sleep(60)']\n"
        "supervisor = Supervisor({'child': sleeper}, say=print)\n"
        "supervisor.run(each_tick=lambda: print(supervisor.children['child'].pid, flush=True))\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], cwd=settings.BASE_DIR, stdout=subprocess.PIPE, text=True
    ) as parent:
        child = int(parent.stdout.readline())
        parent.kill()
    for _ in range(50):
        if not is_running(child):
            return
        time.sleep(0.1)
    pytest.fail("the child outlived its supervisor")
