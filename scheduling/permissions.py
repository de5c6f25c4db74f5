"""Who may do what in time. The thing asked about is the course of the run."""

from courses.permissions import PERMISSIONS as COURSE_PERMISSIONS
from courses.permissions import is_administrator, is_author, is_quality, reviews_department

PERMISSIONS = {
    "run.plan": is_quality,
    "run.see_learners": is_quality | is_administrator | is_author,
    "run.register_others": is_quality | is_administrator,
    "run.view": is_quality | COURSE_PERMISSIONS["course.view"],
    "run.hold": is_quality | is_author,
    "run.write_text": is_author | is_quality | reviews_department,
    "run.announce": is_author | is_quality,
    "run.approve_announcement": is_author,
    "work_plan.make": is_author | is_quality | reviews_department | is_administrator,
    "studio.book": is_quality | is_administrator | is_author,
    "studio.confirm": is_quality | is_administrator,
    "ledger.view": is_quality | is_administrator,
}
