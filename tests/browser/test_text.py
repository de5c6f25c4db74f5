"""A text written in a real browser: a picture in it, a term that opens its definition, a formula."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from courses.models import Picture
from mooc_portal.people.models import Role
from tests.factories import appoint, make_course, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def part(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    author = make_user("author@example.kz")
    appoint(author, Role.INSTRUCTOR)
    course = make_course(author, code="written", glossary=[{"term": "медиана", "definition": "орта мән"}])
    return course.sections.first().parts.first()


@pytest.fixture
def page(open_page, part):
    author = part.section.course.authors.get()
    page = open_page(f"/courses/written/part/{part.pk}/", user=author)
    page.get_by_role("textbox", name="Text").fill("")
    return page


def drawn() -> dict:
    file = io.BytesIO()
    Image.new("RGB", (300, 200), (11, 110, 117)).save(file, "PNG")
    return {"name": "сурет.png", "mimeType": "image/png", "buffer": file.getvalue()}


def test_a_picture_is_put_where_the_cursor_is_and_its_words_are_asked_for(page, part, assert_axe_clean):
    text = page.get_by_role("textbox", name="Text")
    page.get_by_label("Insert a picture").set_input_files(drawn())
    expect(text).to_have_value(re.compile(r"!\[what the picture shows\]\(picture:[0-9a-f]{64}\)"))
    page.keyboard.type("Тік төртбұрыш")
    picture = page.locator("#beside img")
    expect(picture).to_have_attribute("alt", "Тік төртбұрыш")
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 300
    expect(page.locator("#save-state")).to_have_attribute("data-state", "saved")
    part.refresh_from_db()
    assert part.text == f"![Тік төртбұрыш](picture:{Picture.objects.get().sha256})"
    assert_axe_clean(page)


def test_what_is_no_picture_is_said_beside_the_text(page):
    page.get_by_label("Insert a picture").set_input_files(
        {"name": "x.png", "mimeType": "image/png", "buffer": b"no picture"}
    )
    expect(page.locator("main").get_by_text("This is no picture that browsers show.")).to_be_visible()
    expect(page.get_by_role("textbox", name="Text")).to_have_value("")


PASTE = """(field, [html, plain]) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", plain);
  field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def test_what_is_pasted_from_word_keeps_its_headings_and_lists_and_is_undone(page, part):
    text = page.get_by_role("textbox", name="Text")
    item = "<p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·</span>%s</p>"
    text.evaluate(PASTE, ["<h2>Кіріспе</h2>" + item % "Бір" + item % "Екі", "Кіріспе\n· Бір\n· Екі"])
    expect(text).to_have_value("## Кіріспе\n\n- Бір\n- Екі")
    expect(page.locator("#beside li").filter(has_text="Екі")).to_be_visible()
    expect(page.locator("#save-state")).to_have_attribute("data-state", "saved")
    page.keyboard.press("Control+z")
    expect(text).not_to_have_value(re.compile("Кіріспе"))


def test_where_the_server_cannot_be_asked_the_plain_words_are_pasted(page, open_page):
    open_page.watcher.requests_may_fail = True
    page.route("**/paste/", lambda route: route.abort())
    text = page.get_by_role("textbox", name="Text")
    text.evaluate(PASTE, ["<h2>Кіріспе</h2>", "Кіріспе"])
    expect(text).to_have_value("Кіріспе")


def test_a_term_opens_its_definition_by_the_keyboard_and_a_formula_is_drawn(page, assert_axe_clean):
    page.get_by_role("textbox", name="Text").fill(r"Медиана: $\frac{a}{b}$")
    term = page.locator("#beside").get_by_role("button", name="Медиана")
    expect(term).to_be_visible()
    term.focus()
    page.keyboard.press("Enter")
    expect(page.locator("main").get_by_text("орта мән")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("main").get_by_text("орта мән")).to_be_hidden()
    expect(page.locator("#beside math mfrac")).to_be_visible()
    assert_axe_clean(page)
