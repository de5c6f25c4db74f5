"""Every page in three languages, on a phone and in the dark: nothing for axe, no sideways scrolling."""

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe

from courses.regulation.limits import FIRST_LIMITS
from mooc_portal.people.models import Role
from reviews.actions import Papers, decide
from reviews.meetings.actions import call_meeting, record_protocol
from reviews.minutes import Minutes
from reviews.remarks.actions import act_on_remark, add_remark
from scheduling.actions import plan_run
from scheduling.jobs.sweep import run_due
from scheduling.models import LectureWork
from scheduling.studio.pipeline_actions import follow_course
from tests.factories import ALL_YES, NOW, appoint, make_course, make_person, make_user, packed, placement, protocol

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LOOKS = [
    {"language": "kk"},
    {"language": "ru", "phone": True},
    {"language": "en", "dark": True},
    {"language": "kk", "phone": True, "dark": True},
]
PAGES = {
    "author": [
        *("/", "/courses/", "/courses/new/", "/courses/import/", "/courses/written/", "/courses/written/edit/"),
        *(
            "/courses/written/authors/",
            "/courses/again/",
            "/courses/written/add/item/{task}/",
            "/courses/written/section/{section}/",
        ),
        *("/courses/written/part/{part}/", "/courses/written/task/{task}/", "/courses/written/item/{item}/"),
        *("/courses/written/lecture/{lecture}/", "/courses/written/item/{item}/delete/", "/reviews/written/submit/"),
        *("/courses/written/comments/", "/courses/written/comments/facts/0/", "/courses/written/literature/"),
        *("/courses/written/check/", "/courses/written/check/?by=clause", "/courses/written/deleted/"),
        *("/courses/again/history/", "/courses/again/history/1/", "/courses/written/history/"),
        *("/courses/written/grading/", "/courses/written/task/{task}/items/", "/courses/written/item/{computed}/"),
        *(
            "/profile/",
            "/studio/",
            "/studio/hours/",
            "/studio/board/",
            "/studio/plans/",
            "/studio/plans/written/",
            "/studio/plans/written/make/?starts_on=2099-09-07&deadline=start&batches=2",
            "/studio/new/?course=written",
            "/studio/production/written/",
            "/studio/lectures/{work}/",
            "/reviews/written/programme/",
            "/learning/",
            "/learning/{run}/",
            "/learning/{run}/?on=2027-04-01",
            "/learning/{run}/section/1/",
        ),
        *("/learning/{run}/section/1/part/1/", "/learning/{run}/section/7/part/1/", "/learning/{run}/glossary/"),
        *("/learning/{run}/search/?q=a", "/runs/{run}/learners/"),
    ],
    "reviewer": [
        *("/", "/reviews/", "/reviews/waiting/", "/reviews/waiting/endorse/", "/reviews/waiting/return/"),
        *("/reviews/?list=others", "/reviews/overview/", "/reviews/waiting/remark/?path=/sections/0"),
        *("/reviews/waiting/experts/", "/reviews/again/", "/reviews/again/changes/"),
        "/reviews/remark/{remark}/reopen/",
        "/reviews/waiting/waivers/",
        "/reviews/extracts/",
        *("/reviews/meetings/", "/reviews/meetings/{meeting}/", "/reviews/meetings/new/department/{department}/"),
        "/reviews/waiting/endorse/?meeting={meeting}",
    ],
    "quality": [
        *("/reviews/published/placement/", "/reviews/published/", "/catalogue/published/plan/?starts_on=2027-09-06"),
        *("/runs/", "/runs/{run}/", "/runs/{run}/section/1/", "/runs/{run}/announcement/"),
        *("/runs/{run}/learners/", "/runs/{run}/move/?starts_on=2027-04-19"),
        *("/runs/{run}/report/", "/calendar/"),
        *("/studio/proposals/", "/studio/release/", "/studio/feeds/", "/studio/figures/", "/studio/day/2027-02-08/"),
    ],
    "": [
        *("/runs/{run}/register/", "/register/no-link/", "/catalogue/subscribe/"),
        *("/catalogue/", "/catalogue/published/", "/regulation/", "/accounts/login/", "/accounts/signup/", "/no/such/"),
    ],
}


def judged_again(author, reviewer):
    """A course in its second round: returned with a remark, answered, changed and sent again."""
    course = make_course(author, code="again")
    decide(course, "submit", by=author, at=NOW, seen=0)
    words = {"text": "Мысал жоқ", "severity": "essential", "clause": "3.6"}
    remark = add_remark(course, revision=course.revisions.get(), path="/sections/0", **words, by=reviewer, at=NOW)
    decide(course, "return", by=reviewer, at=NOW, seen=1, papers=Papers(reason="Мысал керек"))
    act_on_remark(remark, "answer", seen=1, by=author, at=NOW, text="Мысал қосылды")
    course.sections.filter(position=0).update(title="Мысалы бар бөлім")
    decide(course, "submit", by=author, at=NOW, seen=2)
    return remark


@pytest.fixture
def people():
    author, reviewer = make_user("author@example.kz"), make_person(Role.DEPARTMENT_REVIEWER)
    appoint(author, Role.INSTRUCTOR)
    faculty, quality = make_person(Role.FACULTY_REVIEWER), make_person(Role.QUALITY_SPECIALIST)
    written = make_course(author, code="written", glossary=[])
    waiting, published = make_course(author, code="waiting"), make_course(author, code="published")
    papers = Papers(reason="Дайын", protocol=protocol(), placement=placement(), checklist=ALL_YES)
    for course in (waiting, published):
        decide(course, "submit", by=author, at=NOW, seen=0)
    packed(published)
    for seen, (step, by) in enumerate((("endorse", reviewer), ("approve", faculty), ("publish", quality)), start=1):
        decide(published, step, by=by, at=NOW, seen=seen, papers=papers)
    remark = judged_again(author, reviewer)
    task = written.tasks.filter(kind="test").first()
    ids = {"task": task.pk, "item": task.items.first().pk, "section": written.sections.first().pk}
    computed = next(item for one in written.tasks.all() for item in one.items.all() if item.body.get("parameters"))
    ids |= {"remark": remark.pk, "computed": computed.pk}
    ids |= {"part": task.part_id, "lecture": written.lectures.exclude(part=None).first().pk}
    follow_course(written, at=NOW)
    ids["work"] = written.lecture_works.order_by("place").first().pk
    LectureWork.objects.filter(pk=ids["work"]).update(stage="rough_cut", rough_cut="https://video.example/cut")
    meeting = call_meeting(waiting.department, [waiting], day=NOW.date(), by=reviewer, at=NOW)
    minutes = Minutes(chair="Қ. Ә.", secretary="Л. С.", present=9, members=12)
    record_protocol(meeting, number="7", day=NOW.date(), minutes=minutes, by=reviewer, at=NOW)
    ids |= {"meeting": meeting.pk, "department": waiting.department_id}
    published.refresh_from_db()
    ids["run"] = plan_run(published, starts_on=date(2027, 3, 22), by=quality, at=NOW).pk
    run_due(at=NOW)
    return {"author": author, "reviewer": reviewer, "quality": quality, "": None}, ids


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: "-".join(str(value) for value in look.values()))
def test_every_page_is_clean_in_every_look(open_page, people, look):
    persons, ids = people
    faults = []
    for who, person in persons.items():
        if person is not None:
            type(person).objects.filter(pk=person.pk).update(language=look["language"])
            person.refresh_from_db()
        page = open_page("/catalogue/", user=person, **look)
        faults += [(who, *fault) for path in PAGES[who] for fault in faults_of(page, path.format(**ids))]
        page.close()
    assert faults == []


def faults_of(page, path: str) -> list[tuple]:
    page.goto(path)
    faults = []
    if page.locator("h1").count() != 1:
        faults.append((path, "headings of the first level"))
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        faults.append((path, "scrolls sideways"))
    for violation in Axe().run(page).response["violations"]:
        faults.append((path, violation["id"], [node["html"][:200] for node in violation["nodes"]][:3]))
    return faults


def test_the_limits_shown_are_those_of_the_version_in_force(open_page):
    page = open_page("/regulation/")
    assert str(FIRST_LIMITS.sections_max) in page.locator("main").inner_text()
