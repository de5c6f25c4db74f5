"""The facts of a course, its authors, import."""

from __future__ import annotations

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from courses.forms.base import SeenForm
from courses.forms.fields import LinesField, NumberField, within_format
from courses.models import Course
from mooc_portal.people.models import Department

SKELETON = "skeleton"


class NewCourseForm(forms.ModelForm):
    code = forms.RegexField(
        r"^(?!(new|import)\Z)[a-z0-9]+(-[a-z0-9]+)*\Z",
        label=_("Code"),
        max_length=64,
        help_text=_("Latin letters, digits and hyphens; part of the address of the course."),
        error_messages={"invalid": _("Use small Latin letters, digits and single hyphens.")},
    )

    start = forms.ChoiceField(
        label=_("Begin with"),
        required=False,
        help_text=_(
            "The structure has sections, lectures and tasks as the regulation asks of the kind. "
            "A course can also be brought in from a file: see Import a course."
        ),
    )

    class Meta:
        model = Course
        fields = ["title", "code", "language", "kind", "department"]

    def __init__(self, *args, departments, courses=(), **kwargs) -> None:
        super().__init__(*args, **kwargs)
        own = [(str(course.pk), course.title or course.code) for course in courses]
        self.fields["start"].choices = [("", _("an empty course")), (SKELETON, _("the structure of the regulation"))]
        if own:
            self.fields["start"].choices += [(_("a course of mine"), own)]
        self.fields["department"].queryset = departments
        self.fields["department"].required = True
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", _("Create the course")))

    def values(self) -> dict:
        data = {name: self.cleaned_data[name] for name in self._meta.fields}
        return data | {"faculty": data["department"].faculty}

    def validate_unique(self) -> None:
        """A code that is taken gets a number behind it instead of an error."""


class FactsForm(SeenForm):
    NULLABLE = ("extra_week", "programme")

    goals = LinesField(
        label=_("Learning goals"), required=False, help_text=_("One a line."), widget=forms.Textarea({"rows": 6})
    )
    weekly_hours = NumberField(label=_("Academic hours a week"), required=False, above=0)

    class Meta:
        model = Course
        fields = [
            *("title", "summary", "goals", "language", "kind", "credits", "weeks", "weekly_hours", "extra_week"),
            *("department", "programme"),
        ]
        widgets = {"summary": forms.Textarea({"rows": 3}), "programme": forms.TextInput, "extra_week": forms.TextInput}
        help_texts = {
            "credits": _("Only for a university course."),
            "extra_week": _("One named week beyond the sections, such as Final assessment."),
            "programme": _("Code and name."),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = Department.objects.select_related("faculty")
        for name in ("credits", "weeks"):
            within_format(self.fields[name], 1)

    def stored_fields(self) -> list[str]:
        return [("department_id" if name == "department" else name) for name in self._meta.fields]

    def values(self) -> dict:
        data = self.cleaned_data
        values = {name: data[name] for name in self._meta.fields if name != "department"}
        values["department_id"] = data["department"].pk if data["department"] else None
        return values


class AuthorsForm(forms.Form):
    template = "courses/fields.html"

    emails = LinesField(
        label=_("E-mail addresses of the authors"),
        required=False,
        help_text=_("One a line, in the order of the title page."),
        widget=forms.Textarea({"rows": 5}),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True


class ImportForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("A course document (mooc-course/1, JSON) or an Open edX course export (.tar.gz)."),
    )
    department = forms.ModelChoiceField(Department.objects.none(), label=_("Department"))

    def __init__(self, *args, departments, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = departments
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", _("Import")))


class ReplaceForm(forms.Form):
    """A file that replaces what a course holds; ``version`` notices an edit made meanwhile."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("A course document (mooc-course/1, JSON) or an Open edX course export (.tar.gz)."),
    )
    sure = forms.BooleanField(label=_("Replace everything that the working copy holds now"))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", _("Import")))
