"""What a screen reader tells while a course is written: where one is, what became of it, and no chatter."""

import re

import pytest
from playwright.sync_api import expect

from courses.models import Comment, Section
from tests.browser.listening import Listener
from tests.factories import make_course, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SENTENCE = "This week we learn to look at our own lesson as at an experiment. "


@pytest.fixture
def section(author):
    return make_course(author, code="written").sections.first()


@pytest.fixture
def at(open_page, author):
    """`at("/courses/new/")` → somebody who listens, on that page."""
    return lambda path: Listener(open_page(path, user=author))


@pytest.fixture
def listener(at, section):
    return at(f"/courses/written/section/{section.pk}/")


def outline(listener):
    return listener.page.get_by_role("navigation", name="Outline")


def test_a_long_text_is_written_in_peace(listener):
    page = listener.page
    text = page.get_by_role("textbox", name="Announcement text")
    listener.write(text, "")
    listener.learn("Everything is saved.")
    page.keyboard.type(SENTENCE * 7)
    heard = listener.learn("Everything is saved.")
    assert len(heard) <= 4, "stored, and what the length is short of, at most three times in 460 keys"
    assert text.input_value() == SENTENCE * 7


def test_of_what_stands_beside_only_another_count_is_told(listener):
    page = listener.page
    text = page.get_by_role("textbox", name="Announcement text")
    listener.write(text, "")
    listener.learn("Violations: 1. Warnings: 0.")
    with page.expect_response(lambda response: "again" in (response.request.post_data or "")):
        listener.write(text, SENTENCE * 10)
    listener.write(text, SENTENCE * 7)
    assert [words for words in listener.learn("Violations: 0. Warnings: 0.") if "Violations: 1" in words] == []


def test_the_count_of_an_announcement_is_told_with_its_field(listener):
    page = listener.page
    text = page.get_by_role("textbox", name="Announcement text")
    with page.expect_response(lambda response: "again" in (response.request.post_data or "")):
        listener.write(text, SENTENCE)
    expect(page.locator("#announcement-count")).to_contain_text(f"characters: {len(SENTENCE.strip())}.")
    spoken = listener.focused()
    assert f"Announcement, characters: {len(SENTENCE.strip())}." in spoken.description
    assert "400–600 characters" in spoken.description


def test_another_kind_of_item_says_what_it_asks_for(at, section):
    task = section.course.tasks.filter(kind="test").first()
    listener = at(f"/courses/written/add/item/{task.pk}/")
    listener.choose(listener.page.get_by_role("combobox", name="Kind of item"), "short_text")
    heard = listener.learn("Fields of this kind: Accepted answers.")
    assert [words for words in heard if "Options" in words] == []
    assert listener.focused().name == "Kind of item"


def test_a_field_that_is_required_is_not_spoken_with_a_star(at):
    listener = at("/courses/new/")
    listener.reach(listener.page.get_by_role("textbox", name="Title", exact=True))
    assert (listener.focused().name, listener.focused().states["required"]) == ("Title", True)


def test_an_error_has_the_focus_and_says_what_is_wrong(at):
    listener = at("/courses/new/")
    page = listener.page
    listener.write(page.get_by_role("textbox", name="Title"), "Research at school")
    listener.write(page.get_by_role("textbox", name="Code"), "Not a code")
    department = page.get_by_role("combobox", name="Department")
    listener.choose(department, department.locator("option").nth(1).get_attribute("value"))
    with page.expect_navigation():
        listener.press(page.get_by_role("button", name="Create the course"))
    code = page.get_by_role("textbox", name="Code")
    expect(code).to_be_focused()
    spoken = listener.focused()
    assert spoken.states["invalid"] == "true"
    assert "Use small Latin letters" in spoken.description
    assert "part of the address of the course" in spoken.description


def test_what_cannot_be_stored_is_told_once_and_leads_to_its_field(at, section):
    lecture = section.parts.first().lectures.first()
    listener = at(f"/courses/written/lecture/{lecture.pk}/")
    page = listener.page
    length = page.get_by_role("textbox", name="Length")
    for tried in ("twelve", "twelve minutes"):
        with page.expect_response(lambda response: response.status == 422):
            listener.write(length, tried)
    listener.learn("This cannot be stored yet")
    with page.expect_navigation():
        listener.press(page.get_by_role("button", name="Save", exact=True))
    expect(length).to_be_focused()
    spoken = listener.focused()
    assert spoken.states["invalid"] == "true"
    assert "Write the length as minutes and seconds" in spoken.description


def test_what_another_author_changed_meanwhile_is_told_with_the_way_out(listener, section):
    page = listener.page
    Section.objects.filter(pk=section.pk).update(title="Their title")
    listener.write(page.get_by_role("textbox", name="Title"), "My title")
    listener.learn("Somebody changed this meanwhile. Yours is kept in this browser. Show both")
    with page.expect_navigation():
        listener.press(page.get_by_role("button", name="Show both"))
    listener.learn("What is stored now stands beside")


def test_the_outline_marks_the_place_and_the_heading_says_it(listener, section):
    lecture = section.parts.first().lectures.first()
    listener.press(outline(listener).get_by_role("link", name=lecture.title).first)
    listener.arrive("Video lecture")
    assert lecture.title in listener.focused().description
    current = outline(listener).get_by_role("link").and_(listener.page.locator("[aria-current]"))
    expect(current).to_have_accessible_name(f"{lecture.title} {lecture.seconds // 60}:{lecture.seconds % 60:02d}")


def test_what_adds_says_where_to(listener, section):
    part = section.parts.first()
    assert part.title != section.parts.last().title
    for kind, held_by in (("Video lecture", part), ("Task", part), ("Part of a section", section)):
        said = re.compile(rf"^{kind} ?: {held_by.title}$")
        expect(outline(listener).get_by_role("link", name=said)).to_have_count(1)


def test_what_was_moved_says_where_it_is_now(listener, section):
    lecture = section.parts.first().lectures.first()
    listener.reach(outline(listener).get_by_role("link", name=lecture.title).first)
    listener.page.keyboard.press("Alt+ArrowDown")
    listener.learn(f"{lecture.title}: now 2 of")
    assert listener.focused().name.startswith(lecture.title)


@pytest.mark.parametrize("role", ["link", "button"])
def test_the_outline_is_renewed_under_the_keyboard(listener, section, role):
    page = listener.page
    page.get_by_role("textbox", name="Title").fill("Жаңа атау")
    with page.expect_response("**/outline/"):
        outline(listener).get_by_role(role, name=section.title).first.focus()
    expect(outline(listener).get_by_role(role, name="Жаңа атау").first).to_be_focused()


def test_a_comment_that_was_sent_is_told_and_another_can_follow(listener):
    page = listener.page
    comment = page.get_by_role("textbox", name="Comment", exact=True)
    listener.write(comment, "Is this enough?")
    listener.press(page.get_by_role("button", name="Send to the other authors"))
    listener.learn("The comment was sent.")
    expect(comment).to_be_focused()
    assert Comment.objects.get().text == "Is this enough?"


def test_a_comment_without_words_says_so_at_its_field(listener):
    page = listener.page
    listener.press(page.get_by_role("button", name="Send to the other authors"))
    expect(page.get_by_role("alert")).not_to_be_empty()
    expect(page.get_by_role("textbox", name="Comment", exact=True)).to_be_focused()
    spoken = listener.focused()
    assert spoken.states["invalid"] == "true"
    assert spoken.description == page.get_by_role("alert").inner_text()


def test_more_rows_are_there_to_be_written(at, section):
    task = section.course.tasks.filter(kind="test").first()
    listener = at(f"/courses/written/add/item/{task.pk}/")
    page = listener.page
    listener.press(page.get_by_role("button", name="More rows: Options"))
    rows = [page.get_by_role("group", name=f"Options {number}", exact=True) for number in (1, 3)]
    expect(rows[1]).to_be_visible()
    expect(rows[0].get_by_role("textbox", name="Option")).to_be_focused()


def test_a_colleague_is_told_of_once(at, section, open_page):
    colleague = make_user("colleague@example.kz")
    section.course.authorships.create(user=colleague, position=1)
    address = f"/courses/written/section/{section.pk}/"
    theirs = open_page(address, user=colleague)
    listener = at(address)
    listener.learn("Here now: colleague")
    listener.page.clock.install()
    listener.page.reload()
    for _half_minute in range(3):
        with listener.page.expect_response("**/presence/"), theirs.expect_response("**/presence/"):
            theirs.reload()
            listener.page.clock.fast_forward(30_000)
    listener.page.clock.fast_forward(1_000)
    listener.learn("Here now: colleague")
