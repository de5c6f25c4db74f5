"""The outline beside the form: going about, moving, deleting and bringing back without loading the page again."""

import pytest
from playwright.sync_api import expect

from courses.models import Lecture, Section
from tests.factories import make_course

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def course(author):
    return make_course(author)


@pytest.fixture
def section(course):
    return course.sections.first()


@pytest.fixture
def page(open_page, course, section, author):
    """The page of the first section, with a mark that a page loaded again would not have."""
    page = open_page(f"/courses/{course.code}/section/{section.pk}/", user=author)
    page.evaluate("window.stayed = true")
    yield page
    assert page.evaluate("window.stayed") is True


# Where each link of the outline stands in it, however far it is scrolled; null for one that is folded.
PLACES = """() => {
    const nav = document.getElementById("outline"), zero = nav.getBoundingClientRect().top - nav.scrollTop;
    return [...nav.querySelectorAll("a")].map((a) => a.offsetParent && a.getBoundingClientRect().top - zero);
}"""


def row(page, kind: str, node):
    return page.locator(f'#outline [data-node="{kind}-{node.pk}"] > a:not(.add)')


def titles(part) -> list[str]:
    return list(part.lectures.order_by("position").values_list("title", flat=True))


def named(part) -> list[Lecture]:
    """The first lectures of a part, with names that tell them apart."""
    lectures = list(part.lectures.order_by("position"))
    for n, lecture in enumerate(lectures):
        Lecture.objects.filter(pk=lecture.pk).update(title=f"L{n}")
    return lectures


def test_what_is_typed_is_stored_when_another_place_is_opened_at_once(page, section):
    lecture = section.parts.first().lectures.first()
    page.get_by_role("textbox", name="Title").fill("Жаңа атау")
    row(page, "lecture", lecture).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Video lecture")
    page.wait_for_url(f"**/lecture/{lecture.pk}/")
    expect(row(page, "lecture", lecture)).to_have_attribute("aria-current", "page")
    section.refresh_from_db()
    assert section.title == "Жаңа атау"
    page.get_by_role("textbox", name="Title").fill("Дәріс атауы")
    expect(page.locator("#save-state")).to_have_attribute("data-state", "saved")
    expect(row(page, "lecture", lecture)).to_contain_text("Дәріс атауы")
    expect(row(page, "section", section)).to_contain_text("Жаңа атау")


def test_the_outline_is_not_renewed_under_a_link_that_is_being_opened(page, course, section):
    """The place asked for comes last of all, as on a slow connection."""
    lecture = section.parts.first().lectures.first()
    renewed = []
    page.on("response", lambda response: renewed.append(response.url) if response.url.endswith("/outline/") else None)

    def hold(route):
        answer = route.fetch()
        while not renewed:
            page.wait_for_timeout(50)
        page.wait_for_timeout(200)
        route.fulfill(response=answer)

    page.route(f"**/lecture/{lecture.pk}/", hold, times=1)
    page.get_by_role("textbox", name="Title").fill("Жаңа атау")
    row(page, "lecture", lecture).click()
    page.wait_for_url(f"**/lecture/{lecture.pk}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Video lecture")
    expect(row(page, "section", section)).to_contain_text("Жаңа атау")


def test_a_link_that_was_renewed_while_it_waited_is_opened_all_the_same(page, section):
    lecture = section.parts.first().lectures.first()

    def hold(route):
        page.evaluate("document.body.dispatchEvent(new Event('course-saved'))")
        with page.expect_response("**/outline/"):
            pass
        page.wait_for_timeout(300)
        route.continue_()

    page.get_by_role("textbox", name="Title").fill("Жаңа атау")
    page.route(f"**/section/{section.pk}/", hold, times=1)
    row(page, "lecture", lecture).click()
    page.wait_for_url(f"**/lecture/{lecture.pk}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Video lecture")
    section.refresh_from_db()
    assert section.title == "Жаңа атау"


def test_what_is_typed_the_moment_a_form_appears_counts(page, section):
    """By a script that types as soon as the form stands there: faster than any hand, and slower than a busy machine."""
    page.evaluate("""() => new MutationObserver((changes, watcher) => {
        const topic = document.querySelector('#id_title');
        if (!location.pathname.includes('/add/') || !topic) return;
        watcher.disconnect();
        topic.value = 'Басталған';
        topic.dispatchEvent(new Event('input', {bubbles: true}));
    }).observe(document.body, {childList: true, subtree: true})""")
    page.locator("#outline").get_by_role("link", name="Part of a section").first.click()
    expect(page.get_by_role("textbox", name="Topic")).to_have_value("Басталған")
    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    row(page, "section", section).click()
    expect(page.get_by_role("textbox", name="Topic")).to_have_value("Басталған")
    assert "not saved yet" in asked[0]


def test_nothing_jumps_under_the_finger_when_the_script_begins(open_page, course, author):
    page = open_page("/courses/", user=author, phone=True)
    last = course.sections.last()
    address = f"/courses/{course.code}/section/{last.pk}/"
    open_page.watcher.requests_may_fail = True
    page.route("**/outline*.js", lambda route: route.abort())
    page.goto(address)
    before = page.evaluate(PLACES)
    page.unroute("**/outline*.js")
    page.goto(address)
    expect(page.locator("#outline button.fold").first).to_be_visible()
    assert page.evaluate(PLACES) == before
    assert None in before, "sections that are not open are folded from the start"
    assert page.evaluate("window.scrollY") == 0


def test_alt_and_an_arrow_move_what_the_keyboard_is_on(page, section):
    part = section.parts.first()
    lectures = named(part)
    # A section that has the number of the lecture does not get its focus.
    number = lectures[0].pk
    if not Section.objects.filter(pk=number).exists():
        Section.objects.create(pk=number, course=section.course, title="Namesake", position=0)
    row(page, "lecture", lectures[0]).focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("#said")).to_contain_text(f"now 2 of {len(lectures)}")
    assert titles(part)[:2] == ["L1", "L0"]
    expect(row(page, "lecture", lectures[0])).to_be_focused()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("#said")).to_contain_text("now 1 of")
    assert titles(part)[:2] == ["L0", "L1"]


def test_a_lecture_is_dragged_into_another_part(page, course, section):
    part, other = section.parts.first(), course.sections.all()[1].parts.first()
    lectures, there = named(part), other.lectures.count()
    page.locator(f'#outline [data-node="section-{other.section_id}"] > button.fold').click()
    row(page, "lecture", lectures[0]).drag_to(row(page, "part", other))
    expect(page.locator("#said")).to_contain_text(f"now {there + 1} of {there + 1}")
    assert titles(other)[-1] == "L0"
    row(page, "lecture", lectures[2]).drag_to(row(page, "lecture", lectures[1]), target_position={"x": 20, "y": 2})
    expect(page.locator("#said")).to_contain_text("now 1 of")
    assert titles(part)[:2] == ["L2", "L1"]


def test_deleting_is_undone_by_one_button(page, section):
    part = section.parts.first()
    row(page, "part", part).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Part of a section")
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Section")
    expect(row(page, "part", part)).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("main").get_by_text("Brought back:").first).to_be_visible()
    expect(row(page, "part", section.parts.get(title=part.title))).to_be_visible()


def test_one_after_another_is_added(page, section):
    part = section.parts.first()
    before = part.lectures.count()
    page.locator(f'#outline [data-node="part-{part.pk}"]').get_by_role("link", name="Video lecture").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Add a video lecture")
    for title in ("Бірінші", "Екінші"):
        page.get_by_role("textbox", name="Title").fill(title)
        page.get_by_role("button", name="Save and add another").click()
        expect(page.locator("#outline").get_by_role("link", name=title)).to_be_visible()
        expect(page.get_by_role("textbox", name="Title")).to_have_value("")
    assert titles(part)[before:] == ["Бірінші", "Екінші"]


def test_what_is_begun_and_not_stored_is_asked_about(page, section):
    page.locator("#outline").get_by_role("link", name="Part of a section").first.click()
    page.get_by_role("textbox", name="Topic").fill("Басталған")
    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    row(page, "section", section).click()
    expect(page.get_by_role("textbox", name="Topic")).to_have_value("Басталған")
    assert "not saved yet" in asked[0]


def test_the_section_says_at_once_what_it_lacks(page, section):
    part = section.parts.first()
    lecture = part.lectures.first()
    row(page, "lecture", lecture).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Video lecture")
    page.get_by_role("button", name="Delete", exact=True).click()
    line = page.locator(f'#outline [data-node="section-{section.pk}"] .marks-line')
    expect(line).to_contain_text("video lectures 5 (6–10)")
