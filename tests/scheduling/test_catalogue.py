"""The public catalogue: what is published, from the published revision, and nothing else."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse

from courses.actions import editing
from courses.actions.freeze import freeze_revision
from courses.models import Course
from mooc_portal.people.models import Role, User
from scheduling.actions import plan_run
from scheduling.models import CatalogueEntry
from tests.factories import NOW, TODAY, make_course, make_faculty, make_person, make_user
from tests.scheduling.test_plan import published

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return make_user("author@example.kz")


def publish(author, code: str = "derekter-1", state: str = "published", **changes) -> Course:
    return published(make_course(author, code=code, **changes), state)


def titles(client, **filters) -> list[str]:
    page = client.get(reverse("scheduling:catalogue"), filters)
    assert page.status_code == 200
    return [entry.title for entry, _run in page.context["cards"]]


def test_drafts_are_invisible_and_archived_courses_are_hidden(client, author):
    make_course(author, code="draft")
    publish(author, "archived", "archived", title="Мұрағат")
    publish(author, "shown", title="Көрінеді")
    assert titles(client) == ["Көрінеді"]
    for code, status in (("draft", 404), ("archived", 404), ("shown", 200), ("none", 404)):
        assert client.get(reverse("scheduling:course", args=[code])).status_code == status


@pytest.mark.parametrize("state", ["draft", "department_review", "faculty_review"])
def test_the_published_revision_stays_while_a_new_one_is_written(client, author, state):
    publish(author, "shown", state, title="Көрінеді")
    assert titles(client) == ["Көрінеді"]


def test_an_edit_of_the_working_copy_does_not_leak(client, author):
    course = publish(author, title="Жарияланған", summary="Қысқаша")
    assert titles(client) == ["Жарияланған"]
    with editing(course, by=author, at=NOW) as locked:
        Course.objects.filter(pk=locked.pk).update(title="ҚҰПИЯ нобай", summary="ҚҰПИЯ", language="en")
        locked.sections.update(title="ҚҰПИЯ бөлім")
    assert titles(client) == ["Жарияланған"]
    assert titles(client, q="құпия") == []
    assert titles(client, language="en") == []
    pages = [reverse("scheduling:catalogue"), reverse("scheduling:course", args=[course.code])]
    assert ["ҚҰПИЯ" in client.get(address).content.decode() for address in pages] == [False, False]


def test_the_next_published_revision_takes_the_place_of_the_last(client, author):
    course = publish(author, title="Бірінші")
    assert titles(client) == ["Бірінші"]
    with editing(course, by=author, at=NOW) as locked:
        Course.objects.filter(pk=locked.pk).update(title="Екінші")
    assert titles(client) == ["Бірінші"]
    revision = freeze_revision(Course.objects.get(pk=course.pk), by=author, at=NOW, gate="dept")
    Course.objects.filter(pk=course.pk).update(published_revision=revision)
    assert titles(client) == ["Екінші"]
    assert CatalogueEntry.objects.get().revision == revision


def test_courses_stand_in_the_order_of_the_kazakh_alphabet(client, author):
    for number, title in enumerate(
        ["Өнер", "Ғылым", "Химия", "Әдебиет", "Оптика", "Геология", "Қазақ тілі", "Алгебра"]
    ):
        publish(author, f"course-{number}", title=title)
    assert titles(client) == ["Алгебра", "Әдебиет", "Геология", "Ғылым", "Қазақ тілі", "Оптика", "Өнер", "Химия"]


@pytest.mark.parametrize("query", ["ӨНЕР", "өнер", "ӛнер", "  Өнер  тарихы", "тарихы өнер", "course-1", "көне"])
def test_search_does_not_mind_case_or_order(client, author, query):
    publish(author, "course-1", title="Өнер тарихы", summary="Көне дәуірден бүгінге дейін")
    publish(author, "other", title="Химия")
    assert titles(client, q=query) == ["Өнер тарихы"]


def test_search_takes_signs_as_they_are(client, author):
    publish(author, title="Химия")
    assert titles(client, q="%") == []
    assert titles(client, q="_") == []


def test_filters(client, author):
    make_faculty("arts")
    publish(author, "a", title="Алгебра", language="kk")
    publish(author, "b", title="Биология", language="ru", kind="additional", faculty="arts")
    assert titles(client, language="ru") == ["Биология"]
    assert titles(client, kind="higher") == ["Алгебра"]
    assert titles(client, faculty="arts") == ["Биология"]
    assert titles(client, faculty="arts", language="kk") == []
    assert titles(client, faculty="nowhere", kind="nonsense", page="x") == ["Алгебра", "Биология"]


def test_courses_are_found_by_when_they_run(client, author):
    quality = make_person(Role.QUALITY_SPECIALIST)
    course = publish(author, "a", title="Алгебра")
    publish(author, "b", title="Биология")
    start = TODAY + timedelta(days=60)
    plan_run(course, starts_on=start, by=quality, at=NOW)
    days = {
        -50: ["soon"],
        -42: ["registration", "soon"],
        0: ["registration", "running"],
        21: ["running"],
        49: ["none"],
    }
    for day, whens in days.items():
        with time_machine.travel(NOW.replace(hour=0) + timedelta(days=60 + day), tick=False):
            all_whens = ("registration", "soon", "running", "none")
            assert [when for when in all_whens if "Алгебра" in titles(client, when=when)] == whens, day
            assert titles(client, when="none")[-1] == "Биология"


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_however_long_it_is(client, author, django_assert_num_queries, count):
    quality = make_person(Role.QUALITY_SPECIALIST)
    for number in range(count):
        course = publish(author, f"course-{number}")
        plan_run(course, starts_on=TODAY + timedelta(days=60), by=quality, at=NOW)
    client.get(reverse("scheduling:catalogue"))
    cache.clear()
    with django_assert_num_queries(6):
        client.get(reverse("scheduling:catalogue"))


def test_pages_of_twenty(client, author):
    for number in range(21):
        publish(author, f"course-{number}", title=f"Курс {number:02}")
    assert titles(client, page="2", q="курс") == ["Курс 20"]
    page = client.get(reverse("scheduling:catalogue"), {"q": "курс", "page": 1}).content.decode()
    assert "q=%D0%BA%D1%83%D1%80%D1%81&amp;page=2" in page


def test_the_page_of_a_course_shows_titles_and_no_tasks_or_addresses(client, author):
    User.objects.filter(pk=author.pk).update(name="Айгүл Сейтқали")
    course = publish(author, summary="Қысқаша мазмұны")
    response = client.get(reverse("scheduling:course", args=[course.code]), headers={"accept-language": "en"})
    content = response.content.decode()
    for shown in ("Қысқаша мазмұны", "1-тақырып", "Нәтиже 1", "Айгүл Сейтқали", "informatics en", "Емтихан"):
        assert shown in content
    for hidden in ("author@example.kz", "Медиана деген не?", "{a} + {b}"):
        assert hidden not in content


def test_the_page_of_a_course_can_be_shared(client, author):
    course = publish(author, title='"Ашық" <курс>', summary="Қысқаша")
    address = reverse("scheduling:course", args=[course.code])
    content = client.get(address).content.decode()
    assert '<meta property="og:title" content="&quot;Ашық&quot; &lt;курс&gt;">' in content
    assert '<meta property="og:description" content="Қысқаша">' in content
    assert f'<meta property="og:url" content="http://testserver{address}">' in content


def test_the_page_of_a_course_names_its_runs(client, author):
    course = publish(author)
    plan_run(course, starts_on=TODAY + timedelta(days=60), by=make_person(Role.QUALITY_SPECIALIST), at=NOW)
    response = client.get(reverse("scheduling:course", args=[course.code]))
    assert [timed.run.starts_on for timed in response.context["public"].runs] == [TODAY + timedelta(days=60)]


def test_only_the_quality_department_is_offered_to_plan(client, author):
    course = publish(author)
    address, plan = (reverse(f"scheduling:{name}", args=[course.code]) for name in ("course", "plan"))
    assert plan not in client.get(address).content.decode()
    client.force_login(make_person(Role.QUALITY_SPECIALIST))
    assert plan in client.get(address).content.decode()


@pytest.mark.parametrize("model", ["run", "catalogueentry"])
def test_the_administration_shows_runs(client, author, model):
    course = publish(author)
    run = plan_run(course, starts_on=TODAY + timedelta(days=60), by=make_person(Role.QUALITY_SPECIALIST), at=NOW)
    client.get(reverse("scheduling:catalogue"))
    client.force_login(make_user(is_staff=True, is_superuser=True))
    assert client.get(reverse(f"admin:scheduling_{model}_changelist"), {"q": "дерек"}).status_code == 200
    pk = run.pk if model == "run" else course.pk
    assert client.get(reverse(f"admin:scheduling_{model}_change", args=[pk])).status_code == 200
    assert client.get(reverse(f"admin:scheduling_{model}_add")).status_code == 403
    client.force_login(make_person(Role.QUALITY_SPECIALIST))
    assert client.get(reverse(f"admin:scheduling_{model}_changelist")).status_code == 302
