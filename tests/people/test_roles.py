from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError

from mooc_portal.people.models import Appointment, Role, Substitution
from mooc_portal.people.readers import NOBODY, department_reviewers, roles_of
from tests.factories import NOW, TODAY, appoint, make_department, make_faculty, make_person, make_user

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "holds"),
    [
        (TODAY, TODAY, True),
        (TODAY - DAY, None, True),
        (TODAY + DAY, None, False),
        (TODAY - 2 * DAY, TODAY - DAY, False),
        (TODAY - DAY, TODAY, True),
    ],
)
def test_a_role_holds_from_its_first_to_its_last_day(starts_on, ends_on, holds):
    user, department = make_user(), make_department()
    appoint(user, Role.DEPARTMENT_REVIEWER, department, starts_on=starts_on, ends_on=ends_on)
    assert (department.pk in roles_of(user, NOW).reviews_departments) is holds
    assert (user in department_reviewers(department, NOW)) is holds


def test_a_substitute_has_the_role_only_while_holder_and_substitution_are_in_force():
    holder, substitute, department = make_user(), make_user(), make_department()
    held = appoint(holder, Role.DEPARTMENT_REVIEWER, department, ends_on=TODAY)
    Substitution.objects.create(appointment=held, substitute=substitute, starts_on=TODAY, ends_on=TODAY + DAY)
    roles = roles_of(substitute, NOW)
    assert roles.reviews_departments == {department.pk}
    assert roles.acting_for == {(Role.DEPARTMENT_REVIEWER, department.pk): holder}
    assert department_reviewers(department, NOW) == [holder, substitute]
    assert roles_of(substitute, NOW + DAY).reviews_departments == frozenset()


def test_nobody_and_inactive_people_have_no_role():
    inactive = make_person(Role.QUALITY_SPECIALIST)
    inactive.is_active = False
    assert roles_of(AnonymousUser(), NOW) == NOBODY == roles_of(inactive, NOW)


def test_the_roles_of_a_person_are_asked_for_once_a_day(django_assert_num_queries):
    user = make_person(Role.FACULTY_REVIEWER)
    with django_assert_num_queries(1):
        assert roles_of(user, NOW).judges
        assert not roles_of(user, NOW).is_quality


@pytest.mark.parametrize(
    ("role", "units"),
    [
        (Role.INSTRUCTOR, {}),
        (Role.DEPARTMENT_REVIEWER, {"faculty": True}),
        (Role.FACULTY_REVIEWER, {"department": True}),
        (Role.QUALITY_SPECIALIST, {"faculty": True}),
    ],
)
def test_the_database_refuses_a_role_in_the_wrong_unit(role, units):
    known = {"faculty": make_faculty(), "department": make_department()}
    with pytest.raises(IntegrityError):
        Appointment.objects.create(
            user=make_user(), role=role, starts_on=TODAY, **{name: known[name] for name in units}
        )


def test_an_address_is_kept_in_small_letters():
    assert make_user("Author@Example.KZ").email == "author@example.kz"
