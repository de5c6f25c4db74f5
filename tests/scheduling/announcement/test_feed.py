"""The Atom feed: what was announced, nothing before its time."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest

from courses.models import Course
from scheduling.jobs.sweep import run_due
from tests.scheduling.announcement.test_announcement import announced
from tests.scheduling.jobs.runs import day, planned_run

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def entries(client, language: str = "kk") -> list[ElementTree.Element]:
    response = client.get(f"/catalogue/feed/{language}.atom")
    assert (response.status_code, response["Content-Type"]) == (200, "application/atom+xml; charset=utf-8")
    return ElementTree.fromstring(response.content).findall(f"{ATOM}entry")  # noqa: S314  our own answer


def test_a_run_is_in_the_feed_from_the_second_it_was_announced(client):
    run = planned_run(title="Деректер")
    announced(run)
    run_due(at=day(run, -42) - timedelta(seconds=1))
    assert entries(client) == []
    run_due(at=day(run, -42))
    for language in ("kk", "ru", "en"):
        (entry,) = entries(client, language)
        assert entry.find(f"{ATOM}title").text == "Деректер"
        assert entry.find(f"{ATOM}summary").text == f"text {language}"
        assert entry.find(f"{ATOM}link").get("href").endswith(f"/catalogue/derekter-1/#run-{run.pk}")


def test_an_archived_course_leaves_the_feed(client):
    run = planned_run()
    announced(run)
    run_due(at=day(run, -42))
    Course.objects.filter(pk=run.course_id).update(state="archived")
    assert entries(client) == []


def test_there_is_no_feed_in_another_language(client):
    assert client.get("/catalogue/feed/de.atom").status_code == 404


def test_the_catalogue_and_the_course_name_the_feed_and_the_place_of_the_run(client):
    run = planned_run()
    for address in ("/catalogue/", "/catalogue/derekter-1/"):
        page = client.get(address, headers={"accept-language": "ru"}).content.decode()
        assert 'type="application/atom+xml"' in page
        assert "/catalogue/feed/ru.atom" in page
    assert f'id="run-{run.pk}"' in page
    assert 'property="og:locale" content="kk_KZ"' in page
