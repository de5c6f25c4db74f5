"""The unit and the person that a command names."""

from django.core.management.base import CommandError

from mooc_portal.people.models import Department, User


def department_for(code: str) -> Department:
    """The department with this code, or a line saying that there is none."""
    department = Department.objects.select_related("faculty").filter(code=code).first()
    if department is None:
        raise CommandError(f"There is no department with the code {code}.")
    return department


def author_for(email: str) -> User:
    """The person with this address, or a line saying that there is none."""
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        raise CommandError(f"There is no person with the address {email}.")
    return user
