"""The checklist on the page of a decision."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.document.types import CourseDocument
from courses.regulation.limits import Limits
from reviews.checklist.answers import Answer
from reviews.checklist.facts import facts_by_group
from reviews.checklist.items import ANSWERS, GROUPS, items_of


class ChecklistForm(forms.Form):
    """A choice and a line of words for every question; the gateway says what is missing."""

    def __init__(self, *args, document: CourseDocument, limits: Limits, step: str, **kwargs) -> None:
        super().__init__(*args, prefix="checklist", **kwargs)
        self.items = items_of(document, step)
        self.facts = facts_by_group(document, limits)
        for item in self.items:
            self.fields[item.id] = forms.ChoiceField(
                label=item.question, choices=ANSWERS, widget=forms.RadioSelect, required=False
            )
            self.fields[f"{item.id}-text"] = forms.CharField(
                label=_("In words"), required=False, max_length=1000, widget=forms.TextInput
            )

    def groups(self) -> list[dict]:
        """Group by group: title, computed facts, and the questions with their fields."""
        groups = []
        for group, title in GROUPS.items():
            rows = [
                {"item": item, "answer": self[item.id], "text": self[f"{item.id}-text"]}
                for item in self.items
                if item.group == group
            ]
            if rows or group in self.facts:
                groups.append({"title": title, "facts": self.facts.get(group, []), "rows": rows})
        return groups

    def answers(self) -> dict[str, Answer]:
        """What was chosen, for the gateway; questions without a choice are left out."""
        data = self.cleaned_data
        return {item.id: Answer(data[item.id], data[f"{item.id}-text"]) for item in self.items if data.get(item.id)}
