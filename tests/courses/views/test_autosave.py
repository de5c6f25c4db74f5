"""What the script beside a form is answered, and who else is on the page."""

from datetime import timedelta

import pytest
from django.core.cache import cache

from courses.actions import delete_node
from courses.models import Course
from courses.presence import GONE_AFTER, mark_presence, others_present
from mooc_portal.people.models import Role
from reviews.actions import decide
from tests.factories import NOW, make_course, make_person, make_user

pytestmark = pytest.mark.django_db
SCRIPT = {"headers": {"X-Autosave": "1"}}


@pytest.fixture
def section(course):
    return course.sections.first()


@pytest.fixture
def address(course, section):
    return f"/courses/{course.code}/section/{section.pk}/"


def answered(response) -> tuple[int, str]:
    return response.status_code, response.json()["state"]


def test_each_saving_is_answered_with_the_mark_of_what_is_stored(client, author, section, address, filled):
    client.force_login(author)
    fields = filled(address, title="One")
    for title in ("One", "Two", "Three"):
        response = client.post(address, fields | {"title": title}, **SCRIPT)
        assert answered(response) == (200, "saved")
        fields["seen"] = response.json()["seen"]
    section.refresh_from_db()
    assert section.title == "Three"


def test_saving_in_passing_leaves_no_message_and_leaving_does(client, author, address, filled):
    client.force_login(author)
    client.post(address, filled(address, title="One"), **SCRIPT)
    assert "Changes saved" not in client.get(address).content.decode()
    client.post(address, filled(address, title="Two") | {"leave": "1"}, **SCRIPT)
    assert "Changes saved" in client.get(address).content.decode()


def test_a_second_editor_a_wrong_value_and_a_deleted_place_are_told_apart(
    client, course, author, section, address, filled
):
    client.force_login(author)
    fields = filled(address, title="Mine")
    client.post(address, filled(address, title="Theirs"), **SCRIPT)
    assert answered(client.post(address, fields, **SCRIPT)) == (409, "conflict")
    response = client.post(address, filled(address, title="a\x00b"), **SCRIPT)
    assert answered(response) == (422, "refused")
    assert response.json()["message"]
    delete_node(course, section, by=author, at=NOW)
    assert client.post(address, fields, **SCRIPT).status_code == 404


def test_what_is_beside_the_form_does_not_spend_the_message(client, author, address, filled):
    client.force_login(author)
    fields = filled(address, title="One")
    client.post(address, fields | {"leave": "1"}, **SCRIPT)
    client.post(address, fields | {"again": "1"}, headers={"HX-Request": "true", "HX-Target": "beside"})
    assert "Changes saved" in client.get(address).content.decode()


def test_what_was_stored_though_its_answer_was_lost_is_sent_again_without_a_conflict(
    client, course, author, address, filled
):
    client.force_login(author)
    for place in (address, f"/courses/{course.code}/edit/"):
        fields = filled(place, title="One")
        first = client.post(place, fields, **SCRIPT)
        again = client.post(place, fields, **SCRIPT)
        assert answered(again) == (200, "saved")
        assert again.json()["seen"] == first.json()["seen"]


def test_a_locked_course_is_told_with_its_reason_and_stays(client, course, author, section, address, filled):
    client.force_login(author)
    fields = filled(address, title="Late")
    decide(course, "submit", by=author, at=NOW, seen=0)
    response = client.post(address, fields, **SCRIPT)
    assert answered(response) == (403, "locked")
    assert "under review" in response.json()["message"]
    section.refresh_from_db()
    assert section.title != "Late"


def test_an_administrator_saves_in_passing_and_whoever_is_no_author_any_more_does_not(
    client, course, author, section, address, filled
):
    client.force_login(make_user("admin@example.kz", is_superuser=True))
    assert answered(client.post(address, filled(address, title="Kept"), **SCRIPT)) == (200, "saved")
    client.force_login(author)
    fields = filled(address, title="Late")
    course.authorships.all().delete()
    assert client.post(address, fields, **SCRIPT).status_code == 404
    section.refresh_from_db()
    assert section.title == "Kept"


def test_each_saving_counts_one_edit_and_a_refused_one_none(client, course, author, address, filled):
    client.force_login(author)
    fields = filled(address, title="One")
    before = course.version
    client.post(address, fields, **SCRIPT)
    client.post(address, fields | {"title": "Two"}, **SCRIPT)  # its mark is that of before
    course.refresh_from_db()
    assert course.version == before + 1


def test_a_place_of_another_course_is_not_found_and_nothing_is_counted(client, course, author, section, filled):
    other = make_course(make_user("other@example.kz"), code="other")
    theirs = other.sections.first()
    client.force_login(author)
    for code in (course.code, other.code):
        fields = filled(f"/courses/{course.code}/section/{section.pk}/", title="Taken")
        assert client.post(f"/courses/{code}/section/{theirs.pk}/", fields, **SCRIPT).status_code == 404
    theirs.refresh_from_db()
    assert theirs.title != "Taken"
    assert list(Course.objects.order_by("pk").values_list("version", flat=True)) == [course.version, other.version]


def test_the_facts_are_saved_in_passing_too(client, course, author, filled):
    client.force_login(author)
    address = f"/courses/{course.code}/edit/"
    fields = filled(address, title="One")
    seen = client.post(address, fields, **SCRIPT).json()["seen"]
    assert answered(client.post(address, fields | {"title": "Two", "seen": seen}, **SCRIPT)) == (200, "saved")


def test_what_is_added_tells_where_to_go_on(client, course, author, section):
    client.force_login(author)
    address = f"/courses/{course.code}/add/part/{section.pk}/"
    response = client.post(address, {"title": "Жаңа", "text": "", "leave": "1"}, **SCRIPT)
    assert response.json()["next"] == f"/courses/{course.code}/part/{section.parts.last().pk}/"


def test_a_visitor_is_led_to_sign_in(client, address):
    assert client.post(address, {}, **SCRIPT).status_code == 302


def test_authors_see_each_other_until_they_are_gone(client, course, author):
    cache.clear()
    colleague = make_user("second@example.kz")
    course.authorships.create(user=colleague, position=1)
    mark_presence(course, colleague, place="Бөлім", at=NOW)
    just_before = NOW + GONE_AFTER - timedelta(seconds=1)
    assert [(one.name, one.place) for one in others_present(course, author, at=just_before)] == [
        (str(colleague), "Бөлім")
    ]
    assert others_present(course, author, at=NOW + GONE_AFTER) == []
    assert others_present(course, colleague, at=NOW) == []


def test_strangers_do_not_learn_who_is_there(client, course):
    client.force_login(make_person(Role.INSTRUCTOR))
    assert client.post(f"/courses/{course.code}/presence/").status_code == 404
