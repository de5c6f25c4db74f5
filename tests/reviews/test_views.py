"""The pages of a review: what they show, whom they refuse, what survives a refusal."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from courses.models import Course
from courses.states import State
from mooc_portal.people.models import Role
from reviews.actions import Papers, decide
from reviews.checklist.items import items_of
from reviews.models import Decision
from tests.documents import conforming, typed
from tests.factories import (
    ALL_YES,
    make_course,
    make_department,
    make_faculty,
    make_person,
    make_user,
    packed,
    pdf,
    placement,
    protocol,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    elsewhere = make_department("pedagogy", make_faculty("humanities"))
    return {
        "author": make_user("author@example.kz"),
        "department": make_person(Role.DEPARTMENT_REVIEWER),
        "colleague": make_person(Role.DEPARTMENT_REVIEWER),
        "faculty": make_person(Role.FACULTY_REVIEWER),
        "quality": make_person(Role.QUALITY_SPECIALIST),
        "elsewhere": make_person(Role.DEPARTMENT_REVIEWER, elsewhere),
        "administrator": make_user(is_superuser=True, is_staff=True),
        "learner": make_user(),
    }


@pytest.fixture
def course(people):
    return make_course(people["author"])


def page(user, name: str, *args, **query):
    client = Client()
    if user is not None:
        client.force_login(user)
    return client.get(reverse(f"reviews:{name}", args=args), query)


def send(user, course, transition: str, **data):
    client = Client()
    client.force_login(user)
    data.setdefault("seen", course.decision_count)
    return client.post(reverse("reviews:decide", args=[course.code, transition]), data)


def ticks() -> dict:
    """Every question of both checklists about the conforming course, answered with yes."""
    asked = [item.id for step in ("endorse", "approve") for item in items_of(typed(conforming()), step)]
    return {f"checklist-{name}": "yes" for name in asked}


def endorsement() -> dict:
    today = timezone.localdate().isoformat()
    given = {"reason": "Дайын", "protocol_number": "7", "protocol_date": today, "protocol_file": pdf()}
    return given | ticks()


def papers() -> Papers:
    today = timezone.localdate()
    return Papers(reason="Дайын", protocol=protocol(on=today), placement=placement(on=today), checklist=ALL_YES)


def take(course, people, *steps: str):
    who = {"submit": "author", "endorse": "department", "approve": "faculty", "publish": "quality"}
    for step in steps:
        if step == "publish":
            packed(course)
        by = people[who[step]]
        decide(course, step, by=by, at=timezone.now(), seen=course.decision_count, papers=papers())
    return course


def test_the_whole_way_of_a_course_goes_through_the_pages(course, people):
    assert send(people["author"], course, "submit").status_code == 302
    course.refresh_from_db()
    assert send(people["department"], course, "endorse", **endorsement()).status_code == 302
    course.refresh_from_db()
    assert send(people["faculty"], course, "approve", **endorsement()).status_code == 302
    course.refresh_from_db()
    sent = {"placement_email": "platform@example.kz", "placement_sent_on": timezone.localdate().isoformat()}
    refused = send(people["quality"], course, "publish", **sent)
    assert "pack of this revision is not made yet" in refused.content.decode()
    packed(course)
    assert send(people["quality"], course, "publish", **sent).status_code == 302
    course.refresh_from_db()
    assert (course.state, course.published_revision) == (State.PUBLISHED, course.revisions.get())


def test_the_decisions_on_a_course_are_a_workbook(client, course, people):
    take(course, people, "submit", "endorse")
    client.force_login(people["author"])
    address = f"/reviews/{course.code}/decisions.xlsx"
    assert address in client.get(f"/reviews/{course.code}/history/").content.decode()
    workbook = load_workbook(io.BytesIO(client.get(address).content))
    _header, first, second = workbook.active.iter_rows(values_only=True)
    assert (first[0], first[3], second[0], second[3]) == (1, str(people["author"]), 2, str(people["department"]))
    assert second[6] == course.revisions.get().sha256
    assert (second[7], second[9]) == ("Дайын", protocol().number)
    client.force_login(make_user("stranger@example.kz"))
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("person", "transition", "status"),
    [
        ("department", "endorse", 200),
        ("department", "return", 200),
        ("author", "withdraw", 200),
        ("author", "endorse", 403),
        ("faculty", "endorse", 403),
        ("quality", "publish", 302),
        ("department", "publish", 403),
        ("administrator", "endorse", 403),
        ("administrator", "force", 200),
        ("department", "force", 403),
        ("elsewhere", "endorse", 404),
        ("learner", "endorse", 404),
        ("department", "explode", 404),
        (None, "endorse", 302),
    ],
)
def test_a_step_is_shown_to_those_who_may_take_it(course, people, person, transition, status):
    take(course, people, "submit")
    answer = page(people.get(person), "decide", course.code, transition)
    assert answer.status_code == status


@pytest.mark.parametrize(
    ("person", "status"), [("author", 403), ("faculty", 403), ("elsewhere", 404), ("learner", 404)]
)
def test_who_may_not_decide_is_refused_when_pressing_too(course, people, person, status):
    take(course, people, "submit")
    assert send(people[person], course, "endorse", **endorsement()).status_code == status
    assert Decision.objects.count() == 1


def test_a_refusal_gives_its_reason(course, people):
    take(course, people, "submit")
    answer = page(people["author"], "decide", course.code, "endorse")
    assert "Nobody decides on a course of their own." in answer.content.decode()


def test_an_unsubmitted_course_is_nothing_to_a_reviewer(course, people):
    assert page(people["department"], "detail", course.code).status_code == 404


def test_the_reviewers_page_shows_the_revision_and_not_the_working_copy(course, people):
    take(course, people, "submit")
    Course.objects.filter(pk=course.pk).update(title="Кейінгі атау")
    course.sections.update(title="Кейінгі бөлім")
    text = page(people["department"], "detail", course.code).content.decode()
    assert "Деректерді талдау" in text
    assert "Кейінгі бөлім" not in text


def test_the_reviewers_page_offers_the_steps_of_the_stage(course, people):
    take(course, people, "submit")
    text = page(people["department"], "detail", course.code).content.decode()
    offered = [step for step in ("endorse", "return", "approve", "withdraw", "force") if f"/{step}/" in text]
    assert offered == ["endorse", "return"]


def test_approval_and_publication_are_offered_one_after_the_other(course, people):
    take(course, people, "submit", "endorse")
    before = [
        f"/{step}/" in page(people[person], "detail", course.code).content.decode()
        for person, step in (("faculty", "approve"), ("quality", "publish"))
    ]
    take(course, people, "approve")
    after = [
        f"/{step}/" in page(people[person], "detail", course.code).content.decode()
        for person, step in (("faculty", "approve"), ("quality", "publish"))
    ]
    assert (before, after) == ([True, False], [False, True])


def test_a_refused_decision_keeps_what_was_typed_and_asks_for_the_file_again(course, people):
    take(course, people, "submit")
    data = endorsement() | {"reason": "Өте ұзақ ойланып жазылған пікір", "protocol_number": ""}
    answer = send(people["department"], course, "endorse", **data)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Өте ұзақ ойланып жазылған пікір" in text
    assert "The number of the protocol is missing" in text
    assert "Choose the file again" in text
    assert Decision.objects.count() == 1


def test_a_file_that_is_not_what_it_says_is_refused_with_its_name(course, people):
    take(course, people, "submit")
    data = endorsement() | {"protocol_file": SimpleUploadedFile("хаттама.pdf", b"<html>")}
    answer = send(people["department"], course, "endorse", **data)
    assert "хаттама.pdf" in answer.content.decode()


def test_who_was_outrun_is_told_by_whom_and_keeps_the_text(course, people):
    take(course, people, "submit")
    seen = course.decision_count
    take(course, people, "endorse")
    answer = send(people["colleague"], course, "return", seen=seen, reason="Глоссарий жоқ")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Somebody was faster." in text
    assert str(people["department"]) in text
    assert "Глоссарий жоқ" in text
    assert 'type="submit" name="save"' not in text
    assert Decision.objects.count() == 2


def test_an_old_link_to_a_step_leads_to_the_course_with_the_reason(course, people):
    take(course, people, "submit", "endorse")
    client = Client()
    client.force_login(people["department"])
    answer = client.get(reverse("reviews:decide", args=[course.code, "endorse"]), follow=True)
    assert answer.redirect_chain == [(reverse("reviews:detail", args=[course.code]), 302)]
    assert "This step is not possible from here." in answer.content.decode()


def test_an_author_sees_every_violation_with_a_link_before_sending(people):
    course = make_course(people["author"], glossary=[], goals=[])
    text = page(people["author"], "decide", course.code, "submit").content.decode()
    assert "This step is not possible until the violations are corrected." in text
    assert text.count(f'href="{reverse("courses:edit", args=[course.code])}#id_goals"') == 1
    assert text.count(f'href="{reverse("courses:add", args=[course.code, "entry", 0])}"') == 1
    assert send(people["author"], course, "submit").status_code == 200
    assert Decision.objects.count() == 0


def test_warnings_ask_for_a_reason_and_nothing_else_does(people):
    warned = make_course(people["author"], code="warned", annotation_video=None)
    clean = make_course(people["author"], code="clean")
    asked = [
        "deviation" in page(people["author"], "decide", c.code, "submit").content.decode() for c in (warned, clean)
    ]
    assert asked == [True, False]


def test_an_extract_is_given_as_an_attachment_that_can_run_nothing(course, people):
    take(course, people, "submit", "endorse")
    row = course.decisions.get(transition="endorse")
    answer = page(people["author"], "protocol", row.pk)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="extract.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert b"".join(answer.streaming_content) == pdf().read()


@pytest.mark.parametrize(("person", "status"), [("learner", 404), ("elsewhere", 404), (None, 302), ("faculty", 200)])
def test_an_extract_is_given_to_those_who_see_the_course(course, people, person, status):
    take(course, people, "submit", "endorse")
    answer = page(people.get(person), "protocol", course.decisions.get(transition="endorse").pk)
    assert answer.status_code == status
    answer.close()


def test_a_decision_without_an_extract_has_none_to_give(course, people):
    take(course, people, "submit")
    assert page(people["author"], "protocol", course.decisions.get().pk).status_code == 404


def test_the_findings_of_a_decision_are_shown_as_they_stood(people):
    course = make_course(people["author"], annotation_video=None)
    given = Papers(deviation="Кейін түсіріледі")
    row = decide(course, "submit", by=people["author"], at=timezone.now(), seen=0, papers=given)
    text = page(people["department"], "record", row.pk).content.decode()
    assert "(cl. 7.4.7)" in text
    assert page(people["learner"], "record", row.pk).status_code == 404


def test_a_forced_step_shows_on_the_page_of_the_course(course, people):
    take(course, people, "submit")
    answer = send(people["administrator"], course, "force", target=State.FACULTY_REVIEW, reason="Кеңес шешімі")
    assert answer.status_code == 302
    text = page(people["faculty"], "detail", course.code).content.decode()
    assert "forced past the rules" in text
    assert "Кеңес шешімі" in text


def test_a_forced_step_without_a_reason_is_refused(course, people):
    answer = send(people["administrator"], course, "force", target=State.ARCHIVED, reason=" ")
    assert "The reason is missing" in answer.content.decode()
    assert Decision.objects.count() == 0


def test_the_queue_shows_what_waits_for_this_person_alone(course, people):
    take(course, people, "submit")
    shown = {name: course.title in page(people[name], "queue").content.decode() for name in people}
    assert {name for name, there in shown.items() if there} == {"department", "colleague"}


def test_the_queue_is_for_those_who_signed_in():
    assert page(None, "queue").status_code == 302


def test_the_queue_is_searched_in_cyrillic_without_case(course, people):
    take(course, people, "submit")
    found = [course.title in page(people["department"], "queue", q=q).content.decode() for q in ("ДЕРЕКТЕР", "физика")]
    assert found == [True, False]


def test_the_queue_is_filtered_by_what_is_overdue(course, people):
    take(course, people, "submit")
    assert course.title not in page(people["department"], "queue", only="overdue").content.decode()
    Course.objects.update(state_since=timezone.now() - timedelta(days=30))
    text = page(people["department"], "queue", only="overdue").content.decode()
    assert course.title in text
    assert "Courses: 1. Overdue: 1." in text


def test_a_returned_course_waits_for_its_author(course, people):
    take(course, people, "submit")
    send(people["department"], course, "return", reason="Глоссарий жоқ")
    assert "Returned to you" in page(people["author"], "queue").content.decode()


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_queue_takes_the_same_queries_for_one_course_and_for_three(people, item_count, django_assert_num_queries):
    for number in range(item_count):
        take(make_course(people["author"], code=f"course-{number}"), people, "submit")
    client = Client()
    client.force_login(people["department"])
    with django_assert_num_queries(8):
        client.get(reverse("reviews:queue"))


@pytest.mark.parametrize("rounds", [1, 3])
def test_the_reviewers_page_takes_the_same_queries_for_any_history(course, people, rounds, django_assert_num_queries):
    for _round in range(rounds - 1):
        take(course, people, "submit")
        decide(course, "withdraw", by=people["author"], at=timezone.now(), seen=course.decision_count)
    take(course, people, "submit")
    client = Client()
    client.force_login(people["department"])
    with django_assert_num_queries(13):
        client.get(reverse("reviews:detail", args=[course.code]))
