"""Forms of a work plan."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.models import Course
from mooc_portal.people.models import User
from mooc_portal.people.readers import quality_specialists
from scheduling.models import Deadline, WorkItem

DAY = forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d")


class WorkPlanForm(forms.Form):
    starts_on = forms.DateField(label=_("Planned first day of the run"), widget=DAY)
    deadline = forms.ChoiceField(
        label=_("Everything is made"),
        choices=Deadline.choices,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    batches = forms.IntegerField(
        label=_("Batches"),
        min_value=1,
        max_value=50,
        widget=forms.NumberInput(attrs={"class": "form-control"}),
    )
    deviation = forms.CharField(
        label=_("Reason for a plan that begins in the past"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )


class WorkItemForm(forms.Form):
    owner = forms.ModelChoiceField(User.objects.none(), label=_("Owner"))
    first = forms.DateField(label=_("First day"), widget=DAY)
    last = forms.DateField(label=_("Last day"), widget=DAY)
    note = forms.CharField(label=_("Note"), required=False, max_length=300)

    def __init__(self, *args, item: WorkItem, at, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = possible_owners(item.plan.course, item, at=at)
        self.initial = {"owner": item.owner_id, "first": item.first, "last": item.last, "note": item.note}


def possible_owners(course: Course, item: WorkItem, *, at):
    """The authors, those who film and edit, the quality department, and whoever has it now."""
    quality = [person.pk for person in quality_specialists(at)]
    people = User.objects.filter(authorships__course=course) | User.objects.filter(studio_work__isnull=False)
    people |= User.objects.filter(pk__in=[*quality, item.owner_id])
    return people.distinct().order_by("name", "email")
