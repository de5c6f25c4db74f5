"""Forms of the catalogue and of planning."""

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from courses.models.course import Kind
from mooc_portal.people.models import Faculty, Language
from scheduling.calendar import Phase


class When(TextChoices):
    """Phases as a visitor asks for them."""

    REGISTRATION = "registration", _("registration is open")
    SOON = "soon", _("soon to start")
    RUNNING = "running", _("running")
    NONE = "none", _("no run is planned")


PHASES_WHEN = {
    When.REGISTRATION: frozenset({Phase.OPEN, Phase.STARTED}),
    When.SOON: frozenset({Phase.EXPECTED, Phase.ANNOUNCED, Phase.OPEN}),
    When.RUNNING: frozenset({Phase.STARTED, Phase.RUNNING}),
}


class CatalogueFilter(forms.Form):
    """What a visitor looks for; what is not understood is left out of account."""

    q = forms.CharField(label=_("Search"), required=False, max_length=200)
    language = forms.ChoiceField(label=_("Language of instruction"), required=False)
    faculty = forms.ModelChoiceField(
        Faculty.objects.none(), label=_("Faculty"), required=False, to_field_name="code", empty_label=_("All")
    )
    kind = forms.ChoiceField(label=_("Kind of course"), required=False)
    when = forms.ChoiceField(label=_("When"), required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["faculty"].queryset = Faculty.objects.all()
        for name, choices in (("language", Language), ("kind", Kind), ("when", When)):
            self.fields[name].choices = [("", _("All")), *choices.choices]

    def wanted(self) -> dict:
        """The filters that were understood and given."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class PlanForm(forms.Form):
    starts_on = forms.DateField(
        label=_("First day of the run"),
        widget=forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d"),
    )
    deviation = forms.CharField(
        label=_("Reason for the deviation"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "class": "form-control"}),
    )
    capacity = forms.IntegerField(
        label=_("Places (empty: as many as come)"),
        required=False,
        min_value=1,
        max_value=1_000_000,
        widget=forms.NumberInput(attrs={"class": "form-control"}),
    )
    stays_readable = forms.BooleanField(
        label=_("Sections stay readable after their two weeks, with graded tasks closed (cl. 4.5)"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )


class MoveForm(forms.Form):
    starts_on = forms.DateField(
        label=_("First day of the run"),
        widget=forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d"),
    )
    reason = forms.CharField(
        label=_("Reason for moving"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "class": "form-control"}),
    )


class DayForm(forms.Form):
    """A day on which to see what a learner sees."""

    on = forms.DateField(
        label=_("As a learner on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d"),
    )

    def day(self):
        """The day, if one was given and understood."""
        return self.cleaned_data.get("on") if self.is_valid() else None
