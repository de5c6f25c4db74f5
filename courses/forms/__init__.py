"""Forms of courses."""

from courses.forms.content import AnnotationForm, EntryForm, LectureForm, OutcomeForm, PartForm, SectionForm, TaskForm
from courses.forms.course import AuthorsForm, FactsForm, ImportForm, NewCourseForm, ReplaceForm
from courses.forms.items import ItemForm
from courses.forms.questions import QuestionsForm

NODE_FORMS = {
    "outcome": OutcomeForm,
    "entry": EntryForm,
    "annotation": AnnotationForm,
    "section": SectionForm,
    "part": PartForm,
    "lecture": LectureForm,
    "task": TaskForm,
    "final": TaskForm,
    "item": ItemForm,
}

__all__ = ["NODE_FORMS", "AuthorsForm", "FactsForm", "ImportForm", "NewCourseForm", "QuestionsForm", "ReplaceForm"]
