"""Who may do what in time. The thing asked about is the course of the run."""

from django.utils.translation import gettext_lazy as _

from courses.permissions import PERMISSIONS as COURSE_PERMISSIONS
from courses.permissions import is_administrator, is_author, is_quality, reviews_department
from mooc_portal.people.permissions import predicate
from scheduling.models import Work
from scheduling.studio.people import studio_work_of


@predicate(_("Only a camera operator may do this."))
def operates(user, course, at) -> bool:
    return Work.OPERATOR in studio_work_of(user)


@predicate(_("Only a video editor may do this."))
def edits(user, course, at) -> bool:
    return Work.EDITOR in studio_work_of(user)


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
    "lecture.film": operates | is_quality | is_administrator,
    "lecture.edit": edits | is_quality | is_administrator,
    "lecture.view_cut": is_author | is_quality,
    "lecture.retake": operates | is_quality,
    "studio.book": is_quality | is_administrator | is_author,
    "studio.confirm": is_quality | is_administrator,
    "studio.release": is_quality | is_administrator,
    "studio.propose": is_quality | is_administrator,
    "studio.figures": is_quality | is_administrator,
    "studio.feeds": is_quality | is_administrator | operates | edits,
    "ledger.view": is_quality | is_administrator,
}
