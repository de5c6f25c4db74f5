"""Who registered by e-mail has no password: a code sent there signs them in."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from mooc_portal.people.actions import person_with_email

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "subject"), [("kk", "Кіру коды"), ("ru", "Код для входа"), ("en", "Your code for signing in")]
)
def test_a_code_by_e_mail_signs_in(client, language, subject):
    person_with_email("learner@example.kz", name="Айша", language=language, verified=True)
    page = client.post(reverse("account_request_login_code"), {"email": "learner@example.kz"}, follow=True)
    assert page.redirect_chain[-1][0] == reverse("account_confirm_login_code")
    letter = mail.outbox[-1]
    assert (letter.to, subject in letter.subject) == (["learner@example.kz"], True)
    code = re.search(r"^[A-Z0-9-]{4,}$", letter.body, re.MULTILINE)[0]
    client.post(reverse("account_confirm_login_code"), {"code": "WRONG"})
    assert "_auth_user_id" not in client.session
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert "_auth_user_id" in client.session


def test_the_page_of_signing_in_leads_there(client):
    page = client.get(reverse("account_login"), {"next": "/learning/"}).content.decode()
    assert f"{reverse('account_request_login_code')}?next=/learning/" in page


def test_who_has_no_password_may_set_one(client):
    user, _created = person_with_email("learner@example.kz", name="Айша", language="en", verified=True)
    client.force_login(user)
    assert reverse("account_set_password") in client.get(reverse("people:profile")).content.decode()
    word = "a-long-new-word-2027"
    client.post(reverse("account_set_password"), {"password1": word, "password2": word})
    user.refresh_from_db()
    assert user.check_password(word)
