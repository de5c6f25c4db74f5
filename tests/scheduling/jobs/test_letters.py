"""The letter of a section: to late registrants, held, previewed, sent to oneself, given a text."""

from datetime import timedelta

import pytest

from mooc_portal.outbox.lists import leave_list
from mooc_portal.outbox.models import Letter
from mooc_portal.people.models import Role
from scheduling.jobs.facts import contents_of
from scheduling.jobs.holding import (
    LetterRefused,
    hold_section_letter,
    let_section_letter_go,
    send_section_letter_to,
    write_section_text,
)
from scheduling.jobs.letters import queue_current_section_letter, run_list, section_letter
from scheduling.jobs.sweep import run_due
from scheduling.models import SectionLetter, Standing
from tests.factories import make_person, make_user
from tests.scheduling.jobs.runs import day, make_run, register
from tests.scheduling.jobs.test_sweep import silent_sections

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def test_the_editor_shows_the_very_letter_but_for_the_day_and_the_address(client):
    run = make_run()
    section = run.course.sections.get(position=1)
    client.force_login(run.course.authors.get())
    shown = client.get(f"/courses/{run.course.code}/section/{section.pk}/").context["beside"].letter
    letter = section_letter(contents_of(run), 2)
    assert shown[0] == letter.subject
    pairs = list(zip(shown[1].splitlines(), letter.body.splitlines(), strict=True))
    assert [number for number, (seen, sent) in enumerate(pairs) if seen != sent] == [len(pairs) - 4, len(pairs) - 1]


def keys() -> list[str]:
    return list(Letter.objects.filter(kind="section_letter").order_by("pk").values_list("key", flat=True))


@pytest.mark.parametrize(("days", "section"), [(-1, 0), (0, 1), (6, 1), (7, 2), (20, 3), (35, 6), (48, 6), (49, 0)])
def test_a_late_registrant_gets_the_letter_of_the_section_opened_last(days, section):
    run = make_run()
    registration = register(run)
    assert queue_current_section_letter(registration, day(run, days)) == (1 if section else 0)
    assert keys() == ([f"section:{run.pk}:{section}:{registration.user_id}"] if section else [])


def test_it_changes_with_the_second_of_the_opening():
    run = make_run()
    registration = register(run)
    queue_current_section_letter(registration, day(run, 7) - SECOND)
    queue_current_section_letter(registration, day(run, 7))
    assert [key.split(":")[2] for key in keys()] == ["1", "2"]


def test_nobody_gets_it_twice_whether_by_the_sweep_or_on_registering():
    run = make_run()
    registration = register(run)
    queue_current_section_letter(registration, day(run, 0))
    run_due(at=day(run, 0))
    queue_current_section_letter(registration, day(run, 0))
    assert len(keys()) == 1


def test_it_is_not_for_those_who_wait_or_left_or_want_none():
    run = make_run()
    for standing in (Standing.WAITING, Standing.LEFT):
        assert queue_current_section_letter(register(run, standing=standing), day(run, 0)) == 0
    registration = register(run)
    leave_list(run_list(run), registration.user.email, at=day(run, 0))
    assert queue_current_section_letter(registration, day(run, 0)) == 0
    assert run_due(at=day(run, 0))[0].recipients == 0


def test_a_held_letter_waits_until_it_is_let_go():
    run = make_run()
    author, registration = run.course.authorships.get().user, register(run)
    hold_section_letter(run, 1, by=author, at=day(run, -1), because="A date in it is wrong.")
    assert run_due(at=day(run, 0)) == []
    assert queue_current_section_letter(registration, day(run, 1)) == 0
    let_section_letter_go(run, 1, by=author, at=day(run, 2))
    assert [action.result for action in run_due(at=day(run, 2))] == ["done"]
    with pytest.raises(LetterRefused, match="has left already"):
        hold_section_letter(run, 1, by=author, at=day(run, 2), because="Too late.")


def test_a_letter_held_until_its_section_has_closed_is_skipped_and_said():
    run = make_run()
    hold_section_letter(run, 1, by=run.course.authorships.get().user, at=day(run, -1), because="Why not.")
    run_due(at=day(run, 7))
    assert run_due(at=day(run, 14))[0].result == "skipped: held"


def test_only_author_and_quality_hold_and_they_say_why():
    run = make_run()
    for stranger in (make_user(), make_person(Role.DEPARTMENT_REVIEWER)):
        with pytest.raises(LetterRefused, match="Only a specialist of the academic quality department"):
            hold_section_letter(run, 1, by=stranger, at=day(run, -1), because="I want to.")
    with pytest.raises(LetterRefused, match="Say why"):
        hold_section_letter(run, 1, by=run.planned_by, at=day(run, -1), because=" ")
    assert not SectionLetter.objects.exists()


def test_a_missing_text_can_be_written_within_the_clause():
    run = make_run(sections=silent_sections())
    author = run.course.authorships.get().user
    register(run)
    with pytest.raises(LetterRefused, match="At most 600"):
        write_section_text(run, 1, text="ә" * 601, by=author, at=day(run, -1))
    with pytest.raises(LetterRefused, match="has a text for this section"):
        write_section_text(run, 2, text="Мәтін", by=author, at=day(run, -1))
    write_section_text(run, 1, text="ә" * 600, by=author, at=day(run, -1))
    run_due(at=day(run, 0))
    assert "ә" * 600 in Letter.objects.get(kind="section_letter").body


def test_one_can_have_it_sent_to_oneself_before_it_leaves():
    run = make_run()
    author = run.course.authorships.get().user
    register(run)
    send_section_letter_to(author, run, 1, at=day(run, -3))
    run_due(at=day(run, 0))
    copy, letter = Letter.objects.get(kind="copy"), Letter.objects.get(kind="section_letter")
    assert (copy.recipient, copy.subject, copy.body) == (author, letter.subject, letter.body)


def test_the_page_of_a_letter_shows_and_holds_it(client):
    run = make_run()
    author = run.course.authorships.get().user
    client.force_login(author)
    address = f"/runs/{run.pk}/section/1/"
    assert "is open" in client.get(address).content.decode() or "ашылды" in client.get(address).content.decode()
    client.post(address, {"step": "hold", "because": "A mistake."})
    assert SectionLetter.objects.get().held_because == "A mistake."
    assert "A mistake." in client.get(address).content.decode()
    client.post(address, {"step": "go"})
    client.post(address, {"step": "copy"})
    assert Letter.objects.get(kind="copy").recipient == author
    assert client.get(f"/runs/{run.pk}/section/7/").status_code == 404


def test_strangers_see_no_run_and_no_letter(client):
    run = make_run()
    client.force_login(make_user())
    assert [client.get(f"/runs/{run.pk}/{rest}").status_code for rest in ("", "section/1/")] == [404, 404]
    assert client.post(f"/runs/{run.pk}/section/1/", {"step": "hold", "because": "x"}).status_code == 404
