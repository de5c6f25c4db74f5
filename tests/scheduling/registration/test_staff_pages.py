"""The learners of a run, and what the staff do about registration."""

import io
from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from mooc_portal.outbox.models import Letter
from mooc_portal.people.models import Role
from scheduling.models import Registration, RegistrationException
from tests.factories import make_person, make_user
from tests.scheduling.registration.test_lists import workbook
from tests.scheduling.registration.test_pages import link_for
from tests.scheduling.runs import local, make_learner, make_run

pytestmark = pytest.mark.django_db
OPEN = local("2027-03-16 12:00")


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(OPEN, tick=False) as traveller:
        yield traveller


@pytest.fixture
def run():
    return make_run(author=make_user("author@example.kz"))


@pytest.fixture
def quality(client):
    quality = make_person(Role.QUALITY_SPECIALIST)
    client.force_login(quality)
    return quality


def page(client, run, name="learners", data=None, **query):
    address = reverse(f"scheduling:{name}", args=[run.pk])
    return client.post(address, data) if data is not None else client.get(address, query)


def test_authors_see_learners_and_only_the_staff_register_others(client, run):
    make_learner(run, at=OPEN, user=make_user("learner@example.kz"))
    client.force_login(make_user())
    assert page(client, run).status_code == 404
    client.force_login(make_person(Role.INSTRUCTOR))
    assert page(client, run).status_code == 404
    client.force_login(run.course.authorships.get().user)
    shown = page(client, run)
    assert (shown.status_code, "learner@example.kz" in shown.content.decode()) == (200, True)
    assert "Register the list" not in shown.content.decode()
    for name in ("learners_list", "learners_invite", "learners_exception", "learners_capacity"):
        assert page(client, run, name, {}).status_code == 403
        assert client.get(reverse(f"scheduling:{name}", args=[run.pk])).status_code == 405


def test_learners_are_found_by_name_whatever_the_case_and_by_standing(client, run, quality):
    aisha = make_user("aisha@example.kz")
    aisha.name = "Әйша Өмірзақ"
    make_learner(run, at=OPEN, user=aisha)
    make_learner(run, at=OPEN, user=make_user("other@example.kz"))
    found = page(client, run, q="әйша ӨМІР").context["page"].object_list
    assert [row.user for row in found] == [aisha]
    assert len(page(client, run, standing="registered").context["page"].object_list) == 2
    assert len(page(client, run, standing="waiting").context["page"].object_list) == 0
    assert page(client, run, standing="nonsense").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_much_for_three_learners_as_for_one(client, run, quality, count):
    for _ in range(count):
        make_learner(run, at=OPEN)
    page(client, run)
    with CaptureQueriesContext(connection) as queries:
        page(client, run)
    assert len(queries) == 10


def test_the_excel_file_has_who_was_found_and_no_formula(client, run, quality):
    person = make_user("a@example.kz")
    person.name = "=HYPERLINK(1)"
    person.save()
    make_learner(run, at=OPEN, user=person)
    make_learner(run, at=OPEN, user=make_user("b@example.kz"))
    answer = page(client, run, "learners_excel", q="a@example.kz")
    rows = list(load_workbook(io.BytesIO(answer.content)).active.values)
    assert len(rows) == 2
    assert rows[1][:4] == ("'=HYPERLINK(1)", "a@example.kz", "registered", "on the course page")
    assert answer["Content-Disposition"] == 'attachment; filename="derekter-1-2027-03-15.xlsx"'


def test_a_group_is_registered_from_a_file(client, run, quality):
    data = workbook(("E-mail",), ("a@example.kz",), ("nobody",)).getvalue()
    shown = page(client, run, "learners_list", {"file": SimpleUploadedFile("group.xlsx", data)}).content.decode()
    assert "Registered or in line: 1. Not registered: 1." in shown
    assert Registration.objects.get().user.email == "a@example.kz"
    broken = page(client, run, "learners_list", {"file": SimpleUploadedFile("group.xlsx", b"x")}).content.decode()
    assert "The file is not an Excel workbook (.xlsx)." in broken


def test_an_invitation_leads_to_consent_and_registers_as_such(client, run, quality):
    make_learner(run, at=OPEN, user=make_user("here@example.kz"))
    answer = page(client, run, "learners_invite", {"addresses": "Guest@example.kz, here@example.kz\nnonsense"})
    assert answer.url == reverse("scheduling:learners", args=[run.pk])
    assert Letter.objects.filter(kind="registration_invited").count() == 1
    client.logout()
    assert client.post(link_for("guest@example.kz"), {"name": "Guest", "consent": "on"}).status_code == 302
    assert Registration.objects.get(user__email="guest@example.kz").way == "invitation"


def test_nobody_is_invited_when_registration_has_closed(client, run, quality, clock):
    clock.move_to(local("2027-04-05 00:00:00"))
    client.force_login(quality)
    shown = page(client, run, "learners_invite", {"addresses": "guest@example.kz"}).content.decode()
    assert "Registration is closed. Last day: 4 April 2027 (cl. 5.2.3)." in shown
    assert Letter.objects.count() == 0


def test_an_exception_is_a_row(client, run, quality):
    wanted = {"email": "late@example.kz", "reason": "Illness", "until": "2027-04-12"}
    assert page(client, run, "learners_exception", wanted).status_code == 302
    row = RegistrationException.objects.get()
    assert (row.email, row.reason, row.until, row.granted_by) == (
        "late@example.kz",
        "Illness",
        date(2027, 4, 12),
        quality,
    )
    refused = page(client, run, "learners_exception", wanted | {"until": "2027-05-03"}).content.decode()
    assert "The last day of the exception is after the run." in refused


def test_places_are_set_and_a_learner_is_taken_out(client, run, quality):
    registration = make_learner(run, at=OPEN)
    assert page(client, run, "learners_capacity", {"capacity": "1"}).status_code == 302
    waiting = make_learner(run, at=OPEN)
    assert waiting.standing == "waiting"
    remove = reverse("scheduling:learners_remove", args=[run.pk, registration.pk])
    assert client.post(remove).status_code == 200
    registration.refresh_from_db()
    assert registration.standing == "registered"
    assert client.post(remove, {"sure": "yes"}).status_code == 302
    waiting.refresh_from_db()
    registration.refresh_from_db()
    assert (registration.standing, waiting.standing) == ("left", "registered")
    assert client.post(reverse("scheduling:learners_remove", args=[run.pk, 10**6])).status_code == 404
