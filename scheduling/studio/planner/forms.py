"""Forms of the planner."""

from __future__ import annotations

from datetime import datetime, timedelta

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from mooc_portal.people.models import User
from scheduling.models import Aid, WorkPlan
from scheduling.studio.plan_forms import DAY
from scheduling.studio.planner.actions import SECONDS


class AskForm(forms.Form):
    first = forms.DateField(label=_("First day"), widget=DAY)
    last = forms.DateField(label=_("Last day"), widget=DAY)
    seconds = forms.IntegerField(
        label=_("Time limit, seconds"),
        initial=30,
        min_value=SECONDS[0],
        max_value=SECONDS[1],
        widget=forms.NumberInput({"class": "form-control"}),
    )


class WishForm(forms.Form):
    """Who lectures, when they would like to film, and with which aids."""

    lecturer = forms.ModelChoiceField(
        User.objects.none(), label=_("Lecturer"), required=False, empty_label=_("The first author")
    )
    days = forms.TypedMultipleChoiceField(
        label=_("Days on which the lecturer would like to film"),
        help_text=_("None: any day."),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )
    aids = forms.ModelMultipleChoiceField(
        Aid.objects.all(), label=_("Aids"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, plan: WorkPlan, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        monday = datetime(2024, 1, 1)
        self.fields["days"].choices = [(n, date_format(monday + timedelta(days=n), "l")) for n in range(7)]
        self.fields["lecturer"].queryset = plan.course.authors.order_by("authorships__position", "pk")
        self.initial = {
            "lecturer": plan.lecturer_id,
            "days": plan.wished_days,
            "aids": [aid.pk for aid in plan.aids.all()],
        }
