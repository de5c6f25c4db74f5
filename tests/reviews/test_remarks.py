"""Remarks: who makes, answers and settles them, what they hold back, how they follow their places."""

import pytest
from django.test import Client
from django.urls import reverse

from courses.actions import add_node, delete_node, move_node
from courses.states import State
from mooc_portal.outbox.models import Letter
from mooc_portal.people.models import Role
from reviews.actions import Papers, decide
from reviews.checks import HeldBack, NotAllowed, Outrun, Refused
from reviews.models import Act, Remark, RemarkStep, Resolution, Severity
from reviews.remarks.actions import act_on_remark, add_remark
from reviews.remarks.readers import remarks_visible_to
from reviews.remarks.rules import ACTS
from tests.factories import ALL_YES, NOW, make_course, make_department, make_faculty, make_person, make_user, protocol

pytestmark = pytest.mark.django_db
LECTURE = "/sections/0/parts/0/lectures/1"


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
        "administrator": make_user(is_superuser=True),
    }


@pytest.fixture
def course(people):
    course = make_course(people["author"])
    for number, section in enumerate(course.sections.order_by("position")):
        type(section).objects.filter(pk=section.pk).update(announcement=f"{section.announcement} №{number}")
    decide(course, "submit", by=people["author"], at=NOW, seen=0)
    return course


def remark(course, by, path=LECTURE, **changes) -> Remark:
    values = {"text": "Мысал жоқ", "severity": Severity.ESSENTIAL, "clause": "3.6"} | changes
    return add_remark(course, revision=course.revisions.first(), path=path, by=by, at=NOW, **values)


def act(one: Remark, name: str, by, text="Жаңа мысал қосылды") -> RemarkStep:
    return act_on_remark(one, name, seen=one.step_count, by=by, at=NOW, text=text)


def step(course, transition, by, **papers):
    given = Papers(**{"reason": "Дайын", "protocol": protocol(), "checklist": ALL_YES} | papers)
    return decide(course, transition, by=by, at=NOW, seen=course.decision_count, papers=given)


@pytest.mark.parametrize("name", ["author", "faculty", "quality", "elsewhere", "administrator"])
def test_only_reviewers_of_the_stage_make_remarks(course, people, name):
    with pytest.raises(NotAllowed):
        remark(course, people[name])
    assert remark(course, people["department"]).stage == State.DEPARTMENT_REVIEW


def test_an_author_who_reviews_makes_no_remark_on_an_own_course(course, people):
    course.authorships.create(user=people["department"], position=1)
    with pytest.raises(NotAllowed, match="of their own"):
        remark(course, people["department"])


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"text": " "}, "says nothing"),
        ({"path": "/sections/77"}, "no such place"),
        ({"path": "/sections/0/colour"}, "no such place"),
        ({"clause": "99.9"}, "no clause 99.9"),
    ],
)
def test_a_remark_says_something_about_a_place_that_is_there(course, people, changes, said):
    with pytest.raises(Refused, match=said):
        remark(course, people["department"], **changes)
    assert Remark.objects.count() == 0


def test_a_remark_needs_no_letter(course, people):
    before = Letter.objects.count()
    one = remark(course, people["department"])
    act(one, Act.ANSWER, people["author"])
    assert Letter.objects.count() == before


def test_a_remark_on_a_revision_that_is_no_longer_the_latest_is_refused(course, people):
    first = course.revisions.get()
    step(course, "withdraw", people["author"])
    step(course, "submit", people["author"])
    with pytest.raises(Outrun):
        add_remark(course, revision=first, path="", text="x", severity="essential", by=people["department"], at=NOW)


def test_a_course_withdrawn_meanwhile_takes_no_remark(course, people):
    step(course, "withdraw", people["author"])
    with pytest.raises(NotAllowed):
        remark(course, people["department"])


MAY = {
    Act.ANSWER: {"author"},
    Act.RESOLVE: {"department", "colleague"},
    Act.REOPEN: {"department", "colleague"},
    Act.WITHDRAW: {"department", "colleague"},
}


@pytest.mark.parametrize("name", list(ACTS))
def test_every_act_is_open_to_those_people_from_those_resolutions(course, people, name):
    sources, target = ACTS[name]
    one = remark(course, people["department"])
    for resolution in Resolution:
        for who, person in people.items():
            Remark.objects.filter(pk=one.pk).update(resolution=resolution)
            one.refresh_from_db()
            if who not in MAY[name]:
                with pytest.raises(NotAllowed):
                    act(one, name, person)
            elif resolution not in sources:
                with pytest.raises(Refused, match="not possible"):
                    act(one, name, person)
            else:
                act(one, name, person)
                one.refresh_from_db()
                assert one.resolution == target


@pytest.mark.parametrize("name", [Act.ANSWER, Act.REOPEN])
def test_an_answer_and_a_reopening_are_in_words(course, people, name):
    one = remark(course, people["department"])
    Remark.objects.filter(pk=one.pk).update(resolution=Resolution.ANSWERED)
    with pytest.raises(Refused, match="in words"):
        act(one, name, people["author" if name == Act.ANSWER else "department"], text=" ")


def test_of_two_people_the_second_is_told(course, people):
    one = remark(course, people["department"])
    act_on_remark(one, Act.RESOLVE, seen=1, by=people["department"], at=NOW)
    with pytest.raises(Outrun):
        act_on_remark(one, Act.ANSWER, seen=1, by=people["author"], at=NOW, text="Түзетілді")
    assert [row.act for row in one.steps.all()] == [Act.ADD, Act.RESOLVE]


@pytest.mark.parametrize("resolution", list(Resolution))
@pytest.mark.parametrize("severity", list(Severity))
def test_an_essential_remark_that_is_not_settled_holds_the_course_back(course, people, severity, resolution):
    one = remark(course, people["department"], severity=severity)
    Remark.objects.filter(pk=one.pk).update(resolution=resolution)
    held = severity == Severity.ESSENTIAL and resolution in (Resolution.OPEN, Resolution.ANSWERED)
    if held:
        with pytest.raises(HeldBack) as refused:
            step(course, "endorse", people["department"])
        assert refused.value.remarks == [one]
    else:
        assert step(course, "endorse", people["department"]).to_state == State.FACULTY_REVIEW


def test_the_faculty_too_is_held_back(course, people):
    step(course, "endorse", people["department"])
    one = remark(course, people["faculty"])
    with pytest.raises(HeldBack):
        step(course, "approve", people["faculty"])
    act(one, Act.RESOLVE, people["faculty"])
    assert step(course, "approve", people["faculty"]).transition == "approve"


def test_a_note_among_reviewers_holds_nothing_back_and_is_theirs_alone(course, people):
    one = remark(course, people["department"], private=True)
    sees = {name for name, person in people.items() if one in remarks_visible_to(person, course, at=NOW)}
    assert sees == {"department", "colleague"}
    with pytest.raises(NotAllowed, match="not answered by authors"):
        act(one, Act.ANSWER, people["author"])
    step(course, "endorse", people["department"])


def test_a_remark_follows_its_place_through_the_rounds(course, people):
    section = course.sections.order_by("position").first()
    one = remark(course, people["department"], path="/sections/0/announcement")
    step(course, "return", people["department"])
    section.title = "Басқа бөлім"
    section.save()
    move_node(course, section, up=False, by=people["author"], at=NOW)
    step(course, "submit", people["author"])
    one.refresh_from_db()
    assert (one.revision.number, one.path) == (1, "/sections/0/announcement")
    assert (one.stands_on.number, one.place) == (2, "/sections/1/announcement")
    assert one.place_names["en"] == "Section 2 «Басқа бөлім»"
    with pytest.raises(HeldBack):
        step(course, "endorse", people["department"])


def test_a_remark_whose_place_was_deleted_says_so_and_still_holds(course, people):
    part = course.sections.order_by("position").first().parts.order_by("position").first()
    added = add_node_while_draft(course, people, part)
    one = remark(course, people["department"], path=f"/sections/0/parts/0/lectures/{added}")
    step(course, "return", people["department"])
    delete_node(course, part.lectures.order_by("position").last(), by=people["author"], at=NOW)
    step(course, "submit", people["author"])
    one.refresh_from_db()
    assert one.stands_on.number == course.revisions.first().number - 1
    answer = page(people["department"], course)
    assert "Their place is gone from the course" in answer
    with pytest.raises(HeldBack):
        step(course, "endorse", people["department"])


def add_node_while_draft(course, people, part) -> int:
    """A lecture more, in a round of its own; its number."""
    step(course, "withdraw", people["author"])
    values = {"title": "Қосымша дәріс", "seconds": 700, "measured": True}
    add_node(course, "lecture", part, values, by=people["author"], at=NOW)
    step(course, "submit", people["author"])
    return part.lectures.count() - 1


def client(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(user, course) -> str:
    return client(user).get(reverse("reviews:detail", args=[course.code])).content.decode()


def test_a_reviewer_makes_a_remark_at_a_place_and_finds_it_there(course, people):
    new = reverse("reviews:remark_new", args=[course.code])
    assert f"{new}?path=%2Fsections%2F0" in page(people["department"], course)
    asked = client(people["department"]).get(new, {"path": LECTURE})
    assert "Lecture 2" in asked.content.decode()
    data = {"path": LECTURE, "revision": course.revisions.get().pk, "text": "Мысал жоқ", "severity": "essential"}
    answer = client(people["department"]).post(new, data)
    assert answer.status_code == 302
    assert answer.url.endswith(f"#remark-{Remark.objects.get().pk}")
    assert "Мысал жоқ" in page(people["department"], course)


def test_what_was_typed_survives_a_refusal(course, people):
    step(course, "withdraw", people["author"])
    data = {"path": "", "revision": course.revisions.get().pk, "text": "Ұзақ мәтін", "severity": "essential"}
    answer = client(people["department"]).post(reverse("reviews:remark_new", args=[course.code]), data)
    assert answer.status_code == 200
    assert "Ұзақ мәтін" in answer.content.decode()


@pytest.mark.parametrize(("name", "status"), [("author", 403), ("faculty", 403), ("elsewhere", 404)])
def test_who_may_not_make_a_remark_is_refused(course, people, name, status):
    assert client(people[name]).get(reverse("reviews:remark_new", args=[course.code])).status_code == status


@pytest.mark.parametrize(
    ("name", "what", "status"),
    [
        ("author", "answer", 200),
        ("author", "resolve", 403),
        ("department", "answer", 403),
        ("department", "reopen", 200),
        ("elsewhere", "resolve", 404),
        ("department", "explode", 404),
    ],
)
def test_a_step_is_shown_to_those_who_may_take_it(course, people, name, what, status):
    one = remark(course, people["department"])
    assert client(people[name]).get(reverse("reviews:remark_step", args=[one.pk, what])).status_code == status


def test_a_note_is_nothing_to_an_author_even_by_its_address(course, people):
    one = remark(course, people["department"], private=True)
    assert client(people["author"]).get(reverse("reviews:remark_step", args=[one.pk, "answer"])).status_code == 404


def test_the_author_finds_the_remark_on_the_course_and_where_the_place_is_edited(course, people):
    one = remark(course, people["department"])
    step(course, "return", people["department"])
    answer = client(people["author"]).get(course.get_absolute_url()).content.decode()
    lecture = course.sections.order_by("position").first().parts.order_by("position").first().lectures.all()[1]
    address = reverse("courses:node", args=[course.code, "lecture", lecture.pk])
    assert "Мысал жоқ" in answer
    assert address in answer
    fragment = reverse("reviews:remarks_beside", args=[course.code])
    assert f"{fragment}?at=" in client(people["author"]).get(address).content.decode()
    beside = client(people["author"]).get(fragment, {"at": address}).content.decode()
    assert client(people["department"]).get(fragment, {"at": address}).status_code == 403
    assert "Remarks on this place" in beside
    data = {"seen": one.step_count, "text": "Мысал қосылды"}
    sent = client(people["author"]).post(reverse("reviews:remark_step", args=[one.pk, "answer"]), data)
    assert sent.status_code == 302
    one.refresh_from_db()
    assert one.resolution == Resolution.ANSWERED
    assert "Мысал қосылды" in page(people["department"], course)


def test_of_two_answers_at_once_the_second_keeps_its_words(course, people):
    one = remark(course, people["department"])
    act(one, Act.ANSWER, people["author"])
    data = {"seen": 1, "text": "Менің жауабым"}
    answer = client(people["author"]).post(reverse("reviews:remark_step", args=[one.pk, "answer"]), data)
    assert "Somebody was faster." in answer.content.decode()
    assert "Менің жауабым" in answer.content.decode()


def test_the_decision_page_names_the_remarks_that_hold_it_back(course, people):
    one = remark(course, people["department"])
    answer = client(people["department"]).get(reverse("reviews:decide", args=[course.code, "endorse"]))
    assert f"#remark-{one.pk}" in answer.content.decode()
