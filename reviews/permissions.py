"""Who may do what to a remark: one table beside that of the courses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from courses.permissions import (
    is_administrator,
    is_author,
    is_not_author,
    is_quality,
    reviews_current_stage,
    reviews_department,
    reviews_faculty,
)
from courses.states import REVIEW_STATES, State
from mooc_portal.people.permissions import Predicate, predicate
from reviews.models import Opinion


def of_its_course(asked: Predicate) -> Predicate:
    """A question about a course, asked of a remark on it."""
    return Predicate(asked.name, lambda user, remark, at: asked.refusal(user, remark.course, at))


@predicate(_("Only a reviewer of the unit that made the remark, or of the one that holds the course, may do this."))
def reviews_stage_of_remark(user, remark, at) -> bool:
    own = reviews_department if remark.stage == State.DEPARTMENT_REVIEW else reviews_faculty
    return own.allows(user, remark.course, at)


@predicate(_("A note among reviewers is not answered by authors."))
def is_public(user, remark, at) -> bool:
    return not remark.private


@predicate(_("Only a reviewer of the unit that holds the course, or an expert it asked, may do this (cl. 5.1.5)."))
def is_asked_expert(user, course, at) -> bool:
    asked = Opinion.objects.filter(course=course, stage=course.state, expert_id=user.pk, released_at=None)
    return course.state in REVIEW_STATES and asked.exists()


_judges = of_its_course(is_not_author) & (reviews_stage_of_remark | of_its_course(reviews_current_stage))

PERMISSIONS = {
    "placement.fill": is_author | is_quality,
    "placement.send": is_not_author & is_quality,
    "programme.decide": is_not_author & reviews_department,
    "remark.add": is_not_author & (reviews_current_stage | is_asked_expert),
    "expert.ask": is_not_author & reviews_current_stage,
    "remark.answer": of_its_course(is_author) & is_public,
    "remark.resolve": _judges,
    "remark.reopen": _judges,
    "remark.withdraw": _judges,
    "waiver.limit": is_not_author & is_administrator,
    "waiver.recommendation": is_not_author & (is_administrator | reviews_current_stage),
}
