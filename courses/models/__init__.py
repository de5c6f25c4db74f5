"""The rows of a course, its frozen revisions and the regulation's versions."""

from courses.models.bin import DeletedNode
from courses.models.comment import Comment
from courses.models.content import GlossaryEntry, Item, Lecture, Outcome, Part, Section, Task
from courses.models.course import Authorship, Course
from courses.models.picture import Picture
from courses.models.regulation import Clause, Regulation, Template
from courses.models.revision import Revision, WorkingDocument
from courses.models.video import Purpose, Video, VideoUpload

__all__ = [
    "Authorship",
    "Clause",
    "Comment",
    "Course",
    "DeletedNode",
    "GlossaryEntry",
    "Item",
    "Lecture",
    "Outcome",
    "Part",
    "Picture",
    "Purpose",
    "Regulation",
    "Revision",
    "Section",
    "Task",
    "Template",
    "Video",
    "VideoUpload",
    "WorkingDocument",
]
