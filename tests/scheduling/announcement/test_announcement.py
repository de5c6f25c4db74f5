"""The launch message (5.2.4): composed, approved by an author, sent once, six weeks before."""

from datetime import timedelta

import pytest

from mooc_portal.outbox.lists import leave_list
from mooc_portal.outbox.models import Letter
from mooc_portal.people.models import Role
from scheduling.actions import move_run
from scheduling.announcement.actions import (
    AnnouncementRefused,
    approve_announcement,
    record_link,
    write_announcement,
)
from scheduling.announcement.subscriptions import COURSES, Wish, subscribe
from scheduling.announcement.texts import composed_texts, share_links
from scheduling.jobs.ledger import entries_of
from scheduling.jobs.sweep import run_due
from scheduling.models import LOOK_AT_ONCE, Announcement, Milestone, PublishedLink, Run
from tests.factories import NOW, make_person, make_user
from tests.scheduling.jobs.runs import TEXTS, day, planned_run

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def author_of(run: Run):
    return run.course.authorships.get().user


def announced(run: Run, *, at=NOW) -> Announcement:
    message = write_announcement(run, texts=TEXTS, by=author_of(run), at=at)
    approve_announcement(run, by=author_of(run), at=at, seen=message.edited_at)
    return message


def kinds(actions) -> list[str]:
    return [action.action for action in actions]


def letters() -> list[tuple[str, str]]:
    return sorted(Letter.objects.filter(kind="announcement").values_list("email", "language"))


def test_the_message_says_what_the_template_asks_in_three_languages():
    run = planned_run(title="Деректер", summary="Кіріспе курс")
    texts = composed_texts(run)
    for language, first_day in {"kk": "2027 жылғы 5 сәуір", "ru": "5 апреля 2027 г.", "en": "5 April 2027"}.items():
        long, short = texts[f"text_{language}"], texts[f"short_{language}"]
        for said in ("Деректер", first_day, "/catalogue/derekter-1/"):
            assert said in long, language
            assert said in short, language
        assert "Кіріспе курс" in long
        assert "Нәтиже 1" in long
        assert author_of(run).name in long
    assert "Last day of registration: 25 April 2027" in texts["text_en"]


def test_an_approved_message_leaves_six_weeks_before_the_start_and_not_a_second_earlier():
    run = planned_run()
    announced(run)
    assert run_due(at=day(run, -42) - SECOND) == []
    assert kinds(run_due(at=day(run, -42))) == ["announcement"]
    assert Announcement.objects.get().sent_at == day(run, -42)


def test_it_goes_to_those_who_asked_and_to_the_staff_in_their_languages():
    run = planned_run(title="Деректер", faculty="phys-math")
    make_user("learner@example.kz")
    instructor = make_person(Role.INSTRUCTOR, email="staff@example.kz")
    instructor.language = "ru"
    instructor.save()
    for email, wish in {
        "all@example.kz": {},
        "faculty@example.kz": {"faculty": "phys-math"},
        "words@example.kz": {"topic": "ДЕРЕКТЕР"},
        "otherwords@example.kz": {"topic": "химия"},
        "percent@example.kz": {"topic": "%"},
        "left@example.kz": {},
    }.items():
        subscribe(Wish(email, "kk", **wish), at=NOW)
    leave_list(COURSES, "left@example.kz", at=NOW)
    announced(run)
    run_due(at=day(run, -42))
    asked = [("all@example.kz", "kk"), ("faculty@example.kz", "kk"), ("words@example.kz", "kk")]
    assert letters() == sorted([*asked, ("quality@example.kz", "en"), ("staff@example.kz", "ru")])
    letter = Letter.objects.get(email="all@example.kz")
    assert (letter.mailing_list, letter.body.strip()) == (COURSES, "text kk")


def test_somebody_of_another_faculty_asked_in_vain_and_staff_who_asked_get_one_letter():
    make_person(Role.FACULTY_REVIEWER)
    run = planned_run()
    from tests.factories import make_faculty

    make_faculty("arts")
    subscribe(Wish("arts@example.kz", "kk", faculty="arts"), at=NOW)
    subscribe(Wish("quality@example.kz", "ru"), at=NOW)
    announced(run)
    run_due(at=day(run, -42))
    emails = [email for email, _language in letters()]
    assert "arts@example.kz" not in emails
    assert emails.count("quality@example.kz") == 1


def test_an_unapproved_message_is_asked_for_and_then_overdue():
    run = planned_run()
    asked = {-49: ["text_author"], -45: ["text_department"], -43: ["text_quality"], -42: []}
    for days, expected in asked.items():
        assert kinds(run_due(at=day(run, days))) == expected, days
    assert run_due(at=day(run, -39) - SECOND) == []
    assert kinds(run_due(at=day(run, -39))) == ["announcement_overdue"]
    letter = Letter.objects.get(kind="announcement_overdue", recipient=author_of(run))
    assert "No author has approved it" in letter.body
    assert "No link shows" in letter.body


@pytest.mark.parametrize(("days", "label"), [(-42, "done"), (-39, "done"), (-38, "done late")])
def test_within_the_tolerance_it_is_on_time(days, label):
    run = planned_run()
    announced(run)
    run_due(at=day(run, days))
    entry = next(entry for entry in entries_of(run, at=day(run, days)) if entry.recipients and not entry.section)
    assert entry.label == label


def test_once_the_run_has_begun_it_is_of_no_use():
    run = planned_run()
    actions = {action.action: action.result for action in run_due(at=day(run, 0))}
    assert actions["announcement"] == "skipped: not approved"


def test_a_message_without_a_recorded_link_is_overdue_too():
    run = planned_run()
    announced(run)
    run_due(at=day(run, -42))
    record_link(run, network="facebook", url="https://fb.example/1", by=author_of(run), at=day(run, -41))
    assert run_due(at=day(run, -39)) == []
    PublishedLink.objects.all().delete()
    Run.objects.update(next_due_at=LOOK_AT_ONCE)
    assert kinds(run_due(at=day(run, -39))) == ["announcement_overdue"]


def test_a_run_planned_late_with_a_reason_is_announced_at_once_and_asked_for_nothing_that_is_past():
    run = planned_run(starts_on=NOW.date() + timedelta(days=14), deviation="A ministry's request")
    assert kinds(run_due(at=NOW)) == ["announcement_overdue"]
    announced(run)
    assert kinds(run_due(at=NOW)) == ["announcement"]


def test_an_edit_takes_the_approval_back_and_what_was_sent_stands():
    run = planned_run()
    author = author_of(run)
    seen = announced(run).edited_at
    write_announcement(run, texts=TEXTS | {"text_kk": "Жаңа"}, by=run.planned_by, at=NOW + SECOND)
    assert run_due(at=day(run, -42)) is not None
    assert letters() == []
    with pytest.raises(AnnouncementRefused, match="changed meanwhile"):
        approve_announcement(run, by=author, at=NOW, seen=seen)
    approve_announcement(run, by=author, at=NOW, seen=NOW + SECOND)
    run_due(at=day(run, -42))
    for act in (
        lambda: write_announcement(run, texts=TEXTS, by=author, at=day(run, -41)),
        lambda: approve_announcement(run, by=author, at=day(run, -41), seen=NOW + SECOND),
    ):
        with pytest.raises(AnnouncementRefused, match="sent already"):
            act()


def test_only_an_author_approves():
    run = planned_run()
    message = write_announcement(run, texts=TEXTS, by=run.planned_by, at=NOW)
    for person in (run.planned_by, make_user(), make_person(Role.DEPARTMENT_REVIEWER)):
        with pytest.raises(AnnouncementRefused, match="Only an author"):
            approve_announcement(run, by=person, at=NOW, seen=message.edited_at)
    assert Announcement.objects.get().approved_at is None


def test_all_three_languages_are_needed():
    run = planned_run()
    with pytest.raises(AnnouncementRefused, match="all three languages"):
        write_announcement(run, texts=TEXTS | {"text_ru": " "}, by=author_of(run), at=NOW)


def test_moved_before_it_left_it_is_read_and_approved_again(client):
    run = planned_run()
    announced(run)
    moved = move_run(run, starts_on=run.starts_on + timedelta(days=7), reason="", by=run.planned_by, at=NOW + SECOND)
    assert Announcement.objects.get().approved_at is None
    assert "announcement" not in kinds(run_due(at=day(moved, -42)))
    client.force_login(author_of(run))
    address = f"/runs/{run.pk}/announcement/"
    assert client.get(address).context["moved"] is True
    announced(moved, at=day(moved, -41))
    assert client.get(address).context["moved"] is False
    assert kinds(run_due(at=day(moved, -41))) == ["announcement"]


def test_moved_twice_the_author_is_asked_for_each_day():
    run = planned_run()
    run_due(at=day(run, -49))
    moved = move_run(run, starts_on=run.starts_on + timedelta(days=14), reason="", by=run.planned_by, at=day(run, -49))
    run_due(at=day(moved, -49))
    assert Letter.objects.filter(kind="text_author").count() == 2


def test_moved_after_it_left_it_is_not_repeated():
    run = planned_run()
    announced(run)
    run_due(at=day(run, -42))
    at, week_later = day(run, -41), run.starts_on + timedelta(days=7)
    moved = move_run(run, starts_on=week_later, reason="The studio burnt down.", by=run.planned_by, at=at)
    assert "announcement" not in kinds(run_due(at=day(moved, -42)))
    assert Announcement.objects.get().approved_at is not None
    assert Milestone.objects.filter(kind="announcement").count() == 1


def test_share_links_carry_address_and_text():
    run = planned_run()
    links = dict(share_links(run, "Жаңа лек & т.б."))
    assert links["Telegram"].startswith("https://t.me/share/url?url=http%3A%2F%2F127.0.0.1%3A8000%2Fcatalogue")
    assert "%D0%96%D0%B0%D2%A3%D0%B0%20%D0%BB%D0%B5%D0%BA%20%26" in links["WhatsApp"]


def test_the_page_writes_approves_and_records(client):
    run = planned_run()
    address = f"/runs/{run.pk}/announcement/"
    client.force_login(author_of(run))
    assert "derekter-1" in client.get(address).content.decode()
    client.post(address, {"step": "write", **TEXTS})
    page = client.get(address)
    seen = Announcement.objects.get().edited_at.isoformat()
    assert seen in page.content.decode()
    client.post(address, {"step": "copy"})
    copy = Letter.objects.get(kind="copy")
    assert (copy.recipient, copy.body.strip(), copy.mailing_list) == (author_of(run), "text en", "")
    client.post(address, {"step": "approve", "seen": seen})
    client.post(address, {"step": "link", "network": "vk", "url": "https://vk.com/wall1"})
    assert Announcement.objects.get().approved_by == author_of(run)
    assert PublishedLink.objects.get().by == author_of(run)
    assert client.post(address, {"step": "link", "network": "vk", "url": "no address"}).status_code == 200
    client.force_login(make_user())
    assert client.get(address).status_code == 404
