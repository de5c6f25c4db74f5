"""In which role a step is taken."""

from courses.states import State
from mooc_portal.people.models import Role

ROLE_OF_STEP = {
    "endorse": Role.DEPARTMENT_REVIEWER,
    "approve": Role.FACULTY_REVIEWER,
    "publish": Role.QUALITY_SPECIALIST,
    "archive": Role.QUALITY_SPECIALIST,
    "reopen": Role.QUALITY_SPECIALIST,
}


def role_of_decision(transition: str, came_from: str) -> Role | None:
    """The appointed role in which a step is taken; None for those of authors and administrators."""
    if transition == "return":
        return Role.DEPARTMENT_REVIEWER if came_from == State.DEPARTMENT_REVIEW else Role.FACULTY_REVIEWER
    return ROLE_OF_STEP.get(transition)
