"""A run from planning to the archive, with a moving clock, by ``run_due`` alone; the letters are read as they came."""

import json
import re
from collections import Counter
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command

from courses.models import Course
from mooc_portal.outbox.lists import leaving_address
from mooc_portal.people.models import Role
from reviews.actions import Papers, Refused, decide
from scheduling.models import Run
from scheduling.registration.actions import RegistrationRefused
from tests.factories import NOW, make_person, make_user
from tests.scheduling.jobs.runs import TEXTS, day, planned_run
from tests.scheduling.runs import make_learner

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def live(until) -> list[dict]:
    """Let the clock reach a moment: what is due is done and the letters leave."""
    out = StringIO()
    with time_machine.travel(until, tick=False):
        call_command("run_due", stdout=out)
        call_command("deliver_letters", stdout=StringIO())
    return [json.loads(line) for line in out.getvalue().splitlines()]


def read_mail() -> Counter:
    """Who got which kind of letter since the last look."""
    seen = Counter((message.to[0], message.subject.split(":")[0]) for message in mail.outbox)
    mail.outbox.clear()
    return seen


def announce(client, run: Run, author) -> None:
    """Through the page, as an author does it."""
    with time_machine.travel(NOW, tick=False):
        client.force_login(author)
        address = f"/runs/{run.pk}/announcement/"
        texts = {name: text for name, text in client.get(address).context["form"].initial.items() if name in TEXTS}
        client.post(address, {"step": "write", **texts})
        seen = client.get(address).context["announcement"].edited_at
        client.post(address, {"step": "approve", "seen": seen.isoformat()})
        client.post(address, {"step": "link", "network": "instagram", "url": "https://instagram.example/p/1"})
        client.logout()


def subscribe(client, email: str) -> None:
    """Through the page and the letter, as a visitor does it."""
    with time_machine.travel(NOW, tick=False):
        client.post("/catalogue/subscribe/", {"email": email, "language": "en"})
        call_command("deliver_letters", stdout=StringIO())
        client.post(re.search(r"http://[^/]+(/catalogue/subscribe/\S+)", mail.outbox.pop().body)[1])


def test_a_run_from_planning_to_the_archive(client):
    author = make_user("author@example.kz")
    run = planned_run(author=author, language="en", title="Data")
    announce(client, run, author)
    subscribe(client, "reader@example.kz")

    assert live(day(run, -42) - SECOND) == []
    assert [line["action"] for line in live(day(run, -42))] == ["announcement"]
    assert read_mail() == {("reader@example.kz", "A new run"): 1, ("quality@example.kz", "A new run"): 1}

    early = make_learner(run, at=day(run, -10)).user
    live(day(run, -10))
    read_mail()
    assert [line["recipients"] for line in live(day(run, 0))] == [1]
    assert read_mail()[early.email, "Section 1 is open"] == 1

    late = make_learner(run, at=day(run, 20)).user
    live(day(run, 20))
    letters = read_mail()
    assert letters[early.email, "Section 2 is open"] == letters[early.email, "Section 3 is open"] == 1
    with pytest.raises(RegistrationRefused):
        make_learner(run, at=day(run, 21))
    live(day(run, 21))
    letters = read_mail()
    assert letters["author@example.kz", "Registration is closed"] == 1
    assert letters[late.email, "Section 4 is open"] == 1

    with time_machine.travel(day(run, 22), tick=False):
        client.post(leaving_address(f"run-{run.pk}", early.email).removeprefix("http://127.0.0.1:8000"))
    for days in (28, 35, 49):
        live(day(run, days))
    letters = read_mail()
    assert letters[late.email, "Section 5 is open"] == letters[late.email, "Section 6 is open"] == 1
    assert not [subject for email, subject in letters if email == early.email]
    assert letters["author@example.kz", "The run is over"] == 1

    course, quality = Course.objects.get(), make_person(Role.QUALITY_SPECIALIST)
    with pytest.raises(Refused):
        decide(course, "archive", by=quality, at=day(run, 49) - SECOND, seen=4, papers=Papers(reason="Over"))
    decide(course, "archive", by=quality, at=day(run, 49), seen=4, papers=Papers(reason="Over"))
    run.refresh_from_db()
    assert run.next_due_at is None
    assert live(day(run, 400)) == []
    outcomes = Counter(run.milestones.values_list("kind", "outcome"))
    assert outcomes == {
        ("announcement", "done"): 1,
        ("section_letter", "done"): 6,
        ("registration_closed", "done"): 1,
        ("run_ended", "done"): 1,
    }
