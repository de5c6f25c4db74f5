"""What can be done to a course and to the regulation. Verbs, object first, people keyword-only."""

from courses.actions.arranging import copy_node, delete_node, move_node, place_node, restore_node
from courses.actions.content import EditConflict, NodeGone, add_items, add_node, change_node
from courses.actions.course import (
    AuthorsRefused,
    change_course,
    create_course,
    create_from_course,
    create_from_skeleton,
    set_authors,
)
from courses.actions.editing import NotEditable, editing
from courses.actions.freeze import freeze_revision
from courses.actions.history import bring_back
from courses.actions.imports import import_document, replace_content
from courses.actions.writing import ContentRefused, writing

__all__ = [
    "AuthorsRefused",
    "ContentRefused",
    "EditConflict",
    "NodeGone",
    "NotEditable",
    "add_items",
    "add_node",
    "bring_back",
    "change_course",
    "change_node",
    "copy_node",
    "create_course",
    "create_from_course",
    "create_from_skeleton",
    "delete_node",
    "editing",
    "freeze_revision",
    "import_document",
    "move_node",
    "place_node",
    "replace_content",
    "restore_node",
    "set_authors",
    "writing",
]
