"""Keep several processes as one: all of them run, or none does."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import contextmanager
from types import FrameType

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Supervisor:
    """Runs named commands side by side until one ends or a stop signal comes, then stops the others.

    Each child has a session of its own: Ctrl-C reaches only the supervisor, which ends the children in its
    own order, the last started first, with SIGTERM and, after `grace` seconds, SIGKILL to what is left.
    """

    def __init__(
        self, commands: Mapping[str, Sequence[str]], *, say: Callable[[str], None], grace: float = 15.0
    ) -> None:
        self.commands = commands
        self.say = say
        self.grace = grace
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.stop_requested = False

    def run(self, *, environment: Mapping[str, str] | None = None, each_tick: Callable[[], None] | None = None) -> int:
        """Return 0 when asked to stop, and 1 when a child ended by itself: that is never meant to happen."""
        with self._stop_signals():
            try:
                for name, words in self.commands.items():
                    self.children[name] = self._start(words, environment)
                ended = self._wait(each_tick)
            finally:
                self._stop_all()
        if ended is None:
            return 0
        self.say(f"{ended} ended with status {self.children[ended].returncode}; everything was stopped.")
        return 1

    @staticmethod
    def _start(words: Sequence[str], environment: Mapping[str, str] | None) -> subprocess.Popen[bytes]:
        end_with_us = _end_with_parent if sys.platform == "linux" else None
        return subprocess.Popen(words, env=environment, start_new_session=True, preexec_fn=end_with_us)

    def _wait(self, each_tick: Callable[[], None] | None) -> str | None:
        """Watch until one child has ended (its name) or a stop was asked for (None)."""
        while not self.stop_requested:
            for name, child in self.children.items():
                if child.poll() is not None:
                    return name
            if each_tick:
                each_tick()
            time.sleep(0.2)
        return None

    def _stop_all(self) -> None:
        running = [child for child in reversed(self.children.values()) if child.poll() is None]
        for child in running:
            child.terminate()
        deadline = time.monotonic() + self.grace
        for child in running:
            try:
                child.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                self.say(f"Process {child.pid} did not stop in {self.grace:g} s and is killed.")
        # A child may have left children of its own behind: its whole session goes.
        for child in self.children.values():
            _kill_group(child.pid)
            child.wait()

    def _request_stop(self, number: int, frame: FrameType | None) -> None:
        self.stop_requested = True

    @contextmanager
    def _stop_signals(self):
        before = {number: signal.signal(number, self._request_stop) for number in STOP_SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def _end_with_parent() -> None:
    """Ask Linux to stop this child even when the supervisor is killed and cannot."""
    set_parent_death_signal = 1
    ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM)


def _kill_group(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return  # nobody is left in it
