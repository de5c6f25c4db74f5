"""Forms of the regulation."""

from django import forms
from django.utils.translation import gettext_lazy as _


class CopyForm(forms.Form):
    version = forms.SlugField(label=_("Name of the new version"), max_length=32)


class ActivateForm(forms.Form):
    """``replacing`` is the version the person saw in force; empty when there was none."""

    replacing = forms.CharField(required=False, widget=forms.HiddenInput)
