"""Versions of the regulation: one in force, and what keeps another from replacing it."""

import threading
from datetime import date, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from courses.actions.freeze import freeze_revision
from courses.actions.regulation import (
    RegulationRefused,
    activate_regulation,
    activation_objections,
    activation_warnings,
    change_refusal,
    copy_regulation,
    create_first_regulation,
)
from courses.models import Clause, Regulation, Template
from courses.models.regulation import RegulationStatus
from courses.readers import limits_in_force, regulation_in_force
from courses.regulation.clauses import CLAUSES
from courses.regulation.limits import FIRST_LIMITS
from courses.regulation.templates import TEMPLATES
from mooc_portal.people.models import Role
from tests.factories import NOW, TODAY, make_course, make_person, make_user

pytestmark = pytest.mark.django_db

PAPERS = {
    "council_number": "5",
    "council_date": date(2026, 1, 20),
    "approval_number": "12-Ө",
    "approval_date": date(2026, 1, 25),
    "basis": "Order No. 152",
}


def draft(version: str = "2", **changes) -> Regulation:
    facts = {"title": "Ереже", "limits": FIRST_LIMITS.to_json(), **PAPERS, **changes}
    return Regulation.objects.create(version=version, **facts)


def administrator():
    return make_user(is_staff=True, is_superuser=True)


def reasons_of(regulation, **options) -> list[str]:
    with pytest.raises(RegulationRefused) as refused:
        activate_regulation(regulation, by=options.pop("by", None) or administrator(), at=NOW, **options)
    return refused.value.reasons


def test_the_first_version_is_made_once_with_clauses_and_templates():
    first = create_first_regulation(at=NOW)
    assert create_first_regulation(at=NOW) == first
    assert (first.version, first.status, first.limits) == ("1", "draft", FIRST_LIMITS.to_json())
    assert [clause.number for clause in first.clauses.all()] == list(CLAUSES)
    assert first.templates.count() == len(TEMPLATES)


def test_activating_a_version_withdraws_the_one_in_force():
    person = administrator()
    old = activate_regulation(draft("1"), by=person, at=NOW)
    new = activate_regulation(draft("2"), by=person, at=NOW + timedelta(days=1))
    old.refresh_from_db()
    assert (old.status, old.withdrawn_at) == (RegulationStatus.WITHDRAWN, NOW + timedelta(days=1))
    assert (new.status, new.in_force_from) == (RegulationStatus.IN_FORCE, NOW + timedelta(days=1))
    assert regulation_in_force() == new
    log = LogEntry.objects.order_by("pk").values_list("change_message", flat=True)
    assert list(log) == ["put in force", "withdrawn: replaced by 2", "put in force"]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"council_number": ""}, "The number and date of the Academic Council's decision are missing (cl. 8.1)."),
        ({"council_date": None}, "The number and date of the Academic Council's decision are missing (cl. 8.1)."),
        ({"approval_number": ""}, "The number and date of the Rector's approval are missing (cl. 8.1)."),
        ({"approval_date": None}, "The number and date of the Rector's approval are missing (cl. 8.1)."),
        ({"approval_date": TODAY + timedelta(days=1)}, "The Rector's approval is dated in the future."),
        (
            {"council_date": date(2026, 1, 26)},
            "The Rector's approval is dated before the Academic Council's decision (cl. 8.1).",
        ),
        ({"limits": {"lectures": [10, 6]}}, "The range ends before it begins: lectures."),
    ],
)
def test_a_version_is_refused_with_the_reason(changes, reason):
    regulation = draft(**changes)
    assert reasons_of(regulation) == [reason]
    regulation.refresh_from_db()
    assert regulation.status == RegulationStatus.DRAFT


def test_a_decision_dated_in_the_future_is_refused():
    tomorrow = TODAY + timedelta(days=1)
    assert activation_objections(draft(council_date=tomorrow, approval_date=tomorrow), at=NOW) == [
        "The Academic Council's decision is dated in the future.",
        "The Rector's approval is dated in the future.",
    ]
    assert activation_objections(draft("3", council_date=TODAY, approval_date=TODAY), at=NOW) == []


@pytest.mark.parametrize("limits", [{"lectures": "6-10"}, {"unknown": 1}, {"sections_max": -1}, [], {"lectures": [6]}])
def test_limits_that_cannot_be_used_are_refused(limits):
    reasons = reasons_of(draft(limits=limits))
    assert len(reasons) == 1
    assert reasons[0].startswith("The limits cannot be read:")


def test_all_reasons_are_given_at_once():
    bare = draft(council_number="", council_date=None, approval_number="", approval_date=None, limits={"x": 1})
    assert len(reasons_of(bare)) == 3


def test_a_version_in_force_or_withdrawn_cannot_be_put_in_force():
    person = administrator()
    old = activate_regulation(draft("1"), by=person, at=NOW)
    assert reasons_of(old) == ["Only a version that is being prepared can be put in force (cl. 8.3)."]
    activate_regulation(draft("2"), by=person, at=NOW)
    assert reasons_of(old) == ["Only a version that is being prepared can be put in force (cl. 8.3)."]


def test_only_an_administrator_puts_a_version_in_force_or_copies_one():
    regulation, person = draft(), make_person(Role.QUALITY_SPECIALIST)
    assert reasons_of(regulation, by=person) == ["Only an administrator may do this."]
    with pytest.raises(RegulationRefused):
        copy_regulation(regulation, version="3", by=person, at=NOW)


def test_a_missing_legal_basis_warns_and_does_not_refuse():
    regulation = draft(basis=" ")
    assert activation_warnings(regulation) == [
        "The legal basis of the changes is not named (cl. 8.2).",
        "The official text is not attached.",
    ]
    assert activate_regulation(regulation, by=administrator(), at=NOW).status == RegulationStatus.IN_FORCE


def test_a_person_who_saw_another_version_in_force_is_told():
    person = administrator()
    activate_regulation(draft("1"), by=person, at=NOW)
    message = "Another version was put in force in the meantime. Look at the versions again."
    assert reasons_of(draft("2"), replacing=None) == [message]
    assert reasons_of(draft("3"), replacing="0") == [message]
    assert activate_regulation(draft("4"), by=person, at=NOW, replacing="1").status == RegulationStatus.IN_FORCE


def test_the_database_allows_one_version_in_force():
    draft("1", status="in_force", in_force_from=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        draft("2", status="in_force", in_force_from=NOW)
    second = draft("3")
    with pytest.raises(IntegrityError), transaction.atomic():
        Regulation.objects.filter(pk=second.pk).update(status="in_force", in_force_from=NOW)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE courses_regulation SET status = 'in_force', in_force_from = %s WHERE id = %s", [NOW, second.pk]
        )
    assert Regulation.objects.filter(status="in_force").count() == 1


def test_the_database_refuses_a_version_in_force_without_its_papers():
    with pytest.raises(IntegrityError), transaction.atomic():
        draft("1", status="in_force", in_force_from=NOW, council_number="")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_versions_put_in_force_at_once_one_wins():
    person = administrator()
    activate_regulation(draft("1"), by=person, at=NOW)
    rivals, barrier, results = [draft("2"), draft("3")], threading.Barrier(2), {}

    def put_in_force(regulation):
        barrier.wait()
        try:
            activate_regulation(regulation, by=person, at=NOW, replacing="1")
            results[regulation.version] = "in force"
        except RegulationRefused:
            results[regulation.version] = "told"
        finally:
            connection.close()

    threads = [threading.Thread(target=put_in_force, args=[rival]) for rival in rivals]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results.values()) == ["in force", "told"]
    assert Regulation.objects.filter(status="in_force").count() == 1
    assert Regulation.objects.filter(status="draft").count() == 1


def test_a_copy_has_limits_clauses_and_templates_and_no_papers():
    first = create_first_regulation(at=NOW)
    copy = copy_regulation(first, version="2", by=administrator(), at=NOW)
    assert (copy.status, copy.limits, copy.council_number) == ("draft", first.limits, "")
    facts = ("number", "position", "text_kk", "text_ru", "text_en")
    assert list(copy.clauses.values_list(*facts)) == list(first.clauses.values_list(*facts))
    assert copy.templates.count() == first.templates.count()
    assert (Clause.objects.count(), Template.objects.count()) == (2 * len(CLAUSES), 2 * len(TEMPLATES))


def test_a_copy_needs_a_name_of_its_own():
    with pytest.raises(RegulationRefused) as refused:
        copy_regulation(draft("1"), version="1", by=administrator(), at=NOW)
    assert refused.value.reasons == ["There is a version of this name already."]


def test_a_version_is_read_only_once_it_was_used():
    regulation, person = create_first_regulation(at=NOW), administrator()
    assert change_refusal(regulation) is None
    freeze_revision(make_course(person), by=person, at=NOW, gate="dept")
    assert "Revisions of courses" in str(change_refusal(regulation))
    in_force = activate_regulation(draft("2"), by=person, at=NOW)
    assert "in force" in str(change_refusal(in_force))


def test_limits_follow_the_version_in_force():
    assert limits_in_force() == FIRST_LIMITS
    activate_regulation(draft("2", limits={"sections_max": 12}), by=administrator(), at=NOW)
    assert limits_in_force().sections_max == 12


def test_the_regulation_is_shown_to_everybody(client):
    activate_regulation(draft("2"), by=administrator(), at=NOW)
    assert client.get(reverse("courses:regulation")).status_code == 200
    assert client.get(reverse("courses:regulation-version", args=["2"])).status_code == 200


def test_on_an_empty_database_the_first_version_is_shown(client):
    response = client.get(reverse("courses:regulation"))
    assert response.status_code == 200
    assert response.context["regulation"].version == "1"


def test_a_withdrawn_version_stays_readable_and_says_so(client):
    person = administrator()
    activate_regulation(draft("1"), by=person, at=NOW)
    activate_regulation(draft("2"), by=person, at=NOW)
    page = client.get(reverse("courses:regulation-version", args=["1"]), headers={"accept-language": "en"})
    assert "This version is withdrawn from circulation." in page.content.decode()


def test_a_version_in_preparation_is_shown_to_administrators_alone(client):
    draft("3")
    address = reverse("courses:regulation-version", args=["3"])
    assert client.get(address).status_code == 404
    client.force_login(make_person(Role.QUALITY_SPECIALIST))
    assert client.get(address).status_code == 404
    client.force_login(administrator())
    assert client.get(address).status_code == 200


def test_the_official_text_is_for_people_who_have_signed_in(client):
    regulation = draft("2", file=SimpleUploadedFile("ереже <b>.pdf", b"%PDF-1.4"))
    activate_regulation(regulation, by=administrator(), at=NOW)
    address = reverse("courses:regulation-file", args=["2"])
    assert client.get(address).status_code == 302
    client.force_login(make_user())
    response = client.get(address)
    assert b"".join(response.streaming_content) == b"%PDF-1.4"
    assert response["Content-Disposition"] == 'attachment; filename="regulation-2.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"] == "application/octet-stream"
    response.close()


def test_a_version_without_an_official_text_has_none_to_download(client):
    activate_regulation(draft("2"), by=administrator(), at=NOW)
    client.force_login(make_user())
    assert client.get(reverse("courses:regulation-file", args=["2"])).status_code == 404


@pytest.mark.parametrize("name", ["impact", "impact-workbook", "regulation-activate"])
def test_managing_versions_is_for_administrators(client, name):
    draft("2")
    address = reverse(f"courses:{name}", args=["2"])
    assert client.get(address).status_code == 302
    client.force_login(make_person(Role.QUALITY_SPECIALIST))
    assert client.get(address).status_code == 403


def test_putting_in_force_asks_once_more_after_the_impact_was_seen(client):
    person = administrator()
    activate_regulation(draft("1"), by=person, at=NOW)
    draft("2")
    client.force_login(person)
    impact, activate = (reverse(f"courses:{name}", args=["2"]) for name in ("impact", "regulation-activate"))
    assert client.post(activate, {"replacing": "1"}).url == impact
    assert regulation_in_force().version == "1"
    assert client.get(impact).status_code == 200
    assert "Put 2 in force and withdraw 1" in client.get(activate).content.decode()
    assert client.post(activate, {"replacing": "1"}).url == reverse("courses:regulation")
    assert regulation_in_force().version == "2"


def test_limits_changed_after_the_impact_was_seen_are_to_be_seen_again(client):
    regulation = draft("2")
    client.force_login(administrator())
    client.get(reverse("courses:impact", args=["2"]))
    Regulation.objects.filter(pk=regulation.pk).update(limits={"sections_max": 3})
    assert client.post(reverse("courses:regulation-activate", args=["2"])).url == reverse("courses:impact", args=["2"])
    assert regulation_in_force() is None


def test_a_version_is_copied_from_its_page(client):
    create_first_regulation(at=NOW)
    client.force_login(administrator())
    client.post(reverse("courses:regulation-copy", args=["1"]), {"version": "2-2027"})
    assert Regulation.objects.get(version="2-2027").clauses.count() == len(CLAUSES)
