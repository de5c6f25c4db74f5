"""Writing the launch message, recording a link, asking to hear of courses."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mooc_portal.people.models import Faculty, Language
from scheduling.models import Announcement, Network

FIELDS = ["text_kk", "short_kk", "text_ru", "short_ru", "text_en", "short_en"]


class AnnouncementForm(forms.ModelForm):
    class Meta:
        model = Announcement
        fields = FIELDS

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in FIELDS:
            rows = 12 if name.startswith("text") else 5
            self.fields[name].widget.attrs |= {"class": "form-control", "rows": rows, "lang": name[-2:]}


class LinkForm(forms.Form):
    network = forms.ChoiceField(
        label=_("Where"), choices=Network.choices, widget=forms.Select({"class": "form-select"})
    )
    url = forms.URLField(
        label=_("Address of the post"),
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput({"class": "form-control"}),
    )


class SubscribeForm(forms.Form):
    """An address and, where one likes, what to hear of."""

    email = forms.EmailField(
        label=_("E-mail"), max_length=254, widget=forms.EmailInput({"class": "form-control", "autocomplete": "email"})
    )
    language = forms.ChoiceField(
        label=_("Language of the letters"), choices=Language.choices, widget=forms.Select({"class": "form-select"})
    )
    faculty = forms.ModelChoiceField(
        Faculty.objects.none(),
        label=_("Faculty"),
        required=False,
        to_field_name="code",
        empty_label=_("All"),
        widget=forms.Select({"class": "form-select"}),
    )
    topic = forms.CharField(
        label=_("Words in the title or the summary"),
        required=False,
        max_length=100,
        help_text=_("Empty: every course."),
        widget=forms.TextInput({"class": "form-control"}),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["faculty"].queryset = Faculty.objects.all()

    def clean_email(self) -> str:
        return self.cleaned_data["email"].strip().lower()
