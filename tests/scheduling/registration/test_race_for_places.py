"""Many want the last place at once, on PostgreSQL: no place is given twice, none is lost."""

import threading

import pytest
from django.db import connection

from scheduling.models import Registration
from scheduling.registration.actions import leave
from tests.factories import make_user
from tests.scheduling.runs import local, make_learner, make_run

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
OPEN = local("2027-03-01 12:00")


def at_once(acts) -> None:
    barrier, faults = threading.Barrier(len(acts)), []

    def run(act):
        barrier.wait()
        try:
            act()
        except Exception as error:  # a thread's error is the test's
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []


def standings(run) -> list[str]:
    return sorted(Registration.objects.filter(run=run).values_list("standing", flat=True))


def test_the_last_places_are_given_once():
    run = make_run(capacity=3)
    people = [make_user() for _ in range(8)]
    at_once([lambda user=user: make_learner(run, user=user, at=OPEN) for user in people])
    assert standings(run) == ["registered"] * 3 + ["waiting"] * 5


def test_one_person_pressing_many_times_is_registered_once():
    run, user = make_run(), make_user()
    at_once([lambda: make_learner(run, user=user, at=OPEN)] * 6)
    assert standings(run) == ["registered"]


def test_leaving_and_coming_at_once_lose_no_place():
    run = make_run(capacity=3)
    rows = [make_learner(run, at=OPEN) for _ in range(5)]
    comers = [make_user() for _ in range(2)]
    at_once(
        [lambda row=row: leave(row, by=row.user, at=OPEN) for row in rows[:3]]
        + [lambda user=user: make_learner(run, user=user, at=OPEN) for user in comers]
    )
    assert standings(run) == ["left"] * 3 + ["registered"] * 3 + ["waiting"]
