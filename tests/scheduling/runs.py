"""Runs and learners for tests of what happens in time."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from courses.actions.freeze import freeze_revision
from courses.models import Course
from mooc_portal.people.models import Role, User
from scheduling.actions import plan_run
from scheduling.models import Consent, Registration, Run, Way
from scheduling.registration.actions import register
from scheduling.registration.consent import consent_text_in_force, give_consent
from tests.factories import NOW, TODAY, make_course, make_person, make_user

START = TODAY + timedelta(days=42)  # 2027-03-15, a Monday


def published(course: Course) -> Course:
    """As if it had gone the whole way, which other tests go."""
    revision = freeze_revision(course, by=course.authorships.get().user, at=NOW, gate="dept")
    Course.objects.filter(pk=course.pk).update(state="published", published_revision=revision, decision_count=4)
    return Course.objects.get(pk=course.pk)


def make_run(*, starts_on: date = START, author: User | None = None, code: str = "derekter-1", **changes) -> Run:
    """A run of a published course; ``capacity`` and ``stays_readable`` are the run's, the rest the document's."""
    own = {name: changes.pop(name) for name in ("capacity", "stays_readable") if name in changes}
    course = published(make_course(author or make_user(), code=code, **changes))
    run = plan_run(course, starts_on=starts_on, by=make_person(Role.QUALITY_SPECIALIST), at=NOW, deviation="Test")
    Run.objects.filter(pk=run.pk).update(**own)
    run.refresh_from_db()
    return run


def local(text: str, zone: str = "Asia/Aqtobe") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def consent_of(user: User, *, at: datetime) -> Consent:
    return give_consent(user, text=consent_text_in_force(at), at=at, address="192.0.2.7")


def make_learner(run: Run, *, at: datetime, user: User | None = None) -> Registration:
    user = user or make_user()
    return register(run, user, way=Way.PAGE, at=at, by=user, consent=consent_of(user, at=at))
