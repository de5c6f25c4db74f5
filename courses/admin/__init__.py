"""Courses and the regulation in the administration. Nothing here goes around an action."""

from courses.admin import content, course, regulation, revision

__all__ = ["content", "course", "regulation", "revision"]
