"""Many extracts in one request: made by the worker, with progress, for the person who asked."""

import io
from datetime import timedelta
from zipfile import ZipFile

import pytest
from django.core.files.base import ContentFile

from courses.models import Course
from mooc_portal.people.models import Role
from reviews.actions import Papers, decide
from reviews.batches.actions import STUCK_AFTER, ask_for_extracts, decisions_with_extracts, make_batch
from reviews.checks import Refused
from reviews.models import BatchState, Decision, PaperBatch
from reviews.papers import kind_of_file
from tests.factories import ALL_YES, NOW, TODAY, make_course, make_person, make_user, protocol

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer():
    return make_person(Role.DEPARTMENT_REVIEWER)


@pytest.fixture
def decision(author, reviewer):
    course = make_course(author)
    decide(course, "submit", by=author, at=NOW, seen=0)
    papers = Papers(reason="Дайын", protocol=protocol(), checklist=ALL_YES)
    return decide(course, "endorse", by=reviewer, at=NOW, seen=1, papers=papers)


def asked(user, **changes) -> PaperBatch:
    given = {"languages": "kk", "kind": "pdf", "at": NOW} | changes
    return ask_for_extracts(user, decisions_with_extracts(user, since=TODAY, until=TODAY, at=NOW), **given)


def files_of(batch: PaperBatch) -> dict[str, bytes]:
    with batch.file.storage.open(batch.file.name) as file, ZipFile(io.BytesIO(file.read())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def copied(decision, count: int) -> None:
    """The same decision ``count`` more times: only papers are made of the copies."""
    rows = Decision.objects.filter(pk=decision.pk).values()[0]
    Decision.objects.bulk_create(Decision(**(rows | {"id": None, "number": 100 + number})) for number in range(count))


def test_a_hundred_extracts_are_made_with_progress(decision, reviewer):
    copied(decision, 99)
    batch = asked(reviewer)
    assert (batch.standing, batch.done, batch.total) == (BatchState.WAITING, 0, 100)
    seen = []

    def now():
        seen.append(PaperBatch.objects.values_list("done", flat=True).get(pk=batch.pk))
        return NOW

    make_batch(batch, now=now)
    batch.refresh_from_db()
    assert (batch.standing, batch.done) == (BatchState.READY, 100)
    assert seen[1:100:33] == [0, 33, 66]
    files = files_of(batch)
    assert len(files) == 100
    assert all(data.startswith(b"%PDF-") for data in files.values())


@pytest.mark.parametrize(("languages", "kind"), [("ru", "docx"), ("both", "pdf")])
def test_they_come_in_the_languages_and_the_kind_asked_for(decision, reviewer, languages, kind):
    batch = asked(reviewer, languages=languages, kind=kind)
    make_batch(batch, now=lambda: NOW)
    batch.refresh_from_db()
    ((name, data),) = files_of(batch).items()
    assert name == f"001-derekter-1-2.{kind}"
    assert kind_of_file(ContentFile(data)) == kind


def test_only_what_the_person_may_see_is_taken(decision):
    other = make_user("other@example.kz")
    with pytest.raises(Refused):
        asked(other)


@pytest.mark.parametrize(("since", "until", "count"), [(0, 0, 1), (-1, 0, 1), (1, 2, 0), (-2, -1, 0)])
def test_both_days_are_included(decision, reviewer, since, until, count):
    days = {"since": TODAY + timedelta(days=since), "until": TODAY + timedelta(days=until)}
    assert decisions_with_extracts(reviewer, **days, at=NOW).count() == count


def test_one_request_at_a_time_and_a_dead_worker_holds_nobody_up(decision, reviewer):
    asked(reviewer)
    with pytest.raises(Refused):
        asked(reviewer)
    asked(reviewer, at=NOW + STUCK_AFTER)


def test_too_many_are_refused(decision, reviewer):
    copied(decision, 500)
    with pytest.raises(Refused):
        asked(reviewer)


def test_a_batch_is_made_once_and_again_only_after_its_worker_died(decision, reviewer):
    batch = asked(reviewer)
    PaperBatch.objects.update(standing=BatchState.RUNNING, moved_at=NOW)
    make_batch(batch, now=lambda: NOW + STUCK_AFTER - timedelta(seconds=1))
    assert PaperBatch.objects.get().standing == BatchState.RUNNING
    make_batch(batch, now=lambda: NOW + STUCK_AFTER)
    assert PaperBatch.objects.get().standing == BatchState.READY
    name = PaperBatch.objects.get().file.name
    make_batch(batch, now=lambda: NOW + 2 * STUCK_AFTER)
    assert PaperBatch.objects.get().file.name == name


def test_a_failure_is_written_down(decision, reviewer, monkeypatch):
    batch = asked(reviewer)
    monkeypatch.setitem(make_batch.__globals__["MAKERS"], "pdf", lambda papers: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        make_batch(batch, now=lambda: NOW)
    failed = PaperBatch.objects.get()
    assert failed.standing == BatchState.FAILED
    assert "ZeroDivisionError" in failed.error


@pytest.mark.django_db(transaction=True)
def test_the_page_asks_the_worker_and_gives_the_archive(client, decision, reviewer):
    client.force_login(reviewer)
    assert "/reviews/extracts/" in client.get("/reviews/").content.decode()
    form = {"since": "2027-02-01", "until": "2027-02-01", "languages": "kk", "kind": "pdf"}
    assert client.post("/reviews/extracts/", form).status_code == 302
    batch = PaperBatch.objects.get()
    line = client.get(f"/reviews/extracts/{batch.pk}/line/").content.decode()
    assert 'max="1"' in line
    make_batch(batch)
    line = client.get(f"/reviews/extracts/{batch.pk}/line/").content.decode()
    assert "hx-get" not in line
    assert client.get(f"/reviews/extracts/{batch.pk}/")["Content-Type"] == "application/zip"
    client.force_login(make_person(Role.FACULTY_REVIEWER))
    assert client.get(f"/reviews/extracts/{batch.pk}/").status_code == 404
    client.force_login(make_user("other@example.kz"))
    assert client.get("/reviews/extracts/").status_code == 403


def test_the_course_stays_as_it_is(decision, reviewer):
    make_batch(asked(reviewer), now=lambda: NOW)
    assert Course.objects.get().decision_count == 2
