"""Runs with learners, at any start."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from courses.actions.freeze import freeze_revision
from courses.models import Course
from mooc_portal.people.models import Role, User
from scheduling.actions import plan_run
from scheduling.models import Announcement, JobKind, Milestone, PublishedLink, Registration, Run, Standing
from scheduling.readers import calendar_of, university_zone
from tests.factories import NOW, make_course, make_person, make_user

START = date(2027, 4, 5)  # a Monday more than six weeks after NOW


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=university_zone())


TEXTS = {f"{name}_{language}": f"{name} {language}" for name in ("text", "short") for language in ("kk", "ru", "en")}


def make_run(*, announced: bool = True, **facts) -> Run:
    """A planned run; where it is ``announced`` clause 5.2.4 is done with, and other things can be looked at."""
    run = planned_run(**facts)
    if announced:
        author, due_at = run.course.authorships.get().user, calendar_of(run).announced_at
        approval = {"approved_by": author, "approved_at": NOW, "sent_at": due_at}
        Announcement.objects.create(run=run, edited_by=author, edited_at=NOW, **TEXTS, **approval)
        PublishedLink.objects.create(run=run, network="site", url="https://example.kz/news/1", recorded_at=NOW)
        Milestone.objects.create(run=run, kind=JobKind.ANNOUNCEMENT, due_at=due_at, done_at=due_at)
    return run


def planned_run(
    *, code: str = "derekter-1", starts_on: date = START, at: datetime = NOW, author=None, deviation="Agreed", **changes
) -> Run:
    """A run of six sections and seven weeks of a published course."""
    author = author or make_user(f"author-{code}@example.kz")
    course = make_course(author, code=code, **changes)
    revision = freeze_revision(course, by=author, at=NOW, gate="dept")
    Course.objects.filter(pk=course.pk).update(state="published", published_revision=revision, decision_count=4)
    quality = User.objects.filter(appointments__role=Role.QUALITY_SPECIALIST).first() or make_person(
        Role.QUALITY_SPECIALIST, email="quality@example.kz"
    )
    return plan_run(Course.objects.get(pk=course.pk), starts_on=starts_on, by=quality, at=at, deviation=deviation)


def register(run: Run, user: User | None = None, *, at: datetime = NOW, standing: str = Standing.REGISTERED):
    left_at = at if standing == Standing.LEFT else None
    return Registration.objects.create(
        run=run, user=user or make_user(), registered_at=at, standing=standing, left_at=left_at
    )


def day(run: Run, days: int) -> datetime:
    """00:00 of a day of the run, in the university's zone."""
    start = datetime.combine(run.starts_on, datetime.min.time(), tzinfo=university_zone())
    return timezone.localtime(start, university_zone()) + timedelta(days=days)
