"""A course from a file to the catalogue, as its people do it."""

import json

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from courses.models import Course
from courses.regulation.facts import announcement_length
from mooc_portal.outbox.models import Letter, Status
from mooc_portal.people.models import Role
from tests.documents import conforming
from tests.factories import appoint, make_course, make_department, make_person, make_user, packed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def decide(page, step: str, **fields):
    """Open a step by its button, fill in its papers by the names of the fields, send it."""
    page.get_by_role("link", name=step, exact=True).click()
    for name, value in fields.items():
        field = page.locator(f"[name={name}]")
        if name == "protocol_file":
            field.set_input_files({"name": "extract.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 %%EOF"})
        else:
            field.fill(value)
    for yes in page.locator("[name^=checklist][value=yes]").all():
        yes.check()
    page.get_by_role("main").get_by_role("button", name=step, exact=True).click()


def papers() -> dict:
    today = timezone.localdate().isoformat()
    return {"reason": "Ready to be placed.", "protocol_number": "7", "protocol_date": today, "protocol_file": ""}


def test_a_course_goes_from_a_file_to_the_catalogue(open_page, tmp_path):
    author, department = make_user("author@example.kz"), make_department()
    appoint(author, Role.INSTRUCTOR, department)
    reviewer, dean, quality = (
        make_person(role) for role in (Role.DEPARTMENT_REVIEWER, Role.FACULTY_REVIEWER, Role.QUALITY_SPECIALIST)
    )
    file = tmp_path / "course.json"
    file.write_text(json.dumps(conforming(glossary=[])), encoding="utf-8")

    page = open_page("/courses/", user=author)
    page.get_by_role("link", name="Import a course").click()
    page.get_by_label("File").set_input_files(file)
    page.get_by_label("Department").select_option(label=str(department))
    page.get_by_role("button", name="Import").click()
    expect(page.locator("main").get_by_text("Everything was carried over.")).to_be_visible()
    expect(page.locator("main").get_by_text("The glossary is empty (cl. 4.11).")).to_be_visible()

    page.get_by_role("link", name="To the course").click()
    decide(page, "Send to department")
    expect(page.locator("main").get_by_text("The regulation does not allow this step yet")).to_be_visible()
    page.goto("/courses/derekter-1/")
    page.get_by_role("link", name="Add a glossary entry").click()
    page.get_by_label("Term", exact=False).first.fill("median")
    page.get_by_label("Definition", exact=False).fill("the middle of an ordered row")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("link", name="Back to the course").click()
    decide(page, "Send to department")
    expect(page.locator("main").get_by_text("Revision 1 (")).to_be_visible()

    page = open_page("/", user=reviewer)
    page.get_by_role("link", name="Деректерді талдау").click()
    decide(page, "Return with remarks", reason="The definition is too short.")
    page = open_page("/", user=author)
    expect(page.get_by_role("heading", name="Returned to you")).to_be_visible()
    page.get_by_role("link", name="Деректерді талдау").click()
    expect(page.locator("main").get_by_text("The definition is too short.")).to_be_visible()
    page.get_by_role("link", name="Edit: median").click()
    page.get_by_label("Definition", exact=False).fill("the middle of a row put in order")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("link", name="Back to the course").click()
    decide(page, "Send to department")

    for person, step in ((reviewer, "Endorse"), (dean, "Approve")):
        page = open_page("/reviews/", user=person)
        page.get_by_role("link", name="Деректерді талдау").click()
        decide(page, step, **papers())
        expect(page.locator("#said")).to_contain_text("Done.")
    page = open_page("/reviews/", user=quality)
    page.get_by_role("link", name="Деректерді талдау").click()
    decide(page, "Publish")
    expect(page.locator(".alert-danger")).to_contain_text("pack of this revision is not made yet")
    packed(Course.objects.get(), at=timezone.now())
    page.goto("/reviews/derekter-1/")
    decide(page, "Publish")
    expect(page.locator("#said")).to_contain_text("Done.")

    page = open_page("/catalogue/")
    page.get_by_role("link", name="Деректерді талдау").click()
    expect(page.get_by_role("heading", name="Деректерді талдау", level=1)).to_be_visible()
    course = Course.objects.get()
    steps = list(course.decisions.order_by("number").values_list("transition", flat=True))
    assert steps == ["submit", "return", "submit", "endorse", "approve", "publish"]
    assert course.published_revision.number == 2
    assert Letter.objects.exclude(status__in=[Status.SENT, Status.SUPERSEDED]).count() == 0


def test_a_second_editor_is_told_and_nothing_is_lost(open_page):
    author = make_user("author@example.kz")
    colleague = make_user("colleague@example.kz")
    course = make_course(author)
    course.authorships.create(user=colleague, position=1)
    address = f"/courses/{course.code}/section/{course.sections.first().pk}/"
    first, second = open_page(address, user=author), open_page(address, user=colleague)
    first.get_by_role("textbox", name="Title").fill("First words")
    first.get_by_role("button", name="Save", exact=True).click()
    expect(first.locator("main").get_by_text("Changes saved.").first).to_be_visible()
    second.get_by_role("textbox", name="Title").fill("Second words")
    second.get_by_role("button", name="Save", exact=True).click()
    expect(second.locator("main").get_by_text("What is stored now stands beside")).to_be_visible()
    expect(second.locator(".conflict")).to_contain_text("First words")
    expect(second.get_by_role("textbox", name="Title")).to_have_value("Second words")
    second.get_by_role("button", name="Save", exact=True).click()
    expect(second.locator("main").get_by_text("Changes saved.").first).to_be_visible()
    assert course.sections.first().title == "Second words"


def test_the_announcement_is_counted_while_it_is_written(open_page):
    author = make_user("author@example.kz")
    course = make_course(author)
    page = open_page(f"/courses/{course.code}/section/{course.sections.first().pk}/", user=author)
    page.get_by_label("Announcement text").fill("😀" * 601)
    expect(page.locator("main").get_by_text("Announcement, characters: 601.")).to_be_visible()
    for text in ("Бір\nекі\n\nүш", "и\u0306 e\u0301 👨‍👩‍👧‍👦", "  шеті \n", "a" * 400):
        page.get_by_label("Announcement text").fill(text)
        expect(
            page.locator("main").get_by_text(f"Announcement, characters: {announcement_length(text)}.")
        ).to_be_visible()
    expect(page.locator("#beside article")).to_contain_text("a" * 400)
