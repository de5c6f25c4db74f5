"""Waivers: a limit is let pass by the administrator alone, a recommendation by who judges; every report shows it."""

import io
from datetime import timedelta

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from courses.impact import impact
from courses.models import Course
from courses.regulation.finding import BLOCK, WARN
from courses.regulation.findings import findings
from courses.regulation.limits import FIRST_LIMITS
from courses.rows import document_of
from courses.waived import WAIVED
from courses.working import Standing, standings
from mooc_portal.outbox.models import Letter
from mooc_portal.people.models import Role, User
from reviews.actions import Papers, Refused, decide
from reviews.approval_sheet import approval_sheet, proof_of, proved_revision
from reviews.check_paper import check_paper
from reviews.checks import NotAllowed
from reviews.models import Waiver
from reviews.printing.paper import papers_in, plain
from reviews.verification import verify_course
from reviews.waivers.actions import grant_waiver, withdraw_waiver
from reviews.waivers.readers import stands
from tests.factories import ALL_YES, NOW, TODAY, make_course, make_person, make_user, protocol

pytestmark = pytest.mark.django_db
LATER = TODAY + timedelta(days=30)


@pytest.fixture
def admin():
    return make_user("admin@example.kz", is_staff=True, is_superuser=True)


@pytest.fixture
def reviewer():
    return make_person(Role.DEPARTMENT_REVIEWER)


@pytest.fixture
def course(author):
    """Too many hours a week, which blocks, and no annotation video, of which the department is warned."""
    return make_course(author, weekly_hours=13, annotation_video=None)


def found(course, severity: str):
    document = document_of(Course.objects.get(pk=course.pk))
    return next(one for one in findings(document, FIRST_LIMITS, "dept") if one.severity == severity)


def waive(course, severity: str, by, **changes) -> Waiver:
    given = {"reason": "Ғылыми кеңестің келісімі", "until": LATER, "at": NOW} | changes
    document = document_of(Course.objects.get(pk=course.pk))
    return grant_waiver(course, found(course, severity), document, by=by, **given)


def submit(course, author, at=NOW, **papers):
    return decide(course, "submit", by=author, at=at, seen=0, papers=Papers(**papers))


def test_a_limit_blocks_until_it_is_waived(course, author, admin):
    with pytest.raises(Refused):
        submit(course, author, deviation="Керек")
    waive(course, BLOCK, admin)
    submit(course, author, deviation="Керек")
    assert Course.objects.get(pk=course.pk).state == "department_review"


def test_a_waived_recommendation_asks_for_no_reason_of_the_author(course, author, admin):
    waive(course, BLOCK, admin)
    with pytest.raises(Refused):
        submit(course, author)
    waive(course, WARN, admin)
    assert submit(course, author).deviation == ""


def test_the_waiver_holds_through_its_last_day(course, author, admin):
    waiver = waive(course, BLOCK, admin, until=TODAY)
    assert stands(waiver, at=NOW)
    assert not stands(waiver, at=NOW + timedelta(days=1))
    with pytest.raises(Refused):
        submit(course, author, at=NOW + timedelta(days=1), deviation="Керек")


def test_another_measure_was_never_waived(course, author, admin):
    waive(course, BLOCK, admin)
    Course.objects.filter(pk=course.pk).update(weekly_hours=20)
    with pytest.raises(Refused):
        submit(course, author, deviation="Керек")


def test_a_withdrawn_waiver_covers_nothing(course, author, admin):
    withdraw_waiver(waive(course, BLOCK, admin), by=admin, at=NOW)
    with pytest.raises(Refused):
        submit(course, author, deviation="Керек")


def test_authors_are_written_to_when_it_is_given_and_when_it_is_withdrawn(course, author, admin):
    waiver = waive(course, BLOCK, admin)
    given = Letter.objects.get(kind="waiver")
    assert given.recipient == author
    said = [
        waiver.messages[author.language],
        "Ғылыми кеңестің келісімі",
        f"/reviews/{course.code}/waivers/",
        str(admin),
    ]
    for words in said:
        assert words in given.body
    withdraw_waiver(waiver, by=admin, at=NOW)
    withdraw_waiver(waiver, by=admin, at=NOW)
    assert Letter.objects.filter(kind="waiver").count() == 2
    assert "Ғылыми кеңестің келісімі" not in Letter.objects.exclude(pk=given.pk).get(kind="waiver").body


def test_only_the_administrator_waives_a_limit(course, author, reviewer):
    for person in (author, reviewer, make_person(Role.QUALITY_SPECIALIST)):
        with pytest.raises(NotAllowed):
            waive(course, BLOCK, person)


def test_whoever_judges_waives_a_recommendation_and_nobody_their_own(course, author, admin, reviewer):
    with pytest.raises(NotAllowed):
        waive(course, WARN, author)
    with pytest.raises(NotAllowed):
        waive(course, WARN, reviewer)  # the department does not hold it yet
    waive(course, BLOCK, admin)
    submit(course, author, deviation="Керек")
    course.refresh_from_db()
    waive(course, WARN, reviewer)
    course.authorships.create(user=admin, position=1)
    with pytest.raises(NotAllowed):
        waive(course, BLOCK, admin)


@pytest.mark.parametrize("changes", [{"reason": "  "}, {"until": None}, {"until": TODAY - timedelta(days=1)}])
def test_a_waiver_without_its_reason_or_day_is_refused(course, admin, changes):
    with pytest.raises(Refused):
        waive(course, BLOCK, admin, **changes)


def test_nothing_is_waived_twice_at_once(course, admin):
    waiver = waive(course, BLOCK, admin)
    with pytest.raises(Refused):
        waive(course, BLOCK, admin)
    withdraw_waiver(waiver, by=admin, at=NOW)
    waive(course, BLOCK, admin)


def test_the_decision_records_the_waiver_and_the_record_holds(course, author, admin):
    waive(course, BLOCK, admin)
    decision = submit(course, author, deviation="Керек")
    (record,) = [one for one in decision.findings if one["severity"] == BLOCK]
    assert "Ғылыми кеңестің келісімі" in record["waived_kk"]
    assert "waived_kk" not in next(one for one in decision.findings if one["severity"] == WARN)
    assert all(check.holds for check in verify_course(Course.objects.get(pk=course.pk)))


def test_every_report_shows_the_waiver(client, course, author, admin, reviewer):
    waive(course, BLOCK, admin)
    waive(course, WARN, admin)
    decision = submit(course, author)
    client.force_login(author)
    line = f"/reviews/{course.code}/waivers/line/"
    assert line in client.get(f"/courses/{course.code}/").content.decode()
    assert "Ғылыми кеңестің келісімі" in client.get(line).content.decode()
    client.force_login(reviewer)
    page = client.get(f"/reviews/{course.code}/")
    assert line in page.content.decode()
    assert (page.context["blocking"], page.context["warnings"]) == (0, 0)
    for address in (line, f"/reviews/{course.code}/endorse/", f"/reviews/record/{decision.pk}/"):
        assert "Ғылыми кеңестің келісімі" in client.get(address).content.decode(), address


def counted(client, course, author) -> dict[str, tuple[int, int]]:
    """Violations and warnings that the pages of an author count."""
    client.force_login(author)
    shown = {}
    for name, path in (("course", ""), ("check", "check/")):
        context = client.get(f"/courses/{course.code}/{path}").context
        shown[name] = context["blocking"], context["warnings"]
    outline = client.get(f"/courses/{course.code}/edit/").context["outline"]
    shown["editor"] = outline.blocking, outline.warnings
    (row,) = client.get("/courses/").context["rows"]
    return shown | {"list": (row["standing"].blocking, row["standing"].warnings)}


def everywhere(*counts: int) -> dict[str, tuple[int, ...]]:
    return dict.fromkeys(("course", "check", "editor", "list"), counts)


def test_the_counters_of_authors_leave_out_what_is_waived(client, course, author, admin):
    assert counted(client, course, author) == everywhere(1, 1)
    today = timezone.localdate()
    waiver = waive(course, BLOCK, admin, until=today, at=timezone.now())
    assert counted(client, course, author) == everywhere(0, 1)
    waive(course, WARN, admin, until=today, at=timezone.now())
    assert counted(client, course, author) == everywhere(0, 0)
    withdraw_waiver(waiver, by=admin, at=NOW)
    assert counted(client, course, author) == everywhere(1, 0)


def test_what_was_let_pass_counts_again_after_the_last_day_of_the_waiver(course, admin):
    waive(course, BLOCK, admin, until=TODAY)
    kept = Course.objects.get(pk=course.pk)
    assert standings([kept], FIRST_LIMITS, at=NOW)[kept.pk] == Standing(0, 1)
    assert standings([kept], FIRST_LIMITS, at=NOW + timedelta(days=1))[kept.pk] == Standing(1, 1)


def test_the_check_shows_what_is_waived_by_whom_and_why(client, course, author, admin):
    waiver = waive(course, BLOCK, admin, at=timezone.now())
    client.force_login(author)
    page = client.get(f"/courses/{course.code}/check/?severity=waived", headers={"accept-language": "en"})
    ((_place, (verdict,)),) = page.context["groups"]
    assert verdict.severity == WAIVED
    assert verdict.message.startswith(waiver.messages["en"])
    assert f"Waived by {admin} until" in verdict.message
    assert verdict.message.endswith("Ғылыми кеңестің келісімі")
    (paper,) = papers_in("ru", lambda: check_paper(Course.objects.get(pk=course.pk), at=timezone.now()))
    assert f"{waiver.messages['ru']} Разрешено ({admin}) до" in str(plain([paper]))


def test_a_course_that_lost_what_its_waivers_let_pass_does_not_verify(course, author, admin):
    waive(course, BLOCK, admin)
    submit(course, author, deviation="Керек")
    User.objects.filter(pk=admin.pk).update(name="Another name")
    assert all(check.holds for check in verify_course(Course.objects.get(pk=course.pk)))
    Course.objects.filter(pk=course.pk).update(waived=[])
    faults = [check.fault for check in verify_course(Course.objects.get(pk=course.pk)) if not check.holds]
    assert len(faults) == 1


def test_the_approval_sheet_shows_waivers_that_have_ended_too(course, author, admin):
    withdraw_waiver(waive(course, WARN, admin), by=admin, at=NOW)
    waive(course, BLOCK, admin)
    submit(course, author, deviation="Керек")
    course = Course.objects.get(pk=course.pk)
    (paper,) = papers_in("ru", lambda: approval_sheet(proof_of(course, proved_revision(course), at=NOW)))
    said = str(plain([paper]))
    assert said.count("Ғылыми кеңестің келісімі") == 2
    assert "отступление разрешено" in said


def test_endorsing_honours_the_waiver_of_the_reviewer(course, author, admin, reviewer):
    waive(course, BLOCK, admin)
    submit(course, author, deviation="Керек")
    course.refresh_from_db()
    waive(course, WARN, reviewer)
    papers = Papers(reason="Дайын", protocol=protocol(), checklist=ALL_YES)
    assert decide(course, "endorse", by=reviewer, at=NOW, seen=1, papers=papers).deviation == ""


def test_the_waivers_are_a_workbook_too(client, course, author, admin):
    withdraw_waiver(waive(course, WARN, admin), by=admin, at=NOW)
    waiver = waive(course, BLOCK, admin)
    client.force_login(author)
    address = f"/reviews/{course.code}/waivers.xlsx"
    assert address in client.get(f"/reviews/{course.code}/waivers/").content.decode()
    _header, first, second = load_workbook(io.BytesIO(client.get(address).content)).active.iter_rows(values_only=True)
    assert (first[1], first[3], first[4], first[7]) == (waiver.clauses, waiver.reason, str(admin), None)
    assert second[7] == str(admin)
    client.force_login(make_user("stranger@example.kz"))
    assert client.get(address).status_code == 404


def test_the_page_gives_and_withdraws(client, course, author, admin):
    address = f"/reviews/{course.code}/waivers/"
    client.force_login(author)
    assert client.get(address).context["form"] is None
    assert client.post(address, {}).status_code == 403
    client.force_login(admin)
    finding = found(course, BLOCK)
    assert address in client.get(f"{address}line/").content.decode()
    fields = {"finding": f"{finding.rule} {finding.path}", "reason": "", "until": "2099-01-01"}
    assert client.post(address, fields).status_code == 200
    assert client.post(address, fields | {"reason": "Керек"}).status_code == 302
    waiver = Waiver.objects.get()
    assert waiver.by == admin
    client.force_login(author)
    assert client.post(f"/reviews/waiver/{waiver.pk}/withdraw/").status_code == 403
    client.force_login(admin)
    assert client.post(f"/reviews/waiver/{waiver.pk}/withdraw/").status_code == 302
    assert Waiver.objects.get().withdrawn_by == admin
    client.force_login(make_user("other@example.kz"))
    assert client.get(address).status_code == 404


def test_another_version_of_the_regulation_breaks_nothing_that_is_waived(course, admin):
    unwaived = impact(FIRST_LIMITS, at=NOW)
    assert (unwaived.conforming_after, unwaived.waived) == (0, 0)
    waive(course, BLOCK, admin)
    report = impact(FIRST_LIMITS, at=NOW)
    assert (report.conforming_before, report.conforming_after, report.waived) == (1, 1, 1)
    assert impact(FIRST_LIMITS, at=NOW + timedelta(days=400)).conforming_after == 0
