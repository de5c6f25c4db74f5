"""The life of a remark as a table, and which remarks hold a course back."""

from django.db.models import QuerySet

from courses.models import Course
from reviews.models import Act, Remark, Resolution, Severity
from reviews.models.remark import UNRESOLVED

# From which resolutions an act leaves, and where it leads.
ACTS: dict[str, tuple[tuple[str, ...], str]] = {
    Act.ANSWER: ((Resolution.OPEN, Resolution.ANSWERED), Resolution.ANSWERED),
    Act.RESOLVE: ((Resolution.OPEN, Resolution.ANSWERED), Resolution.RESOLVED),
    Act.REOPEN: ((Resolution.ANSWERED, Resolution.RESOLVED, Resolution.WITHDRAWN), Resolution.OPEN),
    Act.WITHDRAW: ((Resolution.OPEN, Resolution.ANSWERED), Resolution.WITHDRAWN),
}
NEED_WORDS = (Act.ANSWER, Act.REOPEN)
# Steps of a course that an unsettled essential remark holds back (5.1.5).
HELD_BACK = ("endorse", "approve")


def blocking_remarks(course: Course) -> QuerySet[Remark]:
    """Essential remarks that nobody has settled: with one of them a course is neither endorsed nor approved."""
    return course.remarks.filter(severity=Severity.ESSENTIAL, resolution__in=UNRESOLVED, private=False).order_by("pk")
