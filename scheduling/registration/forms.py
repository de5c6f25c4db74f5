"""What registering asks."""

from django import forms
from django.utils.translation import gettext_lazy as _


class AddressForm(forms.Form):
    """A visitor's address; everything else is asked when the address has been confirmed."""

    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput({"class": "form-control", "autocomplete": "email"}),
    )

    def clean_email(self) -> str:
        return self.cleaned_data["email"].strip().lower()


class ConsentForm(forms.Form):
    """The box under the consent text: never ticked beforehand. ``asks_name`` where the person has none yet."""

    name = forms.CharField(
        label=_("Full name"),
        max_length=200,
        widget=forms.TextInput({"class": "form-control", "autocomplete": "name"}),
    )
    consent = forms.BooleanField(
        label=_("I have read the text and consent to the processing of my personal data."),
        error_messages={"required": _("Without consent nobody can be registered.")},
        widget=forms.CheckboxInput({"class": "form-check-input"}),
    )

    def __init__(self, *args, asks_name: bool = False, asks_consent: bool = True, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if not asks_name:
            del self.fields["name"]
        if not asks_consent:
            del self.fields["consent"]
