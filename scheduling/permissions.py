"""Who may do what in time. The thing asked about is the course of the run."""

from courses.permissions import is_administrator, is_author, is_quality

PERMISSIONS = {
    "run.plan": is_quality,
    "run.see_learners": is_quality | is_administrator | is_author,
    "run.register_others": is_quality | is_administrator,
}
