"""What is due is done once, whenever somebody looks; too late is said, and a failure stays alone."""

import json
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mooc_portal.outbox.models import Letter
from scheduling.jobs import effects
from scheduling.jobs.sweep import SILENCE, run_due, what_is_due
from scheduling.models import LOOK_AT_ONCE, JobKind, Milestone, Outcome, Run, SectionLetter, Standing, Sweep
from scheduling.tasks import run_due as task
from tests.factories import NOW, make_user
from tests.scheduling.jobs.runs import START, day, make_run, register

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def letters(kind: str = "section_letter") -> list[str]:
    return list(Letter.objects.filter(kind=kind).order_by("pk").values_list("key", flat=True))


def ledger(run: Run, kind: str = "") -> list[tuple]:
    rows = run.milestones.filter(kind=kind) if kind else run.milestones.exclude(kind="announcement")
    return [(row.kind, row.section, row.outcome, row.reason, row.recipients) for row in rows.order_by("due_at", "pk")]


def results(actions) -> list[tuple]:
    return [(action.action, action.section, action.recipients, action.result) for action in actions]


def test_the_letter_of_a_section_leaves_at_its_opening_and_not_a_second_before():
    run = make_run()
    learner = register(run).user
    assert run_due(at=day(run, 0) - SECOND) == []
    assert results(run_due(at=day(run, 0))) == [("section_letter", 1, 1, "done")]
    assert letters() == [f"section:{run.pk}:1:{learner.pk}"]
    assert run_due(at=day(run, 7) - SECOND) == []
    assert results(run_due(at=day(run, 7))) == [("section_letter", 2, 1, "done")]


def test_the_letter_says_the_sections_own_text_in_the_courses_language():
    run = make_run(language="ru")
    register(run, make_user(language="en"))
    run_due(at=day(run, 0))
    letter, section = Letter.objects.get(kind="section_letter"), json.loads(run.revision.document)["sections"][0]
    assert letter.language == "ru"
    assert section["announcement"].strip() in letter.body
    assert letter.subject == f"Открыт раздел 1: {section['title']}"


def test_only_those_registered_get_it():
    run, other = make_run(), make_run(code="other", starts_on=START + timedelta(days=70))
    there = register(run).user
    register(run, standing=Standing.WAITING)
    register(run, standing=Standing.LEFT)
    register(run, make_user(is_active=False))
    register(other)
    run_due(at=day(run, 0))
    assert letters() == [f"section:{run.pk}:1:{there.pk}"]


def test_looking_again_changes_nothing():
    run = make_run()
    register(run)
    for _ in range(3):
        run_due(at=day(run, 0))
        Run.objects.update(next_due_at=LOOK_AT_ONCE)
    assert (len(letters()), len(ledger(run))) == (1, 1)


def test_a_week_late_everything_is_made_up_for_once():
    run = make_run()
    register(run)
    assert results(run_due(at=day(run, 8))) == [("section_letter", 1, 1, "done"), ("section_letter", 2, 1, "done")]
    assert run_due(at=day(run, 8)) == []


def test_a_letter_is_given_up_when_its_section_has_closed():
    run = make_run()
    register(run)
    late = [("section_letter", 1, 0, "skipped: too late"), ("section_letter", 2, 1, "done")]
    assert results(run_due(at=day(run, 14)))[:2] == late
    assert ledger(run, "section_letter")[0] == ("section_letter", 1, Outcome.SKIPPED, "too late", 0)
    assert "too late" in Letter.objects.get(kind="alert").body


def test_one_second_before_it_closed_it_was_not_too_late():
    run = make_run()
    register(run)
    assert results(run_due(at=day(run, 14) - SECOND))[0] == ("section_letter", 1, 1, "done")


def test_a_clock_that_jumps_ahead_and_back_repeats_nothing():
    run = make_run()
    register(run)
    run_due(at=day(run, 0))
    run_due(at=day(run, 7))
    assert run_due(at=day(run, 0)) == []
    assert run_due(at=day(run, 7)) == []
    assert len(letters()) == 2


def test_a_run_is_over_and_nothing_is_left_to_look_at():
    run = make_run()
    for days in range(0, 50, 7):
        run_due(at=day(run, days))
    run.refresh_from_db()
    assert run.next_due_at is None
    kinds = [kind for kind, *_ in ledger(run)]
    assert kinds == [
        *["section_letter"] * 3,
        "section_letter",
        "registration_closed",
        *["section_letter"] * 2,
        "run_ended",
    ]


def test_nobody_registered_is_no_failure():
    run = make_run()
    assert results(run_due(at=day(run, 0))) == [("section_letter", 1, 0, "done")]


def test_authors_hear_the_figures_when_registration_has_closed():
    run = make_run()
    for standing in (Standing.REGISTERED, Standing.REGISTERED, Standing.WAITING, Standing.LEFT):
        register(run, standing=standing)
    assert not [action for action in run_due(at=day(run, 21) - SECOND) if action.action == "registration_closed"]
    told = [action for action in run_due(at=day(run, 21)) if action.action == "registration_closed"]
    assert [action.recipients for action in told] == [2]
    letter = Letter.objects.get(kind="registration_closed", recipient=run.course.authorships.get().user)
    assert "Registered: 2\nWaiting for a place: 1\nLeft: 1" in letter.body


def test_a_missing_text_is_asked_of_the_author_then_told_to_the_department_then_to_quality():
    run = make_run(sections=silent_sections())
    asked = {-8: [], -7: ["text_author"], -3: ["text_department"], -1: ["text_quality"], 0: []}
    for days, kinds in asked.items():
        assert [action.action for action in run_due(at=day(run, days)) if action.section == 1] == kinds, days
    assert [letter.recipient for letter in Letter.objects.filter(kind="text_author")] == [
        run.course.authorships.get().user
    ]
    alerts = Letter.objects.filter(kind="alert", key__startswith="text_")
    assert [letter.key.rpartition(":")[0] for letter in alerts] == [f"text_department:{run.pk}:1"]  # it has no reviewer
    SectionLetter.objects.create(run=run, section=1, text="Міне, мәтін.")
    Run.objects.update(next_due_at=LOOK_AT_ONCE)
    register(run)
    assert results(run_due(at=day(run, 1))) == [("section_letter", 1, 1, "done")]


def silent_sections() -> list:
    from tests.documents import conforming

    sections = conforming(code="x", authors=[])["sections"]
    sections[0]["announcement"] = ""
    return sections


def test_a_section_that_closed_without_a_text_is_skipped_and_said():
    run = make_run(sections=silent_sections())
    run_due(at=day(run, 7))
    assert results(run_due(at=day(run, 14)))[0] == ("section_letter", 1, 0, "skipped: no text")


def test_a_failure_is_rolled_back_recorded_and_tried_again(monkeypatch):
    run, other = make_run(), make_run(code="other")
    register(run), register(other)

    def fail_after_writing(job, contents, calendar, at):
        count = effects._section_letter(job, contents, calendar, at)
        if contents.run.pk == run.pk:
            raise OSError("disk full")
        return count

    monkeypatch.setitem(effects.EFFECTS, JobKind.SECTION_LETTER, fail_after_writing)
    done = {action.run: action.result for action in run_due(at=day(run, 0))}
    assert done == {run.pk: "failed: OSError: disk full", other.pk: "done"}
    assert (len(letters()), ledger(run)[0][2]) == (1, Outcome.FAILED)
    assert Sweep.objects.get().failures == 1
    monkeypatch.undo()
    assert run_due(at=day(run, 0) + timedelta(minutes=5) - SECOND) == []
    assert results(run_due(at=day(run, 0) + timedelta(minutes=5))) == [("section_letter", 1, 1, "done")]
    assert (len(letters()), Milestone.objects.get(run=run, kind="section_letter").attempts) == (2, 2)


def test_a_run_that_cannot_be_read_stops_no_other_and_is_shown():
    run, other = make_run(), make_run(code="other")
    register(other)
    Run.objects.filter(pk=run.pk).update(sections=99)
    told = {action.run: action.result.partition(":")[0] for action in what_is_due(at=day(run, 0))}
    assert told == {run.pk: "would fail", other.pk: "would be done"}
    done = {action.run: action.result.partition(":")[0] for action in run_due(at=day(run, 0))}
    assert done == {run.pk: "failed", other.pk: "done"}
    assert ledger(run)[0][:3] == ("sweep", 0, Outcome.FAILED)
    Run.objects.filter(pk=run.pk).update(sections=6)
    run_due(at=day(run, 0) + timedelta(minutes=5))
    assert ledger(run, "sweep")[0][2] == Outcome.DONE


def test_nothing_due_asks_the_same_of_ten_runs_as_of_one():
    counts = []
    for number in range(4):
        make_run(code=f"run-{number}")
        run_due(at=NOW)
        with CaptureQueriesContext(connection) as queries:
            run_due(at=NOW)
        counts.append(len([query for query in queries if "SAVEPOINT" not in query["sql"]]))
    assert counts == [4, 4, 4, 4]


def test_a_moved_start_moves_what_is_due():
    run = make_run()
    register(run)
    run_due(at=NOW)
    moved = START + timedelta(days=7)
    Run.objects.update(starts_on=moved, ends_on=moved + timedelta(days=49), next_due_at=LOOK_AT_ONCE)
    assert run_due(at=day(run, 0)) == []
    assert results(run_due(at=day(run, 7))) == [("section_letter", 1, 1, "done")]


def test_the_quality_department_hears_that_nobody_looked():
    make_run()
    run_due(at=NOW)
    run_due(at=NOW + SILENCE)
    assert not Letter.objects.filter(kind="alert").exists()
    run_due(at=NOW + SILENCE + SILENCE + SECOND)
    assert "01.02.2027 10:10" in Letter.objects.get(kind="alert").body


def test_the_command_prints_one_object_per_action():
    run = make_run()
    register(run)
    out = StringIO()
    call_command("run_due", at="2027-04-05T00:00:00+05:00", stdout=out)
    assert [json.loads(line) for line in out.getvalue().splitlines()] == [
        {
            "at": "2027-04-05T00:00:00+05:00",
            "due_at": "2027-04-05T00:00:00+05:00",
            "action": "section_letter",
            "run": run.pk,
            "section": 1,
            "recipients": 1,
            "result": "done",
        }
    ]


def test_a_rehearsal_changes_nothing():
    run = make_run()
    register(run)
    out = StringIO()
    call_command("run_due", "--dry-run", at="2027-04-05T00:00", stdout=out)
    assert json.loads(out.getvalue())["result"] == "would be done"
    assert (ledger(run), letters(), Sweep.objects.count()) == ([], [], 0)
    assert results(what_is_due(at=day(run, 14)))[0] == ("section_letter", 1, 0, "would be skipped")


def test_a_moment_that_cannot_be_read_is_refused():
    with pytest.raises(CommandError, match="Not a moment"):
        call_command("run_due", at="tomorrow")


def test_the_worker_does_the_same():
    run = make_run()
    register(run)
    with time_machine.travel(day(run, 0), tick=False):
        task()
    assert len(letters()) == 1
