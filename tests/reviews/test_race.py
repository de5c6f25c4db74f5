"""Two people press at once, on PostgreSQL: one wins, the other is told, one decision is written."""

import threading

import pytest
from django.db import connection

from mooc_portal.people.models import Role
from reviews.actions import Outrun, Papers, Refused, decide
from reviews.models import Decision
from tests.factories import ALL_YES, NOW, make_course, make_person, make_user, protocol

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def at_once(*acts) -> list:
    """Run the acts in threads that begin together; what each returned or raised."""
    barrier, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(i, act):
        barrier.wait()
        try:
            results[i] = act()
        except Refused as refused:
            results[i] = refused
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def papers() -> Papers:
    return Papers(reason="Дайын", protocol=protocol(), checklist=ALL_YES)


@pytest.mark.parametrize("rivals", [("endorse", "endorse"), ("endorse", "return"), ("endorse", "withdraw")])
def test_of_two_decisions_on_the_same_course_one_wins(rivals):
    author = make_user()
    reviewers = [make_person(Role.DEPARTMENT_REVIEWER), make_person(Role.DEPARTMENT_REVIEWER)]
    course = make_course(author)
    decide(course, "submit", by=author, at=NOW, seen=0)
    by = [reviewers[0], author if rivals[1] == "withdraw" else reviewers[1]]
    results = at_once(
        *(
            lambda step=step, who=who: decide(course, step, by=who, at=NOW, seen=1, papers=papers())
            for step, who in zip(rivals, by, strict=True)
        )
    )
    assert sorted(type(result).__name__ for result in results) == ["Decision", "Outrun"]
    assert Decision.objects.filter(course=course).count() == 2


def test_two_approvals_at_once_are_one():
    author, department = make_user(), make_person(Role.DEPARTMENT_REVIEWER)
    faculty = [make_person(Role.FACULTY_REVIEWER), make_person(Role.FACULTY_REVIEWER)]
    course = make_course(author)
    decide(course, "submit", by=author, at=NOW, seen=0)
    decide(course, "endorse", by=department, at=NOW, seen=1, papers=papers())
    results = at_once(
        *(lambda who=who: decide(course, "approve", by=who, at=NOW, seen=2, papers=papers()) for who in faculty)
    )
    assert sum(isinstance(result, Outrun) for result in results) == 1
    assert Decision.objects.filter(course=course, transition="approve").count() == 1
