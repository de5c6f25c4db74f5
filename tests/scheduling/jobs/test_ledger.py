"""The ledger: planned, done, late, skipped and failed, per run and over all."""

from datetime import timedelta

import pytest
import time_machine

from mooc_portal.people.models import Role
from scheduling.jobs.ledger import entries_of, pulse
from scheduling.jobs.sweep import SILENCE, run_due
from tests.factories import NOW, make_person, make_user
from tests.scheduling.jobs.runs import day, make_run

pytestmark = pytest.mark.django_db


def labels(run, at) -> list[str]:
    return [str(entry.label) for entry in entries_of(run, at=at)][1:]  # the first is the launch message


def test_the_ledger_of_a_run_goes_from_planned_to_done():
    run = make_run()
    assert labels(run, day(run, -1)) == ["planned"] * 8
    assert labels(run, day(run, 0)) == ["due now", *["planned"] * 7]
    run_due(at=day(run, 0))
    assert labels(run, day(run, 0)) == ["done", *["planned"] * 7]
    run_due(at=day(run, 7) + timedelta(hours=1, seconds=1))
    assert labels(run, day(run, 8)) == ["done", "done late", *["planned"] * 6]
    run_due(at=day(run, 30))
    assert labels(run, day(run, 30)) == ["done", "done late", "skipped", *["done late"] * 3, "planned", "planned"]


def test_sweeps_that_stop_are_an_alarm():
    run = make_run()
    assert pulse(at=NOW).stands_still is True
    run_due(at=NOW)
    assert pulse(at=NOW + SILENCE).stands_still is False
    stopped = pulse(at=day(run, 0))
    assert (stopped.stands_still, stopped.oldest_due_at) == (True, day(run, 0))


def test_the_page_shows_all_of_it_to_the_quality_department(client):
    run = make_run()
    run_due(at=day(run, 30))
    with time_machine.travel(day(run, 30), tick=False):
        client.force_login(run.planned_by)
        page = client.get("/runs/")
        assert page.context["planned"] == 1
        assert page.context["counts"] == {"done": 4, "skipped": 3, "failed": 0, "late": 3}
        for outcome, expected in {"late": 3, "skipped": 3, "failed": 0, "done": 4, "": 7}.items():
            assert len(client.get("/runs/", {"outcome": outcome}).context["entries"]) == expected
        assert client.get(f"/runs/{run.pk}/").status_code == 200


@pytest.mark.parametrize("role", [Role.INSTRUCTOR, Role.DEPARTMENT_REVIEWER, Role.FACULTY_REVIEWER])
def test_the_ledger_over_all_is_not_for_everybody(client, role):
    client.force_login(make_person(role))
    assert client.get("/runs/").status_code == 403
    client.force_login(make_user(is_superuser=True))
    assert client.get("/runs/").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_ledger_asks_the_same_however_many_runs(client, django_assert_num_queries, count):
    for number in range(count):
        run = make_run(code=f"run-{number}")
    run_due(at=day(run, 0))
    client.force_login(run.planned_by)
    with django_assert_num_queries(13):
        client.get("/runs/")
