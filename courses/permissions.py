"""Who may do what to a course: one table. The edges of the workflow are checked apart, in the gateway.

A course has two faces. Its *working copy* is read by its authors and the
administrator alone (``course.read_working``); whoever else may see the course
(``course.view``) reads its frozen revisions. So an unfinished edit never
reaches a reviewer.
"""

from django.utils.translation import gettext_lazy as _

from courses.states import EDITABLE_STATES, State
from mooc_portal.people.permissions import predicate
from mooc_portal.people.readers import roles_of


@predicate(_("Only an author of the course may do this."))
def is_author(user, course, at) -> bool:
    return any(authorship.user_id == user.pk for authorship in course.authorships.all())


@predicate(_("Nobody decides on a course of their own."))
def is_not_author(user, course, at) -> bool:
    return all(authorship.user_id != user.pk for authorship in course.authorships.all())


@predicate(_("Only a reviewer of the course's department may do this (cl. 5.1.5)."))
def reviews_department(user, course, at) -> bool:
    return course.department_id in roles_of(user, at).reviews_departments


@predicate(_("Only a reviewer of the course's faculty may do this (cl. 5.1.5)."))
def reviews_faculty(user, course, at) -> bool:
    return course.faculty_id in roles_of(user, at).reviews_faculties


@predicate(_("Only a reviewer of the unit that holds the course may do this (cl. 5.1.5)."))
def reviews_current_stage(user, course, at) -> bool:
    roles = roles_of(user, at)
    if course.state == State.DEPARTMENT_REVIEW:
        return course.department_id in roles.reviews_departments
    return course.state == State.FACULTY_REVIEW and course.faculty_id in roles.reviews_faculties


@predicate(_("Only a specialist of the academic quality department may do this."))
def is_quality(user, course, at) -> bool:
    return roles_of(user, at).is_quality


@predicate(_("Only an administrator may do this."))
def is_administrator(user, course, at) -> bool:
    return roles_of(user, at).is_administrator


@predicate(_("You may not see this course."))
def was_submitted(user, course, at) -> bool:
    return course.decision_count > 0


@predicate(_("The course is locked: it is under review or in the archive. Withdraw it, or wait for the decision."))
def is_editable(user, course, at) -> bool:
    return course.state in EDITABLE_STATES


PERMISSIONS = {
    "course.view": is_author | is_administrator | (was_submitted & (reviews_department | reviews_faculty | is_quality)),
    "course.read_working": is_author | is_administrator,
    "course.edit": (is_author | is_administrator) & is_editable,
    "course.comment": is_author | is_administrator,
    "course.submit": is_author,
    "course.withdraw": is_author,
    "course.return": is_not_author & reviews_current_stage,
    "course.endorse": is_not_author & reviews_department,
    "course.approve": is_not_author & reviews_faculty,
    "course.publish": is_not_author & is_quality,
    "course.revise": is_author,
    "course.correct": is_author,
    "course.archive": is_not_author & is_quality,
    "course.reopen": is_not_author & is_quality,
    "course.force": is_not_author & is_administrator,
    "regulation.manage": is_administrator,
}
