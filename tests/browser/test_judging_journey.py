"""A course from its programme to a new version, as six people do it: the approval sheet tells the whole story."""

import io

import pytest
from django.utils import timezone
from docx import Document
from playwright.sync_api import expect

from courses.actions import move_node
from courses.models import Course
from mooc_portal.demo.papers import picture
from mooc_portal.outbox.models import Letter
from mooc_portal.people.models import Role
from reviews.models import Meeting, Remark
from tests.factories import appoint, make_course, make_person, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CODE = "derekter-1"
MINUTES = {"chair": "K. Alimzhanov", "secretary": "L. Saparova", "present": "9", "members": "12"}
PICTURE = {"name": "course.png", "mimeType": "image/png", "buffer": picture()}
PLACEMENT = {
    "short_text": "Working with data.",
    "long_text": "word " * 160,
    "about_authors": "A lecturer.",
    "requirements": "School mathematics.",
    "subtitles": "Kazakh",
    "pass_mark": "50",
    "rights": "Nothing of others.",
    "contact": "mooc@example.kz",
}


def today() -> str:
    return timezone.localdate().isoformat()


def fill(page, **fields):
    for name, value in fields.items():
        page.locator(f"main [name={name}]").fill(value)


def press(page, name: str):
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def take(page, step: str, **fields):
    """A decision on its own page: every question answered with yes."""
    fill(page, **fields)
    for yes in page.locator("[name^=checklist][value=yes]").all():
        yes.check()
    press(page, step)


def submit(open_page, author):
    page = open_page(f"/reviews/{CODE}/submit/", user=author)
    take(page, "Send to department")
    expect(page.locator("#said")).to_contain_text("Done.")


@pytest.fixture
def people():
    author = make_user("author@example.kz")
    appoint(author, Role.INSTRUCTOR)
    course = make_course(author, code=CODE)
    for section in course.sections.all():
        section.title = f"Section called {chr(65 + section.position)}"
        section.save(update_fields=["title"])
    roles = {"reviewer": Role.DEPARTMENT_REVIEWER, "dean": Role.FACULTY_REVIEWER, "quality": Role.QUALITY_SPECIALIST}
    expert = make_user("expert@example.kz")
    appoint(expert, Role.INSTRUCTOR)
    return {"author": author, "expert": expert} | {name: make_person(role) for name, role in roles.items()}


def approve_the_programme(open_page, people):
    page = open_page(f"/reviews/{CODE}/programme/", user=people["author"])
    press(page, "Send to the department")
    page = open_page("/", user=people["reviewer"])
    page.goto(f"/reviews/programme/{Course.objects.get().programmes.get().pk}/")
    fill(page, number="3", date=today(), votes_for="9", **MINUTES)
    press(page, "Approve the programme")
    expect(page.locator("main").get_by_text("Protocol No. 3")).to_be_visible()


def first_round(open_page, people):
    """An essential remark, an opinion, a return; the author moves the section and answers."""
    submit(open_page, people["author"])
    page = open_page(f"/reviews/{CODE}/remark/?path=/sections/0", user=people["reviewer"])
    fill(page, text="An example is missing.")
    press(page, "Save the remark")
    page.goto(f"/reviews/{CODE}/experts/")
    page.locator("[name=expert]").select_option(str(people["expert"].pk))
    press(page, "Ask for an opinion")
    opinion = Course.objects.get().opinions.get()
    expert = open_page(f"/reviews/opinion/{opinion.pk}/", user=people["expert"])
    expert.locator("[name=verdict]").last.check()
    fill(expert, reason="The first section is weak.")
    press(expert, "Give the opinion")
    page.goto(f"/reviews/{CODE}/endorse/")
    expect(
        page.locator("main").get_by_text("Essential remarks that are not settled hold this step back")
    ).to_be_visible()
    page.goto(f"/reviews/{CODE}/return/")
    take(page, "Return with remarks", reason="Add the example.")
    course = Course.objects.get()
    move_node(course, course.sections.first(), up=False, by=people["author"], at=timezone.now())
    page = open_page(f"/reviews/remark/{Remark.objects.get().pk}/answer/", user=people["author"])
    fill(page, text="Added.")
    press(page, "Answer")
    submit(open_page, people["author"])


def second_round(open_page, people):
    """The remark stands where its section went; it is opened again, and returned once more."""
    remark = Remark.objects.get()
    assert (remark.path, remark.place) == ("/sections/0", "/sections/1")
    page = open_page(f"/reviews/remark/{remark.pk}/reopen/", user=people["reviewer"])
    fill(page, text="One more.")
    press(page, "Open again")
    page.goto(f"/reviews/{CODE}/return/")
    take(page, "Return with remarks", reason="One more example.")
    page = open_page(f"/reviews/remark/{remark.pk}/answer/", user=people["author"])
    fill(page, text="Added a second one.")
    press(page, "Answer")
    submit(open_page, people["author"])
    page = open_page(f"/reviews/remark/{remark.pk}/resolve/", user=people["reviewer"])
    press(page, "Resolve")


def meet(open_page, people):
    """The department meets: agenda, protocol, decision, extract."""
    page = open_page("/reviews/meetings/", user=people["reviewer"])
    page.get_by_role("link", name="New meeting").click()
    press(page, "Call the meeting")
    number = Meeting.objects.get().pk
    assert page.request.get(f"/reviews/meetings/{number}/agenda/?language=kk").body().startswith(b"%PDF-")
    fill(page, number="7", day=today(), **MINUTES)
    press(page, "Keep the protocol")
    page.get_by_role("main").get_by_role("link", name="Endorse", exact=True).click()
    take(page, "Endorse", reason="Ready.", votes_for="8", abstained="1")
    expect(page.locator("main").get_by_text("Votes: for 8, against 0, abstained 1.")).to_be_visible()
    extract = page.get_by_role("main").get_by_role("link", name="Word", exact=True).get_attribute("href")
    words = " ".join(one.text for one in Document(io.BytesIO(page.request.get(extract).body())).paragraphs)
    assert "№ 7 ХАТТАМАДАН ҮЗІНДІ" in words
    assert "ВЫПИСКА ИЗ ПРОТОКОЛА № 7" in words


def place(open_page, people):
    """The faculty approves; the pack is filled in by the author and sent by the quality department."""
    page = open_page(f"/reviews/{CODE}/approve/", user=people["dean"])
    minutes = {**MINUTES, "votes_for": "9"}
    take(page, "Approve", reason="Ready.", protocol_number="8", protocol_date=today(), **minutes)
    page = open_page(f"/reviews/{CODE}/placement/", user=people["author"])
    fill(page, starts_on=today(), **PLACEMENT)
    for field in page.locator("[type=file]").all():
        field.set_input_files(PICTURE)
    press(page, "Save the form")
    expect(page.locator("main").get_by_text("The pack is complete (cl. 5.2.1).")).to_be_visible()
    page = open_page(f"/reviews/{CODE}/placement/", user=people["quality"])
    page.get_by_role("main").get_by_role("button", name="Send to").click()
    expect(page.locator("#said")).to_contain_text("The pack goes to")
    page.goto(f"/reviews/{CODE}/publish/")
    take(page, "Publish")
    expect(page.locator("#said")).to_contain_text("Done.")


def correct_and_revise(open_page, people):
    course = Course.objects.get()
    page = open_page(f"/courses/{CODE}/section/{course.sections.first().pk}/", user=people["author"])
    announcement = course.sections.first().announcement
    page.get_by_label("Announcement text").fill(announcement.replace("Құрметті", "Қымбатты", 1) + "!")
    page.get_by_role("main").get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("main").get_by_text("Changes saved.").first).to_be_visible()
    page.goto(f"/reviews/{CODE}/correct/")
    take(page, "Publish corrections", reason="A word was wrong.")
    expect(page.locator("#said")).to_contain_text("Done.")
    page.goto(f"/reviews/{CODE}/revise/")
    take(page, "Prepare a new version")


def test_a_course_is_judged_from_its_programme_to_a_new_version(open_page, people):
    approve_the_programme(open_page, people)
    first_round(open_page, people)
    second_round(open_page, people)
    meet(open_page, people)
    place(open_page, people)
    correct_and_revise(open_page, people)
    course = Course.objects.get()
    steps = list(course.decisions.order_by("number").values_list("transition", flat=True))
    rounds = ["submit", "return"] * 2 + ["submit", "endorse", "approve", "publish"]
    assert steps == [*rounds, "correct", "revise"]
    assert Letter.objects.filter(kind="placement_pack").count() == 1

    page = open_page(f"/reviews/{CODE}/", user=people["quality"])
    sheet = page.request.get(f"/reviews/{CODE}/approval-sheet/?language=ru&kind=docx").body()
    document = Document(io.BytesIO(sheet))
    decisions = next(table for table in document.tables if len(table.columns) == 7)
    assert [row.cells[0].text for row in decisions.rows[1:]] == [str(number) for number in range(1, 11)]
    assert [row.cells[4].text.split("\n")[0] for row in decisions.rows[6:8]] == ["№ 7", "№ 8"]
    assert decisions.rows[2].cells[6].text == "1 + 0; 1"
    words = "\n".join(one.text for one in document.paragraphs)
    for said in ("Протокол № 3", "Add the example.", "One more example.", "A word was wrong.", "Записи подлинны"):
        assert said in words, said
