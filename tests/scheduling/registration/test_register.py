"""One action registers on every path, by the dates, with consent, within the places."""

from datetime import date, timedelta

import pytest

from courses.models import Regulation
from courses.regulation.limits import Limits
from mooc_portal.outbox.models import Letter
from mooc_portal.people.models import Role
from scheduling.models import Consent, ConsentText, Registration, Standing, Way
from scheduling.readers import calendar_of
from scheduling.registration.actions import (
    RegistrationRefused,
    grant_exception,
    leave,
    register,
    set_capacity,
)
from tests.factories import make_person, make_user
from tests.scheduling.runs import START, consent_of, local, make_learner, make_run

pytestmark = pytest.mark.django_db
OPEN = local("2027-03-01 12:00")


def refused(run, *, at=OPEN, user=None, way=Way.PAGE, by=None, consent=True) -> list[str]:
    user = user or make_user()
    given = consent_of(user, at=at) if consent else None
    with pytest.raises(RegistrationRefused) as error:
        register(run, user, way=way, at=at, by=by or user, consent=given)
    assert not Registration.objects.filter(run=run, user=user, standing="registered").exists()
    return error.value.reasons


@pytest.mark.parametrize("moment", ["2027-02-01 00:00:00", "2027-03-15 00:00:00", "2027-04-04 23:59:59"])
def test_registration_is_open_from_six_weeks_before_until_three_weeks_after_the_start(moment):
    assert make_learner(make_run(), at=local(moment)).standing == Standing.REGISTERED


@pytest.mark.parametrize(
    ("moment", "reason"),
    [
        ("2027-01-31 23:59:59", "Registration has not opened yet. First day: 1 February 2027 (cl. 5.2.3)."),
        ("2027-04-05 00:00:00", "Registration is closed. Last day: 4 April 2027 (cl. 5.2.3)."),
        ("2028-04-05 00:00:00", "Registration is closed. Last day: 4 April 2027 (cl. 5.2.3)."),
    ],
)
def test_outside_of_these_days_it_is_refused_with_the_clause(moment, reason):
    assert refused(make_run(), at=local(moment)) == [reason]


@pytest.mark.parametrize(
    ("starts_on", "last"),
    [
        (date(2028, 2, 28), "2028-03-19 23:59:59"),  # over the leap day
        (date(2027, 12, 20), "2028-01-09 23:59:59"),  # over the end of the year
    ],
)
def test_days_are_counted_over_a_leap_day_and_the_end_of_a_year(starts_on, last):
    run = make_run(starts_on=starts_on)
    assert make_learner(run, at=local(last)).pk
    assert len(refused(run, at=local(last) + timedelta(seconds=1))) == 1


def test_a_two_week_course_closes_registration_at_its_end():
    sections = [{"title": f"{n}", "parts": [{"title": "x", "text": "x"}]} for n in (1, 2)]
    run = make_run(kind="additional", weeks=2, sections=sections, extra_week=None, final_tasks=[])
    assert make_learner(run, at=local("2027-03-28 23:59:59")).pk
    assert refused(run, at=local("2027-03-29 00:00:00")) == [
        "Registration is closed. Last day: 28 March 2027 (cl. 5.2.3)."
    ]


def test_the_closing_midnight_is_that_of_the_university_where_the_clocks_change(settings):
    settings.TIME_ZONE = "Europe/Berlin"
    run = make_run()  # the clocks go forward on 2027-03-28, within the three weeks
    assert make_learner(run, at=local("2027-04-04 23:59:59", "Europe/Berlin")).pk
    assert len(refused(run, at=local("2027-04-05 00:00:00", "Europe/Berlin"))) == 1


def test_a_version_of_the_regulation_activated_during_the_run_moves_nothing():
    run = make_run()
    Regulation.objects.filter(status="in_force").update(status="withdrawn", withdrawn_at=OPEN)
    papers = {"council_number": "1", "council_date": START, "approval_number": "1", "approval_date": START}
    limits = Limits(registration_close_days=7).to_json()
    Regulation.objects.create(version="2", title="x", status="in_force", in_force_from=OPEN, limits=limits, **papers)
    assert make_learner(run, at=local("2027-04-04 23:59:59")).pk


def test_without_consent_nobody_registers():
    run = make_run()
    reason = ["Consent to the processing of personal data is needed (law No. 94-V, art. 8)."]
    assert refused(run, consent=False) == reason
    other, user = consent_of(make_user(), at=OPEN), make_user()
    with pytest.raises(RegistrationRefused):
        register(run, user, way=Way.PAGE, at=OPEN, by=user, consent=other)


def test_every_reason_is_given_at_once():
    assert len(refused(make_run(), at=local("2027-04-05 00:00"), consent=False)) == 2


def test_consent_is_kept_with_version_time_and_address():
    registration = make_learner(make_run(), at=OPEN)
    consent = Consent.objects.get()
    assert (registration.consent, consent.given_at, consent.address) == (consent, OPEN, "192.0.2.7")
    assert consent.text == ConsentText.objects.get(version=1)
    assert all("94-V" in text for text in (consent.text.text_kk, consent.text.text_ru, consent.text.text_en))


def test_registering_twice_is_one_registration_and_one_letter():
    run, user = make_run(), make_user()
    first = make_learner(run, user=user, at=OPEN)
    assert make_learner(run, user=user, at=OPEN + timedelta(days=1)).registered_at == first.registered_at
    assert Letter.objects.filter(recipient=user, kind="registered").count() == 1


def test_the_letter_names_the_days_and_the_place():
    run, user = make_run(), make_user()
    make_learner(run, user=user, at=OPEN)
    letter = Letter.objects.get(recipient=user)
    assert letter.subject == "You are registered: Деректерді талдау"
    for said in ("15 March 2027", "22 March 2027", f"/learning/{run.pk}/"):
        assert said in letter.body
    assert "You register late" not in letter.body


def test_who_comes_late_is_told_what_is_lost():
    run, user = make_run(), make_user()
    make_learner(run, user=user, at=local("2027-03-29 00:00"))
    body = Letter.objects.get(recipient=user, kind="registered").body
    assert "Graded tasks are closed already in sections: 1 (cl. 4.5)." in body
    assert "Best final grade still possible, %: 90." in body


def test_who_comes_late_gets_the_letter_of_the_section_that_is_open():
    run, early, late = make_run(), make_user(), make_user()
    make_learner(run, user=early, at=local("2027-03-14 23:59:59"))
    make_learner(run, user=late, at=local("2027-03-22 00:00:00"))
    assert Letter.objects.filter(recipient=early, kind="section_letter").count() == 0
    assert list(Letter.objects.filter(recipient=late, kind="section_letter").values_list("key", flat=True)) == [
        f"section:{run.pk}:2:{late.pk}"
    ]


def test_only_the_staff_register_others():
    run, user = make_run(), make_user()
    reason = "Only a specialist of the academic quality department may do this."
    assert refused(run, user=user, way=Way.LIST, by=make_person(Role.INSTRUCTOR), consent=False) == [reason]
    assert refused(run, user=user, by=make_user()) == ["People register themselves."]
    quality = make_person(Role.QUALITY_SPECIALIST)
    registration = register(run, user, way=Way.LIST, at=OPEN, by=quality)
    assert (registration.consent, registration.way) == (None, Way.LIST)
    assert "asked for consent" in Letter.objects.get(recipient=user).body


def test_consent_given_later_is_kept_with_the_registration():
    run, user = make_run(), make_user()
    register(run, user, way=Way.LIST, at=OPEN, by=make_person(Role.QUALITY_SPECIALIST))
    assert make_learner(run, user=user, at=local("2027-05-01 12:00")).consent is not None


def test_beyond_the_places_people_wait_in_line():
    run = make_run(capacity=1)
    first, second, third = (make_learner(run, at=OPEN + timedelta(minutes=n)) for n in range(3))
    assert [row.standing for row in (first, second, third)] == ["registered", "waiting", "waiting"]
    assert Letter.objects.get(recipient=second.user).kind == "registration_waiting"


def test_who_leaves_makes_room_for_the_first_in_line():
    run = make_run(capacity=1)
    first, second, third = (make_learner(run, at=OPEN + timedelta(minutes=n)) for n in range(3))
    leave(first, by=first.user, at=OPEN + timedelta(days=1))
    for row in (first, second, third):
        row.refresh_from_db()
    assert [row.standing for row in (first, second, third)] == ["left", "registered", "waiting"]
    assert first.left_at == OPEN + timedelta(days=1)
    assert Letter.objects.filter(recipient=second.user, kind="registration_place_free").count() == 1
    leave(third, by=third.user, at=OPEN + timedelta(days=2))
    second.refresh_from_db()
    assert second.standing == "registered"


def test_nobody_moves_up_when_registration_has_closed():
    run = make_run(capacity=1)
    first, second = (make_learner(run, at=OPEN + timedelta(minutes=n)) for n in range(2))
    leave(first, by=first.user, at=local("2027-04-05 00:00:00"))
    second.refresh_from_db()
    assert second.standing == "waiting"


def test_a_letter_of_registration_that_has_not_left_is_taken_back_by_leaving():
    registration = make_learner(make_run(), at=OPEN)
    Letter.objects.update(status="queued")
    leave(registration, by=registration.user, at=OPEN)
    assert Letter.objects.get(recipient=registration.user).status == "superseded"


def test_who_left_comes_back_into_the_same_row():
    run, user = make_run(), make_user()
    first = make_learner(run, user=user, at=OPEN)
    leave(first, by=user, at=OPEN + timedelta(days=1))
    again = make_learner(run, user=user, at=OPEN + timedelta(days=2))
    assert (again.pk, again.left_at, again.standing) == (first.pk, None, "registered")
    leave(again, by=user, at=OPEN + timedelta(days=3))
    assert len(refused(run, user=user, at=local("2027-04-05 00:00"))) == 1


def test_strangers_cannot_make_anybody_leave():
    registration = make_learner(make_run(), at=OPEN)
    with pytest.raises(RegistrationRefused):
        leave(registration, by=make_person(Role.INSTRUCTOR), at=OPEN)
    assert leave(registration, by=make_person(Role.QUALITY_SPECIALIST), at=OPEN).standing == "left"


def test_nobody_leaves_a_run_that_is_over():
    registration, ends = make_learner(make_run(), at=OPEN), local("2027-05-03 00:00:00")
    with pytest.raises(RegistrationRefused) as error:
        leave(registration, by=registration.user, at=ends)
    assert error.value.reasons == ["The run is over: nobody leaves it any more."]
    assert leave(registration, by=registration.user, at=ends - timedelta(seconds=1)).standing == "left"


def test_more_places_move_the_line_up_and_no_place_is_taken_away():
    run, quality = make_run(capacity=1), make_person(Role.QUALITY_SPECIALIST)
    rows = [make_learner(run, at=OPEN + timedelta(minutes=n)) for n in range(3)]
    set_capacity(run, 2, by=quality, at=OPEN)
    for row in rows:
        row.refresh_from_db()
    assert [row.standing for row in rows] == ["registered", "registered", "waiting"]
    with pytest.raises(RegistrationRefused) as error:
        set_capacity(run, 1, by=quality, at=OPEN)
    assert error.value.reasons == ["Places taken already: 2. Required: at least as many."]
    set_capacity(run, None, by=quality, at=OPEN)
    assert Registration.objects.filter(standing="registered").count() == 3


def test_an_exception_lets_one_person_in_until_the_end_of_its_day():
    run, user, quality = make_run(), make_user("late@example.kz"), make_person(Role.QUALITY_SPECIALIST)
    at = local("2027-04-10 12:00")
    grant_exception(run, email="Late@Example.kz ", reason="Illness", until=date(2027, 4, 12), by=quality, at=at)
    assert len(refused(run, at=at)) == 1
    assert len(refused(run, user=user, at=local("2027-04-13 00:00:00"))) == 1
    assert make_learner(run, user=user, at=local("2027-04-12 23:59:59")).standing == "registered"
    assert calendar_of(run).registration_closes_on == date(2027, 4, 5)


def test_an_exception_has_a_reason_and_ends_with_the_run():
    run, at = make_run(), local("2027-04-10 12:00")

    def reasons(by, **options) -> list[str]:
        with pytest.raises(RegistrationRefused) as error:
            grant_exception(run, email="a@example.kz", at=at, by=by, **options)
        return error.value.reasons

    quality = make_person(Role.QUALITY_SPECIALIST)
    assert reasons(quality, reason=" ", until=date(2027, 5, 3)) == [
        "An exception needs its reason.",
        "The last day of the exception is after the run. Required: at most 2 May 2027.",
    ]
    assert reasons(quality, reason="x", until=date(2027, 4, 9)) == ["The last day of the exception has passed."]
    assert len(reasons(make_person(Role.INSTRUCTOR), reason="x", until=date(2027, 4, 12))) == 1
