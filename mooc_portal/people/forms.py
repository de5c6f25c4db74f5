"""Forms of people."""

from django import forms


class SignupForm(forms.Form):
    """What signing up asks besides e-mail and password."""

    def signup(self, request, user) -> None:
        """Called by allauth when the person has been created."""
