"""Who holds which role at an instant."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from mooc_portal.people.models import Appointment, Role, Substitution, User


@dataclass(frozen=True)
class Roles:
    """What a person is on one day. Units are given by primary key.

    ``acting_for`` names, by (role, unit), the holder for whom a substitute acts.
    """

    is_administrator: bool = False
    is_quality: bool = False
    instructs: frozenset[int] = frozenset()
    reviews_departments: frozenset[int] = frozenset()
    reviews_faculties: frozenset[int] = frozenset()
    acting_for: dict = field(default_factory=dict)

    @property
    def writes(self) -> bool:
        """Whether the person has to do with writing courses."""
        return bool(self.instructs) or self.is_administrator

    @property
    def judges(self) -> bool:
        """Whether courses may wait for this person's decision."""
        return bool(self.reviews_departments or self.reviews_faculties) or self.is_quality or self.is_administrator


NOBODY = Roles()


def roles_of(user, at: datetime) -> Roles:
    """The roles of ``user`` on the day of ``at`` in the university's zone; one query a day and person."""
    if not user.is_authenticated or not user.is_active:
        return NOBODY
    day = timezone.localdate(at)
    cache = user.__dict__.setdefault("_roles_by_day", {})
    if day not in cache:
        cache[day] = _roles_on(user, day)
    return cache[day]


def in_force(day) -> Q:
    """Appointments that hold on ``day``, both ends included."""
    return Q(starts_on__lte=day) & (Q(ends_on__isnull=True) | Q(ends_on__gte=day))


def _unit_of(appointment: Appointment) -> tuple[str, int | None]:
    """Role and unit, as ``Roles.acting_for`` is asked by."""
    return appointment.role, appointment.department_id or appointment.faculty_id


def _roles_on(user, day) -> Roles:
    stands_in = Q(substitutions__substitute=user, substitutions__starts_on__lte=day, substitutions__ends_on__gte=day)
    appointments = Appointment.objects.filter(in_force(day)).filter(Q(user=user) | stands_in)
    all_held = list(appointments.select_related("user").distinct())
    own = {_unit_of(held) for held in all_held if held.user_id == user.pk}
    acting = {_unit_of(held): held.user for held in all_held if held.user_id != user.pk and _unit_of(held) not in own}
    return Roles(
        is_administrator=user.is_superuser,
        is_quality=any(a.role == Role.QUALITY_SPECIALIST for a in all_held),
        instructs=frozenset(a.department_id for a in all_held if a.role == Role.INSTRUCTOR),
        reviews_departments=frozenset(a.department_id for a in all_held if a.role == Role.DEPARTMENT_REVIEWER),
        reviews_faculties=frozenset(a.faculty_id for a in all_held if a.role == Role.FACULTY_REVIEWER),
        acting_for=acting,
    )


def _with_role(role: Role, at: datetime, **unit) -> list[User]:
    """Holders of a role on the day of ``at``, and those who stand in for them; no inactive people."""
    day = timezone.localdate(at)
    held = Appointment.objects.filter(in_force(day), role=role, **unit)
    standing_in = Substitution.objects.filter(appointment__in=held, starts_on__lte=day, ends_on__gte=day)
    people = User.objects.filter(
        Q(pk__in=held.values("user")) | Q(pk__in=standing_in.values("substitute")), is_active=True
    )
    return list(people.order_by("pk"))


def department_reviewers(department, at: datetime) -> list[User]:
    """Who reviews for the department on that day, substitutes included."""
    return _with_role(Role.DEPARTMENT_REVIEWER, at, department=department) if department else []


def faculty_reviewers(faculty, at: datetime) -> list[User]:
    """Who reviews for the faculty on that day, substitutes included."""
    return _with_role(Role.FACULTY_REVIEWER, at, faculty=faculty) if faculty else []


def quality_specialists(at: datetime) -> list[User]:
    """The specialists of the academic quality department on that day, substitutes included."""
    return _with_role(Role.QUALITY_SPECIALIST, at)


def administrators() -> list[User]:
    """Active administrators."""
    return list(User.objects.filter(is_superuser=True, is_active=True).order_by("pk"))
