"""No page asks the database more than fifteen times, on the whole demo university."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.models import Course, Item
from mooc_portal.people.models import User
from reviews.models import Meeting

pytestmark = pytest.mark.django_db
CODE = "derekterdi-taldau-negizderi"
JUDGED = "mekteptegi-fizikalyq-tajiribe"
PAGES = {
    "author@demo.example": [
        *("/", "/courses/", "/courses/new/", "/courses/import/", f"/courses/{CODE}/", f"/courses/{CODE}/edit/"),
        *(
            f"/courses/{CODE}/section/{{section}}/",
            f"/courses/{CODE}/part/{{part}}/",
            f"/courses/{CODE}/task/{{task}}/",
        ),
        *(f"/courses/{CODE}/lecture/{{lecture}}/", f"/courses/{CODE}/item/{{item}}/", f"/courses/{CODE}/deleted/"),
        *(f"/courses/{CODE}/check/?by=clause", f"/courses/{CODE}/outline/"),
        *(
            f"/courses/{CODE}/grading/",
            f"/courses/{CODE}/history/",
            f"/courses/{CODE}/history/1/",
            f"/courses/{CODE}/task/{{task}}/items/",
        ),
        *(f"/courses/{CODE}/authors/", f"/reviews/{CODE}/", f"/reviews/{CODE}/revise/", f"/reviews/{CODE}/correct/"),
        "/profile/",
    ],
    "olga.petrova@demo.example": ["/reviews/extracts/", "/reviews/meetings/", "/reviews/meetings/{meeting}/"],
    "department@demo.example": ["/", "/reviews/", "/reviews/?list=others", "/reviews/overview/", f"/reviews/{CODE}/"],
    "faculty@demo.example": [
        "/",
        "/reviews/",
        f"/reviews/{JUDGED}/",
        f"/reviews/{JUDGED}/changes/",
        f"/reviews/{JUDGED}/approve/",
    ],
    "gulnar.ahmetova@demo.example": [f"/courses/{JUDGED}/", f"/reviews/{JUDGED}/remarks/beside/?at=/"],
    "quality@demo.example": [
        "/",
        f"/reviews/{CODE}/placement/",
        f"/reviews/{CODE}/waivers/",
        "/reviews/",
        f"/catalogue/{CODE}/plan/?starts_on=2027-09-06",
        "/runs/",
        *(
            "/studio/",
            "/studio/hours/",
            "/studio/plans/",
            "/studio/board/",
            "/studio/release/",
            "/studio/proposals/",
            f"/studio/plans/{CODE}/wishes/",
            "/studio/feeds/",
            "/studio/figures/",
            "/studio/day/{day}/",
            f"/studio/production/{CODE}/",
            f"/studio/plans/{CODE}/",
            f"/studio/plans/{CODE}/make/",
            "/studio/{booking}/",
            "/studio/new/?course=" + CODE,
        ),
        "/runs/{run}/",
        "/runs/{run}/report/",
        "/runs/{run}/announcement/",
        "/calendar/",
        "/runs/{run}/section/1/",
        *("/runs/{run}/learners/", "/runs/{run}/move/", "/runs/{run}/move/?starts_on=2027-09-13"),
        "/learning/{run}/",
    ],
    "learner@demo.example": [
        *("/learning/", "/learning/{run}/", "/learning/{run}/section/1/", "/learning/{run}/section/1/part/1/"),
        *("/learning/{run}/glossary/", "/learning/{run}/search/?q=a", "/profile/", "/profile/erase/"),
    ],
    "admin@demo.example": [
        *("/", "/regulation/", "/admin/", "/admin/courses/course/", "/admin/people/user/", "/admin/reviews/decision/"),
        *("/admin/courses/revision/", "/admin/outbox/letter/", "/admin/people/appointment/"),
    ],
    "": [
        *("/runs/{run}/register/", "/catalogue/subscribe/", "/catalogue/feed/kk.atom"),
        *("/catalogue/", f"/catalogue/{CODE}/", "/regulation/", "/accounts/login/"),
    ],
}


def test_every_page_stays_within_fifteen_queries(client):
    call_command("loaddemo", verbosity=0)
    course = Course.objects.get(code=CODE)
    part = course.sections.first().parts.first()
    ids = {
        "section": course.sections.first().pk,
        "run": course.runs.get().pk,
        "booking": course.bookings.get().pk,
        "day": course.bookings.get().starts_at.date(),
        "part": part.pk,
        "meeting": Meeting.objects.get().pk,
        "task": part.tasks.first().pk,
        "lecture": part.lectures.first().pk,
        "item": Item.objects.filter(task__course=course).first().pk,
    }
    counts = {}
    for email, paths in PAGES.items():
        client.logout()
        if email:
            client.force_login(User.objects.get(email=email))
        for path in (path.format(**ids) for path in paths):
            client.get(path)  # what a first visit prepares once is not counted
            with CaptureQueriesContext(connection) as queries:
                response = client.get(path)
            assert response.status_code == 200, path
            counts[email, path] = len(queries)
    assert {page: count for page, count in counts.items() if count > 15} == {}
