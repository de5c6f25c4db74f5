"""How accounts behave here."""

from allauth.account.adapter import DefaultAccountAdapter
from django.utils.translation import get_language, override

from mooc_portal.people.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Letters about the account go out in the person's language."""

    def send_mail(self, template_prefix, email, context) -> None:
        user = context.get("user") or User.objects.filter(email=email.lower()).first()
        with override(getattr(user, "language", None) or get_language()):
            super().send_mail(template_prefix, email, context)

    def save_user(self, request, user, form, commit=True):
        user.language = get_language() or user.language
        return super().save_user(request, user, form, commit)
