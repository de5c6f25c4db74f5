"""Every form of a course: sent back untouched, sent back with what cannot be, sent too late."""

import pytest

from courses.actions import delete_node
from courses.actions.content import COURSE_PATH, KINDS
from courses.document.codec import decode
from courses.models import Course
from tests.factories import NOW, make_department, make_faculty

pytestmark = pytest.mark.django_db


def nodes(course, kind: str):
    model = KINDS[kind].model
    return model.objects.filter(**{COURSE_PATH.get(model, "course"): course})


def exported(client, course) -> bytes:
    return client.get(f"/courses/{course.code}/export/").content


def test_the_facts_of_a_course_are_stored_with_the_faculty_of_its_department(client, course, author, filled):
    client.force_login(author)
    elsewhere = make_department("chemistry", make_faculty("nature"))
    address = f"/courses/{course.code}/edit/"
    response = client.post(address, filled(address, title="Жаңа атау", department=elsewhere.pk))
    course.refresh_from_db()
    assert (response.status_code, course.title) == (302, "Жаңа атау")
    assert (course.department, course.faculty) == (elsewhere, elsewhere.faculty)


@pytest.mark.parametrize("kind", ["section", "part", "lecture", "task", "outcome", "entry", "item"])
def test_a_form_sent_back_untouched_changes_nothing(client, course, author, filled, kind):
    client.force_login(author)
    before = exported(client, course)
    for node in nodes(course, kind):
        address = f"/courses/{course.code}/{kind}/{node.pk}/"
        assert client.post(address, filled(address)).status_code == 302
    assert exported(client, course) == before


def test_facts_sent_back_untouched_change_nothing(client, course, author, filled):
    client.force_login(author)
    Course.objects.filter(pk=course.pk).update(goals=["two\nlines ", "ә"], extra_week="", summary=" a\r\nb")
    before = exported(client, course)
    address = f"/courses/{course.code}/edit/"
    sent = filled(address)
    sent["goals"] = sent["goals"].replace("\n", "\r\n")
    assert client.post(address, sent).status_code == 302
    assert exported(client, course) == before


def test_line_ends_of_a_browser_are_not_stored(client, course, author, filled):
    client.force_login(author)
    section = course.sections.first()
    address = f"/courses/{course.code}/section/{section.pk}/"
    client.post(address, filled(address, announcement="first\r\nsecond"))
    section.refresh_from_db()
    assert section.announcement == "first\nsecond"


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        ("task", "minutes", str(2**60)),
        ("task", "minutes", "-1"),
        ("task", "team_min", "9" * 40),
        ("task", "peer_reviews", "0"),
        ("task", "weight", "100.5"),
        ("task", "criteria", "a\x00b"),
        ("lecture", "seconds", "12.30"),
        ("section", "title", "a\x00b"),
        ("outcome", "code", ""),
        ("entry", "term", " "),
    ],
)
def test_what_no_course_can_hold_is_refused_at_its_field_and_stays_typed(
    client, course, author, filled, kind, field, value
):
    client.force_login(author)
    before = exported(client, course)
    node = nodes(course, kind).first()
    address = f"/courses/{course.code}/{kind}/{node.pk}/"
    response = client.post(address, filled(address, **{field: value}))
    assert list(response.context["form"].errors) == [field]
    assert response.context["form"][field].value() == value
    assert exported(client, course) == before


@pytest.mark.parametrize("field", ["credits", "weeks"])
@pytest.mark.parametrize("value", ["0", str(2**60)])
def test_counts_of_a_course_are_positive_and_fit_the_format(client, course, author, filled, field, value):
    client.force_login(author)
    address = f"/courses/{course.code}/edit/"
    assert list(client.post(address, filled(address, **{field: value})).context["form"].errors) == [field]
    decode(exported(client, course))


@pytest.mark.parametrize("most", ["NaN", "1e999", "Infinity"])
def test_a_parameter_is_a_number_that_exists(client, course, author, filled, most):
    client.force_login(author)
    item = course.tasks.get(part=None).items.get()
    address = f"/courses/{course.code}/item/{item.pk}/"
    typed = {"parameters-0-name": "a", "parameters-0-min": "1", "parameters-0-max": most, "parameters-0-values": ""}
    response = client.post(address, filled(address, kind="number", answer="a", **typed))
    assert list(response.context["form"].rows["parameters"].forms[0].errors) == ["max"]
    assert most in response.content.decode()


def test_saving_what_somebody_deleted_keeps_the_words_on_the_page(client, course, author, filled):
    client.force_login(author)
    section = course.sections.first()
    address = f"/courses/{course.code}/add/part/{section.pk}/"
    sent = filled(address, title="Менің тақырыбым", text="x")
    assert client.post(address, sent).status_code == 302
    delete_node(course, section, by=author, at=NOW)
    assert client.post(address, sent).status_code == 404


def test_facts_changed_by_somebody_else_stand_beside_what_was_typed(client, course, author, filled):
    client.force_login(author)
    address = f"/courses/{course.code}/edit/"
    mine, theirs = filled(address, title="Mine"), filled(address, title="Theirs")
    client.post(address, theirs)
    response = client.post(address, mine)
    assert [(one.stored, one.marks) for one in response.context["form"].conflict] == [
        ("Theirs", (("gone", "Theirs"), ("new", "Mine")))
    ]
    assert client.post(address, mine | {"seen": response.context["form"]["seen"].value()}).status_code == 302
    course.refresh_from_db()
    assert course.title == "Mine"


def test_the_annotation_video_is_not_asked_for_the_length_of_a_lecture(client, course, author):
    client.force_login(author)
    annotation = course.lectures.get(part=None)
    page = client.get(f"/courses/{course.code}/annotation/{annotation.pk}/").content.decode()
    assert "cl. 7.4.7" in page
    assert "cl. 4.4" not in page.split('id="beside"')[0]
