"""What registering asks."""

from django import forms
from django.core.validators import FileExtensionValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from scheduling.models import Standing


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


class LearnersFilter(forms.Form):
    """What the staff look for among the learners of a run; what is not understood is left out of account."""

    q = forms.CharField(label=_("Search"), required=False, max_length=200)
    standing = forms.ChoiceField(label=_("Standing"), required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["standing"].choices = [("", _("All")), *Standing.choices]

    def wanted(self) -> dict:
        """The filters that were understood and given."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class ListForm(forms.Form):
    file = forms.FileField(
        label=_("List of the group (.xlsx): e-mail and name in each line"),
        validators=[FileExtensionValidator(["xlsx"])],
        widget=forms.ClearableFileInput({"class": "form-control", "accept": ".xlsx"}),
    )


class InvitationForm(forms.Form):
    addresses = forms.CharField(
        label=_("E-mail addresses, at most 200"),
        max_length=20_000,
        widget=forms.Textarea({"class": "form-control", "rows": 3}),
    )


class ExceptionForm(forms.Form):
    """Who may register outside the days of clause 5.2.3, why, and until when."""

    email = forms.EmailField(label=_("E-mail"), max_length=254, widget=forms.EmailInput({"class": "form-control"}))
    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea({"class": "form-control", "rows": 2})
    )
    until = forms.DateField(
        label=_("Last day"), widget=forms.DateInput({"type": "date", "class": "form-control"}, format="%Y-%m-%d")
    )


class CapacityForm(forms.Form):
    capacity = forms.IntegerField(
        label=_("Places (empty: as many as come)"),
        required=False,
        max_value=1_000_000,
        validators=[MinValueValidator(1)],
        widget=forms.NumberInput({"class": "form-control", "min": 1}),
    )
