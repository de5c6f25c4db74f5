"""`make run`'s own command, for real: site, worker and clock come up on an empty folder, work, and stop."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import closing, contextmanager

import pytest
from django.conf import settings

BROKERS = ["filesystem://localhost/", pytest.param(None, marks=pytest.mark.redis, id="redis")]
PATIENCE = 240.0  # a busy machine is slow, not wrong


@contextmanager
def serving(folder, broker: str, port: int):
    """The portal on an empty folder, until the block ends; gives its process and its environment."""
    environment = {
        "PATH": os.environ["PATH"],
        "VAR_DIR": str(folder),
        "CELERY_BROKER_URL": broker,
        "DJANGO_SETTINGS_MODULE": "mooc_portal.settings",
    }
    words = [sys.executable, "manage.py", "serve", "--prepare", "--port", str(port)]
    with subprocess.Popen(
        words, cwd=settings.BASE_DIR, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as portal:
        out_of_patience = threading.Timer(PATIENCE, portal.kill)
        out_of_patience.start()
        try:
            yield portal, environment
        finally:
            out_of_patience.cancel()
            portal.kill()


def said_until(portal: subprocess.Popen[str], words: str) -> str:
    """What the portal prints up to the line with these words; its end before that is a failure."""
    said = ""
    for line in portal.stdout:
        said += line
        if words in line:
            return said
    pytest.fail(f"the portal ended before saying “{words}”:\n{said}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def get(url: str) -> str:
    with urllib.request.urlopen(url, timeout=20) as response:
        return response.read().decode()


def put_one_letter_back(folder) -> None:
    with closing(sqlite3.connect(folder / "portal.sqlite3", timeout=20)) as database, database:
        database.execute(
            "UPDATE outbox_letter SET status = 'queued'"
            " WHERE id = (SELECT min(id) FROM outbox_letter WHERE status = 'sent')"
        )


def wait_for_mail(folder) -> str:
    for _ in range(int(PATIENCE * 5)):
        written = [path.read_text() for path in (folder / "mail").glob("*.log")]
        if written and "Message-ID" in written[0]:
            return written[0]
        time.sleep(0.2)
    pytest.fail("no letter was delivered")


@pytest.mark.parametrize("broker", BROKERS)
def test_one_command_serves_pages_files_and_letters_and_stops(broker, tmp_path):
    port = free_port()
    with serving(tmp_path, broker or os.environ["TEST_REDIS_URL"], port) as (portal, environment):
        said = said_until(portal, "faculty@demo.example")
        assert f"MOOC Portal is at http://127.0.0.1:{port}/" in said
        page = get(f"http://127.0.0.1:{port}/catalogue/")
        style = re.search(r'href="(/static/portal\.[0-9a-f]+\.css)"', page)[1]
        assert "--" in get(f"http://127.0.0.1:{port}{style}")

        put_one_letter_back(tmp_path)
        call = [sys.executable, "-m", "celery", "-A", "mooc_portal", "call", "outbox.deliver_letters_due"]
        subprocess.run(call, cwd=settings.BASE_DIR, env=environment, check=True, capture_output=True)
        assert "@demo.example" in wait_for_mail(tmp_path)

        portal.send_signal(signal.SIGINT)
        said_until(portal, "MOOC Portal has stopped.")
        assert portal.wait(PATIENCE) == 0
