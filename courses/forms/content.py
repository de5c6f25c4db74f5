"""Sections, parts, lectures, tasks, outcomes and glossary entries."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.forms.base import SeenForm
from courses.forms.fields import LengthField, LinesField, OutcomesField, WeightField
from courses.models import GlossaryEntry, Lecture, Outcome, Part, Section, Task


class OutcomeForm(SeenForm):
    class Meta:
        model = Outcome
        fields = ["code", "text", "level"]
        widgets = {"text": forms.Textarea({"rows": 2})}


class EntryForm(SeenForm):
    class Meta:
        model = GlossaryEntry
        fields = ["term", "kind", "definition"]
        widgets = {"term": forms.TextInput, "definition": forms.Textarea({"rows": 3})}


# The count that stands beside the form is told with the help and the error of its field.
COUNTED = "id_announcement_helptext id_announcement_error announcement-count"


class SectionForm(SeenForm):
    class Meta:
        model = Section
        fields = ["title", "announcement"]
        widgets = {"title": forms.TextInput, "announcement": forms.Textarea({"rows": 8, "aria-describedby": COUNTED})}
        help_texts = {"announcement": _("Plain text for the letter to the learners, 400–600 characters (cl. 4.5).")}


class PartForm(SeenForm):
    class Meta:
        model = Part
        fields = ["title", "text"]
        widgets = {"title": forms.TextInput, "text": forms.Textarea({"rows": 16, "data-pictures": "yes"})}
        help_texts = {"text": _("CommonMark: # heading, **bold**, - list, | tables |, $formulas$.")}


class LectureForm(SeenForm):
    NULLABLE = ("video",)

    seconds = LengthField(
        label=_("Length"), required=False, help_text=_("Minutes and seconds, such as 12:30; 10–15 minutes (cl. 4.4).")
    )
    video = forms.CharField(
        label=_("Video"), required=False, help_text=_("Address of a hosted video, or the SHA-256 of the file.")
    )

    class Meta:
        model = Lecture
        fields = ["title", "seconds", "video", "script"]
        widgets = {"title": forms.TextInput, "script": forms.Textarea({"rows": 8})}

    def stored_fields(self) -> list[str]:
        return ["title", "seconds", "video", "script", "measured"]

    def values(self) -> dict:
        data = self.cleaned_data
        measured = self.instance.measured and data["seconds"] == self.stored_seconds
        return {
            "title": data["title"],
            "seconds": data["seconds"],
            "video": data["video"],
            "script": data["script"],
            "measured": measured,
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        # Building the form's instance overwrites it; a length typed by hand is declared, not measured.
        self.stored_seconds = self.instance.seconds


class AnnotationForm(LectureForm):
    """The annotation video is no lecture: no length is asked of it (7.4.7)."""

    seconds = LengthField(label=_("Length"), required=False, help_text=_("Minutes and seconds, such as 2:30."))

    class Meta(LectureForm.Meta):
        labels = {"script": _("Text of the annotation")}
        help_texts = {
            "script": _(
                "What the course is about, how one works in it, how many lectures it has, its materials, "
                "what is best in it (cl. 7.4.7)."
            )
        }


class TaskForm(SeenForm):
    weight = WeightField(label=_("Share of the final grade, %"), initial="0")
    outcomes = OutcomesField(
        label=_("Learning outcomes it assesses"), required=False, widget=forms.CheckboxSelectMultiple
    )
    team_min = forms.IntegerField(label=_("Team: at least"), required=False, min_value=2)
    team_max = forms.IntegerField(label=_("Team: at most"), required=False, min_value=2)
    discussion_days = forms.IntegerField(label=_("Days of discussion"), required=False, min_value=1)
    peer_reviews = forms.IntegerField(label=_("Reviews by each learner"), required=False, min_value=1)
    criteria = LinesField(
        label=_("Criteria of peer assessment"),
        required=False,
        help_text=_("One a line; for a group project (cl. 4.10)."),
        widget=forms.Textarea({"rows": 3}),
    )

    GROUP = ("team_min", "team_max", "discussion_days", "peer_reviews", "criteria")

    class Meta:
        model = Task
        fields = [
            *("title", "kind", "instructions", "minutes", "weight", "outcomes", "graded_by", "integrity"),
            "match_check",
        ]
        widgets = {"title": forms.TextInput, "instructions": forms.Textarea({"rows": 5, "data-pictures": "yes"})}

    def __init__(self, *args, course, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcomes"].offer(course, self.instance.outcomes)
        for name in self.GROUP:
            self.fields[name].initial = (self.instance.group or {}).get(name)

    def stored_fields(self) -> list[str]:
        return [*self._meta.fields, "group"]

    def stored(self, name: str):
        return (self.instance.group or {}).get(name) if name in self.GROUP else super().stored(name)

    def values(self) -> dict:
        values = {name: self.cleaned_data[name] for name in self._meta.fields}
        group = {name: self.cleaned_data[name] for name in self.GROUP if self.cleaned_data[name]}
        values["group"] = group or (self.instance.group if self.instance.group == {} else None)
        return values
