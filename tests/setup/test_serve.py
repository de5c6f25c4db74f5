"""Serving refuses, in words, what would go wrong later."""

import socket

import pytest
from django.conf import settings
from django.core.management.base import CommandError

from mooc_portal.demo.people import ADMINISTRATOR, DOMAIN, PASSWORD, PEOPLE
from mooc_portal.management.commands.serve import (
    INTRODUCED,
    child_environment,
    commands,
    hold_folder,
    once_reachable,
    require_free,
)


@pytest.fixture
def listening():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def test_port_that_is_taken_is_refused_with_another_to_try(listening):
    with pytest.raises(CommandError) as refusal:
        require_free("127.0.0.1", listening)
    assert str(refusal.value) == (
        f"Port {listening} is taken by another program. Choose another: make run PORT={listening + 1}"
    )


def test_address_of_another_machine_is_refused():
    with pytest.raises(CommandError, match="Cannot listen on 192\\.0\\.2\\.1:8000"):
        require_free("192.0.2.1", 8000)


def test_second_portal_on_the_same_folder_is_refused_until_the_first_ends(tmp_path):
    first = hold_folder(tmp_path / "var")
    with pytest.raises(CommandError, match="already running"):
        hold_folder(tmp_path / "var")
    first.close()
    hold_folder(tmp_path / "var").close()


def test_greeting_comes_once_and_only_when_the_server_answers(listening):
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        closed = silent.getsockname()[1]
    said: list[str] = []
    not_yet = once_reachable("127.0.0.1", closed, lambda: said.append("too early"))
    not_yet()
    check = once_reachable("127.0.0.1", listening, lambda: said.append("ready"))
    check()
    check()
    assert said == ["ready"]


def test_letters_name_the_port_served_unless_the_operator_names_an_address(monkeypatch):
    monkeypatch.delenv("SITE_URL", raising=False)
    served = child_environment("127.0.0.1", 8123, "http://127.0.0.1:8123/")
    assert (served["BIND"], served["SITE_URL"]) == ("127.0.0.1:8123", "http://127.0.0.1:8123")
    monkeypatch.setenv("SITE_URL", "https://mooc.example.kz")
    assert child_environment("127.0.0.1", 8123, "http://x/")["SITE_URL"] == "https://mooc.example.kz"


def test_site_worker_and_clock_are_the_three_processes():
    assert list(commands()) == ["Web server", "Worker", "Clock"]


def test_accounts_introduced_are_of_the_demo_and_stand_in_the_readme():
    readme = (settings.BASE_DIR / "README.md").read_text()
    demo = {person.login for person in (ADMINISTRATOR, *PEOPLE)}
    assert set(INTRODUCED) <= demo
    assert PASSWORD in readme
    assert [login for login, role in INTRODUCED.items() if f"| {role} | `{login}@{DOMAIN}` |" not in readme] == []
