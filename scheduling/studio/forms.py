"""Forms of a filming."""

from __future__ import annotations

from datetime import datetime

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models import Course, Lecture
from mooc_portal.people.models import User
from scheduling.models import Aid, Booking, Studio, Work
from scheduling.readers import university_zone
from scheduling.studio.slots import Slot


class BookingForm(forms.Form):
    """Studio, day and times, people, aids and lectures; ``seen`` is the version that the person looked at."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    studio = forms.ModelChoiceField(Studio.objects.filter(is_open=True), label=_("Studio"))
    day = forms.DateField(label=_("Day"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    begins = forms.TimeField(label=_("From"), widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    ends = forms.TimeField(label=_("Until"), widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    lecturer = forms.ModelChoiceField(User.objects.none(), label=_("Lecturer"))
    operator = forms.ModelChoiceField(User.objects.none(), label=_("Operator"), required=False)
    aids = forms.ModelMultipleChoiceField(
        Aid.objects.all(), label=_("Aids"), required=False, widget=forms.CheckboxSelectMultiple
    )
    lectures = forms.ModelMultipleChoiceField(
        Lecture.objects.none(),
        label=_("Lectures to be filmed"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea({"rows": 2}))
    memo = forms.BooleanField(
        label=_("I am the lecturer: I have read the memo and consent to my image being published."), required=False
    )

    def __init__(self, *args, course: Course, user, booking: Booking | None = None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lecturer"].queryset = course.authors.all()
        self.fields["operator"].queryset = User.objects.filter(studio_work__work=Work.OPERATOR)
        lectures = course.lectures.select_related("part__section")
        self.fields["lectures"].queryset = lectures.order_by("part__section__position", "part__position", "position")
        if booking is not None or not course.authors.filter(pk=user.pk).exists():
            del self.fields["memo"]
        if booking is not None:
            del self.fields["note"]
            self._fill(booking)
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", _("Book") if booking is None else _("Save")))

    def _fill(self, booking: Booking) -> None:
        zone = university_zone()
        first, last = timezone.localtime(booking.starts_at, zone), timezone.localtime(booking.ends_at, zone)
        self.initial = {
            "seen": booking.version,
            "studio": booking.studio_id,
            "day": first.date(),
            "begins": first.time(),
            "ends": last.time(),
            "lecturer": booking.lecturer_id,
            "operator": booking.operator_id,
            "aids": [aid.pk for aid in booking.aids.all()],
            "lectures": [lecture.pk for lecture in booking.lectures.all()],
        }

    def slot(self) -> Slot:
        """What was asked for; call it on a valid form."""
        data, zone = self.cleaned_data, university_zone()
        return Slot(
            data["studio"],
            datetime.combine(data["day"], data["begins"], tzinfo=zone),
            datetime.combine(data["day"], data["ends"], tzinfo=zone),
            data["lecturer"],
            data["operator"],
            tuple(data["aids"]),
            tuple(data["lectures"]),
        )


class CancelForm(forms.Form):
    reason = forms.CharField(label=_("Why the filming is cancelled"), widget=forms.Textarea({"rows": 2}))
