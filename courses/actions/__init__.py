"""What can be done to a course and to the regulation. Verbs, object first, people keyword-only."""

from courses.actions.editing import NotEditable, editing
from courses.actions.freeze import freeze_revision
from courses.actions.imports import import_document

__all__ = ["NotEditable", "editing", "freeze_revision", "import_document"]
