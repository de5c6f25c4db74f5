"""Who may do what in time."""

from courses.permissions import is_quality

PERMISSIONS = {
    "run.plan": is_quality,
}
