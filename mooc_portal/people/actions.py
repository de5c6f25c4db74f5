"""People who come without signing up."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.db import transaction

from mooc_portal.people.models import User


def person_with_email(email: str, *, name: str, language: str, verified: bool) -> tuple[User, bool]:
    """The person of that address, and whether it was made now: without a password, signing in by a code sent there.

    ``verified`` says that the person has just shown to read the mail of the address.
    """
    email = email.strip().lower()
    with transaction.atomic():
        owner = EmailAddress.objects.filter(email=email, verified=True).select_related("user").first()
        if owner is not None:
            return owner.user, False
        user, created = User.objects.get_or_create(email=email, defaults={"name": name[:200], "language": language})
        if created:
            user.set_unusable_password()
            user.save(update_fields=["password"])
        _keep_address(user, email, verified=verified, primary=created)
    return user, created


def _keep_address(user: User, email: str, *, verified: bool, primary: bool) -> None:
    address, created = EmailAddress.objects.get_or_create(
        user=user, email=email, defaults={"verified": verified, "primary": primary}
    )
    if created or address.verified or not verified:
        return
    # Whoever chose the password has never shown to read this mail; the one who has must not inherit it.
    user.set_unusable_password()
    user.save(update_fields=["password"])
    address.verified = True
    address.save(update_fields=["verified"])
