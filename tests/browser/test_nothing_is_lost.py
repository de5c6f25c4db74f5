"""Whatever is typed into a form of a course survives: a failing network, an expired session, a second editor."""

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from courses.actions import delete_node
from tests.browser.conftest import sign_in
from tests.factories import NOW, make_course, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def failing_requests(open_page):
    """For tests whose very matter are requests that fail."""
    open_page.watcher.requests_may_fail = True


@pytest.fixture
def section(author):
    return make_course(author).sections.first()


def address(section) -> str:
    return reverse("courses:node", args=[section.course.code, "section", section.pk])


def shows(page, state: str) -> None:
    """The page says what became of the text, in words that can be seen."""
    expect(page.locator("#save-state")).to_have_attribute("data-state", state)
    expect(page.locator(f'#save-state [data-when="{state}"]')).to_have_count(0 if state == "idle" else 1)
    if state != "idle":
        expect(page.locator(f'#save-state [data-when="{state}"]')).to_be_visible()


def asks_for_fields(route) -> bool:
    return "again=kind" in (route.request.post_data or "")


def stored_title(section) -> str:
    section.refresh_from_db()
    return section.title


def test_what_is_typed_is_stored_without_a_press_of_a_button(open_page, author, section):
    page = open_page(address(section), user=author)
    page.get_by_role("textbox", name="Title").fill("Жаңа атау")
    shows(page, "saved")
    assert stored_title(section) == "Жаңа атау"
    page.get_by_role("textbox", name="Title").fill("Тағы бір атау")
    shows(page, "saved")
    page.wait_for_timeout(1500)
    assert stored_title(section) == "Тағы бір атау"


@pytest.mark.usefixtures("failing_requests")
def test_a_lost_connection_keeps_the_text_and_sends_it_afterwards(open_page, author, section):
    page = open_page(address(section), user=author)
    page.context.set_offline(True)
    page.get_by_role("textbox", name="Title").fill("Желісіз жазылған")
    shows(page, "offline")
    page.context.set_offline(False)
    shows(page, "saved")
    assert stored_title(section) == "Желісіз жазылған"


def test_what_is_typed_while_other_fields_are_on_their_way_stays(open_page, author, section):
    task = section.course.tasks.filter(kind="test").first()
    page = open_page(f"/courses/{section.course.code}/add/item/{task.pk}/", user=author)
    waiting = []
    page.route("**/add/item/**", lambda route: waiting.append(route) if asks_for_fields(route) else route.continue_())
    page.get_by_role("combobox", name="Kind of item").select_option("short_text")
    stem = page.get_by_role("textbox", name="Stem")
    stem.focus()
    page.keyboard.type("Which mean stands middle?")
    for _letter in "middle?":
        page.keyboard.press("ArrowLeft")
    page.wait_for_timeout(1500)  # longer than any pause after which the page asks of itself
    (asked,) = waiting
    asked.continue_()
    expect(page.get_by_role("textbox", name="Accepted answers")).to_be_visible()
    expect(stem).to_have_value("Which mean stands middle?")
    expect(stem).to_be_focused()
    page.keyboard.type("in the ")
    expect(stem).to_have_value("Which mean stands in the middle?")


@pytest.mark.usefixtures("failing_requests")
def test_a_closed_browser_brings_back_what_it_could_not_send(open_page, author, section):
    page = open_page(address(section), user=author)
    page.route("**/section/**", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.get_by_role("textbox", name="Title").fill("Үзілген байланыс")
    shows(page, "offline")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.get_by_role("textbox", name="Title").press("End")
    page.goto("/courses/")
    assert asked == ["beforeunload"]
    page.unroute("**/section/**")
    page.goto(address(section))
    expect(page.get_by_role("textbox", name="Title")).to_have_value("Үзілген байланыс")
    shows(page, "idle")
    assert stored_title(section) == "Үзілген байланыс"


@pytest.mark.usefixtures("failing_requests")
def test_an_expired_session_keeps_the_text_until_the_author_is_back(open_page, author, section, live_server):
    page = open_page(address(section), user=author)
    Session.objects.all().delete()
    page.get_by_role("textbox", name="Title").fill("Сессия біткенде")
    shows(page, "signed-out")
    page.locator("#save-state").get_by_role("link", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    sign_in(page.context, live_server.url, author)
    page.goto(address(section))
    expect(page.get_by_role("textbox", name="Title")).to_have_value("Сессия біткенде")
    shows(page, "idle")
    assert stored_title(section) == "Сессия біткенде"


def test_the_second_of_two_editors_sees_both_texts_and_chooses(open_page, author, section):
    colleague = make_user("second@example.kz")
    section.course.authorships.create(user=colleague, position=1)
    mine = open_page(address(section), user=author)
    theirs = open_page(address(section), user=colleague)
    expect(theirs.locator("#others")).to_contain_text(str(author))
    theirs.get_by_role("textbox", name="Title").fill("Their title")
    shows(theirs, "saved")
    mine.get_by_role("textbox", name="Title").fill("My title")
    shows(mine, "conflict")
    mine.get_by_role("button", name="Show both").click()
    expect(mine.locator(".conflict")).to_contain_text("Their title")
    expect(mine.get_by_role("textbox", name="Title")).to_have_value("My title")
    assert stored_title(section) == "Their title"
    expect(mine.locator(".conflict del")).to_have_text("Their")
    expect(mine.locator(".conflict ins")).to_have_text("My")
    mine.get_by_role("button", name="Save mine over it").click()
    expect(mine.locator("main").get_by_text("Changes saved.").first).to_be_visible()
    assert stored_title(section) == "My title"


def test_the_second_editor_may_take_what_is_stored(open_page, author, section):
    mine = open_page(address(section), user=author)
    theirs = open_page(address(section), user=author)
    theirs.get_by_role("textbox", name="Title").fill("Their title")
    shows(theirs, "saved")
    mine.get_by_role("textbox", name="Title").fill("My title")
    shows(mine, "conflict")
    mine.get_by_role("button", name="Show both").click()
    mine.get_by_role("link", name="Take what is stored").click()
    expect(mine.get_by_role("textbox", name="Title")).to_have_value("Their title")
    shows(mine, "idle")
    assert stored_title(section) == "Their title"


def test_what_was_begun_on_a_page_that_adds_is_there_again(open_page, author, section):
    adding = reverse("courses:add", args=[section.course.code, "part", section.pk])
    page = open_page(adding, user=author)
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("textbox", name="Topic").fill("Басталған бөлік")
    page.goto("/courses/")
    page.goto(adding)
    expect(page.get_by_role("textbox", name="Topic")).to_have_value("Басталған бөлік")
    shows(page, "restored")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("main").get_by_text("Changes saved.").first).to_be_visible()
    assert section.parts.last().title == "Басталған бөлік"
    page.goto(adding)
    expect(page.get_by_role("textbox", name="Topic")).to_have_value("")


@pytest.mark.usefixtures("failing_requests")
def test_what_somebody_deleted_can_still_be_copied(open_page, author, section):
    page = open_page(address(section), user=author)
    delete_node(section.course, section, by=author, at=NOW)
    page.get_by_role("textbox", name="Title").fill("Жойылған бөлімге")
    shows(page, "gone")
    expect(page.get_by_role("textbox", name="Title")).to_have_value("Жойылған бөлімге")


def test_what_cannot_be_stored_says_why_and_stays(open_page, author, section):
    lecture = section.parts.first().lectures.first()
    page = open_page(reverse("courses:node", args=[section.course.code, "lecture", lecture.pk]), user=author)
    page.get_by_label("Length").fill("twelve")
    shows(page, "refused")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".invalid-feedback")).to_be_visible()
    expect(page.get_by_label("Length")).to_have_value("twelve")
