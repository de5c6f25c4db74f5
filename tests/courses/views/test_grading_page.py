"""The table of graded tasks: running sums, outcomes, and cells that are changed in place."""

import pytest

from courses.grading import grading_of
from courses.readers import limits_in_force
from courses.regulation.facts import facts_of
from courses.regulation.finding import percent
from courses.rows import document_of
from mooc_portal.people.models import Role
from reviews.actions import decide
from tests.factories import NOW, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(course):
    return f"/courses/{course.code}/grading/"


@pytest.fixture
def cells(client, address):
    """What a browser sends of the table when nobody has touched it."""

    def shown() -> dict:
        sent = {}
        for row in client.get(address).context["grading"].rows:
            pk = row.task.pk
            sent |= {f"seen-{pk}": row.task.seen, f"weight-{pk}": row.task.weight}
            sent[f"outcomes-{pk}"] = [code for code, ticked in row.cells if ticked]
        return sent

    return shown


def stored(course) -> dict:
    return {task.pk: (task.weight, task.outcomes) for task in course.tasks.all()}


def test_the_last_sums_are_those_that_the_rules_count(course):
    limits = limits_in_force()
    grading, facts = grading_of(course, limits), facts_of(document_of(course), limits)
    assert (grading.total, grading.secured) == (percent(facts.weights), percent(facts.integrity))
    assert (grading.rows[-1].total, grading.rows[-1].secured) == (grading.total, grading.secured)
    assert [(meter.name, meter.ok) for meter in grading.meters] == [("weights", True), ("integrity", True)]
    assert all(count for _code, _text, count in grading.codes)


def test_one_hundredth_less_is_not_enough(course):
    task = next(row.task for row in grading_of(course, limits_in_force()).rows if row.task.weight != "0")
    task.weight = percent(int(float(task.weight) * 100) - 1)
    task.save(update_fields=["weight"])
    grading = grading_of(course, limits_in_force())
    assert (grading.total, grading.meters[0].ok) == ("99.99", False)


def test_a_table_sent_back_untouched_changes_nothing(client, course, author, address, cells):
    client.force_login(author)
    before, version = stored(course), course.version
    assert client.post(address, cells()).status_code == 302
    course.refresh_from_db()
    assert (stored(course), course.version) == (before, version)


def test_a_weight_and_an_outcome_are_changed_in_place(client, course, author, address, cells):
    client.force_login(author)
    task, before, sent = course.tasks.first(), stored(course), cells()
    response = client.post(
        address, sent | {f"weight-{task.pk}": "7,5", f"outcomes-{task.pk}": []}, headers={"HX-Request": "true"}
    )
    assert stored(course) == before | {task.pk: ("7.5", [])}
    assert response.context["saved"]
    assert "7.5" in [row.task.weight for row in response.context["grading"].rows]


def test_a_weight_that_is_none_is_refused_and_stays_typed(client, course, author, address, cells):
    client.force_login(author)
    task, before = course.tasks.first(), stored(course)
    response = client.post(address, cells() | {f"weight-{task.pk}": "101"})
    assert stored(course) == before
    assert "from 0 to 100" in response.content.decode()
    assert 'value="101"' in response.content.decode()


def test_a_row_that_somebody_else_changed_is_told_and_others_are_stored(client, course, author, address, cells):
    client.force_login(author)
    first, second = course.tasks.all()[:2]
    sent = cells() | {f"weight-{first.pk}": "1", f"weight-{second.pk}": "2"}
    course.tasks.filter(pk=first.pk).update(weight="33")
    response = client.post(address, sent)
    assert (stored(course)[first.pk][0], stored(course)[second.pk][0]) == ("33", "2")
    assert "Somebody changed this meanwhile" in response.content.decode()


def test_what_somebody_else_changed_is_not_undone_by_an_untouched_row(client, course, author, address, cells):
    client.force_login(author)
    first, second = course.tasks.all()[:2]
    sent = cells() | {f"weight-{second.pk}": "2"}
    course.tasks.filter(pk=first.pk).update(weight="33")
    assert client.post(address, sent).status_code == 302
    assert stored(course)[first.pk][0] == "33"


def test_an_outcome_that_was_deleted_stays_until_it_is_unticked(client, course, author, address, cells):
    client.force_login(author)
    task = course.tasks.exclude(outcomes=[]).first()
    gone = task.outcomes[0]
    course.outcomes.filter(code=gone).delete()
    assert gone in [code for code, _text, _count in client.get(address).context["grading"].codes]
    client.post(address, cells())
    assert gone in course.tasks.get(pk=task.pk).outcomes
    client.post(address, cells() | {f"outcomes-{task.pk}": []})
    assert course.tasks.get(pk=task.pk).outcomes == []


def test_a_locked_course_is_read_only_and_says_why(client, course, author, address, cells):
    client.force_login(author)
    task, sent = course.tasks.first(), cells()
    decide(course, "submit", by=author, at=NOW, seen=0)
    before = stored(course)
    response = client.post(address, sent | {f"weight-{task.pk}": "1"})
    assert (response.status_code, stored(course)) == (403, before)
    assert "The course is locked" in response.content.decode()
    assert "<input class" not in client.get(address).content.decode()


def test_others_do_not_see_it(client, address):
    client.force_login(make_person(Role.INSTRUCTOR, email="stranger@example.kz"))
    assert client.get(address).status_code == 404
