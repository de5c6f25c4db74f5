"""What every template knows of the reader."""

from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from mooc_portal.people.readers import NOBODY, roles_of


def person(request) -> dict:
    """``roles``: what the reader is today; asked of the database only where a template uses it."""
    user = getattr(request, "user", None)
    if user is None:
        return {"roles": NOBODY}
    return {"roles": SimpleLazyObject(lambda: roles_of(user, timezone.now()))}
